"""Every read of the database that a page may depend on. What is not public is in no answer.

Lists are read from the narrow tables that the projection keeps; contents one row by its key, joined to the
row that says that it is public.
"""

from __future__ import annotations

from typing import NamedTuple

from masthead.press.answers import record
from masthead.press.facts import Join
from masthead.press.registry import Registry

registry = Registry()
fact = registry.fact

SHARDS = 61


@record
class EntryRow(NamedTuple):
    """A public entry."""

    entry_id: int
    blog_id: int
    kind: str
    language: str
    address: str
    at: int
    day: int
    modified: int | None
    permanent_id: str
    translation_group: str | None
    headline: str
    summary: str
    body: str


@record
class BlogRow(NamedTuple):
    """A public blog."""

    blog_id: int
    address: str
    name: str
    language: str
    description: str


@record
class FacetRow(NamedTuple):
    """A kind, other language, month or year of which a blog has public entries."""

    blog_id: int
    sort: str  # kind, language, month, year
    word: str
    number: int


@record
class SheetRow(NamedTuple):
    """One entry of a sheet."""

    entry_id: int
    day: int
    older: int | None
    newer: int | None


@record
class DayRow(NamedTuple):
    """One entry of a day."""

    entry_id: int
    kind: str
    address: str
    modified: int | None


@record
class ImageRow(NamedTuple):
    """A picture that was uploaded; measured upright."""

    file: str
    width: int
    height: int
    sha1: str
    nature: str
    text: str


# The site

settings = fact(
    "settings",
    "masthead_site_settings",
    where=(),
    select=("id", "name:text", "tagline:text", "footer:text"),
    order=("id",),
)
menu_items = fact(
    "menu_items",
    "masthead_menu_item",
    where=("settings_id",),
    select=("label:text", "page_id", "url:text", "below:bool"),
    order=("sort_order", "id"),
)
homes = fact("homes", "masthead_home", where=(), select=("page_ptr_id",), order=("page_ptr_id",))
home = fact(
    "home",
    "masthead_public_page",
    where=("page_id",),
    joins=(Join("masthead_home", "page_ptr_id", "page_id"), Join("wagtailcore_page", "id", "page_id")),
    select=("wagtailcore_page.title:text", "masthead_home.introduction:text", "masthead_home.sections:json"),
    one=True,
)
address_of = fact("address_of", "masthead_public_page", where=("page_id",), select=("address:text",), one=True)

# Blogs and static pages

blogs = fact("blogs", "masthead_blog", where=(), select=("page_ptr_id",), order=("page_ptr_id",))
blog = fact(
    "blog",
    "masthead_public_page",
    where=("page_id",),
    joins=(Join("masthead_blog", "page_ptr_id", "page_id"), Join("wagtailcore_page", "id", "page_id")),
    select=(
        "page_id",
        "address:text",
        "wagtailcore_page.title:text",
        "masthead_blog.language:text",
        "masthead_blog.description:text",
    ),
    one=True,
    record=BlogRow,
)
static_pages = fact("static_pages", "masthead_static_page", where=(), select=("page_ptr_id",), order=("page_ptr_id",))
static_row = fact(
    "static_row",
    "masthead_public_page",
    where=("page_id",),
    joins=(Join("masthead_static_page", "page_ptr_id", "page_id"), Join("wagtailcore_page", "id", "page_id")),
    select=(
        "address:text",
        "wagtailcore_page.title:text",
        "masthead_static_page.language:text",
        "masthead_static_page.body:json",
    ),
    one=True,
)

static_published = fact(
    "static_published",
    "masthead_static_page",
    where=("page_ptr_id",),
    joins=(Join("wagtailcore_page", "id", "page_ptr_id"),),
    select=("wagtailcore_page.last_published_at:time",),
    one=True,
)

# Entries

entry_row = fact(
    "entry_row",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join("masthead_entry", "page_ptr_id", "entry_id"),),
    select=(
        "entry_id",
        "blog_id",
        "kind:text",
        "language:text",
        "address:text",
        "at",
        "day",
        "modified",
        "masthead_entry.permanent_id:uuid",
        "masthead_entry.translation_group:uuid",
        "masthead_entry.headline:text",
        "masthead_entry.summary:text",
        "masthead_entry.body:json",
    ),
    one=True,
    record=EntryRow,
)
entry_code = fact(
    "entry_code",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join("masthead_entry", "page_ptr_id", "entry_id"),),
    select=("masthead_entry.code:text",),
    one=True,
)
# Also of what is not public any more: which files it had.
kind_of_entry = fact("kind_of_entry", "masthead_entry", where=("page_ptr_id",), select=("kind:text",), one=True)
pinned = fact(
    "pinned",
    "masthead_public_entry",
    where=("blog_id",),
    const={"pinned": 1},
    select=("entry_id",),
    order=("-at", "-rank", "entry_id"),
)
# Translations of one entry share a group: the permanent id of one of them, unless that has gone to another group.
# Who is public, each says itself.
translated = fact(
    "translated",
    "masthead_entry",
    where=("translation_group:uuid",),
    select=("page_ptr_id",),
    order=("page_ptr_id",),
)
identified = fact(
    "identified",
    "masthead_entry",
    where=("permanent_id:uuid",),
    select=("page_ptr_id", "translation_group:uuid"),
    one=True,
)
bylines = fact(
    "bylines",
    "masthead_byline",
    where=("entry_id",),
    select=("person_id", "name:text", "role:text"),
    order=("sort_order", "id"),
)
categories_of = fact(
    "categories_of", "masthead_entry_categories", where=("entry_id",), select=("category_id",), order=("category_id",)
)
tags_of = fact("tags_of", "masthead_entry_tags", where=("entry_id",), select=("tag_id",), order=("tag_id",))

related_of = fact(
    "related_of", "masthead_related", where=("entry_id",), select=("other_id",), order=("sort_order", "id")
)

# People and terms

person_name = fact(
    "person_name", "masthead_person", where=("id",), select=("name:text", "slug:text", "sort:text"), one=True
)
person_sorted = fact("person_sorted", "masthead_person", where=("id",), select=("sort_name:text",), one=True)
person_about = fact("person_about", "masthead_person", where=("id",), select=("bio:text", "website:text"), one=True)
category = fact(
    "category", "masthead_category", where=("id",), select=("blog_id", "parent_id", "name:text", "slug:text"), one=True
)
tag_about = fact("tag_about", "masthead_tag", where=("id",), select=("description:text",), one=True)
category_about = fact("category_about", "masthead_category", where=("id",), select=("description:text",), one=True)
categories_below = fact("categories_below", "masthead_category", where=("parent_id",), select=("id",), order=("id",))
tag = fact("tag", "masthead_tag", where=("id",), select=("blog_id", "name:text", "slug:text"), one=True)

# Series. Which of the parts are public, `is_listed` says.

series = fact("series", "masthead_series", where=("id",), select=("blog_id", "name:text", "slug:text"), one=True)
series_about = fact("series_about", "masthead_series", where=("id",), select=("introduction:text",), one=True)
series_of = fact("series_of", "masthead_part", where=("entry_id",), select=("series_id",), one=True)
parts_of = fact("parts_of", "masthead_part", where=("series_id",), select=("entry_id",), order=("sort_order", "id"))

# Listings

listed = fact("listed", "masthead_listing", where=("listing",), select=("kind", "target"), one=True)
listed_in = fact("listed_in", "masthead_listing", where=("blog_id", "kind"), select=("target",), order=("target",))
# A person's listing is nobody blog's.
listed_of = fact("listed_of", "masthead_listing", where=("kind",), select=("target",), order=("target",))
listings_in = fact("listings_in", "masthead_listing", where=("shard",), select=("listing",), order=("listing",))
sheet = fact(
    "sheet",
    "masthead_listing_entry",
    where=("listing", "sheet"),
    select=("entry_id", "day", "older", "newer"),
    order=("-at", "-rank"),
    record=SheetRow,
)
# Two facts, since a new sheet nearby must not move the entries' own pages.
neighbours = fact(
    "neighbours", "masthead_listing_entry", where=("listing", "entry_id"), select=("newer", "older"), one=True
)
is_listed = fact("is_listed", "masthead_listing_entry", where=("listing", "entry_id"), select=("entry_id",), one=True)
sheet_of = fact("sheet_of", "masthead_listing_entry", where=("listing", "entry_id"), select=("sheet",), one=True)
starts_on = fact(
    "starts_on",
    "masthead_listing_entry",
    where=("blog_id", "day"),
    const={"cut": 1},
    select=("listing", "entry_id"),
    order=("listing", "at", "rank"),
)

# Facets: what the entries of a blog have in common that is no term

facet = fact(
    "facet",
    "masthead_facet",
    where=("id",),
    select=("blog_id", "sort:text", "word:text", "number"),
    one=True,
    record=FacetRow,
)
# Of kinds and languages, which are few; months come by the year.
facets_of = fact(
    "facets_of", "masthead_facet", where=("blog_id", "sort:text"), select=("id",), order=("number", "word", "id")
)
facet_number = fact(
    "facet_number",
    "masthead_facet",
    where=("blog_id", "sort:text", "word:text", "number"),
    select=("id",),
    one=True,
)

# The calendar, as the blog's language counts

years = fact("years", "masthead_published_day", where=("blog_id",), select=("year",), order=("year",), distinct=True)
months = fact(
    "months", "masthead_published_day", where=("blog_id", "year"), select=("month",), order=("month",), distinct=True
)
days = fact("days", "masthead_published_day", where=("blog_id", "month"), select=("day",), order=("day",))
on_day = fact(
    "on_day",
    "masthead_public_entry",
    where=("blog_id", "day"),
    select=("entry_id", "kind:text", "address:text", "modified"),
    order=("-at", "-rank", "entry_id"),
    record=DayRow,
)

# Addresses of before

old_addresses = fact(
    "old_addresses",
    "masthead_address_history",
    where=("target_kind:text", "target_id"),
    select=("address:text",),
    order=("address",),
)
# Only what was left behind here: an imported address of a term never had sheets of ours below it.
left_addresses = fact(
    "left_addresses",
    "masthead_address_history",
    where=("target_kind:text", "target_id"),
    const={"origin:text": "moved"},
    select=("address:text",),
    order=("address",),
)
lost_cuts = fact("lost_cuts", "masthead_lost_cut", where=("listing", "sheet"), select=("code:text",), order=("code",))
gone_listings_in = fact(
    "gone_listings_in", "masthead_gone_listing", where=("shard",), select=("listing",), order=("listing",)
)
gone_in = fact("gone_in", "masthead_gone_page", where=("shard",), select=("page_id",), order=("page_id",))

# Files

image_row = fact(
    "image_row",
    "masthead_image",
    where=("id",),
    select=("file:text", "width", "height", "file_hash:text", "nature:text", "description:text"),
    one=True,
    record=ImageRow,
)
# Apart, since only what is cropped asks for it.
image_focus = fact("image_focus", "masthead_image", where=("id",), select=("focal_point_x", "focal_point_y"), one=True)
document_row = fact(
    "document_row",
    "wagtaildocs_document",
    where=("id",),
    select=("file:text", "title:text", "file_size", "file_hash:text"),
    one=True,
)

# Collections, which may be private

image_collection = fact("image_collection", "masthead_image", where=("id",), select=("collection_id",), one=True)
document_collection = fact(
    "document_collection", "wagtaildocs_document", where=("id",), select=("collection_id",), one=True
)
collection_path = fact("collection_path", "wagtailcore_collection", where=("id",), select=("path:text",), one=True)
collection_at = fact("collection_at", "wagtailcore_collection", where=("path:text",), select=("id",), one=True)
collection_restrictions = fact(
    "collection_restrictions",
    "wagtailcore_collectionviewrestriction",
    where=("collection_id",),
    select=("id",),
    order=("id",),
)
