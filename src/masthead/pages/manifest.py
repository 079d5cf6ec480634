"""Which pages the site has: a tree of small groups.

    root
    ├── the site's own pages, static pages
    ├── blog ── its front and feeds
    │   └── year ── month (its sitemap) ── day: its entries, and the sheets that start with one of them
    └── shards: the fronts of terms and people; addresses that are gone

An old address is claimed where its present owner is, with more weight than any live page, so that whoever
moves in later wins.
"""

from __future__ import annotations

from collections.abc import Iterator

from masthead.pages import facts
from masthead.pages.facts import CATEGORY, PERSON, SHARDS, DayRow, registry
from masthead.pages.frame import frame
from masthead.pages.listings import listing, sheet_address
from masthead.pages.site_pages import month_address
from masthead.press.manifest import Claim, Group, Ref
from masthead.press.registry import Registry

REDIRECT = 1
GONE = 2
"""Weights: a live page is 0."""


def declared() -> Registry:
    """All facts, queries and pages of a site: whoever has imported this module has declared them."""
    return registry


@registry.group()
def root() -> Group:
    """The whole site."""
    pages = (
        Claim("/", Ref("home_page")),
        Claim("/404.html", Ref("not_found")),
        Claim("/410.html", Ref("gone")),
        Claim("/robots.txt", Ref("robots")),
        Claim("/sitemap.xml", Ref("sitemap")),
        Claim("/sitemap-pages.xml", Ref("sitemap_of_pages")),
        Claim(f"/theme/{frame().theme.style_name}", Ref("style")),
    )
    blogs = tuple(Ref("blog_group", (blog_id,)) for blog_id in facts.blogs())
    shards = tuple(Ref(name, (shard,)) for name in ("listings_group", "gone_group") for shard in range(SHARDS))
    return Group(pages, (*blogs, Ref("static_group"), *shards))


@registry.group()
def static_group() -> Group:
    """The static pages, and their addresses of before."""
    claims = []
    for page_id in facts.static_pages():
        address = facts.address_of(page_id)
        if address:
            claims += [Claim(address, Ref("static_page", (page_id,))), *before("page", page_id)]
    return Group(tuple(claims))


@registry.group()
def blog_group(blog_id: int) -> Group:
    """A blog: its front, its feeds, its years."""
    row = facts.blog(blog_id)
    if row is None:
        return Group()
    pages = (
        Claim(row.address, Ref("blog_page", (blog_id,))),
        Claim(f"{row.address}rss.xml", Ref("rss", (blog_id,))),
        Claim(f"{row.address}atom.xml", Ref("atom", (blog_id,))),
        *before("page", blog_id),
    )
    return Group(pages, tuple(Ref("year_group", (blog_id, year)) for year in facts.years(blog_id)))


@registry.group()
def year_group(blog_id: int, year: int) -> Group:
    """A year of a blog."""
    return Group(groups=tuple(Ref("month_group", (blog_id, month)) for month in facts.months(blog_id, year)))


@registry.group()
def month_group(blog_id: int, month: int) -> Group:
    """A month of a blog: its sitemap, its days."""
    address = facts.address_of(blog_id)
    pages = (Claim(month_address(address, month), Ref("sitemap_of_month", (blog_id, month))),) if address else ()
    return Group(pages, tuple(Ref("day_group", (blog_id, day)) for day in facts.days(blog_id, month)))


@registry.group()
def day_group(blog_id: int, day: int) -> Group:
    """A day of a blog: its entries, and the sheets of any listing that start with one of them."""
    claims: list[Claim] = []
    rows: tuple[DayRow, ...] = facts.on_day(blog_id, day)
    for row in rows:
        claims += [Claim(row.address, Ref("entry_page", (row.entry_id,))), *before("page", row.entry_id)]
    for number, start in facts.starts_on(blog_id, day):
        if address := sheet_address(number, start):
            claims.append(Claim(address, Ref("sheet_page", (number, start))))
    return Group(tuple(claims))


FRONTS = {CATEGORY: ("category", "category_page"), facts.TAG: ("tag", "tag_page"), PERSON: ("person", "person_page")}


@registry.group()
def listings_group(shard: int) -> Group:
    """The fronts of a share of the terms and people. A blog's front stands with its blog, also while it is empty."""
    claims: list[Claim] = []
    for number in facts.listings_in(shard):
        found = listing(number)
        if found is not None and found.address and found.kind in FRONTS:
            kind, query = FRONTS[found.kind]
            claims += [Claim(found.address, Ref(query, (found.target,))), *before(kind, found.target)]
    return Group(tuple(claims))


@registry.group()
def gone_group(shard: int) -> Group:
    """A share of the pages that were public once: their addresses answer that they are gone."""
    pages = facts.gone_in(shard)
    return Group(tuple(Claim(a, Ref("gone_page"), GONE) for page in pages for a in facts.old_addresses("page", page)))


def before(kind: str, target: int) -> Iterator[Claim]:
    """The addresses that a live page had before."""
    for address in facts.old_addresses(kind, target):
        yield Claim(address, Ref("moved", (kind, target)), REDIRECT)
