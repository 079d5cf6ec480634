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
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import blake2b
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import brotli

from masthead.press.answers import digest, encode
from masthead.press.errors import BuildFailed
from masthead.press.hands import Hands
from masthead.press.manifest import Made, Page
from masthead.press.places import ANSWERS, TEXT, TWINS, is_twin, path_of

GZIP_LEVEL = 9
BROTLI_QUALITY = 5
BROTLI_WINDOW = 16
"""Bits (RFC 7932, section 9.1) where a text fits: a quarter less work than the largest window, for the same size."""
BROTLI_LARGEST_WINDOW = 22
SMALLEST_TWIN = 256
"""Below this many bytes a twin saves nothing: it fits the same packet."""
FORMS = ("", *TWINS)
"""Endings of a file and its twins."""
FEW = 200
"""So many files are written by threads and synced one by one; more by hands, and all at once."""
BATCH = 500_000
"""Bytes of pages that a hand is given at a time, of no more files than this:"""
MOST_AT_ONCE = 200
MOST_BATCHES = 8
"""That wait at a time: the press goes on when there are fewer."""

ALONE = 8
"""So many files are each given to a thread as soon as they are there, so that a small edition is soon done."""
FEW_AT_ONCE = 4
"""After them: whenever a thread wakes up the press stops for a moment."""
HELD = 120
"""Old files that are held open at a time, so that a disk that is slow to free them does so when the new are there."""

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

    `hands`: how many files builders make at a time; `at_close`: ends what they work with; `few`: how many files are
    written without starting processes for it.
    """

    def __init__(
        self,
        public: Path,
        stage: Path,
        builders: Mapping[str, Builder] | None = None,
        *,
        sync: bool = True,
        hands: int = 1,
        few: int = FEW,
        at_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.public = public
        self.stage = stage
        self.builders = dict(builders or {})
        self.sync = sync
        self.few = few
        self.hands = Hands(public, stage)
        self._at_close = at_close
        self._put_so_far = 0
        self._batch: list[Artifact] = []
        self._batched = 0
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="press-store")
        self._makers = ThreadPoolExecutor(hands, thread_name_prefix="press-maker")
        self._staging: list[Future[None]] = []
        self._making: list[Future[None]] = []
        self._held: list[int] = []

    def close(self) -> None:
        """Ends the threads."""
        self.let_go()
        self._makers.shutdown(cancel_futures=True)
        self._pool.shutdown()
        self.hands.rest()
        self._at_close()

    # -- staging

    def put(self, item: Artifact) -> None:
        """Stages one file, in the background, together with others that are put soon after."""
        self._put_so_far += 1
        self._batch.append(item)
        self._batched += len(item.body)
        if len(self._batch) >= self._at_once() or self._batched > BATCH:
            self.hand_over()

    def _at_once(self) -> int:
        if self._put_so_far <= ALONE:
            return 1
        return FEW_AT_ONCE if self._put_so_far <= self.few else MOST_AT_ONCE

    def hand_over(self) -> None:
        """Has what was put staged without waiting for more."""
        batch, self._batch, self._batched = self._batch, [], 0
        while len(self._staging) > MOST_BATCHES:
            self._staging.pop(0).result()
        if batch:
            stage = self._write_few if self._put_so_far <= self.few else self.hands.stage
            self._staging.append(self._pool.submit(stage, batch))

    def _write_few(self, items: Sequence[Artifact]) -> None:
        for item in items:
            self.write(item, few=True)

    def make(self, item: Artifact) -> Future[None]:
        """Has one file made and staged, in the background; one that is staged already is not made again.

        What is returned raises `BuildFailed` where the file cannot be made: that is its page's failure, not the run's.
        """
        making = self._makers.submit(self._make, item)
        self._making.append(making)
        return making

    def _make(self, item: Artifact) -> None:
        staged = Path(self._staged_name(item.path, item.digest) + MADE)
        if item.made is None or staged.exists():
            return
        body = self._build(item.made)
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
        self.hand_over()
        self._settle_staging()
        # A few files are synced one by one. Thousands would wait for the disk once each: then all at once is less.
        if self.sync and self._put_so_far > self.few:
            os.sync()
        self._put_so_far = 0

    def _settle_staging(self) -> None:
        pending, self._staging = self._staging, []
        wait(pending)
        for future in pending:
            future.result()

    def write(self, item: Artifact, *, few: bool = False) -> None:
        """Stages one file here and now: one of few, which are synced one by one, or of many."""
        name = self._staged_name(item.path, item.digest, few=few)
        for ending, data in self._forms(item.path, item.body):
            self._put_bytes(name + ending, data, self.sync and few)

    def _forms(self, path: str, body: bytes) -> Iterator[tuple[str, bytes]]:
        if PurePosixPath(path).suffix in TEXT and len(body) >= SMALLEST_TWIN and not path.startswith(ANSWERS):
            window = BROTLI_WINDOW if len(body) < 1 << BROTLI_WINDOW else BROTLI_LARGEST_WINDOW
            twins = {
                ".br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY, lgwin=window),
                ".gz": gzip.compress(body, GZIP_LEVEL, mtime=0),
            }
            yield from ((ending, data) for ending, data in twins.items() if len(data) < len(body))
        yield "", body

    def _put_bytes(self, path: str | Path, data: bytes, sync: bool) -> None:
        flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
        try:
            handle = os.open(path, flags, 0o644)
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, flags, 0o644)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)

    def _staged_name(self, path: str, wanted: bytes, *, few: bool = False) -> str:
        """Many go to many folders: ext4 is slow to find room for thousands of new files in one."""
        name = blake2b(path.encode("utf-8", "surrogatepass") + b"\0" + wanted, digest_size=16).hexdigest()
        return f"{self.stage}/{name}" if few else f"{self.stage}/{name[:2]}/{name[2:]}"

    # -- publishing

    def put_in_place(self, todo: Iterable[Todo]) -> Iterator[Placed]:
        """Publishes the staged files, or removes those of which nothing is wanted; many side by side, in no order.

        What was there before is freed by `let_go`, if it is little.
        """
        rows = list(todo)
        if len(rows) <= self.few:
            return map(self._place_and_hold, rows)
        batches = (rows[n : n + MOST_AT_ONCE] for n in range(0, len(rows), MOST_AT_ONCE))
        return chain.from_iterable(self._pool.map(self.hands.place, batches))

    def _place_and_hold(self, file: Todo) -> Placed:
        for ending in FORMS:
            self._hold(f"{self.public}/{file.path}{ending}")
        placed = self.place(file)
        if placed.obstacle is not None and self._held:
            self.let_go()  # so many may be open at a time, and no more
            placed = self.place(file)
        return placed

    def _hold(self, path: str) -> None:
        if len(self._held) < HELD:
            with contextlib.suppress(OSError):
                # A pipe would else keep one waiting.
                self._held.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK))

    def let_go(self) -> None:
        """Frees the files whose place others have taken, and those that were removed."""
        held, self._held = self._held, []
        for handle in held:
            os.close(handle)

    def place(self, file: Todo) -> Placed:
        """Publishes one staged file, or removes one, here and now."""
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
        target = self.public / path
        target.parent.mkdir(parents=True, exist_ok=True)
        for few in (True, False):
            name = self._staged_name(path, wanted, few=few)
            staged = Path(name + MADE * made)
            if staged.exists():
                break
        else:
            return self._holds(path, wanted, made)
        for ending in TWINS:
            try:
                Path(name + ending).replace(f"{target}{ending}")
            except FileNotFoundError:
                self._drop_older_twin(Path(f"{target}{ending}"), staged)
        staged.replace(target)
        return True

    def _drop_older_twin(self, twin: Path, staged: Path) -> None:
        """Of a file that has none any more; one that decodes to it was put there by a run that was killed."""
        if twin.exists() and not self._decodes(twin, staged.read_bytes()):
            twin.unlink(missing_ok=True)

    def _holds(self, path: str, wanted: bytes, made: bool) -> bool:
        """Whether a run that was killed had renamed this file already. A made one is known by its name."""
        with contextlib.suppress(OSError):
            body = (self.public / path).read_bytes()
            return bool(body) if made else digest(body) == wanted
        return False

    def remove(self, path: str) -> None:
        """Takes one file and its twins away, and the folders that this empties."""
        target = self.public / path
        for ending in FORMS:
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
        paths = list(paths)
        if len(paths) > self.few:
            os.sync()
            return
        places = {PurePosixPath(path).parent for path in paths}
        folders = {self.public / folder for place in places for folder in (place, *place.parents)}
        list(self._pool.map(_sync_folder, sorted(folders)))

    def tidy(self, *, keep_made: bool = False) -> None:
        """Empties the stage of what a killed run left there."""
        if self.stage.is_dir():
            for folder in self.stage.iterdir():
                if not folder.is_dir():
                    folder.unlink()
                    continue
                for leftover in folder.iterdir():
                    if not (keep_made and leftover.suffix == MADE):
                        leftover.unlink()
                with contextlib.suppress(OSError):  # what was made is kept
                    folder.rmdir()

    def remove_stray_twins(self) -> None:
        """Removes twins whose file somebody took away."""
        for path in self.paths():
            if is_twin(PurePosixPath(path).name):
                (self.public / path).unlink(missing_ok=True)

    # -- looking

    def paths(self) -> Iterator[str]:
        """Every file of the store but twins; a twin of nothing is a file."""
        for folder, _, names in os.walk(self.public):
            there = set(names)
            for name in sorted(there):
                if not (is_twin(name) and name.rpartition(".")[0] in there):
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
