"""Loading begins while items are still converted, and ends with the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from loaded import attached, database, entry, png, sound
from wxr import HEAD, export, item

from masthead.importers.wordpress import read, working
from masthead.site.folder import SiteFolder

TERM = (
    '<category domain="category" nicename="c{n}">C{n}</category><category domain="post_tag" nicename="t">T</category>'
)
HEADLESS = HEAD.replace("<wp:wxr_version>1.2", "<wp:wxr_version>1.0")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Persons and terms that no channel defines come up in the middle."""
    items = [
        item(n, title=f"T{n}", body=f'<a href="/?p={31 - n}">x</a> <img class="wp-image-{100 + n}" src="x">',
             inner=TERM.format(n=n % 4)).replace(">ann<", f">u{n % 3}<")
        for n in range(1, 31)
    ]  # fmt: skip
    items += [item(n, title=f"P{n}", kind="page", post_parent=n + 1) for n in range(40, 44)]
    items += [attached(100 + n, f"{n}.png", post_parent=n) for n in range(1, 4)]
    (tmp_path / "uploads").mkdir()
    for n in range(1, 3):
        (tmp_path / f"uploads/{n}.png").write_bytes(png(n, n))
    return export(tmp_path / "export.xml", *items, head=HEADLESS)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    from masthead.importers import entries

    monkeypatch.setattr(working, "STRETCH", 4)
    monkeypatch.setattr(entries, "BATCH", 5)
    monkeypatch.setattr(working, "WORTH_WORKERS", 1)


def rows() -> list[str]:
    """All but what tells when, which import, and in which order persons and terms came."""
    import re

    lines = [line for line in database() if not any(name in line for name in ("outbox", "wagtailsearch", "_import"))]
    return sorted(re.sub(r"'20\d\d-\d\d-\d\d \d\d:\d\d:[\d.]+'", "'time'", line) for line in lines)


def test_entries_are_loaded_before_all_are_converted(
    source: Path, site: SiteFolder, small_steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masthead.entries.models import Entry
    from masthead.importers.loader import load

    seen, real = [], working._write

    def watched(*arguments: object) -> None:
        seen.append(Entry.objects.count())
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "_write", watched)
    staging = read([source], site.var / "staging", convert_later=True)
    assert seen == []
    report = load(staging, uploads=source.parent / "uploads").as_dict()
    assert 0 < seen[20] < 30
    assert report["loaded"] == {"entry": 30, "page": 4}
    assert report["added"] == {"person": 4, "category": 4, "tag": 1, "image": 2, "document": 0}
    assert entry("T1").body[0].value.source == f'<p><a linktype="page" id="{entry("T30").pk}">x</a></p>'
    assert [byline.person.name for byline in entry("T29").bylines.all()] == ["u2"]
    sound()
    later = rows()
    # The staging file is whole now: nothing is converted twice.
    seen.clear()
    staging.close()
    again = load(read([source], site.var / "staging"), uploads=source.parent / "uploads").as_dict()
    assert (seen, again["loaded"]) == ([], {"entry": 0, "page": 0})
    assert rows() == later


def test_a_run_killed_between_two_stretches_goes_on_with_both(
    source: Path, site: SiteFolder, small_steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masthead.entries.models import Entry
    from masthead.importers.loader import load

    class KilledError(Exception):
        pass

    real, calls = working._write, 0

    def dying(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls % 9 == 0:
            raise KilledError
        real(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(working, "_write", dying)
        kills = 0
        while True:
            staging = read([source], site.var / "staging", convert_later=True)
            try:
                load(staging)
                break
            except KilledError:
                kills += 1
            finally:
                staging.close()
    assert kills > 2
    assert Entry.objects.count() == 30
    assert [path.suffix for path in sorted((site.var / "staging").iterdir())] == [".sqlite3", ".lock"]
    sound()


def test_a_dry_run_converts_all_and_loads_nothing(source: Path, site: SiteFolder, small_steps: None) -> None:
    from masthead.importers.loader import load

    before = database()
    staging = read([source], site.var / "staging", convert_later=True)
    report = load(staging, dry_run=True).as_dict()
    assert report["loaded"] == {"entry": 30, "page": 4}
    assert database() == before
