"""What lists at the desk filter by: one narrow row for each entry, public or not, kept by triggers of its own.

They are simple, since a row here follows from one entry alone. The words of headlines are found by the database's own
search: SQLite's FTS5, PostgreSQL's `tsvector`.
"""

from __future__ import annotations

from typing import Final

COLUMNS: Final = "entry_id, blog_id, at, kind, language, state, words"

_STATE: Final = """case when p.live then case when p.has_unpublished_changes then 'changed' else 'live' end
   when p.expired then 'expired' else 'draft' end"""

DEFINITION: Final = f"""
select e.page_ptr_id as entry_id, e.blog_id, e.at, e.kind, e.language, {_STATE} as state, p.draft_title as words
  from masthead_entry e cross join wagtailcore_page p where p.id = e.page_ptr_id"""

BEGIN: Final = f"insert into masthead_desk_entry ({COLUMNS}) {DEFINITION} and e.page_ptr_id = new.page_ptr_id"
FOLLOW_ENTRY: Final = """update masthead_desk_entry
 set blog_id = new.blog_id, at = new.at, kind = new.kind, language = new.language where entry_id = new.page_ptr_id"""
FOLLOW_PAGE: Final = f"""update masthead_desk_entry set (state, words) = (
  select {_STATE}, p.draft_title from wagtailcore_page p where p.id = new.id) where entry_id = new.id"""
END: Final = "delete from masthead_desk_entry where entry_id = old.page_ptr_id"

RECONCILE: Final = [
    f"""delete from masthead_desk_entry where entry_id not in (select entry_id from (
  select {COLUMNS} from masthead_desk_entry intersect select {COLUMNS} from masthead_desk_entry_now) same)""",
    f"""insert into masthead_desk_entry ({COLUMNS}) select {COLUMNS} from masthead_desk_entry_now n
 where not exists (select 1 from masthead_desk_entry x where x.entry_id = n.entry_id)""",
]

WORDS: Final = "masthead_desk_words"
FTS: Final = (
    f"CREATE VIRTUAL TABLE {WORDS} using fts5(words, content='masthead_desk_entry', content_rowid='entry_id',"
    " tokenize='unicode61 remove_diacritics 2')"
)
"""SQLite's index of words; it keeps no text of its own."""
FTS_REBUILD: Final = f"insert into {WORDS} ({WORDS}) values ('rebuild')"
_FORGET: Final = f"insert into {WORDS} ({WORDS}, rowid, words) values ('delete', old.entry_id, old.words)"
_LEARN: Final = f"insert into {WORDS} (rowid, words) values (new.entry_id, new.words)"
FTS_TRIGGERS: Final = {
    "insert": ("after insert on masthead_desk_entry", [_LEARN]),
    "update": ("after update of words on masthead_desk_entry", [_FORGET, _LEARN]),
    "delete": ("after delete on masthead_desk_entry", [_FORGET]),
}

GIN: Final = (
    f"create index if not exists {WORDS} on masthead_desk_entry using gin (to_tsvector('simple'::regconfig, words))"
)
