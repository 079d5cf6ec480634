"""The fronts of listings: what each is, and its newest entries."""

from __future__ import annotations

from masthead.entries.collation import by_name
from masthead.entries.listings import BLOG, CATEGORY, FACET, PERSON, TAG, listing_number
from masthead.entries.richtext import website_of
from masthead.pages import facts
from masthead.pages.chrome import chrome, feed_links, rich
from masthead.pages.facets import archive_link, facet_address, facet_name, year_address, year_name
from masthead.pages.facts import FacetRow, SheetRow, registry
from masthead.pages.frame import frame, href
from masthead.pages.layout import html
from masthead.pages.listings import listing, older
from masthead.pages.metadata import About, blog, profile
from masthead.pages.overviews import overview_link, people_link
from masthead.pages.records import BlogPage, PersonPage, TermLink, TermPage
from masthead.pages.teasers import category_path, teasers, term_address, term_link
from masthead.press.manifest import Page


@registry.page()
def blog_page(blog_id: int) -> Page:
    """The front of a blog: its name and its newest entries."""
    number = listing_number(BLOG, blog_id)
    row = facts.blog(blog_id)
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    pinned: tuple[int, ...] = facts.pinned(blog_id)
    page = BlogPage(
        chrome=chrome(blog_id),
        title=row.name,
        description=row.description,
        pinned=teasers(pinned),
        teasers=teasers(entry.entry_id for entry in rows if entry.entry_id not in pinned),
        older=older(number, rows),
        feeds=feed_links(row.name, row.address, row.language),
    )
    about = About(description=row.description, thing=blog(page.chrome))
    return html("blog.html", page, address=row.address, about=about)


@registry.page()
def person_page(person_id: int) -> Page:
    """A person, and the entries that name them."""
    number = listing_number(PERSON, person_id)
    name, slug, sort = facts.person_name(person_id)
    bio, written = facts.person_about(person_id)
    website = website_of(written) or ""
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    shown = teasers((entry.entry_id for entry in rows), level=3)
    address = f"/people/{slug}/"
    feeds = feed_links(name, address, frame().language)
    page = PersonPage(
        chrome(0), name, rich(bio), website, shown, older(number, rows), feeds, sort, (people_link(frame().language),)
    )
    about = About(type="profile", parents=page.parents, thing=profile(name, address, website, sort))
    return html("person.html", page, address=address, title=name, about=about)


@registry.page()
def category_page(number: int) -> Page:
    """A category: where it stands in the tree, and its newest entries."""
    blog_id, _, name, _ = facts.category(number)
    below = (
        term_link.attempt("category", child) for child in facts.categories_below(number) if _listed(CATEGORY, child)
    )
    children = tuple(sorted((term for term in below if term), key=by_name(facts.blog(blog_id).language)))
    above = (overview_link(blog_id, "topics"), *_above(number))
    page = TermPage(chrome(blog_id), name, facts.category_about(number), "category", above, children, (), None, ())
    return _front(page, listing_number(CATEGORY, number), term_address("category", number))


@registry.page()
def tag_page(number: int) -> Page:
    """A tag and its newest entries."""
    blog_id, name, _ = facts.tag(number)
    page = TermPage(
        chrome(blog_id), name, facts.tag_about(number), "tag", (overview_link(blog_id, "tags"),), (), (), None, ()
    )
    return _front(page, listing_number(TAG, number), term_address("tag", number))


@registry.page()
def facet_page(number: int) -> Page:
    """A blog's entries of one kind, other language or month."""
    row: FacetRow = facts.facet(number)
    around = facts.blog(row.blog_id)
    parents = [archive_link(around)]
    if row.sort == "month":
        year = row.number // 100
        parents.append(TermLink(year_name(year, around.language), href(year_address(around.address, year))))
    return _front(
        TermPage(chrome(row.blog_id), facet_name(number), "", row.sort, tuple(parents), (), (), None, ()),
        listing_number(FACET, number),
        facet_address(number),
    )


def _front(page: TermPage, number: int, address: str) -> Page:
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    found = listing(number)
    feeds = feed_links(found.name, found.address, found.language) if found and found.feeds else ()
    page = page._replace(teasers=teasers(row.entry_id for row in rows), older=older(number, rows), feeds=feeds)
    about = About(description=page.description, parents=page.parents)
    return html("term.html", page, address=address, title=page.name, about=about)


def _above(number: int) -> tuple[TermLink, ...]:
    """The categories above one, from the top."""
    found: list[TermLink] = []
    parent = facts.category(number)[1]
    # The path is asked first: a category below itself is an error there, not an endless loop here.
    category_path(number)
    while parent:
        term = term_link("category", parent)
        if term is not None and _listed(CATEGORY, parent):
            found.append(term)
        row = facts.category(parent)
        parent = row[1] if row else None
    return tuple(reversed(found))


def _listed(kind: int, target: int) -> bool:
    return facts.listed(listing_number(kind, target)) is not None
