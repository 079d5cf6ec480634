"""Names in an export file: namespaces whatever their prefix and version, and the keys of the neutral records."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urlsplit

_WP = re.compile(r"https?://wordpress\.org/export/\d+(?:\.\d+)*/?$")
_EXCERPT = re.compile(r"https?://wordpress\.org/export/\d+(?:\.\d+)*/excerpt/?$")
_OTHERS = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://www.w3.org/2005/Atom": "atom",
}
# Characters that no name has. Percent-encoded they pass every XML parser; PostgreSQL takes no NUL.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Seen in files of 2012 to 2016, where the exporter's own name slipped in.
_MISSPELT = {"wp:wp_author": "wp:author"}


@lru_cache(maxsize=512)
def short(tag: str) -> str:
    """`wp:post_id` for any prefix, any version of the namespace; an unknown namespace stays in braces."""
    if not tag.startswith("{"):
        return tag
    uri, local = tag[1:].split("}", 1)
    if _WP.match(uri):
        # WordPress writes small letters; a password in capitals is still one.
        name = f"wp:{local.lower()}"
        return _MISSPELT.get(name, name)
    if _EXCERPT.match(uri):
        return f"excerpt:{local}"
    return f"{_OTHERS[uri]}:{local}" if uri in _OTHERS else tag


def decoded(name: str) -> str:
    """A slug as people read it.

    WordPress keeps non-Latin slugs percent-encoded in a column of 200 bytes, so the last character may be cut
    in the middle, even in the middle of an escape: what is incomplete is left out.
    """
    if "%" not in name:
        return unicodedata.normalize("NFC", name)
    whole = re.sub(r"%[0-9A-Fa-f]?$", "", name)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", unquote_to_bytes(whole).decode("utf-8", "ignore")))


@lru_cache(maxsize=1024)
def unquoted(path: str) -> str:
    """A path as people read it; what is no text is replaced, control characters are left out."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", unquote(path, errors="replace")))


def split(url: str) -> SplitResult:
    """The parts of an address; of one that is none, all are empty."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def whole_number(text: str) -> int:
    """A number, 0 for none."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def site_key(url: str) -> str:
    """What tells one source site from another: host and path, not the scheme, which changes in a site's life."""
    parts = split(url if "//" in url else f"//{url}")
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.netloc.rsplit(':', 1)[1]}" if re.search(r":\d+$", parts.netloc) else ""
    # What is no address still tells sites apart.
    return f"{host}{port}{parts.path.rstrip('/')}" or re.sub(r"[^\w.-]+", "-", url)[:100]


def key(site: str, *parts: str) -> str:
    """A key of at most 200 characters; an over-long or personal part is replaced by its digest."""
    text = ":".join(("wordpress", site, *parts))
    if len(text) <= 200 and "@" not in text:
        return text
    return f"wordpress:{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"
