"""Reading WordPress export files (WXR 1.0 to 1.2) into a staging file, element by element, in constant memory.

There is no specification; the format is what `wp-admin/includes/export.php` has written since 2.1. Elements are told
by namespace and local name: the namespace's version follows the file's, the prefix may be any.

Versions are judged as WordPress's own importer does: a file without a version, or with one that is not of the form
"1.2", is refused; a version newer than 1.2 is read and noted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from lxml import etree

from masthead.importers.errors import Forbidden, Malformed, NotAnExport, TooLarge, UnknownVersion
from masthead.importers.staging import Site, StagedItem
from masthead.importers.wordpress.addresses import comparable, of_item
from masthead.importers.wordpress.embedded import FIELD as EMBEDDED
from masthead.importers.wordpress.judging import BYLINES, Verdict, judge
from masthead.importers.wordpress.links import file_path
from masthead.importers.wordpress.names import key, short, site_key, whole_number
from masthead.importers.wordpress.stream import RepairedStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from masthead.importers.staging import Staging

MAX_DEPTH: Final = 40
MAX_ELEMENT_BYTES: Final = 64 << 20
NEWEST = (1, 2)

# Of all that plugins leave in an item, what is carried.
META_READ: Final = {
    *("_wp_attached_file", "_wp_attachment_image_alt", "_thumbnail_id", "_wp_old_slug", "footnotes", EMBEDDED),
    *("cap-display_name", "cap-first_name", "cap-last_name", "cap-linked_account", "cap-description", "cap-website"),
    *("_menu_item_type", "_menu_item_object", "_menu_item_object_id", "_menu_item_menu_item_parent", "_menu_item_url"),
}

_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_PROLOG_END = re.compile(rb"<[A-Za-z_]")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HASHED = re.compile(r"^(_oembed(?:_time)?)_[0-9a-f]{32}$")


class FileReader:
    """Reads one file into the staging file. `version` and `channel` are known when it is done."""

    def __init__(self, path: Path, staging: Staging, progress: Callable[[int], None]) -> None:
        self.path = path
        self.staging = staging
        self.progress = progress
        self.channel: dict[str, str] = {}
        self.rows = ChannelRows(staging)

    def read(self) -> None:
        """Read it all, or raise `ImportRefused`."""
        try:
            for child in self._children():
                self._take(child)
        except etree.XMLSyntaxError as error:
            raise _broken(self.path, error) from error
        self._check_version()
        self.rows.close(self.channel)

    def _children(self) -> Iterator[etree._Element]:
        """The children of the channel, each whole, and forgotten when the next is asked for."""
        with self.path.open("rb") as file:
            stream = RepairedStream(file)
            parser = etree.XMLPullParser(
                events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
                huge_tree=True, remove_comments=True, remove_pis=True,
            )  # fmt: skip
            walk = _Walk(self.path)
            prolog: bytes | None = b""
            for chunk in stream:
                prolog = self._check_prolog(prolog, chunk)
                parser.feed(chunk)
                yield from walk.events(parser, len(chunk))
                self.progress(stream.consumed)
            parser.close()
            yield from walk.events(parser, 0)
            walk.finished()
            self.rows.count(walk.outer)
            self.rows.repairs += stream.repairs

    def _check_prolog(self, prolog: bytes | None, chunk: bytes) -> bytes | None:
        """Refuse declarations before the parser could act on them."""
        if prolog is None:
            return None
        prolog = _COMMENT.sub(b"", prolog + chunk)
        end = _PROLOG_END.search(prolog)
        if _DOCTYPE.search(prolog, 0, end.start() if end else len(prolog)):
            raise Forbidden(
                self.path,
                "it declares a document type, which no WordPress export does; "
                "export it again from WordPress (Tools, Export).",
            )
        if end is None and len(prolog) > MAX_ELEMENT_BYTES:
            raise NotAnExport(self.path, _NOT_XML)
        return None if end else prolog

    def _take(self, child: etree._Element) -> None:
        name = short(str(child.tag))
        if name == "item":
            self.rows.item(child, self.channel)
        elif name in {"wp:author", "wp:category", "wp:tag", "wp:term"}:
            self.rows.defined(name, child)
        else:
            self.channel.setdefault(name, (child.text or "").strip())
            self.rows.other(name, child)

    def _check_version(self) -> None:
        version = self.channel.get("wp:wxr_version", "")
        if not version:
            raise UnknownVersion(
                self.path,
                "it names no WordPress export version (wp:wxr_version), so it is a feed or a damaged export; "
                "export the site again from WordPress (Tools, Export).",
            )
        if not _VERSION.fullmatch(version):
            raise UnknownVersion(
                self.path,
                f"its WordPress export version is “{version}”, which is no version number; "
                "export the site again from WordPress (Tools, Export).",
            )
        if tuple(int(part) for part in version.split(".")) > NEWEST:
            self.staging.add_note(0, "newer version", version)


_NOT_XML = "it is not XML; give the .xml file that WordPress made under Tools, Export."


def _broken(path: Path, error: etree.XMLSyntaxError) -> NotAnExport | Malformed:
    line = error.lineno or 0
    reason = (error.msg or "unknown fault").split(", line ")[0].rstrip(".")
    if any(words in reason for words in ("Document is empty", "Start tag expected", "no element found")):
        return NotAnExport(path, _NOT_XML)
    return Malformed(
        path,
        f"its XML breaks in line {line} ({reason}); the download was probably cut off or the file was edited: "
        "export it again from WordPress (Tools, Export).",
    )


class _Walk:
    """Depth and bounds while parsing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.depth = 0
        self.since = 0
        self.in_channel = False
        self.seen_channel = False
        # rss and channel themselves, and what stands beside the channel.
        self.outer: Counter[str] = Counter()

    def events(self, parser: etree.XMLPullParser, size: int) -> Iterator[etree._Element]:
        self.since += size
        for event, element in cast("Iterator[tuple[str, etree._Element]]", parser.read_events()):
            if event == "start":
                self._start(element)
                continue
            self.depth -= 1
            if self.depth == 2 and self.in_channel:
                yield element
                self._forget(element)
            elif self.depth == 1:
                self.in_channel = False
                self._forget(element)
        if self.since > MAX_ELEMENT_BYTES:
            raise TooLarge(
                self.path,
                f"one element is larger than {MAX_ELEMENT_BYTES >> 20} MiB; find the item in WordPress and shorten it.",
            )

    def _start(self, element: etree._Element) -> None:
        self.depth += 1
        if self.depth > 2 and self.in_channel:
            if self.depth > MAX_DEPTH:
                raise TooLarge(self.path, f"its elements are nested more than {MAX_DEPTH} deep; it is not an export.")
            return
        name = short(str(element.tag))
        if self.depth == 1 and name != "rss":
            raise NotAnExport(
                self.path,
                f"it is XML of another sort (its outermost element is “{name}”, not “rss”); "
                "give the file that WordPress made under Tools, Export.",
            )
        if self.depth == 2:
            self.in_channel = name == "channel"
            self.seen_channel = self.seen_channel or self.in_channel
        self.outer[name] += 1

    def _forget(self, element: etree._Element) -> None:
        self.since = 0
        parent = element.getparent()
        element.clear()
        if parent is not None:
            parent.remove(element)

    def finished(self) -> None:
        if not self.seen_channel:
            raise NotAnExport(
                self.path, "it holds no channel, so nothing to import; export it again from WordPress (Tools, Export)."
            )


class ChannelRows:
    """Writes what the channel holds into the staging file."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self.outside: Counter[str] = Counter()
        self.repairs = 0
        self.site: Site | None = None
        self._seq = int(staging.meta("items") or 0)
        self._defined: list[dict[str, str]] = []

    def count(self, counts: Counter[str]) -> None:
        """Count elements that carry nothing by themselves."""
        self.outside += counts

    def other(self, name: str, element: etree._Element) -> None:
        """An element of the channel with a single value."""
        self.outside += subtree(name, element)

    def defined(self, name: str, element: etree._Element) -> None:
        """An author, category, tag or term definition."""
        fields = {"": name} | {short(str(child.tag)): (child.text or "").strip() for child in element}
        fields.pop("wp:author_email", None)
        taxonomy = fields.get("wp:term_taxonomy", "")
        if taxonomy == BYLINES:
            # Names, logins and mail addresses, for the plugin's own search.
            fields.pop("wp:term_description", None)
        self.outside += subtree(f"{name}[{taxonomy}]" if taxonomy else name, element)
        self._defined.append(fields)

    def item(self, element: etree._Element, channel: dict[str, str]) -> None:
        """An item of any type."""
        counts, fields = raw_item(element)
        self._seq += 1
        site = self.site = self.site or site_of(channel)
        number = whole_number(fields["wp:post_id"])
        verdict = judge(fields["wp:post_type"], fields["wp:status"], fields["wp:post_password"])
        found = of_item(verdict.sort, number, fields, site) if verdict.sort else ()
        text = json.dumps(fields | {"addresses": found}, ensure_ascii=False)
        name, repeated = self._key(site.key, number, fields, text)
        if repeated:
            verdict = Verdict("", "draft", "repeated in the file")
        row = StagedItem(
            seq=self._seq, key=name, number=number, sort=verdict.sort,
            outcome=verdict.outcome, reason=verdict.reason,
            parent=whole_number(fields["wp:post_parent"]), type=fields["wp:post_type"], status=fields["wp:status"],
        )  # fmt: skip
        self.staging.add_raw(row, self.staging.shape(counts), text)
        if verdict.sort:
            self._find_again(row, fields, found)

    def _find_again(self, row: StagedItem, fields: dict[str, Any], paths: tuple[str, ...]) -> None:
        """Remember where the item and its file were, for links to it. What comes first has an address first."""
        found = {comparable(path) for path in paths}
        if row.sort == "file":
            attached = [value for name, value in fields["meta"] if name == "_wp_attached_file"]
            urls = [file_path(url) for url in (fields["wp:attachment_url"], fields["guid"]) if url]
            found |= {f"file:{unicodedata.normalize('NFC', path)}" for path in (*attached, *urls) if "." in path}
        self.staging.db.executemany(
            "INSERT OR IGNORE INTO address VALUES (?, ?)", [(path, row.seq) for path in sorted(found)]
        )

    def _key(self, site: str, number: int, fields: dict[str, Any], text: str) -> tuple[str, bool]:
        """The item's key, and whether the same item was there before.

        Numbers repeat in merged exports: another item of a number that was met gets a key of its own.
        """
        base = key(site, str(number) if number else f"{fields['wp:post_type']}:{fields['wp:post_name']}")
        name, repeat = base, 1
        while row := self.staging.db.execute(
            "SELECT fields FROM item JOIN raw USING (seq) WHERE key = ?", (name,)
        ).fetchone():
            repeat += 1
            if row[0] == text:
                return f"{name}~~{self._seq}", True
            name = f"{base}~{repeat}"
        return name, False

    def close(self, channel: dict[str, str]) -> None:
        """Write down what was gathered."""
        self.staging.set_meta("items", str(self._seq))
        self.staging.add_channel(self.outside)
        defined = json.loads(self.staging.meta("defined") or "[]") + self._defined
        self.staging.set_meta("defined", json.dumps(defined, ensure_ascii=False))
        if self.repairs:
            self.staging.add_note(0, "characters repaired", str(self.repairs))
        if not self.staging.meta("site"):
            self.staging.set_meta("site", json.dumps(site_of(channel)._asdict(), ensure_ascii=False))
            self.staging.set_meta("published", channel.get("pubDate", ""))


def base_url(channel: dict[str, str]) -> str:
    """The address of the blog; in a network of sites the first of these differs from the others."""
    return channel.get("wp:base_blog_url") or channel.get("link") or channel.get("wp:base_site_url") or ""


def site_of(channel: dict[str, str]) -> Site:
    """The source site as its channel describes it."""
    urls = [channel.get(name, "") for name in ("wp:base_blog_url", "link", "wp:base_site_url")]
    hosts = tuple(sorted({site_key(url).split("/")[0] for url in urls if url} - {""}))
    return Site(
        system="wordpress", key=site_key(base_url(channel)), name=channel.get("title", ""),
        description=channel.get("description", ""), language=channel.get("language", ""),
        url=base_url(channel), hosts=hosts,
    )  # fmt: skip


def subtree(label: str, element: etree._Element) -> Counter[str]:
    """Count an element under its label and everything in it below that."""
    counts = Counter((label,))
    counts.update(f"{label} / {short(str(inner.tag))}" for inner in element.iterdescendants())
    return counts


_FIELDS: Final = (
    "title", "link", "pubDate", "guid", "dc:creator", "content:encoded", "excerpt:encoded", "wp:post_id",
    "wp:post_date",
    "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt", "wp:post_name", "wp:status", "wp:post_parent",
    "wp:menu_order", "wp:post_type", "wp:post_password", "wp:attachment_url", "wp:is_sticky",
)  # fmt: skip
_KEPT_AS_IS: Final = {"content:encoded", "excerpt:encoded", "title"}
# What decides whether readers may see an item: two that differ, or anything odd, must never add up to "public".
_DECISIVE: Final = {"wp:status", "wp:post_type", "wp:post_password"}
PASSWORD: Final = "set"  # noqa: S105 - no password


def _decided(name: str, element: etree._Element, again: bool, before: str) -> str:
    """The value of an element that decides over an item's visibility; contradictions stay, and no rule knows them."""
    text = "".join(cast("Iterator[str]", element.itertext()))
    if name == "wp:post_password":
        # That there is one decides; what it is, nobody needs. WordPress takes a space for one, too.
        return PASSWORD if before or text or len(element) or element.attrib else ""
    text = f"{text.strip()} …" if len(element) else text.strip()
    return f"{before} / {text}" if again and text != before else text


def raw_item(element: etree._Element) -> tuple[Counter[str], dict[str, Any]]:
    """What an item holds, as text and lists of texts, and how many elements of each sort it takes."""
    counts = Counter(("item",))
    fields = dict.fromkeys(_FIELDS, "")
    terms: list[tuple[str, str, str]] = []
    meta: list[tuple[str, str]] = []
    met: set[str] = set()
    for child in element:
        name = short(str(child.tag))
        if name == "category":
            domain = child.get("domain", "")
            terms.append((domain, child.get("nicename", ""), child.text or ""))
            counts[f"category[{domain}]"] += 1
        elif name == "wp:postmeta":
            values = {short(str(part.tag)): part.text or "" for part in child}
            meta_key = values.get("wp:meta_key", "").strip()
            label = _HASHED.sub(r"\1_…", meta_key) if meta_key.startswith("_oembed") else meta_key
            counts.update(subtree(f"wp:postmeta[{label}]", child))
            if label in META_READ:
                meta.append((label, values.get("wp:meta_value", "")))
        else:
            if len(child):
                counts.update(subtree(name, child))
            else:
                counts[name] += 1
            if name in _DECISIVE:
                fields[name] = _decided(name, child, name in met, fields[name])
                met.add(name)
            elif name in fields and not fields[name] and not len(child):
                text = child.text or ""
                fields[name] = text if name in _KEPT_AS_IS else text.strip()
    return counts, fields | {"terms": terms, "meta": meta}
