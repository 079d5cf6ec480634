"""What is public and what stands in which listing, as views: the definition that the tables are copies of.

A chain: `masthead_public_page` copies `masthead_public_now`; `masthead_public_entry` copies
`masthead_public_entry_now`, which reads the table before it; and so on. Each link is a function here, so that
the triggers can ask it for a few rows ("of" names the table of their ids) with the same words as the view.
"""

from __future__ import annotations

from typing import Final

from masthead.entries import calendars
from masthead.entries.listings import BLOG, CATEGORY, FACET, LISTING, PERSON, SERIES, TAG
from masthead.entries.projection import desk
from masthead.entries.projection.dialects import Dialect

DEEPEST: Final = 20
"""Pages below this depth of the tree are not public."""

SHARDS: Final = 61

FARTHEST: Final = 9 * 10**18
"""Beyond every moment: the end of a listing, in both directions."""

ENTRY_COLUMNS: Final = "entry_id, blog_id, kind, language, address, at, rank, month, day, modified, pinned"


def public_pages(dialect: Dialect, of: str = "") -> str:
    """Page and address of what readers may see: itself and all above live, unexpired, without restriction."""
    day = dialect.eight.format(day="e.day")
    dated = f"substr({day}, 1, 4) || '/' || substr({day}, 5, 2) || '/' || substr({day}, 7, 2) || '/' || e.code"
    ancestors = ", ".join(f"substr(p.path, 1, {4 * depth})" for depth in range(1, DEEPEST + 1))
    return f"""
select p.id as page_id, case
    when e.page_ptr_id is not null then '/' || b.slug || '/'
      || case when e.kind = 'note' or e.headline = '' then {dated} else p.slug end || '/'
    when g.page_ptr_id is not null then '/' || p.slug || '/'
    when s.page_ptr_id is not null then '/' || {dialect.slugs} || '/'
    else '/' end as address
  from {f"{of} w cross join " if of else ""}wagtailcore_page p
  left join masthead_entry e on e.page_ptr_id = p.id
  left join wagtailcore_page b on b.id = e.blog_id
  left join masthead_blog g on g.page_ptr_id = p.id
  left join masthead_static_page s on s.page_ptr_id = p.id
  left join masthead_home h on h.page_ptr_id = p.id
 where {"p.id = w.id and " if of else ""}p.live and not p.expired
   and (b.id is not null or g.page_ptr_id is not null or s.page_ptr_id is not null or h.page_ptr_id is not null)
   and p.depth = (
    select count(*) from wagtailcore_page a
     where a.path in ({ancestors}) and a.live and not a.expired
       and not exists (select 1 from wagtailcore_pageviewrestriction r where r.page_id = a.id))"""


def _julian(day: str) -> str:
    """The Julian day number of a day of eight digits, by the usual integer rule (months counted from March)."""
    year, month = f"({day} / 10000)", f"({day} / 100 % 100)"
    march = f"({month} + 12 * ((14 - {month}) / 12) - 3)"
    since = f"({year} + 4800 - (14 - {month}) / 12)"
    return (
        f"{day} % 100 + (153 * {march} + 2) / 5 + 365 * {since} + {since} / 4 - {since} / 100 + {since} / 400 - 32045"
    )


def month_of(day: str, language: str) -> str:
    """The month of a day, as six digits, in the calendar of a language: what `masthead.entries.calendars` says."""
    persian = " or ".join(
        f"substr(lower({language}) || '-', 1, {len(name) + 1}) in ('{name}-', '{name}_')" for name in calendars.PERSIAN
    )
    return f"""case when {persian} then (
    select y.year * 100 + 1 + case when y.days < 216 then y.days / 31 else (y.days - 6) / 30 end from (
      select x.year, x.days - (365 * (x.year - 1) + (8 * x.year + 21) / 33) as days from (
        select n.days, 1 + (33 * n.days + 3) / 12053 as year from (
          select {_julian(day)} - {calendars.EPOCH} as days) n) x) y)
    else {day} / 100 end"""


def public_entries(of: str = "masthead_public_page") -> str:
    return f"""
select e.page_ptr_id as entry_id, e.blog_id, e.kind, e.language, p.address, e.at, e.rank,
    {month_of("e.day", "b.language")} as month, e.day, coalesce(e.modified, e.at) as modified,
    case when e.pinned then 1 else 0 end as pinned
  from {of} p cross join masthead_entry e left join masthead_blog b on b.page_ptr_id = e.blog_id
 where e.page_ptr_id = p.page_id"""


def facets(of: str = "masthead_public_entry") -> str:
    """The blogs' kinds, other languages, months and years of which there are public entries."""
    return f"""
select p.blog_id, 'kind' as sort, p.kind as word, 0 as number from {of} p
union select p.blog_id, 'language', p.language, 0 from {of} p cross join masthead_blog b
 where b.page_ptr_id = p.blog_id and p.language not in ('', b.language)
union select p.blog_id, 'month', '', p.month from {of} p
union select p.blog_id, 'year', '', p.month / 100 from {of} p"""


def memberships(of: str = "masthead_public_entry", union: str = "union") -> str:
    """The listings of blog, categories and all above them, tags, persons, series; of the blog's kind, month, other
    language.

    A term counts in its own blog only: what is moved to another blog leaves the terms of the first.
    """
    columns = "p.entry_id, p.at, p.rank, p.day, p.blog_id"
    return f"""
select {BLOG * LISTING} + p.blog_id as listing, {columns} from {of} p
{union} select {CATEGORY * LISTING} + c.id, {columns} from {of} p
  cross join masthead_entry_categories t cross join masthead_category_above u cross join masthead_category c
 where t.entry_id = p.entry_id and u.category_id = t.category_id and c.id = u.ancestor_id
   and c.blog_id = p.blog_id
{union} select {TAG * LISTING} + c.id, {columns} from {of} p
  cross join masthead_entry_tags t cross join masthead_tag c
 where t.entry_id = p.entry_id and c.id = t.tag_id and c.blog_id = p.blog_id
{union} select {PERSON * LISTING} + t.person_id, {columns} from {of} p cross join masthead_byline t
 where t.entry_id = p.entry_id and t.person_id is not null
{union} select {SERIES * LISTING} + c.id, {columns} from {of} p cross join masthead_part t cross join masthead_series c
 where t.entry_id = p.entry_id and c.id = t.series_id and c.blog_id = p.blog_id
{union} select {FACET * LISTING} + f.id, {columns} from {of} p cross join masthead_facet f
 where f.blog_id = p.blog_id and f.sort = 'kind' and f.word = p.kind and f.number = 0
{union} select {FACET * LISTING} + f.id, {columns} from {of} p cross join masthead_blog b cross join masthead_facet f
 where b.page_ptr_id = p.blog_id and p.language <> b.language
   and f.blog_id = p.blog_id and f.sort = 'language' and f.word = p.language and f.number = 0
{union} select {FACET * LISTING} + f.id, {columns} from {of} p cross join masthead_facet f
 where f.blog_id = p.blog_id and f.sort = 'month' and f.word = '' and f.number = p.month"""


# `union`, not `union all`: a circle of categories ends.
ABOVE: Final = """
with recursive up(category_id, ancestor_id) as (
  select id, id from masthead_category
  union
  select up.category_id, c.parent_id from up join masthead_category c on c.id = up.ancestor_id
   where c.parent_id is not null)
select category_id, ancestor_id from up"""

CATEGORY_PATHS: Final = f"""
with recursive up(category_id, top, path, steps) as (
  select id, parent_id, cast(slug as text), 1 from masthead_category
  union all
  select up.category_id, c.parent_id, c.slug || '/' || up.path, up.steps + 1
    from up join masthead_category c on c.id = up.top where up.steps < {DEEPEST})
select category_id, path from up where top is null"""

HIGHEST: Final = 2**63 - 1


def cuts(part: str) -> str:
    """Neighbours and cut of each row e, as columns; `part` must hold whole listings or unbroken stretches.

    An entry starts a sheet when its rank is the smallest among five neighbours on either side. One with fewer
    than five newer ones never does, so the front absorbs the flow of new entries.
    """
    order = f"partition by {part} order by e.at desc, e.rank desc"
    newer = f"over ({order} rows between 5 preceding and 1 preceding)"
    older = f"over ({order} rows between 1 following and 5 following)"
    return f"""lead(e.entry_id) over ({order}) as now_older, lag(e.entry_id) over ({order}) as now_newer,
    case when lag(e.rank, 5) over ({order}) is not null and e.rank < min(e.rank) {newer}
      and e.rank <= coalesce(min(e.rank) {older}, {HIGHEST}) then 1 else 0 end as now_cut,
    lag(e.rank, 5) over ({order}) as fifth_newer, lead(e.rank, 5) over ({order}) as fifth_older"""


def sheet_of(row: str) -> str:
    """The entry that starts the sheet of a row: the nearest cut at or newer than it, 0 for the front."""
    return f"""coalesce((select c.entry_id from masthead_listing_entry c
     where c.listing = {row}.listing and c.cut = 1 and (c.at, c.rank) >= ({row}.at, {row}.rank)
     order by c.at, c.rank limit 1), 0)"""


LISTING_ROW: Final = f"""l.listing, l.listing % {SHARDS} as shard, l.listing / {LISTING} as kind,
    case when l.listing / {LISTING} = {PERSON} then 0 else
      (select x.blog_id from masthead_listing_entry x where x.listing = l.listing limit 1) end as blog_id,
    l.listing % {LISTING} as target"""


def views(dialect: Dialect) -> dict[str, str]:
    depths = " union all ".join(f"select {n} as n" for n in range(1, DEEPEST + 1))
    return {
        "masthead_depth": depths,
        "masthead_public_now": public_pages(dialect),
        "masthead_public_entry_now": public_entries(),
        "masthead_published_day_now": "select distinct blog_id, day, month, month / 100 as year"
        " from masthead_public_entry",
        "masthead_facet_now": facets(),
        "masthead_category_above_now": ABOVE,
        "masthead_category_path": CATEGORY_PATHS,
        "masthead_entry_listing": memberships(),
        "masthead_listing_cut_now": "select e.listing, e.at, e.rank, e.entry_id, e.older, e.newer, e.cut, "
        + cuts("e.listing")
        + " from masthead_listing_entry e",
        "masthead_desk_entry_now": desk.DEFINITION,
        "masthead_listing_now": f"select {LISTING_ROW} from (select distinct listing from masthead_listing_entry) l",
    }
