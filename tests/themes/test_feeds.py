from __future__ import annotations

import feedparser
import pytest
from lxml import etree
from theme_samples import WORDS, feed, feed_items, sitemap

from masthead.pages.records import FeedView
from masthead.themes.theme import load_theme

THEME = load_theme()
ATOM = "{http://www.w3.org/2005/Atom}"


def rendered(template: str, page: object, language: str = "en") -> bytes:
    return THEME.render(template, language, page=page).encode()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("template", ["rss.xml", "atom.xml"])
def test_feeds_are_what_feedparser_expects(template: str, language: str) -> None:
    parsed = feedparser.parse(rendered(template, feed(language, template[:-4]), language))
    assert not parsed.bozo
    assert parsed.feed.title == WORDS[language].blog
    assert parsed.feed.language == language
    first, note = parsed.entries
    assert first.id == "urn:uuid:0b7a2a3e-2c1b-4b52-9d0e-0c8f3d2f7a10"
    assert first.link.startswith("https://lantern.example/")
    assert [author.name for author in first.authors] == [WORDS[language].person, WORDS[language].other_person]
    assert first.published_parsed[:3] == (2024, 5, 27)
    assert WORDS[language].sentence.strip() in first.content[0].value
    assert WORDS[language].note in note.content[0].value


@pytest.mark.parametrize("template", ["rss.xml", "atom.xml"])
def test_text_and_markup_arrive_as_they_were_but_for_illegal_characters(template: str) -> None:
    view = feed("en", template[:-4])
    [first, note] = etree.fromstring(rendered(template, view)).iter("item", f"{ATOM}entry")
    assert first.find("{*}title").text == f"{WORDS['en'].headline} <& >"
    content = first.find("{*}encoded") if template == "rss.xml" else first.find("{*}content")
    assert content.text == feed_items("en")[0].html
    markup = note.find("{*}encoded") if template == "rss.xml" else note.find("{*}content")
    assert markup.text == str(feed_items("en")[1].html)


def test_a_note_has_no_title_in_rss_and_a_derived_one_in_atom() -> None:
    note = etree.fromstring(rendered("rss.xml", feed("en", "rss")))[0].findall("item")[1]
    assert note.find("title") is None
    assert note.find("guid").get("isPermaLink") == "false"
    atom_note = etree.fromstring(rendered("atom.xml", feed("en", "atom"))).findall(f"{ATOM}entry")[1]
    assert atom_note.find(f"{ATOM}title").text == WORDS["en"].note[:30]


def test_an_entry_in_another_language_says_so() -> None:
    root = etree.fromstring(rendered("atom.xml", feed("en", "atom")))
    assert [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in root.findall(f"{ATOM}entry")] == [
        "en", "fa"]  # fmt: skip


@pytest.mark.parametrize("template", ["rss.xml", "atom.xml"])
def test_an_empty_feed_is_a_feed(template: str) -> None:
    empty: FeedView = feed("en", template[:-4])._replace(
        items=(), subtitle="", updated_iso="1970-01-01T00:00:00Z",
        updated_rfc822="Thu, 01 Jan 1970 00:00:00 +0000",
    )  # fmt: skip
    parsed = feedparser.parse(rendered(template, empty))
    assert (parsed.bozo, parsed.entries) == (False, [])


@pytest.mark.parametrize(("template", "child"), [("sitemap.xml", "url"), ("sitemap_index.xml", "sitemap")])
def test_sitemaps_list_addresses(template: str, child: str) -> None:
    root = etree.fromstring(rendered(template, sitemap()))
    assert [etree.QName(element).localname for element in root] == [child, child]
    assert root.xpath("//*[local-name()='loc']/text()") == [address.url for address in sitemap().addresses]
    assert root.xpath("//*[local-name()='lastmod']/text()") == ["2024-05-28"]
