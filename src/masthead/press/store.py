"""The store: the published files, exactly as readers get them.

A page at `/a/b/` is the file `a/b/index.html`, one at `/a/b.xml` is `a/b.xml`; text has gzip and brotli twins
beside it. An address that answers with a redirect or is gone is a small JSON file below `.answers`, named by
the digest of the address, so that any server finds it by one look-up.

Files are staged first (written, compressed, synced) and renamed into place only when the ledger knows of them,
so that no reader ever meets half a file and a killed run is finished by the next.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import brotli

from masthead.press.answers import digest, encode
from masthead.press.errors import AddressRefused, BuildFailed
from masthead.press.manifest import Made, Page

ANSWERS = ".answers"
TWINS = (".br", ".gz")
GZIP_LEVEL = 9
BROTLI_QUALITY = 5
SMALLEST_TWIN = 256
"""Below this many bytes a twin saves nothing: it fits the same packet."""
SYNCED_EACH = 200
LONGEST_SEGMENT = 240
"""Bytes of one segment: file names end at 255, and twins and parts add an ending."""
LONGEST_ADDRESS = 2000
"""Bytes of a whole address; paths end at 4096."""
TEXT = frozenset({".html", ".xml", ".css", ".txt", ".json", ".svg", ".js", ".webmanifest"})

MADE = ".made"
"""Ending of a staged file that a builder made. It was dear, so a run that was killed leaves it to the next."""
PART = ".part"

Builder = Callable[..., bytes]


class Artifact(NamedTuple):
    """A file of the store, not written yet. What a builder makes has no bytes before it is staged."""

    path: str
    digest: bytes
    body: bytes = b""
    made: Made | None = None


class Todo(NamedTuple):
    """A file of which the store holds what it shall not: other bytes, none, or any at all."""

    path: str
    address: str
    wanted: bytes | None
    published: bytes | None
    made: bool


class Placed(NamedTuple):
    """What became of one file of a run: in its place, or not staged, or not to be placed because of an error."""

    path: str
    done: bool
    obstacle: OSError | None = None


def path_of(address: str, status: int = 200) -> str:
    """The file of an address, relative to the store.

    Raises `AddressRefused` for addresses that no file system holds safely.
    """
    if status != 200:
        name = blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return f"{ANSWERS}/{name[:2]}/{name[2:]}.json"
    segments = address.split("/")
    if segments[0] or len(segments) < 2:
        raise AddressRefused(f"The address {address!r} does not begin with a slash.")
    name = segments.pop() or "index.html"
    for segment in (*segments[1:], name):
        if not segment or segment.startswith(".") or not _is_safe(segment, LONGEST_SEGMENT):
            raise AddressRefused(
                f"The address {address!r} cannot be a file: the part {segment[:40]!r} is empty, begins with a "
                f"dot, holds what is no text, or has more than {LONGEST_SEGMENT} bytes."
            )
    if address != unicodedata.normalize("NFC", address):
        raise AddressRefused(
            f"The address {address!r} is not in Unicode's composed form (NFC), in which it is asked for."
        )
    # So no file is ever in the way of a folder, no two addresses share a file, and no file is taken for a twin.
    if (
        "." not in name
        or any("." in folder for folder in segments)
        or address.endswith("/index.html")
        or _is_twin(name)
    ):
        raise AddressRefused(
            f"The address {address!r} cannot be a file: parts before the last slash have no dot, and what stands "
            "behind it is nothing or a name with an ending, but not index.html or the ending of a twin."
        )
    if not _is_safe(address, LONGEST_ADDRESS):
        raise AddressRefused(f"The address {address[:80]!r}… has more than {LONGEST_ADDRESS} bytes.")
    return "/".join((*segments[1:], name))


def _is_safe(text: str, longest: int) -> bool:
    """Whether every file system takes this: no control characters, no halves of surrogate pairs, not too long."""
    if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in text):
        return False
    return len(text.encode()) <= longest


def _is_twin(name: str) -> bool:
    return name.endswith(TWINS) and PurePosixPath(name).with_suffix("").suffix in TEXT


def artifact(address: str, page: Page | Made) -> Artifact:
    """The file that a page becomes."""
    if isinstance(page, Made):
        return Artifact(path_of(address), digest(encode((page.builder, page.args))), made=page)
    body = page.body if page.status == 200 else _answer(address, page)
    return Artifact(path_of(address, page.status), digest(body), body)


def _answer(address: str, page: Page) -> bytes:
    answer: dict[str, str | int] = {"address": address, "status": page.status}
    if page.location:
        answer["location"] = page.location
    return json.dumps(answer, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


class DiskStore:
    """A store in a folder. `stage` is a folder on the same file system, never served.

    `hands`: how many files builders make at a time; `at_close`: ends what they work with.
    """

    def __init__(
        self,
        public: Path,
        stage: Path,
        builders: Mapping[str, Builder] | None = None,
        *,
        sync: bool = True,
        hands: int = 1,
        at_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.public = public
        self.stage = stage
        self.builders = dict(builders or {})
        self.sync = sync
        self._at_close = at_close
        self._put_so_far = 0
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="press-store")
        self._makers = ThreadPoolExecutor(hands, thread_name_prefix="press-maker")
        self._staging: list[Future[None]] = []
        self._making: list[Future[None]] = []

    def close(self) -> None:
        """Ends the threads."""
        self._makers.shutdown(cancel_futures=True)
        self._pool.shutdown()
        self._at_close()

    # -- staging

    def put(self, item: Artifact) -> None:
        """Stages one file, in the background."""
        if len(self._staging) > 500:
            self._settle_staging()
        self._put_so_far += 1
        self._staging.append(self._pool.submit(self._write, item, self._syncs_each()))

    def make(self, item: Artifact) -> Future[None]:
        """Has one file made and staged, in the background; one that is staged already is not made again.

        What is returned raises `BuildFailed` where the file cannot be made: that is its page's failure, not the run's.
        """
        making = self._makers.submit(self._make, item)
        self._making.append(making)
        return making

    def _make(self, item: Artifact) -> None:
        staged = self.stage / (self._staged_name(item.path, item.digest) + MADE)
        if item.made is None or staged.exists():
            return
        body = self._build(item.made)
        self.stage.mkdir(parents=True, exist_ok=True)
        # Half a file must never be taken for one that is made.
        part = staged.with_suffix(PART)
        self._put_bytes(part, body, self.sync)
        part.replace(staged)

    def _build(self, made: Made) -> bytes:
        try:
            return self.builders[made.builder](*made.args)
        except BuildFailed:
            raise
        except Exception as error:
            raise BuildFailed(f"{made.builder}{made.args!r} could not be made: {error!r}.") from error

    def give_up(self) -> None:
        """Lets what is being staged come to its end, and makes no more of what has to be made."""
        for making in self._making:
            making.cancel()
        wait(self._making)
        self._making.clear()
        self.staged()

    def staged(self) -> None:
        """Returns when all that was put is on the disk; raises the first error that happened there."""
        self._making.clear()
        self._settle_staging()
        if self.sync and not self._syncs_each():
            os.sync()
        self._put_so_far = 0

    def _syncs_each(self) -> bool:
        """A few files are synced one by one. Thousands would wait for the disk once each: then all at once is less."""
        return self.sync and self._put_so_far <= SYNCED_EACH

    def _settle_staging(self) -> None:
        pending, self._staging = self._staging, []
        wait(pending)
        for future in pending:
            future.result()

    def _write(self, item: Artifact, sync: bool) -> None:
        name = self._staged_name(item.path, item.digest)
        self.stage.mkdir(parents=True, exist_ok=True)
        for ending, data in self._forms(item.path, item.body):
            self._put_bytes(self.stage / (name + ending), data, sync)

    def _forms(self, path: str, body: bytes) -> Iterator[tuple[str, bytes]]:
        if PurePosixPath(path).suffix in TEXT and len(body) >= SMALLEST_TWIN and not path.startswith(ANSWERS):
            twins = {
                ".br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
                ".gz": gzip.compress(body, GZIP_LEVEL, mtime=0),
            }
            yield from ((ending, data) for ending, data in twins.items() if len(data) < len(body))
        yield "", body

    def _put_bytes(self, path: Path, data: bytes, sync: bool) -> None:
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)

    def _staged_name(self, path: str, wanted: bytes) -> str:
        return blake2b(path.encode("utf-8", "surrogatepass") + b"\0" + wanted, digest_size=16).hexdigest()

    # -- publishing

    def put_in_place(self, todo: Iterable[Todo]) -> Iterator[Placed]:
        """Publishes the staged files, or removes those of which nothing is wanted; side by side, in no order."""
        return self._pool.map(self._put_one_in_place, todo)

    def _put_one_in_place(self, file: Todo) -> Placed:
        try:
            if file.wanted is not None:
                return Placed(file.path, self.publish(file.path, file.wanted, made=file.made))
            self.remove(file.path)
        except OSError as error:
            return Placed(file.path, False, error)
        return Placed(file.path, True)

    def publish(self, path: str, wanted: bytes, *, made: bool = False) -> bool:
        """Renames one staged file and its twins into place; False if it was not staged.

        Twins go first: a server that prefers a twin shows the new text no later than the plain file.
        """
        name, target = self._staged_name(path, wanted), self.public / path
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = next(filter(Path.exists, (self.stage / name, self.stage / (name + MADE))), None)
        if staged is None:
            return self._holds(path, wanted, made)
        for ending in TWINS:
            twin = self.stage / (name + ending)
            place = target.with_name(target.name + ending)
            if twin.exists():
                twin.replace(place)
            elif not self._decodes(place, staged.read_bytes()):  # else a run that was killed had put it there
                place.unlink(missing_ok=True)
        staged.replace(target)
        return True

    def _holds(self, path: str, wanted: bytes, made: bool) -> bool:
        """Whether a run that was killed had renamed this file already. A made one is known by its name."""
        with contextlib.suppress(OSError):
            body = (self.public / path).read_bytes()
            return bool(body) if made else digest(body) == wanted
        return False

    def remove(self, path: str) -> None:
        """Takes one file and its twins away, and the folders that this empties."""
        target = self.public / path
        for ending in ("", *TWINS):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        for folder in target.parents:
            if folder == self.public:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def sync_folders(self, paths: Iterable[str]) -> None:
        """Makes renames and removals last through a power cut."""
        if not self.sync:
            return
        places = {PurePosixPath(path).parent for path in paths}
        folders = {self.public / folder for place in places for folder in (place, *place.parents)}
        list(self._pool.map(_sync_folder, sorted(folders)))

    def tidy(self, *, keep_made: bool = False) -> None:
        """Empties the stage of what a killed run left there."""
        if self.stage.is_dir():
            for leftover in self.stage.iterdir():
                if not (keep_made and leftover.suffix == MADE):
                    leftover.unlink()

    def remove_stray_twins(self) -> None:
        """Removes twins whose file somebody took away."""
        for path in self.paths():
            if _is_twin(PurePosixPath(path).name):
                (self.public / path).unlink(missing_ok=True)

    # -- looking

    def paths(self) -> Iterator[str]:
        """Every file of the store but twins; a twin of nothing is a file."""
        for folder, _, names in os.walk(self.public):
            there = set(names)
            for name in sorted(there):
                if not (_is_twin(name) and name.rpartition(".")[0] in there):
                    yield (Path(folder) / name).relative_to(self.public).as_posix()

    def has(self, path: str) -> bool:
        """Whether this file is there."""
        return (self.public / path).is_file()

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return (self.public / path).read_bytes()

    def wrong_twins(self, path: str) -> list[str]:
        """Twins of a file that do not decode to it."""
        if PurePosixPath(path).suffix not in TEXT:
            return []
        body = self.read(path)
        return [
            path + ending
            for ending in TWINS
            if (self.public / (path + ending)).exists() and not self._decodes(self.public / (path + ending), body)
        ]

    def _decodes(self, twin: Path, body: bytes) -> bool:
        decompress = brotli.decompress if twin.suffix == ".br" else gzip.decompress
        with contextlib.suppress(OSError, EOFError, ValueError, zlib.error, brotli.error):
            return bool(decompress(twin.read_bytes()) == body)
        return False


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
