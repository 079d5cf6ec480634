"""Facets: a blog's entries of one kind, one month, or one language other than the blog's.

What each is called, and where its listing stands. A year has no listing of its own: its page leads to its months.
"""

from __future__ import annotations

import re

from masthead.entries.languages import format_month, format_year, language_name, strings
from masthead.pages import facts
from masthead.pages.facts import BlogRow, FacetRow, registry
from masthead.pages.frame import href
from masthead.pages.kinds import kind_of
from masthead.pages.records import TermLink

KINDS = {"article": "Articles", "note": "Notes"}
"""What several entries are called, before translation, of kinds that need no words of their own for it."""

SAFE = re.compile(r"[A-Za-z0-9_-]+")
"""Kinds and languages come from rows that anybody may have written: nothing else goes into an address."""


@registry.query(keep=True)
def facet_name(number: int) -> str:
    """What a facet is called in the language of its blog; empty if it is gone."""
    row: FacetRow | None = facts.facet(number)
    blog: BlogRow | None = facts.blog(row.blog_id) if row else None
    if row is None or blog is None:
        return ""
    if row.sort == "month":
        return month_name(row.number, blog.language)
    if row.sort == "year":
        return year_name(row.number, blog.language)
    if row.sort == "language":
        return language_name(row.word, blog.language)
    return kind_name(row.word, blog.language)


@registry.query(keep=True)
def facet_address(number: int) -> str:
    """Where the page of a facet stands; empty if it is gone, or cannot have an address."""
    row: FacetRow | None = facts.facet(number)
    blog = facts.address_of(row.blog_id) if row else None
    if row is None or blog is None:
        return ""
    if row.sort == "month":
        return month_address(blog, row.number)
    if row.sort == "year":
        return year_address(blog, row.number)
    return f"{blog}{row.sort}s/{row.word}/" if SAFE.fullmatch(row.word) else ""


def month_address(blog: str, month: int) -> str:
    """The address of a blog's month, of six digits."""
    return f"{blog}{month // 100:04}/{month % 100:02}/"


def year_address(blog: str, year: int) -> str:
    """The address of a blog's year."""
    return f"{blog}{year:04}/"


def archive_address(blog: str) -> str:
    """The address of the page that leads to all years."""
    return f"{blog}archive/"


def kind_name(kind: str, language: str) -> str:
    """What several entries of a kind are called."""
    return strings(language).gettext(kind_of(kind).plural or KINDS.get(kind) or kind.capitalize())


def one_of_kind(kind: str, language: str) -> str:
    """What one entry of a kind is called: the word that the desk has for it, too."""
    word = strings(language).gettext(kind)
    return word[:1].upper() + word[1:]


def year_name(year: int, language: str) -> str:
    """A year in the language's digits; rows written by hand may hold what no calendar has."""
    return format_year(year, language)


def month_name(month: int, language: str) -> str:
    """A month in words; one that no calendar has, in digits."""
    if not (1 <= month % 100 <= 12 and 1 <= month // 100 <= 9999):
        return f"{month // 100}/{month % 100}"
    return format_month(month, language)


def archive_link(blog: BlogRow) -> TermLink:
    """The archive as the pages below it name it."""
    return TermLink(strings(blog.language).gettext("Archive"), href(archive_address(blog.address)))
