"""From what was read to neutral records: persons, terms, then every item with its body and addresses."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from masthead.importers.mojibake import mended
from masthead.importers.records import File, Item, Term
from masthead.importers.wordpress import addresses
from masthead.importers.wordpress.archive import StagedArchive, order_of
from masthead.importers.wordpress.body import Body, convert, summary
from masthead.importers.wordpress.bylines import Bylines, person
from masthead.importers.wordpress.elements import plain_text
from masthead.importers.wordpress.embedded import FIELD as EMBEDDED
from masthead.importers.wordpress.embedded import tell
from masthead.importers.wordpress.inline import Notes
from masthead.importers.wordpress.judging import BYLINES, judge
from masthead.importers.wordpress.links import file_path, ref
from masthead.importers.wordpress.media import image_value, pictures_in
from masthead.importers.wordpress.names import decoded, key, whole_number
from masthead.importers.wordpress.texturize import signs_of, texturize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.importers.records import Block, Person
    from masthead.importers.staging import Site, Staging

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$", re.ASCII)


def persons_and_terms(staging: Staging) -> None:
    """Write what the channel defines; parents before children."""
    defined: list[dict[str, str]] = json.loads(staging.meta("defined") or "[]")
    for fields in defined:
        _mend_names(staging, fields)
        if fields[""] == "wp:author" and fields.get("wp:author_login"):
            staging.add_person(person(staging.site, fields["wp:author_login"], fields))
    for guest in Bylines(staging).guests():
        staging.add_person(guest)
    terms = [term for fields in defined if (term := _term(staging, fields))]
    paths: dict[str, list[str]] = {}
    for term in parents_first(terms):
        path = paths[term.key] = [*paths.get(term.parent, []), term.slug]
        # WordPress answers at the whole path, and at its last part alone.
        archives = (addresses.archive(term.taxonomy, parts, staging.site) for parts in (path, path[-1:]))
        staging.add_term(replace(term, addresses=addresses.unique([*archives, *term.addresses])))


_SHOWN: Final = (
    "wp:author_display_name", "wp:author_first_name", "wp:author_last_name", "wp:cat_name", "wp:category_description",
    "wp:tag_name", "wp:tag_description", "wp:term_name", "wp:term_description",
)  # fmt: skip


def _mend_names(staging: Staging, fields: dict[str, Any]) -> None:
    """As items are: what looks damaged is listed, and repaired if that is wanted."""
    for name in _SHOWN:
        text, found = mended(fields.get(name, ""))
        for suspect in found:
            staging.add_suspect(0, *suspect)
        if found and staging.meta("repair"):
            fields[name] = text


def _term(staging: Staging, fields: dict[str, Any]) -> Term | None:
    site = staging.site
    kind = fields[""]
    if kind == "wp:term":
        kind = {"category": "wp:category", "post_tag": "wp:tag"}.get(fields.get("wp:term_taxonomy", ""), "")
        fields = _as_definition(fields)
    if kind not in {"wp:category", "wp:tag"}:
        return None
    prefix, name = ("category_nicename", "cat_name") if kind == "wp:category" else ("tag_slug", "tag_name")
    slug = decoded(fields.get(f"wp:{prefix}", "")) or fields.get(f"wp:{name}", "")
    if not slug:
        return None
    taxonomy = "category" if kind == "wp:category" else "tag"
    parent = decoded(fields.get("wp:category_parent", "")) if taxonomy == "category" else ""
    described = fields.get("wp:category_description" if taxonomy == "category" else "wp:tag_description", "")
    number = whole_number(fields.get("wp:term_id", ""))
    by_number = f"{addresses.root(site)}/?cat={number}" if taxonomy == "category" and number else ""
    by_slug = f"{addresses.root(site)}/?tag={slug}" if taxonomy == "tag" else ""
    return Term(
        key=key(site.key, taxonomy, slug), taxonomy="category" if taxonomy == "category" else "tag", slug=slug,
        name=plain_text(fields.get(f"wp:{name}", "")) or slug, description=plain_text(described),
        parent=key(site.key, "category", parent) if parent else "",
        addresses=addresses.unique([by_number, by_slug]),
    )  # fmt: skip


_NAMES = {
    "wp:term_slug": ("wp:category_nicename", "wp:tag_slug"),
    "wp:term_name": ("wp:cat_name", "wp:tag_name"),
    "wp:term_parent": ("wp:category_parent",),
    "wp:term_description": ("wp:category_description", "wp:tag_description"),
}


def _as_definition(fields: dict[str, Any]) -> dict[str, str]:
    """A `wp:term` of a built-in taxonomy in the words of `wp:category` and `wp:tag`."""
    return fields | {new: fields.get(old, "") for old, many in _NAMES.items() for new in many}


def parents_first(terms: list[Term]) -> list[Term]:
    """In order, but each behind its parent. An unknown parent, or one in a circle, is no parent."""
    by_key: dict[str, Term] = {}
    for term in terms:
        by_key.setdefault(term.key, term)
    done: dict[str, Term] = {}
    for term in by_key.values():
        if term.key in done:
            continue
        chain = [term]
        while (above := by_key.get(chain[-1].parent)) and above.key not in done and above not in chain:
            chain.append(above)
        for link in reversed(chain):
            done[link.key] = link if link.parent in done else _without_parent(link)
    return list(done.values())


def _without_parent(term: Term) -> Term:
    values = {name: getattr(term, name) for name in ("key", "taxonomy", "name", "slug", "description", "addresses")}
    return Term(**values)


class Converted(NamedTuple):
    """What became of one item, and whom and what it names that the channel did not define.

    Without a record the item is held, and the only note says why.
    """

    seq: int
    record: str
    notes: list[tuple[str, str]]
    persons: list[str]
    terms: list[str]
    suspects: list[tuple[str, str]]


class Converter:
    """Turns raw items into records. It only reads the staging file, so several can work at once."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self.site = staging.site
        self.archive = StagedArchive(staging)
        self.bylines = Bylines(staging)
        # Keys of the persons and terms that are written down.
        self.known = {entry.key for entries in (staging.persons(), staging.terms()) for _, entry in entries}
        self.persons: list[str] = []
        self.terms: list[str] = []
        self.pinned = set(json.loads(staging.meta("pinned") or "[]"))
        self.repairs = bool(staging.meta("repair"))
        self.fallback = _http_date(staging.meta("published")) or "1970-01-01T00:00:00+00:00"

    def stretch(self, part: str, first: int, last: int) -> list[Converted]:
        """Convert the "files", or the "items" that are none, of a stretch that are not held."""
        rows = self.staging.db.execute(
            "SELECT seq, key, number, parent, status, sort, fields FROM item JOIN raw USING (seq) "
            "WHERE seq BETWEEN ? AND ? AND sort != '' AND (sort = 'file') = ? ORDER BY seq",
            (first, last, part == "files"),
        )
        return [self._safely(row) for row in rows.fetchall()]

    def _safely(self, row: tuple[int, str, int, int, str, str, str]) -> Converted:
        """One item that breaks the conversion is held; it stops no other."""
        try:
            return self._converted(row)
        except Exception as error:  # whatever a stranger's text brings about
            return Converted(row[0], "", [(f"could not be converted: {type(error).__name__}", "")], [], [], [])

    def _converted(self, row: tuple[int, str, int, int, str, str, str]) -> Converted:
        seq, name, number, parent, status, sort, fields = row
        values, suspects = self._mended(json.loads(fields))
        values |= {"key": name, "wp:status": status}
        self.archive.number = number
        self.persons, self.terms = [], []
        record: File | Item
        if sort == "file":
            record, notes = self._file(parent, values), Notes()
        else:
            record, notes = self._item(seq, sort, parent, values)
        return Converted(seq, record.to_json(), notes, self.persons, self.terms, suspects)

    def _mended(self, fields: dict[str, Any]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """The fields with their texts repaired, if that is wanted; and what looks damaged in them."""
        suspects: list[tuple[str, str]] = []
        for name in ("title", "excerpt:encoded", "content:encoded"):
            text, found = mended(fields[name])
            suspects += found
            if self.repairs:
                fields[name] = text
        return fields, suspects

    def _file(self, parent: int, fields: dict[str, Any]) -> File:
        meta = dict(fields["meta"])
        path = meta.get("_wp_attached_file") or file_path(fields["wp:attachment_url"] or fields["guid"])
        title = plain_text(fields["title"])
        return File(
            key=fields["key"], path=path, title=title[:255] or path.rpartition("/")[2][:255],
            alt=plain_text(meta.get("_wp_attachment_image_alt", "")), caption=plain_text(fields["excerpt:encoded"]),
            parent=self.archive.any(parent), addresses=tuple(fields["addresses"]),
            url=fields["wp:attachment_url"] or fields["guid"],
            files=addresses.of_file(fields["wp:attachment_url"] or fields["guid"], self.site),
        )  # fmt: skip

    def _item(self, seq: int, sort: str, parent: int, fields: dict[str, Any]) -> tuple[Item, Notes]:
        verdict = judge(fields["wp:post_type"], fields["wp:status"], fields["wp:post_password"])
        meta: list[tuple[str, str]] = fields["meta"]
        body = convert(fields["content:encoded"], self.archive, dict(meta).get("footnotes", ""))
        tell(body.blocks, [value for name, value in meta if name == EMBEDDED])
        if verdict.reason:
            body.notes.add(verdict.reason)
        headline = plain_text(self._shown(fields["title"]))
        if re.search(r"<[a-zA-Z]", fields["title"]):
            body.notes.add("markup in the title dropped", fields["title"])
        is_pinned = seq in self.pinned
        if fields["wp:is_sticky"] == "1" and not is_pinned:
            body.notes.add("sticky on the old site, not pinned", headline)
        date, modified = self._dates(fields, body)
        blocks = self._with_lead(body.blocks, fields, body)
        found = tuple(fields["addresses"])
        record = Item(
            key=fields["key"], sort="entry" if sort == "entry" else "page", headline=headline,
            label=headline or _label(blocks),
            slug=decoded(fields["wp:post_name"]), state=verdict.state, date=date, modified=modified,
            summary=summary(fields["excerpt:encoded"], self.site.language), body=_with_ids(fields["key"], blocks),
            authors=self._authors(fields), terms=self._terms(fields) if sort == "entry" else (),
            parent=self.archive.page(parent) if sort == "page" else None, order=order_of(fields["wp:menu_order"]),
            pinned=is_pinned,
            addresses=(*found, *addresses.pages_of(found, body.pages)),
        )  # fmt: skip
        return record, body.notes

    def _shown(self, html: str) -> str:
        return texturize(html, signs_of(self.site.language))

    def _with_lead(self, blocks: list[Block], fields: dict[str, Any], body: Body) -> list[Block]:
        """The featured picture, which themes show above the text, leads the body unless it is in it already."""
        number = dict(fields["meta"]).get("_thumbnail_id", "")
        seq = self.archive.attachment(int(number)) if re.fullmatch(r"[0-9]{1,18}", number) else None
        if seq is None or ref(seq) in pictures_in(blocks):
            return blocks
        body.notes.add("featured picture put first", str(seq))
        return [{"type": "image", "value": image_value(self.archive, seq, "", "")}, *blocks]

    def _dates(self, fields: dict[str, Any], body: Body) -> tuple[str, str]:
        date = _date(fields["wp:post_date_gmt"], fields["wp:post_date"]) or _http_date(fields["pubDate"])
        modified = _date(fields["wp:post_modified_gmt"], fields["wp:post_modified"])
        if not date:
            date = modified or self.fallback
            body.notes.add("date missing", date)
        return date, modified or date

    def _authors(self, fields: dict[str, Any]) -> tuple[str, ...]:
        terms: list[tuple[str, str, str]] = fields["terms"]
        named = [self.bylines.named(slug, name) for domain, slug, name in terms if domain == BYLINES and slug]
        if not named and fields["dc:creator"]:
            named = [_account(self.site, fields["dc:creator"])]
        # Version 1.0 lists no authors, and later versions forget some.
        for one in named:
            if one.key not in self.known:
                self.known.add(one.key)
                self.persons.append(one.to_json())
        return tuple(dict.fromkeys(one.key for one in named))

    def _terms(self, fields: dict[str, Any]) -> tuple[str, ...]:
        terms: list[tuple[str, str, str]] = fields["terms"]
        # Version 1.0 writes each term twice, once without its slug.
        named = {name for _, slug, name in terms if slug}
        found: dict[str, None] = {}
        for domain, slug, name in terms:
            taxonomy = {"category": "category", "": "category", "post_tag": "tag", "tag": "tag"}.get(domain)
            if taxonomy and (slug or (name.strip() and name not in named)):
                found[self._term(taxonomy, decoded(slug) or plain_text(name), plain_text(name))] = None
        return tuple(found)

    def _term(self, taxonomy: str, slug: str, name: str) -> str:
        term = key(self.site.key, taxonomy, slug)
        if term not in self.known:
            self.known.add(term)
            path = addresses.archive(taxonomy, [slug], self.site)
            sort: Any = taxonomy
            made = Term(key=term, taxonomy=sort, slug=slug, name=name or slug, addresses=(path,))
            self.terms.append(made.to_json())
        return term


@lru_cache(maxsize=256)
def _account(site: Site, login: str) -> Person:
    """Few people write most posts."""
    return person(site, login)


def _with_ids(name: str, blocks: list[Block]) -> list[Block]:
    """Blocks with ids that a second conversion gives again."""
    for number, block in enumerate(blocks):
        block["id"] = str(uuid5(NAMESPACE_URL, f"{name}/{number}"))
        for place, item in enumerate(_listed(block["value"])):
            item["id"] = str(uuid5(NAMESPACE_URL, f"{name}/{number}/{place}"))
    return blocks


def _listed(value: Any) -> list[dict[str, Any]]:
    """What the lists within a block hold: pictures, files, notes, captions of a film."""
    lists = [part for part in value.values() if isinstance(part, list)] if isinstance(value, dict) else []
    return [item for part in lists for item in part if isinstance(item, dict) and item.get("type") == "item"]


def _label(blocks: Iterable[Block]) -> str:
    """The first words of a text without a title."""
    for block in blocks:
        if block["type"] in {"text", "quotation", "heading"}:
            value = block["value"]
            words = plain_text(value if isinstance(value, str) else value.get("quote") or value.get("text", "")).split()
            if words:
                return " ".join(words[:8])[:100]
    return ""


def _date(gmt: str, local: str) -> str:
    """An instant if the source knows it, else the wall clock's reading, else nothing."""
    if (found := _valid(gmt)) is not None:
        return found.replace(tzinfo=UTC).isoformat()
    found = _valid(local)
    return found.isoformat() if found is not None else ""


def _valid(text: str) -> datetime | None:
    match = _DATE.match(text)
    try:
        # The zone is set, or deliberately left open, by the caller.
        return datetime(*(int(part) for part in match.groups())) if match else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _http_date(text: str) -> str:
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
