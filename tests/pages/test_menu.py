"""The site's menu has two levels: lines, and those below them that readers unfold."""

from __future__ import annotations

import re
from typing import Any

import pytest

from masthead.site.folder import SiteFolder
from pages.world import World


def line(label: str, order: int, **how: Any) -> None:
    from masthead.entries.models import MenuItem, SiteSettings

    MenuItem.objects.create(settings=SiteSettings.objects.get(), label=label, sort_order=order, **how)


def shown(page: str) -> list[str]:
    """What stands in the menu: summaries with a colon, links as they are, the current one with a star."""
    menu = page.partition('<nav class="menu"')[2].partition("</nav>")[0]
    found = re.findall(r"<(summary|a[^>]*)><bdi>([^<]*)</bdi>", menu)
    return [f"{text}:" if tag == "summary" else f"{text}{'*' * ('aria-current' in tag)}" for tag, text in found]


def test_lines_stand_below_others_and_move_up_when_those_are_not_public(world: World) -> None:
    from masthead.entries.models import MenuItem

    article = world.article("Bridges")
    line("Bridges", 0, page=article.page_ptr)
    line("Old ones", 1, url="/old/", below=True)
    line("New ones", 2, url="/new/", below=True)
    line("More", 3)
    line("Within", 4, url="https://example.org/", below=True)
    line("A name alone", 5)
    world.run()
    below = ["Old ones", "New ones", "More:", "Within"]
    assert shown(world.page("/blog/")) == ["Bridges:", "Bridges", *below]
    assert shown(world.page("/blog/bridges/")) == ["Bridges:", "Bridges*", *below]
    world.prove()
    article.unpublish()
    world.run()
    assert shown(world.page("/blog/")) == below
    MenuItem.objects.filter(label="Within").delete()
    world.run()
    assert shown(world.page("/blog/")) == ["Old ones", "New ones"]
    world.prove()


def test_a_line_below_another_leads_somewhere(site: SiteFolder) -> None:
    from django.core.exceptions import ValidationError

    from masthead.entries.models import MenuItem

    MenuItem(label="A name above others").clean()
    with pytest.raises(ValidationError, match="choose a page"):
        MenuItem(label="Nowhere", below=True).clean()
