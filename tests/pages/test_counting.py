"""What an edit costs: the same at a hundred entries and at five thousand, and no page is laid out in vain.

Counts, not seconds. Listings are cut by content, so the sheets around an edit differ a little in size from one
site to the other; the bounds leave room for that and for nothing that grows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from masthead.press.outcome import Outcome
from masthead.site.folder import SiteFolder
from pages.world import World, fill, restore

SIZES = (100, 5_000)
IN_VAIN = {"re-date": 4, "withdraw": 4, "publish back-dated": 4, "delete": 4}
"""The named exception: where a cut comes or goes, the sheets beside it ask whether their way on has moved."""


def edits(world: World, numbers: list[int]) -> Iterator[tuple[str, Callable[[], object]]]:
    from masthead.entries.models import Person
    from masthead.kinds.article.models import Article

    def entry(share: float) -> Any:
        return Article.objects.get(pk=numbers[int(len(numbers) * share)])

    def day(share: float) -> str:
        return str((entry(share).date + dt.timedelta(minutes=7)).strftime("%Y-%m-%dT%H:%M:%S"))

    new = world.person("Newcomer")
    world.byline(entry(0.1), new)
    yield "settling down", lambda: None
    yield "body", lambda: world.rewrite(entry(0.5), "<p>" + "Other words of the same entry. " * 40 + "</p>")
    yield "headline", lambda: world.edit(entry(0.52), headline="A headline that nobody else has")
    yield "publish now", lambda: world.article("The newest of all", date="2031-05-05T10:00:00")
    yield "publish back-dated", lambda: world.article("Found in a drawer", date=day(0.4))
    yield "re-date", lambda: world.edit(entry(0.6), date=entry(0.3).date + dt.timedelta(minutes=3))
    yield "withdraw", lambda: entry(0.7).unpublish()
    yield "delete", lambda: entry(0.75).delete()
    yield "slug", lambda: world.edit(entry(0.8), slug="another-name")
    yield "rename a person", lambda: Person.objects.filter(pk=new.pk).update(name="Old hand")
    yield "draft", lambda: entry(0.2).save_revision()


def counted(world: World, size: int) -> dict[str, Outcome]:
    numbers = fill(world, size)
    world.run()
    found = {}
    for name, edit in edits(world, numbers):
        edit()
        found[name] = world.run()
    world.prove()
    return found


@pytest.mark.usefixtures("site")
def test_an_edit_costs_the_same_at_any_size(site_template: Path, site_folder: SiteFolder) -> None:
    outcomes = {}
    for size in SIZES:
        restore(SiteFolder(site_template), site_folder)
        world = World(site_folder)
        try:
            outcomes[size] = counted(world, size)
        finally:
            world.close()
        assert_no_page_was_laid_out_in_vain(outcomes[size])
    assert_no_count_grew(*(outcomes[size] for size in SIZES))


def assert_no_page_was_laid_out_in_vain(outcomes: dict[str, Outcome]) -> None:
    for name, outcome in outcomes.items():
        changed = len(outcome.receipt.appeared) + len(outcome.receipt.changed) if outcome.receipt else 0
        assert outcome.tally.pages <= changed + IN_VAIN.get(name, 0), (name, outcome)
    assert outcomes["draft"].tally.statements == 0


def assert_no_count_grew(small: dict[str, Outcome], large: dict[str, Outcome]) -> None:
    for name in small:
        for what in ("statements", "facts", "queries", "pages"):
            before, after = getattr(small[name].tally, what), getattr(large[name].tally, what)
            assert after <= before * 1.5 + 25, (name, what, before, after)
