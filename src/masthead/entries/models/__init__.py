"""The content model, and the tables of what is public."""

from masthead.entries.models.entry import Entry, NothingToPublish
from masthead.entries.models.imports import Import, Imported
from masthead.entries.models.people import Byline, MergedPerson, Person, PersonSort, Role
from masthead.entries.models.pictures import Image, Rendition
from masthead.entries.models.places import Blog, Home, StaticPage
from masthead.entries.models.projection import (
    AddressHistory,
    Bulk,
    CategoryAbove,
    DeskEntry,
    Facet,
    GoneListing,
    GonePage,
    Listing,
    ListingEntry,
    LostCut,
    PublicEntry,
    PublicPage,
    PublishedDay,
)
from masthead.entries.models.related import Related
from masthead.entries.models.series import Part, Series
from masthead.entries.models.site import MenuItem, SiteSettings, site_name
from masthead.entries.models.terms import Category, Tag

__all__ = [
    "AddressHistory",
    "Blog",
    "Bulk",
    "Byline",
    "Category",
    "CategoryAbove",
    "DeskEntry",
    "Entry",
    "Facet",
    "GoneListing",
    "GonePage",
    "Home",
    "Image",
    "Import",
    "Imported",
    "Listing",
    "ListingEntry",
    "LostCut",
    "MenuItem",
    "MergedPerson",
    "NothingToPublish",
    "Part",
    "Person",
    "PersonSort",
    "PublicEntry",
    "PublicPage",
    "PublishedDay",
    "Related",
    "Rendition",
    "Role",
    "Series",
    "SiteSettings",
    "StaticPage",
    "Tag",
    "site_name",
]
