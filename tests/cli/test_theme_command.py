"""A site's own looks: listed, checked, copied; noticed while the press watches. A mistake in them changes nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]
SECONDS = 120.0
BROKEN = "{% extends 'base.html' %}\n{% block main %}{{ page.nothing }}{% endblock %}"
MINE = "{% extends 'default/not_found.html' %}{% block main %}Mine{% endblock %}"
SENTENCE = "theme/not_found.html, line 2: 'masthead.pages.records.NotFound object' has no attribute 'nothing'."


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it has not happened"
        time.sleep(0.1)


@contextmanager
def watching(site: SiteFolder, log: Path) -> Iterator[Path]:
    with log.open("w") as out:
        command = [sys.executable, "-m", "masthead", "--site", str(site.path), "press", "--watch"]
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        wait_for(lambda: (site.store / "404.html").exists())
        yield log
    finally:
        process.terminate()
        process.wait(SECONDS)


def own(site: SiteFolder, name: str, source: str) -> Path:
    folder = site.path / "theme"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(source, encoding="utf-8")
    return folder / name


def test_a_theme_is_chosen_listed_copied_and_checked(site_folder: SiteFolder, run: Run) -> None:
    def theme(*arguments: str) -> CompletedProcess[str]:
        return run("--site", site_folder.path, "theme", *arguments)

    said = theme("check").stdout
    assert re.fullmatch(r"The theme can be used: \d+ files, all of them Masthead's own\.\n", said), said
    winter = site_folder.path / "themes" / "winter"
    winter.mkdir(parents=True)
    (winter / "more.css").write_text(":root { --link: #005a9c; }\n")
    with site_folder.configuration.open("a") as file:
        file.write('\ntheme = "winter"\n')
    assert theme("copy", "more.css").returncode == 0
    assert (site_folder.path / "theme" / "more.css").read_text() == ":root { --link: #005a9c; }\n"
    assert theme("copy", "entry.html").stdout == (
        f"Wrote {site_folder.path}/theme/entry.html. `masthead theme check` tries it.\n"
    )
    again = theme("copy", "entry.html")
    assert (again.returncode, "is there already, and stays" in again.stderr) == (3, True)
    assert "has no file “../masthead.toml”" in theme("copy", "../masthead.toml").stderr
    listed = json.loads(theme("list", "--json").stdout)
    assert (listed["themes"], listed["chosen"]) == (["default", "winter"], "winter")
    assert (listed["files"]["entry.html"], listed["files"]["home.html"]) == ("theme", "default")
    own(site_folder, "entyr.html", "")
    checked = theme("check")
    assert checked.returncode == 1
    assert checked.stdout.startswith("theme/entyr.html: no page is made of it.")
    own(site_folder, "not_found.html", BROKEN)
    checked = theme("check")
    assert (checked.returncode, checked.stdout) == (1, f"{SENTENCE}\n")


def test_a_theme_that_is_not_there_is_named(site_folder: SiteFolder, run: Run) -> None:
    pressed = run("--site", site_folder.path, "press", env={"MASTHEAD_THEME": "summer"})
    assert pressed.returncode == 3
    assert pressed.stderr.startswith("Error: There is no theme “summer”:")
    refused = run("--site", site_folder.path, "press", env={"MASTHEAD_THEME": "../summer"})
    assert "must be the name of a folder in themes/, not “../summer”." in refused.stderr


def test_with_a_mistake_in_a_theme_pages_come_and_go_in_the_looks_of_before(
    site_folder: SiteFolder, tmp_path: Path, at_site: Run
) -> None:
    mine = own(site_folder, "not_found.html", MINE)
    assert at_site("press").returncode == 0
    before = {path: path.read_bytes() for path in site_folder.store.rglob("*") if path.is_file()}
    assert b"Mine" in before[site_folder.store / "404.html"]
    mine.write_text(BROKEN)
    pressed = at_site("press")
    assert (pressed.returncode, pressed.stderr) == (3, f"Error: {SENTENCE}\n")
    assert pressed.stdout == "Nothing has changed since the last press.\n"
    withdraw = "from masthead.entries.models import Blog; Blog.objects.get().unpublish()"
    assert at_site("shell", "-c", withdraw).returncode == 0
    assert at_site("press").returncode == 3
    assert not (site_folder.store / "blog" / "index.html").exists()
    assert (site_folder.store / "404.html").read_bytes() == before[site_folder.store / "404.html"]
    assert at_site("proof").stderr == f"Error: {SENTENCE}\n"
    found = json.loads(at_site("doctor", "--json").stdout)
    assert [each["sentence"] for each in found if each["id"] == "theme"] == [
        f"{SENTENCE} Until it is mended, pages are made in the looks of before."
    ]
    with watching(site_folder, tmp_path / "log") as log:
        wait_for(lambda: SENTENCE in log.read_text())
        mine.write_text(MINE.replace("Mine", "Ours"))
        wait_for(lambda: "Ours" in (site_folder.store / "404.html").read_text())
    shutil.rmtree(site_folder.kept_theme)
    mine.write_text(BROKEN)
    assert at_site("press").stderr == f"Error: {SENTENCE}\n"
    found = json.loads(at_site("doctor", "--json").stdout)
    assert [each["sentence"] for each in found if each["id"] == "theme"] == [
        f"{SENTENCE} Until it is mended, a press that starts makes no page, and withdraws none."
    ]


def test_the_press_notices_a_theme_that_is_changed_while_it_watches(
    site_folder: SiteFolder, tmp_path: Path, at_site: Run
) -> None:
    page = site_folder.store / "404.html"
    with watching(site_folder, tmp_path / "log") as log:
        first = page.read_text()
        changed = own(
            site_folder, "not_found.html", "{% extends 'default/not_found.html' %}{% block main %}Mine{% endblock %}"
        )
        wait_for(lambda: "Mine" in page.read_text())
        assert "every page is looked at again: theme/not_found.html (new)." in log.read_text()
        own(site_folder, "not_found.html", BROKEN)
        wait_for(lambda: SENTENCE in log.read_text())
        assert "Mine" in page.read_text()
        # Meanwhile the press goes on, in the looks of before.
        withdraw = "from masthead.entries.models import Blog; Blog.objects.get().unpublish()"
        assert at_site("shell", "-c", withdraw).returncode == 0
        wait_for(lambda: not (site_folder.store / "blog" / "index.html").exists())
        changed.unlink()
        wait_for(lambda: page.read_text() == first)
        style = own(site_folder, "more.css", "a { color: teal }")
        wait_for(lambda: any(b"teal" in css.read_bytes() for css in (site_folder.store / "theme").glob("*.css")))
        wait_for(lambda: page.read_text() != first)
        style.unlink()
        wait_for(lambda: "theme/more.css (gone)" in log.read_text())
        wait_for(lambda: page.read_text() == first)
