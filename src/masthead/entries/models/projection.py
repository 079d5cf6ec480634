"""What is public, computed once: copies of the definitions in `masthead.entries.projection`.

Only the projection's triggers write these tables. Numbers instead of foreign keys, so that no cascade and no
order of deletions matters.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PublicPage(models.Model):
    """A page that readers may see, and its address. Two pages with one address are an error to be shown."""

    page_id = models.BigIntegerField(primary_key=True)
    address = models.TextField(db_index=True)

    class Meta:
        db_table = "masthead_public_page"


class PublicEntry(models.Model):
    entry_id = models.BigIntegerField(primary_key=True)
    blog_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=16)
    address = models.TextField()
    at = models.BigIntegerField()
    rank = models.BigIntegerField()
    month = models.IntegerField()  # six digits, in the calendar of the blog's language
    day = models.IntegerField()
    modified = models.BigIntegerField()
    pinned = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "masthead_public_entry"
        indexes: ClassVar = [
            models.Index(fields=["blog_id", "day"], name="masthead_public_entry_day"),
            models.Index(fields=["blog_id", "at"], condition=Q(pinned=1), name="masthead_public_entry_pinned"),
        ]


class PublishedDay(models.Model):
    """A day of a blog on which at least one public entry stands; month and year as the blog's language counts."""

    pk = models.CompositePrimaryKey("blog_id", "day")
    blog_id = models.BigIntegerField()
    day = models.IntegerField()
    month = models.IntegerField()
    year = models.IntegerField()

    class Meta:
        db_table = "masthead_published_day"
        indexes: ClassVar = [
            models.Index(fields=["blog_id", "month"], name="masthead_published_month"),
            models.Index(fields=["blog_id", "year", "month"], name="masthead_published_year"),
        ]


class Facet(models.Model):
    """A kind, other language, month or year of which a blog has a public entry. All but years have a listing."""

    blog_id = models.BigIntegerField()
    sort = models.CharField(max_length=10)  # kind, language, month, year
    word = models.CharField(max_length=20)  # of a kind or language
    number = models.IntegerField()  # of a month or year

    class Meta:
        db_table = "masthead_facet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blog_id", "sort", "word", "number"], name="masthead_facet_once"),
        ]


class Listing(models.Model):
    """A listing that is not empty. Its number is kind times 10^12 plus the id of what it is the listing of."""

    listing = models.BigIntegerField(primary_key=True)
    shard = models.SmallIntegerField(db_index=True)
    kind = models.SmallIntegerField()
    blog_id = models.BigIntegerField()
    target = models.BigIntegerField()

    class Meta:
        db_table = "masthead_listing"
        indexes: ClassVar = [models.Index(fields=["kind", "blog_id", "target"], name="masthead_listing_of_blog")]


class ListingEntry(models.Model):
    """One entry in one listing, with its neighbours and its sheet.

    `blog_id` is the entry's blog, also in a person's listing: each sheet belongs to one day of one blog.
    """

    pk = models.CompositePrimaryKey("listing", "at", "rank")
    listing = models.BigIntegerField()
    at = models.BigIntegerField()
    rank = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    day = models.IntegerField()
    blog_id = models.BigIntegerField()
    older = models.BigIntegerField(null=True)
    newer = models.BigIntegerField(null=True)
    cut = models.SmallIntegerField(default=0, db_default=0)
    sheet = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "masthead_listing_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry_id", "listing"], name="masthead_listing_entry_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["listing", "sheet", "at", "rank"], name="masthead_listing_sheet"),
            models.Index(fields=["listing", "at", "rank"], condition=Q(cut=1), name="masthead_listing_cut"),
            models.Index(fields=["blog_id", "day"], condition=Q(cut=1), name="masthead_listing_start"),
        ]


class CategoryAbove(models.Model):
    """A category and one that it stands below; each stands below itself, too."""

    pk = models.CompositePrimaryKey("category_id", "ancestor_id")
    category_id = models.BigIntegerField()
    ancestor_id = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "masthead_category_above"


class AddressHistory(models.Model):
    """An address that something had before. Old addresses never die; the newest owner wins."""

    address = models.TextField(primary_key=True)
    target_kind = models.CharField(max_length=10)
    target_id = models.BigIntegerField(db_index=True)
    origin = models.CharField(max_length=20)

    class Meta:
        db_table = "masthead_address_history"


class GonePage(models.Model):
    """A page that was public once and is not now; its addresses say so."""

    page_id = models.BigIntegerField(primary_key=True)
    shard = models.SmallIntegerField(db_index=True)

    class Meta:
        db_table = "masthead_gone_page"


class GoneListing(models.Model):
    """A category, tag, person or series that had public entries once and has none now."""

    listing = models.BigIntegerField(primary_key=True)
    shard = models.SmallIntegerField(db_index=True)

    class Meta:
        db_table = "masthead_gone_listing"


class LostCut(models.Model):
    """An entry that started a sheet once and does not now; `sheet` is the one that covers its old position."""

    pk = models.CompositePrimaryKey("listing", "entry_id")
    listing = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    at = models.BigIntegerField()
    rank = models.BigIntegerField()
    code = models.CharField(max_length=12)
    sheet = models.BigIntegerField()

    class Meta:
        db_table = "masthead_lost_cut"
        indexes: ClassVar = [
            models.Index(fields=["listing", "at", "rank"], name="masthead_lost_cut_position"),
            models.Index(fields=["listing", "sheet", "code"], name="masthead_lost_cut_sheet"),
        ]


class DeskEntry(models.Model):
    """An entry, public or not, as lists at the desk filter it. A narrow row: a list walks an index of these."""

    entry_id = models.BigIntegerField(primary_key=True)
    blog_id = models.BigIntegerField()
    at = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=10)  # live, changed, draft, expired
    words = models.CharField(max_length=255)  # what the desk calls it

    class Meta:
        db_table = "masthead_desk_entry"
        indexes: ClassVar = [
            models.Index(fields=["at", "entry_id"], name="masthead_desk_at"),
            models.Index(fields=["state", "at", "entry_id"], name="masthead_desk_state"),
            models.Index(fields=["kind", "at", "entry_id"], name="masthead_desk_kind"),
            models.Index(fields=["language", "at", "entry_id"], name="masthead_desk_language"),
            models.Index(fields=["blog_id", "at", "entry_id"], name="masthead_desk_blog"),
            models.Index(fields=["blog_id", "state", "at", "entry_id"], name="masthead_desk_blog_state"),
        ]


class Bulk(models.Model):
    """A row stands here while a transaction loads in bulk; nobody else ever sees it."""

    id = models.SmallIntegerField(primary_key=True)

    class Meta:
        db_table = "masthead_bulk"
