"""Preview and press give the same bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from desk.bodies import every_block, picture, upload
from desk.editors import Desk

FILE = re.compile(r"/(?:desk/preview|media)/[^\" ]+")


def body(page: str) -> str:
    """The entry as readers see it, whatever the addresses of its files."""
    return FILE.sub('"…"', page.partition("<article")[2])


def same(desk: Desk, page: object) -> str:
    """The preview of the latest revision, which must be what the store has."""
    shown = desk.preview(page)
    address = desk.address(page)
    assert shown.content.decode() == desk.world.page(address), address
    return str(shown.content.decode())


def test_every_block_with_bylines_and_terms_is_previewed_as_published(desk: Desk) -> None:
    from masthead.entries.blocks import EntryBlocks

    world = desk.world
    entries = [world.article(f"Neighbour {day}", date=f"2024-05-{day:02}T10:00:00") for day in (1, 3)]
    ada = world.person("Ada Barrow")
    entry = world.article("All of it", date="2024-05-02T10:00:00")
    edited = world.edit(
        entry,
        body=every_block(picture(desk.folder), upload("minutes.txt", b"Minutes."), entries[0].pk),
        categories=[world.category("Harbour"), world.category("Bridges")],
        tags=[world.tag("winter"), world.tag("bread")],
        summary="In short.",
    )
    world.byline(entry, ada)
    assert world.run().perfect
    text = same(desk, entry)
    assert "Ada Barrow" in text
    assert "Harbour" in text
    assert "Neighbour 3" in text
    assert 'src="/media/' in text
    shown = {block.block_type for block in edited.body}
    assert shown == set(EntryBlocks().child_blocks), "the body has a block of every sort"


def test_every_kind_of_page_is_previewed_as_published(desk: Desk) -> None:
    world = desk.world
    note = world.note("<p>A word in passing.</p>")
    headed = world.note("<p>Another.</p>", headline="Headed")
    above = world.static_page("About")
    below = world.static_page("Contact", parent=above)
    world.run()
    for page in (note, headed, above, below, world.blog, world.home):
        same(desk, page)


def unpublished(text: str) -> str:
    """Without the moment of publication, which a preview cannot know: programs are told of it, readers are not."""
    text, count = re.subn(r'(modified_time" content=|"dateModified":)"[^"]*"', "", text)
    assert count == 2
    return text


def test_a_draft_is_previewed_where_it_would_stand(desk: Desk) -> None:
    world = desk.world
    for day in (1, 3):
        world.article(f"Day {day}", date=f"2024-05-{day:02}T10:00:00")
    draft = world.article("Between them", date="2024-05-02T10:00:00", live=False)
    text = desk.preview(draft).content.decode()
    assert text.index("Day 1") != text.index("Day 3")
    world.publish(draft)
    world.run()
    assert unpublished(text) == unpublished(world.page("/blog/between-them/"))


def test_a_new_version_is_previewed_before_it_is_published(desk: Desk) -> None:
    entry = desk.world.article("First", text="<p>Old text.</p>", date="2024-05-02T10:00:00")
    desk.world.run()
    entry.headline, entry.date = "Second", entry.date.replace(day=9)
    entry.save_revision()
    text = desk.preview(entry).content.decode()
    assert "Second" in text
    assert "Second" not in desk.world.page("/blog/first/")
    entry.get_latest_revision().publish()
    desk.world.run()
    assert unpublished(text) == unpublished(desk.world.page("/blog/first/"))


def test_a_picture_that_is_not_public_yet_comes_from_the_desk(desk: Desk) -> None:
    draft = desk.world.article("A picture", live=False)
    draft.body = every_block(picture(desk.folder), upload("minutes.txt", b"Minutes."), 0)
    draft.save_revision()
    text = desk.preview(draft).content.decode()
    address = re.findall(r'<img[^>]* src="([^"]+)"', text)[0]
    assert address.startswith("/desk/preview/picture/")
    made = desk.admin.get(address)
    assert made.status_code == 200
    assert made["Content-Type"] == "image/jpeg"
    assert desk.client().get(address).status_code == 302
    desk.world.publish(draft)
    desk.world.run()
    assert made.content in [stored.read_bytes() for stored in Path(desk.folder.store).glob("media/*.jpg")]
    published = desk.world.page("/blog/a-picture/")
    assert body(published) == body(text), "only the addresses of files differ"
    assert not re.search(r"/media/", text)
    for at_desk in re.findall(r'[" ](/desk/preview/[^" ]+)[" ]', text):
        assert desk.admin.get(at_desk).status_code == 200


def test_the_preview_may_stand_in_the_desks_frame_and_nowhere_else(desk: Desk) -> None:
    shown = desk.preview(desk.world.article("Framed"))
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("kind", ["article", "note"])
def test_an_entry_that_was_never_saved_can_be_previewed(desk: Desk, kind: str) -> None:
    address = f"/desk/pages/add/masthead_{kind}/{kind}/{desk.world.blog.pk}/preview/"
    form = desk.form(headline="Fresh", text="<p>Still warm.</p>", tags="new tag, another")
    assert desk.admin.post(address, form).json() == {"is_valid": True, "is_available": True}
    shown = desk.admin.get(address)
    assert "Still warm." in shown.content.decode()
    assert "new tag" in shown.content.decode()
    from masthead.entries.models import Tag

    assert not Tag.objects.exists()


def test_the_preview_follows_the_theme_as_the_press_does(desk: Desk) -> None:
    entry = desk.world.article("Seen in other clothes", date="2024-05-02T10:00:00")
    desk.world.run()
    own = desk.folder.path / "theme"
    own.mkdir()
    (own / "entry.html").write_text("<p>{{ page.headline }}, mine</p>")
    assert desk.preview(entry).content == b"<p>Seen in other clothes, mine</p>"
    (own / "entry.html").write_text("{{ page.nothing }}")
    same(desk, entry)  # in the looks that the press could use last
    shutil.rmtree(desk.folder.kept_theme)
    (own / "entry.html").write_text("\n{{ page.nothing }}")
    shown = desk.admin.get(f"/desk/pages/{entry.pk}/view_draft/")
    assert shown.status_code == 500
    assert shown.content.startswith(b"This page cannot be laid out. theme/entry.html, line 2:")
    (own / "entry.html").unlink()
    same(desk, entry)
