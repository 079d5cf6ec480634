"""Which changes of which tables may move the projection: the list that the triggers are made from.

A test compares these columns with the models and with Wagtail's tables, so that a release that renames one is
noticed before it is shipped.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from masthead.entries.projection import desk
from masthead.entries.projection.definitions import SHARDS


class Touch(NamedTuple):
    """A row for `masthead_touched`; `{r}` stands for the old or the new row."""

    kind: str
    """page: itself · path: all at or below this path · below: all at or below the page of this id ·
    blog: the entries with this blog key · tag, category, series: the entries of it ·
    closure: the circle of categories."""
    id: str = "0"
    path: str = "''"


class Rule(NamedTuple):
    table: str
    columns: tuple[str, ...]
    """What must differ for an update to count. Expressions, so that a body's length is no matter."""
    touches: tuple[Touch, ...]


PAGE: Final = Rule(
    "wagtailcore_page",
    ("{r}.id", "{r}.path", "{r}.depth", "{r}.live", "{r}.expired", "{r}.slug"),
    (Touch("page", "{r}.id"), Touch("path", path="{r}.path"), Touch("blog", "{r}.id")),
)

_ENTRY_NUMBERS: Final = ("page_ptr_id", "blog_id", "at", "rank", "day", "modified")
_ENTRY_WORDS: Final = ("kind", "language", "code")

RULES: Final = (
    PAGE,
    Rule(
        "wagtailcore_pageviewrestriction",
        ("{r}.page_id",),
        (Touch("below", "{r}.page_id"),),
    ),
    Rule(
        "masthead_entry",
        (*(f"{{r}}.{name}" for name in (*_ENTRY_NUMBERS, *_ENTRY_WORDS, "pinned")), "({r}.headline = '')"),
        (Touch("page", "{r}.page_ptr_id"),),
    ),
    *(
        Rule(table, ("{r}.page_ptr_id",), (Touch("page", "{r}.page_ptr_id"),))
        for table in ("masthead_home", "masthead_static_page")
    ),
    # A blog's language says by which calendar its months are counted, and which languages are other ones.
    Rule(
        "masthead_blog",
        ("{r}.page_ptr_id", "{r}.language"),
        (Touch("page", "{r}.page_ptr_id"), Touch("blog", "{r}.page_ptr_id")),
    ),
    Rule("masthead_byline", ("{r}.entry_id", "{r}.person_id"), (Touch("page", "{r}.entry_id"),)),
    Rule("masthead_entry_categories", ("{r}.entry_id", "{r}.category_id"), (Touch("page", "{r}.entry_id"),)),
    Rule("masthead_entry_tags", ("{r}.entry_id", "{r}.tag_id"), (Touch("page", "{r}.entry_id"),)),
    Rule(
        "masthead_category",
        ("{r}.id", "{r}.parent_id", "{r}.blog_id"),
        (Touch("closure"), Touch("category", "{r}.id")),
    ),
    Rule("masthead_tag", ("{r}.id", "{r}.blog_id"), (Touch("tag", "{r}.id"),)),
    Rule("masthead_part", ("{r}.entry_id", "{r}.series_id"), (Touch("page", "{r}.entry_id"),)),
    Rule("masthead_series", ("{r}.id", "{r}.blog_id"), (Touch("series", "{r}.id"),)),
)

PARENT: Final = "substr({r}.path, 1, length({r}.path) - 4)"
"""The path of the parent: treebeard has four characters a level."""

FOLLOW_PARENT: Final = f"""update masthead_entry set blog_id = (
  select a.id from wagtailcore_page a where a.path = {PARENT.format(r="new")})
 where page_ptr_id = new.id and exists (select 1 from wagtailcore_page a
  join masthead_blog b on b.page_ptr_id = a.id
  where a.path = {PARENT.format(r="new")} and a.id <> masthead_entry.blog_id)"""
"""An entry that is moved takes the blog that it comes to: treebeard moves by updates that no model sees."""


class Keep(NamedTuple):
    """An old address to keep, seen before or after the change of a row."""

    table: str
    when: str  # before, after
    columns: tuple[str, ...]
    query: str
    """Gives address, kind and id of the target."""
    is_page: bool = False
    """Whether what goes leaves its address to who had it before."""


_IN_BLOG: Final = """select {address}/tags/' || t.slug || '/', 'tag', t.id from masthead_tag t where t.blog_id = old.id
  union all select {address}/series/' || s.slug || '/', 'series', s.id
   from masthead_series s where s.blog_id = old.id
  union all select {address}/topics/' || v.path || '/', 'category', c.id
   from masthead_category c join masthead_category_path v on v.category_id = c.id where c.blog_id = old.id
  union all select {address}/archive/', 'archive', b.page_ptr_id from masthead_blog b where b.page_ptr_id = old.id
  union all select {address}/' || case f.sort when 'kind' then 'kinds/' || f.word
    when 'language' then 'languages/' || f.word when 'year' then cast(f.number as text)
    else cast(f.number / 100 as text) || '/' || substr(cast(100 + f.number % 100 as text), 2, 2) end || '/',
    'facet', f.id from masthead_facet f where f.blog_id = old.id""".format(address="'/' || old.slug || '")

KEPT: Final = (
    Keep(
        "masthead_public_page",
        "after",
        ("{r}.page_id", "{r}.address"),
        "select old.address, 'page', old.page_id",
        is_page=True,
    ),
    Keep(
        "masthead_tag",
        "before",
        ("{r}.slug", "{r}.blog_id"),
        "select '/' || b.slug || '/tags/' || old.slug || '/', 'tag', old.id"
        " from wagtailcore_page b where b.id = old.blog_id",
    ),
    Keep(
        "masthead_series",
        "before",
        ("{r}.slug", "{r}.blog_id"),
        "select '/' || b.slug || '/series/' || old.slug || '/', 'series', old.id"
        " from wagtailcore_page b where b.id = old.blog_id",
    ),
    Keep(
        "masthead_category",
        "before",
        ("{r}.slug", "{r}.blog_id", "{r}.parent_id"),
        "select '/' || b.slug || '/topics/' || v.path || '/', 'category', v.category_id"
        " from wagtailcore_page b cross join masthead_category_above u"
        " cross join masthead_category_path v where b.id = old.blog_id and u.ancestor_id = old.id"
        " and v.category_id = u.category_id",
    ),
    Keep(
        "masthead_person",
        "before",
        ("{r}.slug",),
        "select '/people/' || old.slug || '/', 'person', old.id",
    ),
    # What stands in a blog that is about to change its slug, or to go, and is no page of the tree.
    Keep("wagtailcore_page", "before", ("{r}.slug",), _IN_BLOG),
)


class After(NamedTuple):
    """What is remembered of a row of the projection that comes, changes or goes."""

    name: str
    table: str
    event: Literal["insert", "update", "delete"]
    statement: str
    condition: str = ""
    """On the old and the new row."""
    when: Literal["before", "after"] = "after"
    columns: str = ""
    """Those that an update must name, where the database can be told: see `sqlite._named`."""


_LOSE: Final = """insert into masthead_lost_cut (listing, entry_id, at, rank, code, sheet)
 select {columns}, -1 {rows} on conflict (listing, entry_id)
 do update set at = excluded.at, rank = excluded.rank, sheet = -1"""
_LOSE_THIS: Final = _LOSE.format(
    columns="old.listing, old.entry_id, old.at, old.rank, e.code",
    rows="from masthead_entry e where e.page_ptr_id = old.entry_id",
)

REMEMBERED: Final = (
    # What was public and is not: its addresses answer that it is gone.
    After(
        "gone_insert", "masthead_public_page", "insert",
        "delete from masthead_gone_page where page_id = new.page_id",
    ),
    After(
        "gone_delete", "masthead_public_page", "delete",
        "insert into masthead_gone_page (page_id, shard)"
        f" values (old.page_id, old.page_id % {SHARDS}) on conflict (page_id) do nothing",
    ),
    After(
        "gone_listing_insert", "masthead_listing", "insert",
        "delete from masthead_gone_listing where listing = new.listing",
    ),
    After(
        "gone_listing_delete", "masthead_listing", "delete",
        "insert into masthead_gone_listing (listing, shard) values (old.listing, old.shard)"
        " on conflict (listing) do nothing",
        "old.kind in (2, 3, 4, 6)",
    ),
    # What started a sheet and does not: the address leads to the sheet that took over. Settling says which that is.
    After("lost_delete", "masthead_listing_entry", "delete", _LOSE_THIS, "old.cut = 1"),
    After("lost_update", "masthead_listing_entry", "update", _LOSE_THIS, "old.cut = 1 and new.cut = 0"),
    After(
        "found_insert", "masthead_listing_entry", "insert",
        "delete from masthead_lost_cut where listing = new.listing and entry_id = new.entry_id",
        "new.cut = 1",
    ),
    After(
        "found_update", "masthead_listing_entry", "update",
        "delete from masthead_lost_cut where listing = new.listing and entry_id = new.entry_id",
        "old.cut = 0 and new.cut = 1",
    ),
    # Once the entry's row is gone, nobody knows its code.
    After(
        "lost_entry", "masthead_entry", "delete",
        _LOSE.format(
            columns="x.listing, x.entry_id, x.at, x.rank, old.code",
            rows="from masthead_listing_entry x where x.entry_id = old.page_ptr_id and x.cut = 1",
        ),
        when="before",
    ),
    # What lists at the desk filter by. It follows from one entry alone, so nothing has to be settled.
    After("desk_insert", "masthead_entry", "insert", desk.BEGIN),
    After("desk_update", "masthead_entry", "update", desk.FOLLOW_ENTRY, columns="blog_id, at, kind, language"),
    After("desk_delete", "masthead_entry", "delete", desk.END),
    After(
        "desk_page", "wagtailcore_page", "update", desk.FOLLOW_PAGE,
        "old.live <> new.live or old.has_unpublished_changes <> new.has_unpublished_changes"
        " or old.expired <> new.expired or old.draft_title <> new.draft_title",
        columns="live, has_unpublished_changes, expired, draft_title",
    ),
)  # fmt: skip


def remember(query: str) -> str:
    """Write an address into the history; the newest owner wins."""
    return f"""insert into masthead_address_history (address, target_kind, target_id, origin)
 select k.address, k.target_kind, k.target_id, 'moved' from (select '' as address, '' as target_kind,
   0 as target_id where false union all {query}) k where true
 on conflict (address) do update set target_kind = excluded.target_kind, target_id = excluded.target_id,
   origin = excluded.origin"""


def remember_gone(query: str) -> str:
    """As `remember`, of a row that goes. A page that stands elsewhere now and had the address before gets it back."""
    return f"""{remember(query)}
 where masthead_address_history.target_kind = 'page' and not exists (select 1 from masthead_public_page p
   where p.page_id = masthead_address_history.target_id)"""
