"""Passages from source to page: what readers get, which pages are laid out, and what hostile rows do to them."""

from __future__ import annotations

import json
import re
from typing import Any

import mf2py
import pytest

from desk.bodies import picture
from pages.world import CANARY, World, text_block

WORDS = [text_block("<p>Who is taxed [...] for the dark?</p>"), {"type": "omission", "value": None},
         text_block("<p>Nobody was.</p>", 1)]  # fmt: skip
SOURCE = {
    "source_title": "A Tax <on> Lamps", "source_container": "The Mercury", "source_date": "1911-03-14",
    "source_authors": "Pell, Josiah", "source_archive": "Town Archive", "source_shelf_mark": "N 4/11",
    "source_link": "https://example.org/m", "source_archived": "https://archive.example/m",
}  # fmt: skip


def a_passage(world: World, **fields: Any) -> Any:
    from masthead.kinds.passage.models import Passage

    live = fields.pop("live", True)
    common = world._common(next(world.numbers), "<p>It was never levied.</p>", "", fields.pop("entry", {}))
    given = {"headline": "The dark", "passage": json.dumps(WORDS), **SOURCE, **fields}
    return world._add(Passage(**common, **given), live=live)


def facsimile(image: int, **place: str) -> str:
    value = {"image": image, "name": "Page 3", "alt": "Four columns", "caption": "", "credit": "B. K.",
             "places": [{"type": "item", "value": place}]}  # fmt: skip
    return json.dumps([{"type": "facsimile", "value": value}])


def test_a_reader_gets_the_words_their_source_and_how_to_cite_it(world: World) -> None:
    image = picture(world.folder)
    shown = facsimile(image, left="10", top="20.5", width="30", height="5")
    a_passage(
        world, omitted_before=True, passage_language="fa", facsimiles=shown,
        translation=json.dumps([text_block("<p>In English.</p>")]),
    )  # fmt: skip
    world.run()
    page = world.page("/blog/the-dark/")
    heard = '<span class="hidden" lang="en">[words left out]</span>'
    mark = f'<span class="omission"><span aria-hidden="true">[…]</span>{heard}</span>'
    assert page.count(mark) == 4, "before the passage and its translation, in a line, between paragraphs"
    assert '<blockquote lang="fa" dir="rtl" cite="https://example.org/m">' in page
    assert '<blockquote lang="en" dir="ltr">' in page
    assert page.count(' x="10" y="20.5" width="30" height="5"/>') == 2, "dark on light"
    assert "style=" not in page
    from masthead.entries.models import Image

    assert f"<code>{Image.objects.get().sha256}</code>" in page
    assert "“A Tax &lt;on&gt; Lamps.” <i>The Mercury</i>, March 14, 1911." in page
    (entry,) = [item for item in mf2py.parse(page)["items"] if "h-entry" in item["type"]]
    (cite,) = entry["properties"]["quotation-of"]
    assert cite["type"] == ["h-cite"]
    assert cite["properties"]["name"] == ["A Tax <on> Lamps"]
    assert cite["properties"]["published"] == ["1911-03-14"]
    structured = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    thing = structured["@graph"][0]
    assert thing["citation"]["@type"] == ["NewsArticle", "ArchiveComponent"]
    assert thing["citation"]["archivedAt"] == "https://archive.example/m"
    assert thing["hasPart"]["@type"] == "Quotation"
    assert 'class="Z3988" title="ctx_ver=Z39.88-2004&amp;' in page.replace("&#38;", "&amp;")

    assert "@article{passage-" in world.page("/blog/the-dark/cite.bib")
    assert "TY  - NEWS" in world.page("/blog/the-dark/cite.ris")
    assert json.loads(world.page("/blog/the-dark/cite.json"))[0]["title"] == "A Tax <on> Lamps"
    plain = world.page("/blog/the-dark/passage.txt")
    assert (
        "[…] Who is taxed [...] for the dark?\n\n[…]\n\nNobody was.\n\n[…] In English.\n\nIt was never levied." in plain
    )
    listing = world.page("/blog/kinds/passage/")
    assert "From: Josiah Pell, “A Tax &lt;on&gt; Lamps”, The Mercury, 14 March 1911" in listing
    assert ">“[…] In English.”</p>" in listing, "what readers of the list can read, and nothing of the editor"
    (item,) = json.loads(world.page("/blog/feed.json"))["items"]
    for told in ('<blockquote lang="fa" dir="rtl">', "In English.", "It was never levied.", "<img ", "Cite as"):
        assert told in item["content_html"]
    assert "<svg" not in item["content_html"]
    world.prove()


def test_the_excerpt_is_the_passage_alone_and_looks_like_a_quotation(world: World) -> None:
    words = {"passage": json.dumps([text_block("<p>چراغ تازه</p>")])}
    a_passage(world, passage_language="fa", omitted_after=True, **words)
    a_passage(world, headline="Told", entry={"summary": "A letter."}, passage_language="fa", **words)
    a_passage(world, headline="Nothing yet", passage="[]")
    world.run()
    listing = world.page("/blog/kinds/passage/")
    assert '<p class="excerpt p-summary" lang="fa" dir="rtl">«چراغ تازه […]»</p>' in listing
    assert '<p class="excerpt p-summary">A letter.</p>' in listing, "the author's own words stay as they are"
    assert '<p class="excerpt p-summary">It was never levied.</p>' in listing, "there is nothing else"
    page = world.page("/blog/the-dark/")
    assert '<meta name="description" content="«چراغ تازه […]»">' in page
    assert "<summary>«چراغ تازه […]»</summary>" in world.page("/blog/atom.xml")
    summaries = {item["title"]: item["summary"] for item in json.loads(world.page("/blog/feed.json"))["items"]}
    assert summaries == {"The dark": "«چراغ تازه […]»", "Told": "A letter.", "Nothing yet": "It was never levied."}


def test_only_what_tells_of_the_source_is_made_again(world: World) -> None:
    entry = a_passage(world)
    world.article("Beside it")
    world.run()
    world.edit(entry, source_shelf_mark="N 5/11")
    receipt = world.run().receipt
    assert receipt is not None
    own = {f"/blog/the-dark/{file}" for file in ("", "cite.bib", "cite.ris", "cite.json", "passage.txt")}
    changed = {address for address in receipt.changed if not address.endswith((".xml", "feed.json"))}
    assert changed == own, "no list names the shelf mark"
    world.edit(entry, slug="the-night")
    world.run()
    for file in ("", "cite.bib", "cite.ris", "cite.json", "passage.txt"):
        assert world.leads(f"/blog/the-dark/{file}") == f"/blog/the-night/{file}"
    type(entry).objects.get().unpublish()
    world.run()
    assert {world.leads(f"/blog/{slug}/cite.bib") for slug in ("the-dark", "the-night")} == {410}
    world.prove()


def test_a_draft_is_in_no_file_and_its_preview_is_what_the_press_would_make(world: World) -> None:
    from masthead.pages.preview import preview

    secret = {"source_title": CANARY, "passage": json.dumps([text_block(f"<p>{CANARY}</p>")])}
    a_passage(world, headline=CANARY, live=False, **secret)
    entry = a_passage(world)
    world.run()
    draft = type(entry).objects.get(pk=entry.pk)
    draft.source_archive = f"{CANARY} archive"
    draft.save_revision()
    world.prove()
    draft.source_archive = "Elsewhere"
    seen = preview(draft, world.folder, world.options).body.decode()
    world.edit(entry, source_archive="Elsewhere")
    world.run()
    assert without_times(world.page("/blog/the-dark/")) == without_times(seen)
    world.prove()


def without_times(page: str) -> str:
    """A preview does not know when it will be published."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "", page)


BROKEN = ("null", "{}", "[1]", '[{"type": "text"}]', '[{"type": "facsimile", "value": {"image": "x", "places": 3}}]')


@pytest.mark.parametrize("stored", BROKEN)
def test_whatever_sql_wrote_there_is_a_page(world: World, stored: str) -> None:
    a_passage(world)
    world.sql(
        "update masthead_passage set passage = %s, translation = %s, facsimiles = %s, source_sort = 'zine', "
        "source_link = 'javascript:alert(1)', source_archived = 'data:x', source_date = '1911-99-99', "
        "source_seen = '}', passage_language = '\"><script>', source_authors = ', ,'", stored, stored, stored,
    )  # fmt: skip
    assert world.run().failed == {}
    page = world.page("/blog/the-dark/")
    assert "javascript:" not in page + world.page("/blog/the-dark/cite.bib")
    assert "<script>" not in page
    world.sql("update masthead_entry set kind = 'passage' where page_ptr_id = %s", world.article("Other").pk)
    world.run()
    assert "Other" in world.page("/blog/other/")


def test_a_file_of_a_withheld_picture_has_no_fingerprint(world: World) -> None:
    from wagtail.models import Collection, CollectionViewRestriction

    from masthead.entries.models import Image

    image = picture(world.folder)
    Image.objects.update(sha256="")
    a_passage(world, facsimiles=facsimile(image, left="0", top="0", width="0", height="5"))
    digest = Image.objects.get().sha256
    assert len(digest) == 64, "learnt when the passage was saved"
    world.run()
    assert digest in world.page("/blog/the-dark/")
    assert "<rect" not in world.page("/blog/the-dark/"), "a place without a width is none"
    CollectionViewRestriction.objects.create(collection=Collection.get_first_root_node(), restriction_type="login")
    world.run()
    assert digest not in world.page("/blog/the-dark/")
    world.prove()
