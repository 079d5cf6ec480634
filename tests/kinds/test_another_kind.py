"""A kind is a folder: one more, and nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import masthead
from masthead.press.places import path_of
from masthead.site.folder import SiteFolder

RECIPE = Path(__file__).parent / "recipe"


class House:
    """A copy of Masthead that has one folder more, and a site of before, with the demo as it is there."""

    def __init__(self, base: Path, site: SiteFolder) -> None:
        self.base = base
        self.site = site.path
        self.store = site.store
        shutil.copytree(Path(masthead.__file__).parent, base / "masthead")
        shutil.copytree(RECIPE, base / "masthead" / "kinds" / "recipe")
        self.run("--site", str(self.site), "upgrade")
        self.shell("from masthead.demo import load; load()")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "masthead", *arguments],
            capture_output=True, text=True, timeout=900, cwd=self.base, env=os.environ | {"PYTHONPATH": str(self.base)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def press(self) -> None:
        self.run("--site", str(self.site), "press")

    def shell(self, code: str) -> str:
        return self.run("--site", str(self.site), "shell", "-c", code)

    def page(self, path: str) -> str:
        return next(self.store.rglob(path)).read_text()

    def answer(self, path: str) -> dict[str, Any]:
        """What the store has where a file stood before."""
        return json.loads((self.store / path_of(f"/blog/{path}", 301)).read_text())


SHELL = """
from django.conf import settings
from django.utils.translation import gettext, override
from masthead.entries.languages import strings
from masthead.kinds.recipe.models import Recipe
from masthead.pages.preview import preview

with override("fa"):
    print(gettext("Serves"), gettext("Headline"))
print(strings("fa").gettext("For %(number)s"), strings("fa").gettext("Read more"))
entry = Recipe.objects.get()
entry.ingredients = "a draft"
print(preview(entry, settings.SITE_FOLDER, settings.OPTIONS).body.decode())
Recipe.objects.update(ingredients="42 onions")
entry = Recipe.objects.get()
entry.slug = "soup"
entry.save_revision().publish()
"""
UNPUBLISH = "from masthead.kinds.recipe.models import Recipe; Recipe.objects.get().unpublish()"


def test_one_folder_more_is_a_kind_with_pages_lists_feeds_words_and_previews(
    tmp_path: Path, site_folder: SiteFolder
) -> None:
    house = House(tmp_path, site_folder)
    house.press()

    page = house.page("soup-for-a-street/index.html")
    assert '<li class="p-ingredient">41 onions</li>' in page
    assert "<p>For 41</p>" in page
    assert '"@type":"Recipe"' in page
    assert "A neighbour who wishes to stay one" in page
    assert house.page("soup-for-a-street/shopping.txt") == "41 onions\none spoon\n"
    style = page.partition('<link rel="stylesheet" href="/')[2].partition('"')[0]
    assert ".ingredients" in (house.store / style).read_text()

    listing = house.page("kinds/recipe/index.html")
    assert "Recipes" in listing
    assert '<p class="serves">For 41</p>' in listing
    feed = json.loads(house.page("kinds/recipe/feed.json"))
    assert "<li>41 onions</li>" in feed["items"][0]["content_html"]

    said = house.shell(SHELL)
    assert "برای چند نفر" in said
    assert "برای %(number)s نفر" in said
    assert "Headline" not in said, "the desk keeps its own words"
    assert "Read more" not in said, "so do the themes"
    assert '<li class="p-ingredient">a draft</li>' in said
    assert '"recipeIngredient":["a draft"]' in said

    house.press()
    assert house.page("soup/shopping.txt") == "42 onions\n"
    assert "42 onions" in house.page("soup/index.html")
    assert house.answer("soup-for-a-street/shopping.txt")["location"].endswith("/soup/shopping.txt")
    house.shell(UNPUBLISH)
    house.press()
    assert house.answer("soup/shopping.txt")["status"] == 410
    assert house.answer("soup-for-a-street/shopping.txt")["status"] == 410
    house.run("--site", str(house.site), "proof")
