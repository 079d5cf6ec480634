"""The shape of the demo's content, and short names for the stored JSON of the blocks that it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

Block = dict[str, Any]
Moment = tuple[int, int, int, int, int]  # year, month, day, hour, minute, in the site's time zone


class PersonData(NamedTuple):
    key: str
    name: str
    sort_name: str
    bio: str
    slug: str = ""
    website: str = ""
    sort: str = "person"


class CategoryData(NamedTuple):
    name: str
    description: str = ""
    parent: str = ""  # the name of a category that stands earlier


class EntryData(NamedTuple):
    """An entry. Its permanent id follows from `key`, so that the demo has the same addresses everywhere."""

    key: str
    date: Moment | None  # None: some weeks after the loading
    body: tuple[Block, ...]
    kind: str = "article"
    headline: str = ""
    slug: str = ""
    summary: str = ""
    byline: tuple[tuple[str, str], ...] = ()  # person's key, or the name of somebody without a page; role
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translation: str = ""  # entries with the same word are translations of each other
    language: str = ""  # where it is not the blog's
    state: Literal["public", "draft", "scheduled"] = "public"
    pinned: bool = False
    own: Mapping[str, Any] | None = None  # columns of the kind; a list of blocks is stored as a body is
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] | None = None  # of its inline tables, in their order
    related: tuple[str, ...] = ()  # the keys of entries to read on


class SeriesData(NamedTuple):
    name: str
    introduction: str
    parts: tuple[str, ...]  # the keys of entries


class KindData(NamedTuple):
    """What a kind brings to the demo, as `DEMO` in `demo.py` of its folder: entries of each blog, by the blog's slug,
    with terms that the demo has or that stand here; people whom they name; pictures that they show, as `PICTURES` has
    them; what is left to do once an entry of the kind is there."""

    entries: Mapping[str, tuple[EntryData, ...]]
    people: tuple[PersonData, ...] = ()
    tags: Mapping[str, tuple[str, ...]] | None = None
    pictures: Mapping[str, tuple[str, str, Callable[[], bytes]]] | None = None
    finish: Callable[[Any, EntryData], None] | None = None


class BlogData(NamedTuple):
    name: str
    slug: str
    language: str
    description: str
    categories: tuple[CategoryData, ...]
    tags: tuple[str, ...]
    entries: tuple[EntryData, ...]  # from the oldest to the newest
    series: tuple[SeriesData, ...] = ()


def in_order(*some: tuple[EntryData, ...]) -> tuple[EntryData, ...]:
    """Entries from several files, the oldest first; what waits for a moment comes last."""
    never: Moment = (9999, 12, 31, 0, 0)
    return tuple(sorted((entry for each in some for entry in each), key=lambda entry: entry.date or never))


class StaticPageData(NamedTuple):
    title: str
    slug: str
    language: str
    body: tuple[Block, ...]


class SiteData(NamedTuple):
    name: str
    tagline: str
    introduction: str
    lead: str  # the key of the entry that leads the home page
    footer: str
    people: tuple[PersonData, ...]
    blogs: tuple[BlogData, ...]
    static_pages: tuple[StaticPageData, ...]


def note(
    key: str, date: Moment, *paragraphs: str, by: str = "", topics: tuple[str, ...] = (), tags: tuple[str, ...] = ()
) -> EntryData:
    """A note without a headline: most of what people write."""
    byline = ((by, "author"),) if by else ()
    return EntryData(key, date, (text(*paragraphs),), kind="note", byline=byline, categories=topics, tags=tags)


def article(
    key: str, date: Moment, headline: str, *blocks: Block, by: str, topics: tuple[str, ...] = (),
    tags: tuple[str, ...] = (), **more: Any,
) -> EntryData:  # fmt: skip
    """An article. `by` names its authors, with commas; other roles are given as `byline`."""
    byline = more.pop("byline", ()) or tuple((name.strip(), "author") for name in by.split(","))
    return EntryData(key, date, blocks, headline=headline, byline=byline, categories=topics, tags=tags, **more)


def text(*paragraphs: str) -> Block:
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def points(*items: str) -> Block:
    return {"type": "text", "value": f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"}


def steps(*items: str) -> Block:
    return {"type": "text", "value": f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"}


def heading(words: str, level: int = 2) -> Block:
    return {"type": "heading", "value": {"text": words, "level": str(level)}}


def quotation(words: str, source: str) -> Block:
    return {"type": "quotation", "value": {"quote": f"<p>{words}</p>", "source": source, "url": ""}}


def picture(name: str, alt: str, caption: str, credit: str = "") -> Block:
    """A picture by the name that `pictures.py` gives it; the loader puts the picture's number in its place."""
    value = {"image": name, "alt": alt, "caption": f"<p>{caption}</p>", "credit": credit}
    return {"type": "image", "value": value}


def gallery(*pictures: Block) -> Block:
    return {"type": "gallery", "value": {"pictures": _listed(*(shown["value"] for shown in pictures))}}


def pull_quote(words: str) -> Block:
    return {"type": "pull_quote", "value": {"quote": words, "source": ""}}


def footnotes(**notes: str) -> Block:
    items = ({"label": label, "text": f"<p>{note}</p>"} for label, note in notes.items())
    return {"type": "footnotes", "value": {"notes": _listed(*items)}}


def sound(name: str, title: str, transcript: str) -> Block:
    """A sound by the name that `sounds.py` gives it."""
    value = {"file": name, "title": title, "caption": "", "transcript": f"<p>{transcript}</p>"}
    return {"type": "audio", "value": value}


def film(name: str, title: str, poster: str, captions: str, transcript: str) -> Block:
    """A film by the name that `films.py` gives it, its still by that of a picture, its captions by that of a paper."""
    track = {"file": captions, "language": "", "label": "", "kind": "captions"}
    value = {"file": name, "title": title, "caption": "", "transcript": f"<p>{transcript}</p>", "poster": poster}
    return {"type": "video", "value": {**value, "tracks": _listed(track)}}


def papers(title: str, **named: str) -> Block:
    """Documents by the name that `papers.py` gives them, and what each is called here."""
    items = ({"document": name, "title": words} for name, words in named.items())
    return {"type": "files", "value": {"title": title, "files": _listed(*items)}}


def code(language: str, source: str) -> Block:
    return {"type": "code", "value": {"language": language, "code": source}}


def markup(source: str) -> Block:
    """HTML that readers get, as only an administrator may write it."""
    return {"type": "raw_html", "value": {"source": source}}


def kept(source: str, why: str) -> Block:
    """What stood in an old text and cannot be shown: for editors alone."""
    return {"type": "html", "value": {"source": source, "note": why}}


def elsewhere(url: str, title: str, author: str, provider: str, image: str, description: str) -> Block:
    value = {"url": url, "title": title, "author": author, "provider": provider, "image": image}
    return {"type": "embed", "value": {**value, "description": description}}


def _listed(*values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value} for value in values]


def table(caption: str, headings: tuple[str, ...], *rows: tuple[str, ...]) -> Block:
    value = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": [f"<p>{cell}</p>" for cell in row]} for row in rows],
        "caption": caption,
    }
    return {"type": "table", "value": value}


def more() -> Block:
    return {"type": "more", "value": ""}
