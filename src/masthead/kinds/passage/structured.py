"""A passage and its source in the words of https://schema.org."""

from __future__ import annotations

from masthead.kinds.passage.sources import Source
from masthead.pages.metadata import Thing, filled

LONGEST = 5000
"""Characters: search engines read no more, and the page has it all."""


def quotation(words: str, language: str, source: Thing) -> Thing:
    """The passage."""
    shown = words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
    return filled({"@type": "Quotation", "text": shown, "inLanguage": language, "isPartOf": source})


def work(source: Source) -> Thing:
    """The source; what lies in an archive says so."""
    sort = source.sorted
    kept: Thing = {}
    if source.archive:
        kept = {"holdingArchive": {"@type": "ArchiveOrganization", "name": source.archive},
                "itemLocation": source.shelf_mark}  # fmt: skip
    return filled(
        {
            "@type": [sort.schema, "ArchiveComponent"] if source.archive else sort.schema,
            "name": source.title,
            "author": [_maker(name.spoken, whole=not name.given) for name in source.authors],
            "editor": [_maker(name.spoken, whole=not name.given) for name in source.editors],
            "isPartOf": _whole(source, sort.whole),
            "bookEdition": source.edition if sort.schema == "Book" else "",
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
            "locationCreated": {"@type": "Place", "name": source.place} if source.place else None,
            "datePublished" if source.publisher or source.container else "dateCreated": _date(source),
            "pagination": source.pages,
            "url": source.link,
            "archivedAt": source.archived,
            "inLanguage": source.language,
            **kept,
        }
    )


def _whole(source: Source, kind: str) -> Thing | None:
    if not source.container:
        return None
    whole: Thing = {"@type": kind or "CreativeWork", "name": source.container}
    if source.volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": source.volume, "isPartOf": whole}
    if source.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": source.issue, "isPartOf": whole}
    return whole


def _maker(name: str, *, whole: bool) -> Thing:
    # `author` takes either; what is one whole and has several words is most likely no person.
    return {"@type": "Organization" if whole and " " in name else "Person", "name": name}


def _date(source: Source) -> str:
    """schema.org's dates know days, months and years, no doubts and no spans."""
    known = source.known
    return known.point.iso if known and known.point else ""
