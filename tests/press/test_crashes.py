"""P8: killed anywhere, the next run repairs; P9: every commit is reflected. Real processes, real threads."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from audit import Plain, audit
from toy import Toy

from masthead.press.edition import CRASH_POINTS
from masthead.press.errors import DatabaseFailed, PressBusy
from masthead.press.receipts import Receipts
from masthead.press.store import Artifact, DiskStore


class Killed(BaseException):
    """Stands for a process that ends at this instant."""


def fill(toy: Toy, posts: int = 12, mark: str = "") -> None:
    with toy.transaction() as run:
        run("delete from post")
        for post in range(1, posts + 1):
            run(
                "insert into post values (?, ?, ?, ?, ?, 1, ?)",
                (post, True, post % 4, f"s{post}", f"T{mark}", post % 3 + 1),
            )
            run("insert into body values (?, ?)", (post, f"text {mark} @{post - 1} " * 40))


def change_much(toy: Toy) -> None:
    fill(toy, 10, "second")
    toy.execute("update post set slug = 'renamed' where id = 3")
    toy.execute("insert into moved values ('/post/s3/', 3)")
    toy.execute("update post set live = ? where id = 4", (False,))


@pytest.mark.parametrize("point", CRASH_POINTS)
@pytest.mark.parametrize("again", [None, *CRASH_POINTS])
def test_killed_once_or_twice_the_next_run_repairs(folder: Path, point: str, again: str | None) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press()
    press.run()
    before, told = toy.tree(), press.receipts.last_number()
    change_much(toy)
    for place in (point, again):

        def kill(here: str, place: str | None = place) -> None:
            if here == place:
                raise Killed

        press._at_point = kill
        with contextlib.suppress(Killed):
            press.run()
        press.close()
        press = toy.press()
    outcome = press.run()
    audit(toy, press, outcome, before, since=told)
    numbers = [receipt.number for receipt in press.receipts.newest()]
    assert len(numbers) == len(set(numbers)), "no edition is told twice"
    press.close()
    toy.close()


@pytest.mark.parametrize("lost", ["all", "twins gone", "half", "made"])
def test_a_stage_that_is_lost_between_ledger_and_store(folder: Path, lost: str) -> None:
    """Killed after the ledger's commit, then somebody empties the stage, or part of a page is in place already."""
    toy = Toy(folder)
    fill(toy)
    press = toy.press()

    def kill(here: str) -> None:
        if here == "remembered":
            raise Killed

    press._at_point = kill
    with contextlib.suppress(Killed):
        press.run()
    stage = sorted(path for path in (folder / "site" / "stage").rglob("*") if path.is_file())
    public = folder / "site" / "public"
    if lost == "twins gone":  # as if killed between the renames of a page's twins and of the page itself
        path, wanted = press.ledger.db.execute("select path, digest from file where path like 'post/s1/%'").fetchone()
        name = press.store._staged_name(path, wanted, few=True)
        (public / path).parent.mkdir(parents=True)
        for twin in (".br", ".gz"):
            Path(name + twin).rename(public / (path + twin))
    else:
        for file in stage if lost != "half" else stage[::2]:
            file.unlink()
    press.close()
    press = toy.press()
    outcome = press.run()
    audit(toy, press, outcome, {}, since=0)
    press.close()
    toy.close()


@pytest.mark.parametrize("place", ["settled", "staged", "remembered", "half published", "published"])
def test_what_a_killed_run_had_made_is_not_made_again(folder: Path, place: str) -> None:
    toy = Toy(folder)
    fill(toy)

    def kill(here: str) -> None:
        if here == place:
            raise Killed

    press = toy.press(at_point=kill)
    with pytest.raises(Killed):
        press.run()
    press.close()
    made = sorted(toy.drawn)
    assert made, "there is something to lose"
    press = toy.press()
    audit(toy, press, press.run(), {}, since=0)
    assert sorted(toy.drawn) == made
    assert not list(press.store.stage.iterdir())
    press.close()
    toy.close()


CHILD = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from toy import Toy
toy = Toy.__new__(Toy)
toy.folder, toy.conninfo, toy.stamp, toy.broken, toy._writer = Path({folder!r}), "", "1", set(), None
toy.drawn = []
press = toy.press(few={few})
print("ready", flush=True)
press.run()
"""


def child(folder: Path, few: int) -> subprocess.Popen[str]:
    script = CHILD.format(here=str(Path(__file__).parent), folder=str(folder), few=few)
    made = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    return made


@pytest.mark.parametrize("few", [200, 2])
def test_really_killed_at_random_moments(folder: Path, few: int) -> None:
    toy = Toy(folder)
    chance = random.Random(5)
    before: dict[str, bytes] = {}
    for turn in range(6 if few > 2 else 3):
        fill(toy, 40, str(turn))
        told = Receipts(folder / "site" / "receipts.jsonl").last_number()
        for _ in range(2):
            process = child(folder, few)
            time.sleep(chance.uniform(0, 0.25 if few > 2 else 1))
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        whole(toy)
        press = toy.press()
        outcome = press.run()
        audit(toy, press, outcome, before, since=told, prove_too=turn % 3 == 0)
        before = toy.tree()
        press.close()
    toy.close()


def whole(toy: Toy) -> None:
    """Readers meet whole files only, even while no press has repaired anything."""
    for path, body in toy.tree().items():
        if path.endswith("index.html") and path.startswith("post/"):
            assert body.startswith(b"<title>"), path
            assert body.rstrip().endswith((b")", b"</a>")), path


def test_a_second_press_waits_or_says_who_works(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    first, second = toy.press(), toy.press()
    inside, go = threading.Event(), threading.Event()

    def hold(point: str) -> None:
        if point == "settled":
            inside.set()
            go.wait(10)

    first._at_point = hold
    worker = threading.Thread(target=first.run)
    worker.start()
    assert inside.wait(10)
    with pytest.raises(PressBusy, match=f"process {os.getpid()}"):
        second.run(wait=0.1)
    threading.Timer(0.2, go.set).start()
    outcome = second.run(wait=20)
    worker.join()
    assert outcome.receipt is None, "the first one did it all"
    audit(toy, second, outcome, toy.tree())
    first.close()
    second.close()
    toy.close()


class FullDisk(DiskStore):
    """A disk on which `room` more files fit."""

    room = 5

    def _put_bytes(self, path: Path, data: bytes, sync: bool) -> None:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        super()._put_bytes(path, data, sync)


def test_a_full_disk_leaves_the_store_as_it_was(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press()
    press.run()
    before = toy.tree()
    change_much(toy)
    store = press.store
    press.store = FullDisk(store.public, store.stage, store.builders, sync=False)
    with pytest.raises(OSError, match="No space left"):
        press.run()
    press.store.close()
    assert toy.tree() == before
    press.store = store
    audit(toy, press, press.run(), before)
    press.close()
    toy.close()


def test_what_lies_in_the_stage_from_before_it_had_folders_goes(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press()
    press.store.stage.mkdir(parents=True)
    (press.store.stage / "0123456789abcdef.made").write_bytes(b"a picture")
    press.run()
    assert not any(press.store.stage.iterdir())
    audit(toy, press, press.run(), {}, since=0)
    press.close()
    toy.close()


def test_a_process_that_is_busy_while_the_others_rest_ends_too(tmp_path: Path) -> None:
    hands = DiskStore(tmp_path / "public", tmp_path / "stage", sync=False).hands
    texts = [Artifact(f"{n}.txt", b"%d" % n, random.Random(n).randbytes(300_000)) for n in range(30)]
    busy = threading.Thread(target=hands.stage, args=(texts,))
    busy.start()
    while not (tmp_path / "stage").exists():
        time.sleep(0.01)
    hands.rest()
    busy.join()
    assert [hands._idle.get_nowait() for _ in range(hands._number)] == [None] * hands._number
    assert hands._idle.empty()


def test_many_files_are_written_by_processes_that_end_with_the_run(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press(few=2)
    press.run()
    audit(toy, press, press.run(), {}, since=0)
    before = toy.tree()
    change_much(toy)
    stage = press.store.stage
    stage.rmdir()
    stage.write_text("in the way")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        press.run()
    assert toy.tree() == before
    stage.unlink()
    stage.mkdir()
    audit(toy, press, press.run(), before)
    other = toy.press()
    assert other.run(wait=0).receipt is None, "nobody holds the lock any more"
    other.close()
    press.close()
    toy.close()


LIMITED = CHILD.replace(
    "press.run()", "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000)); press.run()"
)


def test_a_ledger_that_cannot_grow(folder: Path) -> None:
    """No file of this process may have more than 60 kB, so the ledger's transaction fails."""
    toy = Toy(folder)
    fill(toy)
    script = LIMITED.format(here=str(Path(__file__).parent), folder=str(folder), few=200)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert toy.tree() == {}
    press = toy.press()
    audit(toy, press, press.run(), {})
    press.close()
    toy.close()


SHORT_OF_HANDLES = CHILD.replace(
    "press.run()",
    """
import resource
from pathlib import Path
press.run()
toy.execute("update body set text = 'short'")
toy.execute("update post set title = '', picture = null")
number = sum(1 for _ in Path("/dev/fd").iterdir()) + 12
resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))
press.run()
""",
)


def test_an_edition_with_few_files_that_may_be_open(folder: Path) -> None:
    """Each page loses its twins, which are looked at before they go."""
    toy = Toy(folder)
    fill(toy, 40)
    script = SHORT_OF_HANDLES.format(here=str(Path(__file__).parent), folder=str(folder), few=200)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    press = toy.press()
    assert press.run().receipt is None, "nothing was left to do"
    audit(toy, press, press.run(), toy.tree())
    assert not [path for path in toy.tree() if path.startswith("post/") and path.endswith(".br")]
    press.close()
    toy.close()


def test_a_pipe_in_the_way_stops_nobody(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press()
    press.run()
    page = folder / "site" / "public" / "post" / "s1" / "index.html"
    page.unlink()
    os.mkfifo(page)
    toy.execute("update body set text = 'new'")
    press.run()
    assert page.is_file()
    press.close()
    toy.close()


def test_a_file_in_the_way_holds_back_nothing_else(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    obstacle = folder / "site" / "public" / "post" / "s1"
    obstacle.parent.mkdir(parents=True)
    obstacle.write_text("in the way")
    press = toy.press()
    with pytest.raises(OSError, match="s1"):
        press.run()
    assert "post/s2/index.html" in toy.tree()
    press.run()  # what is no page's was taken away meanwhile
    assert "post/s1/index.html" in toy.tree()
    press.close()
    toy.close()


def test_a_file_that_stays_in_the_way_holds_back_no_later_change(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press()
    press.run()
    obstacle = folder / "site" / "public" / "post" / "s1" / "index.html"
    obstacle.unlink()
    (obstacle / "in").mkdir(parents=True)
    toy.execute("update body set text = 'new' where post = 1")
    with pytest.raises(OSError, match="s1"):
        press.run()
    toy.execute("delete from post where id = 2")
    for _ in range(2):
        with pytest.raises(OSError, match="s1"):
            press.run()
        assert "post/s2/index.html" not in toy.tree(), "what is withdrawn is gone"
    (obstacle / "in").rmdir()
    obstacle.rmdir()
    press.run()
    told = [each for each in Receipts(folder / "site" / "receipts.jsonl").newest() if "/post/s2/" in each.gone]
    assert len(told) == 1
    whole(toy)
    press.close()
    toy.close()


def test_a_database_that_goes_away_is_no_pages_failure(toy: Toy) -> None:
    fill(toy)
    press = toy.press()
    press.run()
    before = toy.tree()
    toy.execute("update body set text = 'new'")
    plain = press.facts.sql["post_row"]
    press.facts.sql["post_row"] = plain.replace("body", "no_such_table")
    with pytest.raises(DatabaseFailed, match="did not answer"):
        press.run()
    assert press.failures() == {}
    press.facts.sql["post_row"] = plain
    audit(toy, press, press.run(), before)
    press.close()


def test_an_impure_query_is_told_and_stops_nobody(folder: Path) -> None:
    toy = Toy(folder)
    fill(toy)
    press = toy.press(cache=10)
    count = iter(range(10_000))
    press.registry.queries["chrome"].keep = False
    press.registry.queries["chrome"].fn = lambda: str(next(count))
    told: list[str] = []
    press.tell = lambda event: told.append(event.what)
    outcome = press.run()
    assert "unstable" in told
    assert outcome.failed
    assert "gave two answers" in str(outcome.failed)
    press.registry.queries["chrome"].fn = lambda: "pure"
    toy.stamp = press.stamp = "2"
    audit(toy, press, press.run(), toy.tree(), since=0)
    press.close()
    toy.close()


def test_four_writers_and_a_watching_press(toy: Toy) -> None:
    """Every commit is in the store in the end; and no run in between finds two answers to one question."""
    fill(toy, 6)
    seconds = 2.5
    stop = threading.Event()
    told: list[str] = []
    press = toy.press(tell=lambda event: told.append(event.what))
    commits = [0] * 4
    problems: list[BaseException] = []

    def write(number: int) -> None:
        chance = random.Random(number)
        other = Toy.__new__(Toy)
        other.__dict__.update(toy.__dict__, _writer=None)
        if not toy.conninfo:
            other.writer().execute("pragma busy_timeout = 20000")
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                other.writer().execute("begin" if toy.conninfo else "begin immediate")
                post = chance.randint(1, 6)
                other.execute(
                    "update post set title = ?, day = ? where id = ?",
                    (str(chance.random()), chance.randint(1, 4), post),
                )
                time.sleep(chance.random() / 500)
                other.execute("update body set text = ? where post = ?", (str(chance.random()), post))
                other.writer().execute("commit" if chance.random() < 0.8 else "rollback")
                commits[number] += 1
                time.sleep(chance.random() / 50)
        except BaseException as error:
            problems.append(error)
        finally:
            other.close()

    def watch() -> None:
        try:
            for _ in press.watch(stop.is_set):
                pass
        except BaseException as error:
            problems.append(error)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    watcher = threading.Thread(target=watch)
    for thread in (*writers, watcher):
        thread.start()
    for thread in writers:
        thread.join()
    time.sleep(0.6)
    stop.set()
    watcher.join()
    assert not problems, problems
    assert min(commits) > 0
    assert sum(commits) > 60
    assert "unstable" not in told
    before, number = toy.tree(), press.receipts.last_number()
    with press.database.snapshot() as snapshot:
        waiting = snapshot.changes()
    outcome = press.run()
    assert (outcome.receipt is None) or waiting
    assert number > 3
    audit(toy, press, outcome, before)
    assert Plain(press).failing == set()
    press.close()


def test_what_is_staged_is_whole(folder: Path) -> None:
    store = DiskStore(folder / "public", folder / "stage")
    store.put(Artifact("a.html", b"d" * 16, b"x" * 5000))
    store.staged()
    assert store.publish("a.html", b"d" * 16)
    assert {path.name for path in (folder / "public").iterdir()} == {"a.html", "a.html.br", "a.html.gz"}
    assert not store.wrong_twins("a.html")
    store.put(Artifact("a.html", b"e" * 16, b"short"))
    store.staged()
    assert store.publish("a.html", b"e" * 16)
    assert {path.name for path in (folder / "public").iterdir()} == {"a.html"}, "no twin is older than its page"
    store.sync_folders(["a.html", "gone/b.html"])
    store.remove("a.html")
    store.close()
    assert list((folder / "public").iterdir()) == []


def test_a_press_that_watches_sees_that_another_has_thrown_the_ledger_away(toy: Toy) -> None:
    """Else it would go on with a file that has no name any more, and take the other's pages for its own."""
    toy.execute("insert into author values (1, 'Ann', 'b')")
    watching, other = toy.press(), toy.press()
    watching.run()
    toy.execute("update author set name = 'Eve' where id = 1")
    other.run(forget=True, full=True)
    other.close()
    toy.execute("update author set name = 'Zoe' where id = 1")
    outcome = watching.run()
    assert outcome.receipt is not None
    assert outcome.receipt.number == 3
    assert set(outcome.receipt.changed) == {"/author/1/"}
    assert b"Zoe" in toy.tree()["author/1/index.html"]
    watching.close()
    last = toy.press()
    assert last.run().receipt is None
    last.close()


def test_a_press_that_watches_sees_that_the_database_was_replaced(folder: Path) -> None:
    """A backup is put in its place: what the press has open is a file without a name."""
    toy = Toy(folder)
    toy.execute("insert into author values (1, 'Ann', 'b')")
    press = toy.press()
    press.run()
    backup = folder / "backup.sqlite3"
    toy.execute("vacuum into ?", (str(backup),))
    toy.execute("update author set name = 'Eve' where id = 1")
    press.run()
    press.database.wait(0)
    toy.close()
    for suffix in ("-wal", "-shm"):
        (folder / f"toy.sqlite3{suffix}").unlink(missing_ok=True)
    backup.replace(folder / "toy.sqlite3")
    toy._writer = None
    assert press.database.wait(0)
    press.run()
    assert b"Ann" in toy.tree()["author/1/index.html"]
    toy.execute("update author set name = 'Zoe' where id = 1")
    press.run()
    assert b"Zoe" in toy.tree()["author/1/index.html"]
    assert toy.execute("select count(*) from press_outbox") == [(0,)]
    (folder / "toy.sqlite3").rename(folder / "elsewhere")
    with pytest.raises(DatabaseFailed, match="cannot be read"):
        press.run()
    press.close()
    toy.close()
