"""Which templates a theme has, and what each is given. The reference of templates is written from here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

from masthead.pages import records


class Given(NamedTuple):
    """What a template lays out: the record, the name by which the template knows it, and when it is asked."""

    record: type
    use: str
    name: str = "page"

    @property
    def is_page(self) -> bool:
        """Whether it lays out a whole page of HTML."""
        return "chrome" in getattr(self.record, "_fields", ())


TEMPLATES: Final = MappingProxyType(
    {
        "home.html": Given(records.HomePage, "the home page"),
        "blog.html": Given(records.BlogPage, "the front of a blog"),
        "sheet.html": Given(records.SheetPage, "an older part of a listing"),
        "entry.html": Given(records.EntryPage, "an entry"),
        "person.html": Given(records.PersonPage, "a person and the entries that name them"),
        "series.html": Given(records.SeriesPage, "a series and its parts"),
        "term.html": Given(records.TermPage, "a category, a tag, a kind, another language, a month"),
        "archive.html": Given(records.ArchivePage, "the years of a blog, the months of a year"),
        "overview.html": Given(records.OverviewPage, "the topics, tags or series of a blog; all people"),
        "static_page.html": Given(records.StaticPageView, "a page outside the blogs"),
        "not_found.html": Given(records.NotFound, "the answer where nothing ever was (404)"),
        "gone.html": Given(records.Gone, "the answer where something was withdrawn (410)"),
        "respond.html": Given(records.RespondPage, "a form for readers, and the answers to it"),
        "moved.html": Given(records.Moved, "the body of a redirect"),
        "teaser.html": Given(records.Teaser, "an entry in a list; `level` is that of its heading", "entry"),
        "rss.xml": Given(records.FeedView, "an RSS feed"),
        "rss_item.xml": Given(records.FeedItem, "an entry in an RSS feed", "item"),
        "atom.xml": Given(records.FeedView, "an Atom feed"),
        "atom_item.xml": Given(records.FeedItem, "an entry in an Atom feed", "item"),
        "sitemap.xml": Given(records.SitemapView, "a sitemap"),
        "sitemap_index.xml": Given(records.SitemapView, "the sitemap of sitemaps"),
    }
)
"""What the press asks for by name. `base.html` and `parts.html` are what these are made of, and given what they are."""

PARTS: Final = ("base.html", "parts.html")
STYLE: Final = "style.css"
MORE_STYLE: Final = "more.css"
ICON: Final = "favicon.ico"
