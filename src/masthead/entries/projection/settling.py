"""Settling: after rows were touched, the statements that make the tables equal their definitions again.

They work on sets, and cost what was touched, not what the site holds. Around each entry that came or went, an
*island* of its listing is looked at: ten rows on either side; islands that meet become one. Only rows with five
known neighbours on each side are written, and the sheets from there down to the next older cut.
All positions are pairs (at, rank), so a thousand entries of one instant cost what others cost.

The statements run in this order, inside one transaction; SQLite has them in a trigger, PostgreSQL in a function.
"""

from __future__ import annotations

from typing import Final

from masthead.entries.listings import FACET, LISTING, PERSON
from masthead.entries.projection.definitions import (
    ENTRY_COLUMNS,
    FARTHEST,
    LISTING_ROW,
    cuts,
    facets,
    memberships,
    public_entries,
    public_pages,
    sheet_of,
)
from masthead.entries.projection.dialects import Dialect

_NUMBERS: Final = "bigint not null"
_POSITION: Final = f"listing {_NUMBERS}, at {_NUMBERS}, rank {_NUMBERS}"

SCRATCH: Final = {
    "masthead_work": f"id {_NUMBERS} primary key",
    "masthead_work_above": f"category_id {_NUMBERS}, ancestor_id {_NUMBERS}, primary key (category_id, ancestor_id)",
    "masthead_work_page": f"page_id {_NUMBERS} primary key, address text not null",
    "masthead_work_entry": f"""entry_id {_NUMBERS} primary key, blog_id {_NUMBERS}, kind text not null,
        language text not null, address text not null, at {_NUMBERS}, rank {_NUMBERS},
        month integer not null, day integer not null, modified {_NUMBERS}, pinned integer not null""",
    "masthead_work_day": f"blog_id {_NUMBERS}, day integer not null, primary key (blog_id, day)",
    "masthead_work_listing": f"""{_POSITION}, entry_id {_NUMBERS}, day integer not null, blog_id {_NUMBERS},
        primary key (listing, at, rank)""",
    "masthead_work_dirty": f"{_POSITION}, primary key (listing, at, rank)",
    "masthead_work_island": f"""island {_NUMBERS} primary key, listing {_NUMBERS}, low_at {_NUMBERS},
        low_rank {_NUMBERS}, high_at {_NUMBERS}, high_rank {_NUMBERS}""",
    "masthead_work_cut": f"""{_POSITION}, older bigint, newer bigint, cut smallint not null,
        primary key (listing, at, rank)""",
    "masthead_work_sheet": f"{_POSITION}, sheet {_NUMBERS}, primary key (listing, at, rank)",
}

NOTHING_TWICE: Final = "on conflict do nothing"


def expand(dialect: Dialect) -> list[str]:
    """From what was touched to the pages that may differ.

    Subtrees and terms are expanded here, not when they are touched: on PostgreSQL another transaction may have
    put a page there meanwhile, and only here the lock is held.
    """
    below = dialect.below.format(x="p.path", of="t.path")
    below_page = dialect.below.format(x="p.path", of="a.path")
    mine = dialect.mine
    found = [
        f"select t.id from masthead_touched t where t.kind = 'page'{mine}",
        f"select p.id from masthead_touched t cross join wagtailcore_page p where t.kind = 'path' and {below}{mine}",
        "select p.id from masthead_touched t cross join wagtailcore_page a cross join wagtailcore_page p"
        f" where t.kind = 'below' and a.id = t.id and {below_page}{mine}",
        "select e.page_ptr_id from masthead_touched t cross join masthead_entry e"
        f" where t.kind = 'blog' and e.blog_id = t.id{mine}",
        "select m.entry_id from masthead_touched t cross join masthead_entry_tags m"
        f" where t.kind = 'tag' and m.tag_id = t.id{mine}",
        "select m.entry_id from masthead_touched t cross join masthead_part m"
        f" where t.kind = 'series' and m.series_id = t.id{mine}",
        "select m.entry_id from masthead_touched t cross join masthead_category_above u"
        " cross join masthead_entry_categories m"
        f" where t.kind = 'category' and u.ancestor_id = t.id and m.category_id = u.category_id{mine}",
    ]
    return [f"insert into masthead_work (id) {query} {NOTHING_TWICE}" for query in found]


CATEGORIES: Final = [
    "insert into masthead_work_above select category_id, ancestor_id from masthead_category_above_now",
    f"""insert into masthead_work (id) select m.entry_id from masthead_entry_categories m where m.category_id in (
  select category_id from masthead_category_above x where not exists (select 1 from masthead_work_above n
    where n.category_id = x.category_id and n.ancestor_id = x.ancestor_id)
  union select category_id from masthead_work_above n where not exists (select 1 from masthead_category_above x
    where n.category_id = x.category_id and n.ancestor_id = x.ancestor_id)) {NOTHING_TWICE}""",
    """delete from masthead_category_above where not exists (select 1 from masthead_work_above n
  where n.category_id = masthead_category_above.category_id
    and n.ancestor_id = masthead_category_above.ancestor_id)""",
    f"""insert into masthead_category_above (category_id, ancestor_id)
 select category_id, ancestor_id from masthead_work_above where true {NOTHING_TWICE}""",
    "delete from masthead_work_above",
]
"""Run only when a category was touched: there are few, and their circle of parents is asked whole."""


EVERYTHING: Final = [
    "select id from wagtailcore_page",
    "select page_id from masthead_public_page",
    "select entry_id from masthead_public_entry",
    "select entry_id from masthead_listing_entry",
]


def pages(dialect: Dialect) -> list[str]:
    return [
        f"insert into masthead_work_page (page_id, address) {public_pages(dialect, of='masthead_work')}",
        """delete from masthead_public_page where page_id in (select id from masthead_work) and not exists (
  select 1 from masthead_work_page n where n.page_id = masthead_public_page.page_id)""",
        """update masthead_public_page set address = (
  select n.address from masthead_work_page n where n.page_id = masthead_public_page.page_id)
 where page_id in (select n.page_id from masthead_work_page n cross join masthead_public_page x
  where x.page_id = n.page_id and x.address <> n.address)""",
        """insert into masthead_public_page (page_id, address) select n.page_id, n.address
  from masthead_work_page n
 where not exists (select 1 from masthead_public_page x where x.page_id = n.page_id)""",
    ]


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{name.strip()}" for name in ENTRY_COLUMNS.split(","))


_VALUES: Final = ENTRY_COLUMNS.removeprefix("entry_id, ")

ENTRIES: Final = [
    f"insert into masthead_work_entry ({ENTRY_COLUMNS}) {public_entries(of='masthead_work_page')}",
    f"""insert into masthead_work_day select x.blog_id, x.day from masthead_work w
  cross join masthead_public_entry x where x.entry_id = w.id {NOTHING_TWICE}""",
    f"insert into masthead_work_day select n.blog_id, n.day from masthead_work_entry n where true {NOTHING_TWICE}",
    """delete from masthead_public_entry where entry_id in (select id from masthead_work) and not exists (
  select 1 from masthead_work_entry n where n.entry_id = masthead_public_entry.entry_id)""",
    f"""update masthead_public_entry set ({_VALUES}) = (select {_columns("n").removeprefix("n.entry_id, ")}
  from masthead_work_entry n where n.entry_id = masthead_public_entry.entry_id)
 where entry_id in (select n.entry_id from masthead_work_entry n cross join masthead_public_entry x
  where x.entry_id = n.entry_id and ({_columns("x")}) <> ({_columns("n")}))""",
    f"""insert into masthead_public_entry ({ENTRY_COLUMNS}) select {_columns("n")} from masthead_work_entry n
 where not exists (select 1 from masthead_public_entry x where x.entry_id = n.entry_id)""",
    """delete from masthead_published_day where (blog_id, day) in (
  select y.blog_id, y.day from masthead_work_day d cross join masthead_published_day y
   where y.blog_id = d.blog_id and y.day = d.day and not exists (
    select 1 from masthead_public_entry x where x.blog_id = y.blog_id and x.day = y.day and x.month = y.month))""",
    f"""insert into masthead_published_day (blog_id, day, month, year)
 select x.blog_id, x.day, x.month, x.month / 100 from masthead_work_day d cross join masthead_public_entry x
  where x.blog_id = d.blog_id and x.day = d.day {NOTHING_TWICE}""",
    f"""insert into masthead_facet (blog_id, sort, word, number) select n.blog_id, n.sort, n.word, n.number
  from ({facets(of="masthead_work_entry")}) n where not exists (select 1 from masthead_facet f
   where f.blog_id = n.blog_id and f.sort = n.sort and f.word = n.word and f.number = n.number)""",
]

STRAY_FACETS: Final = """delete from masthead_facet where not exists (select 1 from masthead_facet_now n
  where n.blog_id = masthead_facet.blog_id and n.sort = masthead_facet.sort and n.word = masthead_facet.word
    and n.number = masthead_facet.number)"""
"""Wanted only when nothing that is stored can be trusted."""

_ROW: Final = "listing, at, rank"


def _is_new(row: str) -> str:
    return f"""not exists (select 1 from masthead_listing_entry x
  where x.entry_id = {row}.entry_id and x.listing = {row}.listing)"""


# Rows are written in the order of their tables' keys: a large load then fills page after page.
MEMBERSHIPS: Final = [
    f"""insert into masthead_work_listing (listing, entry_id, at, rank, day, blog_id)
 select * from ({memberships(of="masthead_work_entry", union="union all")}) m where true
 order by listing, at, rank {NOTHING_TWICE}""",
    f"""insert into masthead_work_dirty ({_ROW}) select x.listing, x.at, x.rank
  from masthead_work w cross join masthead_listing_entry x where x.entry_id = w.id
   and not exists (select 1 from masthead_work_listing n where n.listing = x.listing
     and n.entry_id = x.entry_id and n.at = x.at and n.rank = x.rank)""",
    f"""delete from masthead_listing_entry where ({_ROW}) in (select {_ROW} from masthead_work_dirty)""",
    f"""update masthead_listing_entry set (day, blog_id) = (select n.day, n.blog_id from masthead_work_listing n
  where n.listing = masthead_listing_entry.listing and n.at = masthead_listing_entry.at
   and n.rank = masthead_listing_entry.rank)
 where ({_ROW}) in (select x.listing, x.at, x.rank from masthead_work_listing n
  cross join masthead_listing_entry x where x.entry_id = n.entry_id and x.listing = n.listing
   and (x.day <> n.day or x.blog_id <> n.blog_id))""",
    f"""insert into masthead_work_dirty ({_ROW}) select n.listing, n.at, n.rank from masthead_work_listing n
 where {_is_new("n")} {NOTHING_TWICE}""",
]
"""What stands in a listing no more goes, what is new in one is known; with its neighbours, by CUTS, it comes."""


def _tenth(column: str, *, older: bool) -> str:
    """Where the tenth row older or newer than d stands; beyond everything if there are fewer."""
    order, sign, end = ("desc", "<", -FARTHEST) if older else ("asc", ">", FARTHEST)
    return f"""coalesce((select x.{column} from masthead_listing_entry x where x.listing = d.listing
      and (x.at, x.rank) {sign} (d.at, d.rank) order by x.at {order}, x.rank {order} limit 1 offset 9), {end})"""


# The bounds grow with the position, so an island's low is its first row's, its high its last row's.
ISLANDS: Final = f"""insert into masthead_work_island (island, listing, low_at, low_rank, high_at, high_rank)
select island, listing, first_at, first_rank, high_at, high_rank from (
 select island, listing, high_at, high_rank,
   first_value(low_at) over (partition by island order by at, rank) as first_at,
   first_value(low_rank) over (partition by island order by at, rank) as first_rank,
   row_number() over (partition by island order by at desc, rank desc) as from_last
 from (select r.*, sum(begins) over (order by listing, at, rank) as island from (
  select q.*, case when before_at is null or (low_at, low_rank) > (before_at, before_rank) then 1 else 0 end as begins
  from (select b.*, lag(high_at) over (partition by listing order by at, rank) as before_at,
      lag(high_rank) over (partition by listing order by at, rank) as before_rank from (
   select d.listing, d.at, d.rank, {_tenth("at", older=True)} as low_at, {_tenth("rank", older=True)} as low_rank,
     {_tenth("at", older=False)} as high_at, {_tenth("rank", older=False)} as high_rank
   from masthead_work_dirty d) b) q) r) s) t
where from_last = 1"""

WHOLE_LISTINGS: Final = f"""insert into masthead_work_island (island, listing, low_at, low_rank, high_at, high_rank)
 select listing, listing, {-FARTHEST}, {-FARTHEST}, {FARTHEST}, {FARTHEST} from (
  select listing from masthead_listing_entry union select listing from masthead_work_listing) l"""
"""Instead of ISLANDS when nothing that is stored can be trusted."""

_WITHIN: Final = """e.listing = i.listing and (e.at, e.rank) >= (i.low_at, i.low_rank)
   and (e.at, e.rank) <= (i.high_at, i.high_rank)"""


def _cut_below(column: str) -> str:
    return f"""coalesce((select c.{column} from masthead_listing_entry c where c.listing = i.listing and c.cut = 1
      and (c.at, c.rank) <= (i.low_at, i.low_rank) order by c.at desc, c.rank desc limit 1), {-FARTHEST})"""


# What stands there already and what is new; no cut is -1, so that all that is new is written.
_STRETCHES: Final = f"""
  select i.island, i.low_at, i.high_at, e.listing, e.at, e.rank, e.entry_id, e.older, e.newer, e.cut
   from masthead_work_island i cross join masthead_listing_entry e where {_WITHIN}
  union all select i.island, i.low_at, i.high_at, e.listing, e.at, e.rank, e.entry_id, null, null, -1
   from masthead_work_island i cross join masthead_work_listing e where {_WITHIN} and {_is_new("e")}"""


def _come(cut: int, sheet: str) -> str:
    return f"""insert into masthead_listing_entry
  (listing, at, rank, entry_id, day, blog_id, older, newer, cut, sheet)
 select n.listing, n.at, n.rank, n.entry_id, n.day, n.blog_id, c.older, c.newer, c.cut, {sheet}
  from masthead_work_cut c cross join masthead_work_listing n
  where c.cut = {cut} and n.listing = c.listing and n.at = c.at and n.rank = c.rank and {_is_new("n")}
 order by n.listing, n.at, n.rank"""


CUTS: Final = [
    f"""insert into masthead_work_cut (listing, at, rank, older, newer, cut)
select listing, at, rank, now_older, now_newer, now_cut from (
 select e.listing, e.at, e.rank, e.older, e.newer, e.cut, e.low_at, e.high_at, {cuts("e.island")}
 from ({_STRETCHES}) e) k
where (fifth_newer is not null or high_at = {FARTHEST}) and (fifth_older is not null or low_at = {-FARTHEST})
  and (coalesce(older, 0) <> coalesce(now_older, 0) or coalesce(newer, 0) <> coalesce(now_newer, 0)
    or cut <> now_cut)""",
    f"""update masthead_listing_entry set (older, newer, cut) = (select n.older, n.newer, n.cut
  from masthead_work_cut n where n.listing = masthead_listing_entry.listing and n.at = masthead_listing_entry.at
   and n.rank = masthead_listing_entry.rank) where ({_ROW}) in (select {_ROW} from masthead_work_cut)""",
    # Those that start a sheet come first: the others then find theirs.
    _come(1, "n.entry_id"),
    _come(0, sheet_of("n")),
    f"""insert into masthead_work_sheet (listing, at, rank, sheet) select listing, at, rank, now_sheet from (
 select e.listing, e.at, e.rank, e.sheet, {sheet_of("e")} as now_sheet
 from (select i.listing, i.high_at, i.high_rank, {_cut_below("at")} as low_at, {_cut_below("rank")} as low_rank
  from masthead_work_island i) i cross join masthead_listing_entry e
 where e.listing = i.listing and (e.at, e.rank) > (i.low_at, i.low_rank)
  and (e.at, e.rank) <= (i.high_at, i.high_rank)) k where sheet <> now_sheet {NOTHING_TWICE}""",
    f"""update masthead_listing_entry set sheet = (select n.sheet from masthead_work_sheet n
  where n.listing = masthead_listing_entry.listing and n.at = masthead_listing_entry.at
   and n.rank = masthead_listing_entry.rank) where ({_ROW}) in (select {_ROW} from masthead_work_sheet)""",
]

# A position that is lost lies in the sheet that its neighbours lie in, so the same stretches are looked at.
LOST: Final = f"""update masthead_lost_cut set sheet = {sheet_of("masthead_lost_cut")}
 where (listing, entry_id) in (select e.listing, e.entry_id
  from (select i.listing, i.high_at, i.high_rank, {_cut_below("at")} as low_at, {_cut_below("rank")} as low_rank
   from masthead_work_island i) i cross join masthead_lost_cut e
  where e.listing = i.listing and (e.at, e.rank) > (i.low_at, i.low_rank)
   and (e.at, e.rank) <= (i.high_at, i.high_rank))
 and sheet <> {sheet_of("masthead_lost_cut")}"""

_SEEN: Final = "select listing from masthead_work_dirty union select listing from masthead_work_listing"
_FILLED: Final = "exists (select 1 from masthead_listing_entry x where x.listing = l.listing)"


def listings(seen: str = _SEEN) -> list[str]:
    """Listings appear with their first entry and go with their last, and so do facets and years."""
    return [
        f"""delete from masthead_facet where id in (
  select l.listing % {LISTING} from ({seen}) l where l.listing / {LISTING} = {FACET} and not {_FILLED})""",
        """delete from masthead_facet where sort = 'year' and blog_id in (select blog_id from masthead_work_day)
  and not exists (select 1 from masthead_published_day d
   where d.blog_id = masthead_facet.blog_id and d.year = masthead_facet.number)""",
        f"""delete from masthead_listing where listing in (select l.listing from ({seen}) l where not {_FILLED})""",
        f"""insert into masthead_listing (listing, shard, kind, blog_id, target)
 select {LISTING_ROW} from ({seen}) l where {_FILLED} {NOTHING_TWICE}""",
        f"""update masthead_listing set blog_id = (select x.blog_id from masthead_listing_entry x
  where x.listing = masthead_listing.listing limit 1)
 where kind <> {PERSON} and listing in ({seen}) and blog_id <> (select x.blog_id from masthead_listing_entry x
  where x.listing = masthead_listing.listing limit 1)""",
    ]


CLEAR: Final = [f"delete from {name}" for name in SCRATCH]


def settle(dialect: Dialect) -> list[str]:
    """All statements but those for categories, which come first if one was touched."""
    return [
        *expand(dialect),
        f"delete from masthead_touched{' where tx = pg_current_xact_id()' if dialect.mine else ''}",
        *pages(dialect),
        *ENTRIES,
        *MEMBERSHIPS,
        ISLANDS,
        *CUTS,
        LOST,
        *listings(),
        *CLEAR,
    ]
