"""Files fetched from where the old site still answers.

Whoever wrote the export file chose the addresses, so nothing is believed of them. A name is resolved once, its address
is checked, and exactly that address is connected to, at every redirect anew: neither a name that leads into the private
network nor one that changes its mind between check and connection gets anywhere. Size and time are bounded; what the
file is, is told by its content afterwards, like every other file's. One file at a time, with pauses: it is a guest.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import masthead
from masthead.reader.addresses import in_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Allowed = Callable[[Address, int], bool]

MAX_BYTES: Final = 100 << 20
MOST_REDIRECTS: Final = 5
PATIENCE: Final = 20.0
"""Seconds that a server may be silent."""
LONGEST: Final = 600.0
"""Seconds for one file."""
PAUSE: Final = 0.2
"""Seconds between two requests."""
LONGEST_WAIT: Final = 60
"""Seconds that a server may ask us to wait; one that asks for more is not asked again."""
MOST_FAILURES: Final = 5
"""Connections that may fail, one after the other, before a host is left alone."""
_BUSY: Final = (429, 503)
_MOVED: Final = (301, 302, 303, 307, 308)
_CHUNK: Final = 1 << 16
_SAFE: Final = "/%?:@!$&'()*+,;=~"


class Refused(Exception):
    """A file that was not fetched; `str()` is the reason."""


class _Silent(Refused):
    """The host does not answer."""


def is_public(address: Address, port: int) -> bool:
    """Whether this may be asked: the public internet's own addresses, at the ports of the web."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inner(address)) is not None:
        address = inner
    forbidden = address.is_multicast or address.is_reserved or address.is_unspecified
    is_global = address.is_global and not any(address in network for network in _NOT_GLOBAL)
    return is_global and not forbidden and port in (80, 443)


# RFC 3879 and RFC 6890, 2.2.2: Python 3.11 takes them for global.
_NOT_GLOBAL: Final = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("192.0.0.0/24"))
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that is reached through one of IPv6."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class _Target(NamedTuple):
    """One address, taken apart and resolved."""

    tls: bool
    host: str
    port: int
    address: str
    path: str


class Downloads:
    """Fetches files into a folder, from which they are taken like any others.

    `allowed` is for tests alone, whose server is this machine: no setting and no option reaches it.
    """

    def __init__(self, folder: Path, *, allowed: Allowed = is_public, pause: float = PAUSE) -> None:
        self.folder = folder
        self._allowed = allowed
        self._pause = pause
        self._last = 0.0
        self._failures: Counter[str] = Counter()
        self._context = ssl.create_default_context()

    def fetch(self, url: str) -> Path | str:
        """The file behind an address, or the reason why there is none. A file that is here already is not asked for."""
        kept = self.folder / blake2b(url.encode("utf-8", "replace"), digest_size=16).hexdigest()
        if kept.exists():
            return kept
        host = url.partition("//")[2].partition("/")[0]
        if self._failures[host] >= MOST_FAILURES:
            return "the old site does not answer"
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._follow(url, kept)
        except Refused as refused:
            self._failures[host] = self._failures[host] + 1 if isinstance(refused, _Silent) else 0
            return str(refused)
        self._failures[host] = 0
        return kept

    def _follow(self, url: str, kept: Path) -> None:
        for _ in range(MOST_REDIRECTS + 1):
            further = self._ask(self._resolved(url), kept)
            if not further:
                return
            url = urljoin(url, further)
        raise Refused("the old site leads round in circles")

    def _ask(self, target: _Target, kept: Path) -> str:
        """Save the file, or return where it is said to be."""
        for last in (False, False, True):
            with self._asked(target) as (answer, until):
                if answer.status not in _BUSY or last:
                    return _taken(answer, kept, until)
                wait = _wait(answer)
            time.sleep(wait)
        raise AssertionError("the last try returns")

    def _resolved(self, url: str) -> _Target:
        try:
            parts = urlsplit(url)
            host, port = in_ascii(parts.hostname or ""), parts.port
        except (ValueError, UnicodeError):
            raise Refused("its address is none") from None
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise Refused("its address is none of the web")
        tls = parts.scheme == "https"
        port = port or (443 if tls else 80)
        path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        return _Target(tls, host, port, self._address(host, port), path)

    def _address(self, host: str, port: int) -> str:
        """The one address that is connected to. If a name has any that may not be asked, none of its is."""
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise _Silent("its host is not known any more") from None
        if not found or not all(self._allowed(ipaddress.ip_address(ip.partition("%")[0]), port) for ip in found):
            raise Refused("its address is not a public one")
        return found[0]

    @contextmanager
    def _asked(self, target: _Target) -> Iterator[tuple[http.client.HTTPResponse, float]]:
        time.sleep(max(0.0, self._last + self._pause - time.monotonic()))
        connection = http.client.HTTPConnection(target.host, target.port)
        sockets: list[socket.socket] = []
        # A server that sends a byte now and then never lets the socket's own limit pass.
        watch = threading.Timer(LONGEST, _cut, (sockets,))
        watch.daemon = True
        until = time.monotonic() + LONGEST
        watch.start()
        try:
            yield self._answer(connection, target, sockets), until
        finally:
            watch.cancel()
            connection.close()
            self._last = time.monotonic()

    def _answer(
        self, connection: http.client.HTTPConnection, target: _Target, sockets: list[socket.socket]
    ) -> http.client.HTTPResponse:
        try:
            made = socket.create_connection((target.address, target.port), timeout=PATIENCE)
            sockets.append(made)
            if target.tls:
                made = self._context.wrap_socket(made, server_hostname=target.host)
                sockets[0] = made
            connection.sock = made
            connection.request("GET", target.path, headers=_HEADERS)
            return connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _Silent(f"the old site does not answer ({type(error).__name__})") from error


_HEADERS: Final = {
    "User-Agent": f"Masthead/{masthead.__version__} (import of an old site's files)",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def _cut(sockets: list[socket.socket]) -> None:
    for made in sockets:
        with contextlib.suppress(OSError):
            made.shutdown(socket.SHUT_RDWR)


def _wait(answer: http.client.HTTPResponse) -> float:
    """The seconds that a busy server asks for."""
    said = (answer.getheader("Retry-After") or "").strip()
    seconds = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 5
    if seconds > LONGEST_WAIT:
        raise Refused(f"the old site is busy (status {answer.status})")
    return seconds


def _taken(answer: http.client.HTTPResponse, kept: Path, until: float) -> str:
    if answer.status in _MOVED and (further := answer.getheader("Location")):
        return further
    if answer.status != 200:
        raise Refused(f"the old site answers {answer.status}")
    if answer.getheader("Content-Encoding", "identity") != "identity":
        raise Refused("the old site sends it in a form that was not asked for")
    if (answer.length or 0) > MAX_BYTES:
        raise Refused(f"larger than {MAX_BYTES >> 20} MiB")
    part = kept.with_name(f"{kept.name}.part")
    try:
        _save(answer, part, until)
        os.replace(part, kept)  # noqa: PTH105 - a name appears with the whole file
    finally:
        part.unlink(missing_ok=True)
    return ""


def _save(answer: http.client.HTTPResponse, part: Path, until: float) -> None:
    expected, size = answer.length, 0
    with part.open("wb") as file:
        while chunk := _read(answer):
            size += len(chunk)
            if size > MAX_BYTES:
                raise Refused(f"larger than {MAX_BYTES >> 20} MiB")
            file.write(chunk)
    # What was cut off looks like an end.
    if time.monotonic() >= until or (expected is not None and size < expected):
        raise _Silent("the old site broke off")


def _read(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read1(_CHUNK)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _Silent("the old site broke off") from error
