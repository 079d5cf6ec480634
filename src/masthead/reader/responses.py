"""Answers to readers, as values. Every one carries the headers that keep a page from doing more than be read."""

from __future__ import annotations

from typing import Final, NamedTuple

from masthead.reader.addresses import location
from masthead.reader.content_types import may_be_shown
from masthead.reader.files import Form, Resource
from masthead.reader.identity import Identity
from masthead.reader.negotiation import Range

Headers = tuple[tuple[bytes, bytes], ...]

# Pages have no scripts, no foreign parts, no forms: whatever slips into one stays without effect.
# Nothing in them connects either; but what judges a page from inside a browser (Lighthouse) asks for robots.txt by it.
POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
SAFETY: Final[Headers] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# Thirty days: long enough to help, short enough to outlive a lost certificate.
STRICT_TRANSPORT: Final[Headers] = ((b"strict-transport-security", b"max-age=2592000"),)

# A page may be kept but is asked for again each time: a change is seen at once, an unchanged page costs a 304.
ASK_AGAIN: Final = b"no-cache"
# For names that carry a digest of what they name.
# By the reader's own browser alone: a cache that many share would give out for a year what was withdrawn (RFC 9111,
# 5.2.2.7).
FOR_EVER: Final = b"private, max-age=31536000, immutable"
# For what is no page: a redirect, a page that stands in for another. There is nothing to ask again with.
NOT_KEPT: Final = b"no-store"


class Manner(NamedTuple):
    """How a file is given out."""

    lasting: bool = False  # what the address names never changes
    from_others: bool = False  # somebody sent it: a browser shows it only when that is harmless
    dated: bool = False  # the file is old enough for its date to stand for its content


class Response(NamedTuple):
    status: int
    headers: Headers
    body: bytes = b""
    file: str = ""  # sent from the disk when the body is too large to keep
    identity: Identity | None = None  # the file of that name that the headers speak of
    part: Range | None = None


def page(resource: Resource, form: Form, manner: Manner) -> Response:
    """The whole of one form."""
    headers = _about(resource, form, manner)
    length = ((b"content-length", b"%d" % form.size),)
    if form.body is None:
        return Response(200, headers + length, file=form.file, identity=form.identity, part=Range(0, form.size))
    return Response(200, headers + length, form.body)


def not_modified(resource: Resource, form: Form, manner: Manner) -> Response:
    kept = {b"etag", b"cache-control", b"vary", b"last-modified"}
    headers = _about(resource, form, manner)
    return Response(304, tuple(header for header in headers if header[0] in kept))


def partial(resource: Resource, form: Form, manner: Manner, wanted: Range) -> Response:
    headers = (
        *_about(resource, form, manner),
        (b"content-length", b"%d" % (wanted.stop - wanted.start)),
        (b"content-range", b"bytes %d-%d/%d" % (wanted.start, wanted.stop - 1, form.size)),
    )
    if form.body is None:
        return Response(206, headers, file=form.file, identity=form.identity, part=wanted)
    return Response(206, headers, form.body[wanted.start : wanted.stop])


def unsatisfiable(size: int) -> Response:
    return _plain(416, "This part does not exist.", ((b"content-range", b"bytes */%d" % size),))


def moved(to: str) -> Response:
    return _plain(301, "This page has moved.", ((b"location", location(to).encode("ascii")),))


def elsewhere(to: str) -> Response:
    """For now: what is asked for may be had here another time."""
    return _plain(302, "This is to be had elsewhere.", ((b"location", to.encode("ascii")),))


def method_not_allowed() -> Response:
    return _plain(405, "Pages can be read, nothing else.", ((b"allow", b"GET, HEAD"),))


def instead(status: int, resource: Resource, form: Form) -> Response:
    """The page that is shown where no page is: without tag or date, as it stands for no one address."""
    own = {b"etag", b"accept-ranges", b"cache-control"}
    headers = (
        *(header for header in _about(resource, form, Manner()) if header[0] not in own),
        (b"cache-control", NOT_KEPT),
        (b"content-length", b"%d" % form.size),
    )
    if form.body is None:
        return Response(status, headers, file=form.file, identity=form.identity, part=Range(0, form.size))
    return Response(status, headers, form.body)


def missing(status: int) -> Response:
    """The same for a store that has no such page."""
    return _plain(status, "This page is gone." if status == 410 else "There is no page here.")


def preparing() -> Response:
    """The press has not yet been here. A browser asks again by itself."""
    return _plain(
        503, "This site is being prepared. Try again in a moment.", ((b"retry-after", b"5"), (b"refresh", b"5"))
    )


def changing() -> Response:
    """A file was replaced again and again while it was to be opened."""
    return _plain(503, "This page is being made anew. Try again in a moment.", ((b"retry-after", b"1"),))


def _plain(status: int, text: str, headers: Headers = ()) -> Response:
    body = f"{text}\n".encode()
    own = (
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", NOT_KEPT),
    )
    return Response(status, (*own, *headers, *SAFETY), body)


def _about(resource: Resource, form: Form, manner: Manner) -> Headers:
    kind = resource.kind
    headers: list[tuple[bytes, bytes]] = [
        (b"content-type", kind.encode("ascii")),
        (b"etag", form.etag.encode("ascii")),
        (b"cache-control", FOR_EVER if manner.lasting else ASK_AGAIN),
    ]
    if form.encoding != "identity":
        headers.append((b"content-encoding", form.encoding.encode("ascii")))
    if len(resource.forms) > 1:
        headers.append((b"vary", b"Accept-Encoding"))
    else:
        headers.append((b"accept-ranges", b"bytes"))
    if manner.dated:
        headers.append((b"last-modified", resource.last_modified.encode("ascii")))
    if manner.from_others and not may_be_shown(kind):
        headers.append((b"content-disposition", b"attachment"))
    return (*headers, *SAFETY)
