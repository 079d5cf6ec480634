"""Which pages the site has: a tree of small groups.

    root
    ├── the site's own pages, static pages
    ├── blog ── its front, feeds and archive
    │   └── year ── month (its sitemap) ── day: its entries, and the sheets that start with one of them
    └── shards: the fronts of terms, people, series and facets; addresses that are gone

Years and months are those of the calendar that the blog's language counts by.

An old address is claimed where its present owner is, with more weight than any live page, so that whoever
moves in later wins.
"""

from __future__ import annotations

from collections.abc import Iterator

from masthead.entries.listings import BLOG, CATEGORY, FACET, PERSON, SERIES, TAG, listing_number
from masthead.entries.slugs import is_reserved
from masthead.pages import facts, feeds, kinds, overviews
from masthead.pages.archives import archive_page, year_page
from masthead.pages.entry import entry_page
from masthead.pages.facets import archive_address, year_address
from masthead.pages.facts import SHARDS, DayRow, registry
from masthead.pages.frame import frame, refuse_reserved
from masthead.pages.fronts import blog_page, category_page, facet_page, person_page, tag_page
from masthead.pages.home import home_page
from masthead.pages.listings import Listing, listing, sheet_address, sheet_page
from masthead.pages.series import series_page
from masthead.pages.site_pages import (
    gone,
    gone_listing,
    gone_page,
    icon,
    moved,
    moved_below,
    moved_file_below,
    moved_sheet,
    not_found,
    nothing,
    robots,
    static_page,
    style,
)
from masthead.pages.sitemaps import claims_of_month, claims_of_pages, sitemap
from masthead.press.manifest import Claim, Group, Page, Ref
from masthead.press.registry import Query, Registry

REDIRECT = 1
GONE = 2
NOTHING = 3
"""Weights: a live page is 0."""


def declared() -> Registry:
    """All facts, queries and pages of a site, those of the kinds included."""
    kinds.load()
    return registry


@registry.group()
def root() -> Group:
    """The whole site."""
    pages = (
        Claim("/", home_page.ref()),
        Claim("/404.html", not_found.ref()),
        Claim("/410.html", gone.ref()),
        Claim("/robots.txt", robots.ref()),
        Claim("/sitemap.xml", sitemap.ref()),
        *claims_of_pages(),
        *overviews.claims_of_site(),
        Claim(f"/theme/{frame().theme.style_name}", style.ref()),
        Claim("/favicon.ico", icon.ref()),
        *nothing_at(),
    )
    blogs = tuple(blog_group.ref(blog_id) for blog_id in facts.blogs())
    shards = tuple(group.ref(shard) for group in (listings_group, gone_group) for shard in range(SHARDS))
    return Group(pages, (*blogs, static_group.ref(), *shards))


@registry.group()
def static_group() -> Group:
    """The static pages, and their addresses of before."""
    claims = []
    for page_id in facts.static_pages():
        address = facts.address_of(page_id)
        if address:
            claims += [Claim(address, static_page.ref(page_id)), *before("page", page_id)]
    return Group(tuple(claims))


@registry.group()
def blog_group(blog_id: int) -> Group:
    """A blog: its front, its feeds, its archive, its years."""
    row = facts.blog(blog_id)
    if row is None:
        return Group()
    refuse_reserved(row.address)
    pages = (
        Claim(row.address, blog_page.ref(blog_id)),
        *feeds.claims(listing_number(BLOG, blog_id)),
        Claim(archive_address(row.address), archive_page.ref(blog_id)),
        *overviews.claims_of_blog(blog_id, row.address),
        *overviews_before(blog_id),
        *before("page", blog_id),
        *before("archive", blog_id),
        *before("front", blog_id),
        *feeds_before(blog_id),
        *sheets_before(listing_number(BLOG, blog_id), 0),
    )
    return Group(pages, tuple(year_group.ref(blog_id, year) for year in facts.years(blog_id)))


@registry.group()
def year_group(blog_id: int, year: int) -> Group:
    """A year of a blog: its page, its months."""
    address = _address_of(blog_id)
    number = facts.facet_number(blog_id, "year", "", year)
    pages: list[Claim] = []
    if address and number:
        pages = [Claim(year_address(address, year), year_page.ref(blog_id, year)), *before("facet", number)]
    return Group(tuple(pages), tuple(month_group.ref(blog_id, month) for month in facts.months(blog_id, year)))


@registry.group()
def month_group(blog_id: int, month: int) -> Group:
    """A month of a blog: its sitemap, its days."""
    address = _address_of(blog_id)
    pages = claims_of_month(address, blog_id, month) if address else []
    return Group(tuple(pages), tuple(day_group.ref(blog_id, day) for day in facts.days(blog_id, month)))


@registry.group()
def day_group(blog_id: int, day: int) -> Group:
    """A day of a blog: its entries, and the sheets of any listing that start with one of them."""
    _address_of(blog_id)
    claims: list[Claim] = []
    groups: list[Ref] = []
    rows: tuple[DayRow, ...] = facts.on_day(blog_id, day)
    for row in rows:
        kind = kinds.kind_of(row.kind)
        claims += [Claim(row.address, entry_page.ref(row.entry_id)), *before("page", row.entry_id)]
        claims += files_before(row.entry_id, kind)
        further = kind.further(row)
        claims += further.pages
        groups += further.groups
    for number, start in facts.starts_on(blog_id, day):
        if address := sheet_address(number, start):
            claims += [Claim(address, sheet_page.ref(number, start)), *sheets_before(number, start)]
    return Group(tuple(claims), tuple(groups))


def _address_of(blog_id: int) -> str | None:
    """A blog's address. Raises ReservedSlugError: where the blog's own group fails, those below it must not go on."""
    address: str | None = facts.address_of(blog_id)
    if address:
        refuse_reserved(address)
    return address


FRONTS: dict[int, tuple[str, Query[[int], Page]]] = {
    CATEGORY: ("category", category_page),
    TAG: ("tag", tag_page),
    PERSON: ("person", person_page),
    FACET: ("facet", facet_page),
    SERIES: ("series", series_page),
}


@registry.group()
def listings_group(shard: int) -> Group:
    """The fronts of a share of terms, people, series, facets. A blog's stands with its blog, also while it is empty."""
    claims: list[Claim] = []
    for number in facts.listings_in(shard):
        found = listing(number)
        if found is not None and found.address and found.kind in FRONTS and not _is_below_reserved(found):
            kind, page = FRONTS[found.kind]
            claims += [Claim(found.address, page.ref(found.target)), *feeds.claims(number), *before(kind, found.target)]
            claims += [*feeds_below(number), *sheets_before(number, 0)]
    return Group(tuple(claims))


def _is_below_reserved(found: Listing) -> bool:
    """Whether a blog that stands where it must not takes this listing with it. Others of the shard are not to blame."""
    return found.kind != PERSON and is_reserved(found.address.split("/")[1], place="site")


@registry.group()
def gone_group(shard: int) -> Group:
    """A share of the pages that were public once: their addresses answer that they are gone."""
    claims: list[Claim] = []
    groups: list[Ref] = []
    for page in facts.gone_in(shard):
        addresses = facts.old_addresses("page", page)
        kind = kinds.kind_of(facts.kind_of_entry(page) or "")
        files, further = kind.files_below(page), kind.gone(page)
        claims += further.pages
        groups += further.groups
        claims += [Claim(address, gone_page.ref(page), GONE) for address in addresses]
        claims += [
            Claim(f"{a}{file}", gone_page.ref(page), GONE) for a in addresses if a.endswith("/") for file in files
        ]
    for number in facts.gone_listings_in(shard):
        claims += [Claim(address, gone_listing.ref(number), GONE) for address in stood_at(number)]
    return Group(tuple(claims), tuple(groups))


def feeds_before(blog_id: int) -> Iterator[Claim]:
    """Where the feeds of a blog stood that had another slug, or another home: those who subscribed are not lost."""
    for file in feeds.FORMS:
        for address in facts.old_addresses(file, blog_id):
            yield Claim(address, moved_file_below.ref(blog_id, file), REDIRECT)
    for address in facts.old_addresses("page", blog_id):
        for file in feeds.FORMS if address.endswith("/") else ():
            yield Claim(f"{address}{file}", moved_file_below.ref(blog_id, file), REDIRECT)


def overviews_before(blog_id: int) -> Iterator[Claim]:
    """Where the overviews of a blog stood that had another slug."""
    for address in facts.old_addresses("page", blog_id):
        for folder in overviews.overviews(blog_id) if address.endswith("/") else ():
            yield Claim(f"{address}{folder}/", moved_file_below.ref(blog_id, f"{folder}/"), REDIRECT)


def files_before(entry_id: int, kind: kinds.Kind) -> Iterator[Claim]:
    """Where the files below an entry stood before it moved."""
    for address in facts.old_addresses("page", entry_id) if kind.files else ():
        for file in kind.files_below(entry_id) if address.endswith("/") else ():
            yield Claim(f"{address}{file}", moved_file_below.ref(entry_id, file), REDIRECT)


def feeds_below(number: int) -> Iterator[Claim]:
    """Where the feeds of a term or a person stood before it was renamed or moved."""
    for base in left(number):
        for file in feeds.FORMS:
            yield Claim(f"{base}{file}", moved_below.ref(number, file), REDIRECT)


def sheets_before(number: int, start: int) -> Iterator[Claim]:
    """What leads to a sheet: its addresses below where the listing stood before, and those of sheets that it took
    over, because the entry that named them has gone. The front, whose `start` is 0, takes over, too."""
    found = listing(number)
    if found is None or not found.address or found.kind == SERIES:
        return
    own = facts.entry_code(start) if start else None
    lost: tuple[str, ...] = facts.lost_cuts(number, start)
    for code in lost:
        yield Claim(f"{found.address}older/{code}/", moved_sheet.ref(number, start), REDIRECT)
    for base in left(number):
        for code in (own, *lost) if own else lost:
            yield Claim(f"{base}older/{code}/", moved_sheet.ref(number, start), REDIRECT)


def stood_at(number: int) -> Iterator[str]:
    """Where a listing stood that has no public entry any more, its feeds included."""
    kind, target = divmod(number, 10**12)
    found = listing(number)
    own = (found.address,) if found is not None and found.address else ()
    for base in dict.fromkeys((*own, *facts.old_addresses(NAMES[kind], target))):
        yield base
        yield from (f"{base}{file}" for file in feeds.FORMS if base.endswith("/"))


def nothing_at() -> Iterator[Claim]:
    """Names in queries that led somewhere on an old site (`/?p=`): with a value that nobody knows, nowhere."""
    for address in facts.old_addresses("nothing", 0):
        yield Claim(address, nothing.ref(), NOTHING)


def before(kind: str, target: int) -> Iterator[Claim]:
    """The addresses that a live page had before."""
    for address in facts.old_addresses(kind, target):
        yield Claim(address, moved.ref(kind, target), REDIRECT)


NAMES: dict[int, str] = {BLOG: "page", **{kind: name for kind, (name, _) in FRONTS.items()}}
"""What the address history calls each kind of listing."""


def left(number: int) -> tuple[str, ...]:
    """The addresses that a listing had here before, and has not now."""
    kind, target = divmod(number, 10**12)
    now = sheet_address(number, 0)
    return tuple(address for address in facts.left_addresses(NAMES[kind], target) if address != now)
