"""What templates get: frozen records, and nothing else.

Each page template gets one of the records below as `page`, with `chrome` (`page.chrome`), `page_title` (the
document title), `canonical` (the page's absolute URL, or "" for a page that has none), `card` (a `Card`, or None),
`structured` (JSON-LD for a data block, escaped, or ""), `lang` and `dir`.
Feeds and sitemaps get `page` alone.

Whatever is `Html` has been cleaned or escaped and goes to the reader as it stands; every `str` is plain text,
which templates escape. An empty string or tuple means "there is none". Every run of text that may be in
another language carries its `lang`.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from masthead.press.answers import record

Html: TypeAlias = Markup


@record
class Link(NamedTuple):
    """Somewhere to go: a line of the menu, a neighbour, a feed."""

    text: str
    url: str
    current: bool = False  # the page that shows this link is the one it leads to
    lang: str = ""  # of `text`, if it may differ from the page's


@record
class MenuLine(NamedTuple):
    """A line of the menu: a link, and perhaps others below it."""

    text: str
    url: str  # "" for a name that only stands above others
    current: bool = False  # as that of a link
    lang: str = ""
    below: tuple[Link, ...] = ()


@record
class PersonLink(NamedTuple):
    """One place in a byline."""

    name: str
    url: str  # "" when the person has no page
    role: str  # author, interviewee, translator, photographer or editor
    sort: str = "person"  # person, organisation or group


@record
class TermLink(NamedTuple):
    """A category or tag of the page's own blog."""

    name: str
    url: str


@record
class Date(NamedTuple):
    """A moment for machines and for readers."""

    iso: str  # for <time datetime>
    text: str  # in the language of the record that it stands in


@record
class Chrome(NamedTuple):
    """What every page of a blog shares. On pages of the site itself, all `blog_…` are empty."""

    site_name: str
    site_tagline: str
    site_url: str  # "/"
    site_lang: str
    site_dir: str
    blog_name: str
    blog_url: str
    blog_lang: str
    blog_dir: str
    blog_description: str
    menu: tuple[MenuLine, ...]
    footer: Html
    style_url: str
    archive_url: str  # where the years of the blog are listed
    feeds: tuple[Link, ...]  # for autodiscovery; the address ends in rss.xml, atom.xml or feed.json


class CardPicture(NamedTuple):
    """The picture of a card, cut to its shape."""

    url: str  # absolute
    width: int
    height: int
    alt: str


class Card(NamedTuple):
    """What messengers and other sites show of a page (Open Graph)."""

    type: str  # "website", "article" or "profile"
    title: str
    description: str
    url: str  # absolute
    locale: str  # "en_US", "fa_IR"
    site_name: str
    published: str  # ISO 8601, of an article
    modified: str
    picture: CardPicture | None = None


@record
class Teaser(NamedTuple):
    """One entry in a list, as `teaser.html` lays it out. The words around it are said in its own language."""

    url: str
    headline: str  # "" for an entry without a title
    label: str  # headline or first words: says which entry "Read more" opens
    lang: str
    dir: str
    kind: str
    excerpt: str  # plain text
    cut: bool  # there is more to read than the excerpt
    date: Date
    people: tuple[PersonLink, ...]


class BlogFront(NamedTuple):
    """A blog on the home page."""

    name: str
    url: str
    lang: str
    dir: str
    description: str
    teasers: tuple[Html, ...]


class HomeSection(NamedTuple):
    """A part of the home page, in the editor's order."""

    kind: str  # "lead", "blog" or "text"
    html: Html  # of a lead entry, as lists show it; of a text
    blog: BlogFront | None  # of a blog


class HomePage(NamedTuple):
    chrome: Chrome
    title: str
    introduction: Html
    sections: tuple[HomeSection, ...]


class BlogPage(NamedTuple):
    """The front of a blog."""

    chrome: Chrome
    title: str
    description: str
    pinned: tuple[Html, ...]  # above all others, and not among them
    teasers: tuple[Html, ...]
    older: Link | None
    feeds: tuple[Link, ...]  # as links that readers see


class SheetPage(NamedTuple):
    """An older part of a listing."""

    chrome: Chrome
    title: str
    span: str  # the dates that it covers: "3 May 2019 – 8 June 2019"
    teasers: tuple[Html, ...]
    newer: Link | None
    older: Link | None
    front: Link


@record
class Translation(NamedTuple):
    """An entry in another language."""

    name: str  # of the language, in itself
    url: str
    absolute: str  # the same with the site's public address
    lang: str


@record
class SeriesPlace(NamedTuple):
    """Where an entry stands in its series, among the parts that readers may see."""

    name: str  # of the series
    url: str
    position: int
    place: str  # the position, and the number of parts, in the digits of the entry's language
    parts: str
    before: Link | None  # the part before this one, and the one behind it
    behind: Link | None


@record
class Further(NamedTuple):
    """An entry that another one leads on to. The words around it are said in its own language."""

    text: str  # headline or first words
    url: str
    lang: str
    dir: str
    kind: str  # in words
    date: Date


class EntryPage(NamedTuple):
    chrome: Chrome
    headline: str  # "" for an entry without a title
    label: str  # headline or first words
    lang: str
    dir: str
    kind: str
    date: Date
    modified: Date | None  # only if readers shall see it
    people: tuple[PersonLink, ...]
    body: Html
    categories: tuple[TermLink, ...]
    tags: tuple[TermLink, ...]
    newer: Link | None
    older: Link | None
    excerpt: str = ""  # plain text, for search engines and previews
    translations: tuple[Translation, ...] = ()  # the same entry in other languages
    series: SeriesPlace | None = None  # none if it is a part of no series
    related: tuple[Further, ...] = ()  # what editors chose to read on


class PersonPage(NamedTuple):
    chrome: Chrome
    name: str
    bio: Html
    website: str
    teasers: tuple[Html, ...]
    older: Link | None
    feeds: tuple[Link, ...]
    sort: str = "person"  # person, organisation or group
    parents: tuple[TermLink, ...] = ()  # the page of all people


class SeriesPage(NamedTuple):
    """A series and all its parts, in their order."""

    chrome: Chrome
    name: str
    introduction: Html
    teasers: tuple[Html, ...]
    feeds: tuple[Link, ...]
    parents: tuple[TermLink, ...] = ()  # the page of all series


class TermPage(NamedTuple):
    """The front of a category or tag; or of a blog's entries of one kind, other language or month."""

    chrome: Chrome
    name: str
    description: str
    kind: str  # "category", "tag", "kind", "language" or "month"
    parents: tuple[TermLink, ...]  # from the overview down, without the term itself; of a month: archive, year
    children: tuple[TermLink, ...]
    teasers: tuple[Html, ...]
    older: Link | None
    feeds: tuple[Link, ...]  # a month has none


class ArchivePage(NamedTuple):
    """A blog's years, or the months of one of its years."""

    chrome: Chrome
    title: str
    parents: tuple[TermLink, ...]
    periods: tuple[Link, ...]  # the newest first
    kinds: tuple[Link, ...]  # none if there is one only
    languages: tuple[Link, ...]  # other than the blog's
    overviews: tuple[Link, ...] = ()  # of topics, tags, series, people


@record
class OverviewLine(NamedTuple):
    """A name in an overview; of a topic, all that lie below it."""

    text: str
    url: str
    below: tuple[Link, ...] = ()


class OverviewPage(NamedTuple):
    """All topics, tags or series of a blog, or all people of the site, that have public entries."""

    chrome: Chrome
    title: str
    parents: tuple[TermLink, ...]  # of a blog's: its archive
    lines: tuple[OverviewLine, ...]


class StaticPageView(NamedTuple):
    chrome: Chrome
    title: str
    lang: str
    dir: str
    body: Html


@record
class Tongue(NamedTuple):
    lang: str
    dir: str


class NotFound(NamedTuple):
    chrome: Chrome
    others: tuple[Tongue, ...]  # what the site's public blogs speak besides: one page answers for all of them


class Gone(NamedTuple):
    chrome: Chrome
    others: tuple[Tongue, ...]  # as with NotFound


class RespondPage(NamedTuple):
    """What readers fill in, and the answers to it. Not pressed: the application lays it out when somebody asks."""

    chrome: Chrome
    title: str
    lang: str
    dir: str
    style_url: str  # of the forms' style, which no pressed page needs
    script_url: str  # of the script that proves work; "" on all pages but one


class Moved(NamedTuple):
    """The body of a redirect, which only very old programs show."""

    chrome: Chrome
    url: str


class FeedItem(NamedTuple):
    """An entry in a feed, as `rss_item.xml` and `atom_item.xml` lay it out: once for all feeds that have it."""

    id: str  # "urn:uuid:…", for ever
    url: str  # absolute
    title: str  # "" for an entry without a title
    derived_title: str  # for Atom, which demands one
    lang: str
    published_iso: str
    published_rfc822: str
    updated_iso: str
    authors: tuple[str, ...]
    summary: str  # plain text
    html: str  # the body, with absolute URLs; "" in a feed of excerpts
    categories: tuple[str, ...]


class FeedView(NamedTuple):
    title: str
    subtitle: str
    home_url: str  # absolute
    self_url: str  # absolute
    lang: str
    dir: str
    updated_iso: str  # of the newest item, never the clock; with no item 1970-01-01T00:00:00Z
    updated_rfc822: str  # the same; with no item Thu, 01 Jan 1970 00:00:00 +0000
    items: tuple[Html, ...]  # laid out


@record
class SitemapAddress(NamedTuple):
    url: str  # absolute
    modified: str = ""  # ISO 8601


class SitemapView(NamedTuple):
    """A sitemap (of pages) or a sitemap index (of sitemaps)."""

    addresses: tuple[SitemapAddress, ...]
