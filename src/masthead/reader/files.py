"""Files of the store as representations: their bytes, forms and headers, remembered while the file is the same."""

from __future__ import annotations

import gzip
import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import brotli

from masthead.reader.content_types import content_type
from masthead.reader.identity import Identity, identity_of, look
from masthead.reader.large import LargeTwins
from masthead.reader.negotiation import PREFERENCE, Encoding

# Larger files are not kept in memory but sent from the disk.
LARGEST_KEPT: Final = 1 << 20
MOST_KEPT: Final = 64 << 20
SUFFIX: Final[Mapping[Encoding, str]] = {"br": ".br", "gzip": ".gz"}


class Form(NamedTuple):
    """One encoding of a file."""

    encoding: Encoding
    size: int
    etag: str
    body: bytes | None  # None: too large to keep
    file: str = ""  # where it is then
    identity: Identity | None = None  # and which file was looked at


class Resource(NamedTuple):
    """A file of the store and its twins, as they were at one instant."""

    path: str
    kind: str  # its Content-Type
    modified: int  # seconds
    last_modified: str  # the same as HTTP has it
    forms: Mapping[Encoding, Form]
    identities: tuple[Identity | None, ...]  # of the file, its .br, its .gz
    weight: int
    is_settled: bool = True  # False: its twins are still being looked into


class Files:
    """The readable files below one folder. For one thread.

    `squeeze`: makes a gzip form of texts that have no twin. The store's own have theirs from the press.
    """

    def __init__(self, root: Path, *, squeeze: bool = False) -> None:
        self.root = str(root.resolve())
        self._squeeze = squeeze
        self._kept: OrderedDict[str, Resource] = OrderedDict()
        self._weight = 0
        self._large = LargeTwins()

    def find(self, relative: str) -> Resource | None:
        """The file of that name, None if there is none or it lies outside the folder."""
        path = f"{self.root}/{relative}"
        kept = self._kept.get(path)
        if kept is not None and kept.is_settled and kept.identities == _identities(path):
            self._kept.move_to_end(path)
            return kept
        resource = self._load(path)
        self._forget(path)
        if resource is not None:
            self._keep(resource)
        return resource

    def exists(self, relative: str) -> bool:
        return look(f"{self.root}/{relative}") is not None

    def _load(self, path: str) -> Resource | None:
        """Reads the file and such twins as decode to the same bytes: the press renames them one by one."""
        identities = _identities(path)
        if identities[0] is None or not self._is_inside(path):
            return None
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                found = os.fstat(file.fileno())
                if found.st_size > LARGEST_KEPT:
                    return self._large_file(path, found, identities)
                return _read(path, file, found, identities, squeeze=self._squeeze)
        except OSError:
            return None

    def _large_file(self, path: str, found: os.stat_result, identities: tuple[Identity | None, ...]) -> Resource:
        """Known by its identity: to read all of it for a tag would hold up everybody else."""
        own = identity_of(found)
        forms, is_settled = [], True
        for encoding, twin in zip(PREFERENCE, identities[1:], strict=False):
            name = path + SUFFIX[encoding]
            is_right = self._large.is_right(encoding, path, name, (name, twin, own)) if twin else False
            is_settled = is_settled and is_right is not None
            if twin and is_right:
                forms.append(Form(encoding, twin[1], _etag_of(twin), None, name, twin))
        forms.append(Form("identity", found.st_size, _etag_of(own), None, path, own))
        return _resource(path, found, forms, identities)._replace(is_settled=is_settled)

    def _is_inside(self, path: str) -> bool:
        """Whether the file itself, all links followed, lies in the folder."""
        return os.path.realpath(path).startswith(self.root + "/")

    def _forget(self, path: str) -> None:
        if (old := self._kept.pop(path, None)) is not None:
            self._weight -= old.weight

    def _keep(self, resource: Resource) -> None:
        self._kept[resource.path] = resource
        self._weight += resource.weight
        while self._weight > MOST_KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._weight -= oldest.weight


def _identities(path: str) -> tuple[Identity | None, ...]:
    if (own := look(path)) is None:
        return (None,)
    return (own, look(path + ".br"), look(path + ".gz"))


def _read(
    path: str, file: BinaryIO, found: os.stat_result, identities: tuple[Identity | None, ...], *, squeeze: bool
) -> Resource:
    body = file.read()
    forms = [*_twins(path, body), Form("identity", len(body), _etag(body), body)]
    if squeeze and len(forms) == 1 and content_type(path).endswith("charset=utf-8"):
        small = gzip.compress(body, 6, mtime=0)
        forms.insert(0, Form("gzip", len(small), _etag(small), small))
    return _resource(path, found, forms, identities)


def _resource(
    path: str, found: os.stat_result, forms: Sequence[Form], identities: tuple[Identity | None, ...]
) -> Resource:
    modified = int(found.st_mtime)
    return Resource(
        path=path,
        kind=content_type(path),
        modified=modified,
        last_modified=formatdate(modified, usegmt=True),
        forms={form.encoding: form for form in forms},
        # The file may have been replaced between look and open: what was read is what counts.
        identities=(identity_of(found), *identities[1:]),
        weight=1000 + sum(form.size for form in forms if form.body is not None),
    )


def _twins(path: str, body: bytes) -> Iterator[Form]:
    for encoding in PREFERENCE:
        if suffix := SUFFIX.get(encoding):
            twin = _small_file(path + suffix)
            if twin is not None and _decoded(encoding, twin, len(body)) == body:
                yield Form(encoding, len(twin), _etag(twin), twin)


def _small_file(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            read = file.read(LARGEST_KEPT + 1)
    except OSError:
        return None
    return read if len(read) <= LARGEST_KEPT else None


def _decoded(encoding: Encoding, twin: bytes, size: int) -> bytes | None:
    try:
        return brotli.decompress(twin) if encoding == "br" else gzip.decompress(twin)
    except (brotli.error, OSError, EOFError, ValueError):
        return None


def _etag(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def _etag_of(identity: Identity) -> str:
    return _etag(repr(identity).encode())
