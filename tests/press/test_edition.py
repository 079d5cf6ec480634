"""Minimality, failures, addresses, receipts: the exact lists of what is laid out and written for each edit."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from audit import audit
from toy import Toy, picture_bytes, toy_registry

from masthead.press.edition import Press
from masthead.press.errors import AddressRefused, TooMuchGoes
from masthead.press.facts import Fact, Join, check_order
from masthead.press.manifest import Page
from masthead.press.outcome import Event, Outcome
from masthead.press.places import LONGEST_SEGMENT, path_of
from masthead.press.proof import prove, sample
from masthead.press.receipts import Receipt
from masthead.press.store import artifact


class Site:
    """A toy with its press, and what the last run did."""

    def __init__(self, toy: Toy) -> None:
        self.toy = toy
        self.told: list[Event] = []
        self.press = toy.press(tell=self.told.append)

    def post(self, number: int, text: str = "x", **more: Any) -> None:
        row = {"live": True, "day": 1, "slug": f"s{number}", "title": "T", "author": 1, "picture": None} | more
        with self.toy.transaction() as run:
            run("delete from post where id = ?", (number,))
            run("insert into post values (?, ?, ?, ?, ?, ?, ?)", (number, *row.values()))
            run("insert into body values (?, ?)", (number, text))

    def run(self, sql: str = "", *args: Any, **how: Any) -> tuple[set[str], set[str], set[str]]:
        """Appeared, changed, gone."""
        if sql:
            self.toy.execute(sql, args)
        before = self.toy.tree()
        self.outcome = self.press.run(**how)
        audit(self.toy, self.press, self.outcome, before)
        receipt = self.outcome.receipt
        return (set(receipt.appeared), set(receipt.changed), set(receipt.gone)) if receipt else (set(), set(), set())

    @property
    def laid_out(self) -> set[str]:
        return set(self.outcome.tally.laid_out)


@pytest.fixture
def site(toy: Toy) -> Iterator[Site]:
    """Six posts on three days; post 2 shows post 1's title; 3 has a picture; Ann wrote 1-3, Bob 4-6."""
    made = Site(toy)
    toy.execute("insert into author values (1, 'Ann', 'b')")
    toy.execute("insert into author values (2, 'Bob', 'b')")
    for number in range(1, 7):
        made.post(
            number,
            "see @1" if number == 2 else "x",
            day=(number + 1) // 2,
            author=1 if number < 4 else 2,
            picture=1 if number == 3 else None,
        )
    made.run()
    yield made
    made.press.close()


NONE: set[str] = set()


def test_the_first_edition_has_every_page(site: Site) -> None:
    assert site.outcome.receipt is not None
    assert site.outcome.receipt.number == 1
    assert set(site.outcome.receipt.appeared) == {
        "/", "/author/1/", "/author/2/", "/tag/1.xml", "/tag/2.xml", "/day/1/", "/day/2/", "/day/3/",
        *(f"/post/s{number}/" for number in range(1, 7)), "/gallery/1/", "/media/1.png",
    }  # fmt: skip
    assert site.outcome.perfect


def test_a_body_is_on_one_page(site: Site) -> None:
    assert site.run("update body set text = 'new' where post = 1") == (NONE, {"/post/s1/"}, NONE)
    assert site.laid_out == {"/post/s1/"}
    assert site.outcome.tally.pages == 1


def test_a_title_is_on_its_page_its_day_its_author_and_who_links_it(site: Site) -> None:
    moved = {"/post/s1/", "/post/s2/", "/day/1/", "/author/1/"}
    assert site.run("update post set title = 'New' where id = 1") == (NONE, moved, NONE)
    assert site.laid_out == moved
    assert site.outcome.tally.pages == 4


def test_a_biography_is_on_one_page(site: Site) -> None:
    assert site.run("update author set bio = 'new' where id = 1") == (NONE, {"/author/1/"}, NONE)
    assert site.outcome.tally.pages == 1


def test_what_no_fact_reads_moves_nothing(site: Site) -> None:
    assert site.run("update setting set hidden = 'x'") == (NONE, NONE, NONE)
    assert site.outcome.tally.facts == 0
    assert site.run("update post set title = title") == (NONE, NONE, NONE)


def test_a_change_and_its_undoing_move_nothing(site: Site) -> None:
    site.toy.execute("update post set title = 'New' where id = 1")
    assert site.run("update post set title = 'T' where id = 1") == (NONE, NONE, NONE)
    assert site.outcome.tally.pages == 0
    assert site.outcome.tally.facts > 0


def test_no_file_stays_open_after_an_edition(site: Site) -> None:
    def press(sql: str) -> tuple[Receipt, int]:
        site.toy.execute(sql, (False,))
        receipt = site.press.run().receipt
        assert receipt is not None
        return receipt, sum(1 for _ in Path("/dev/fd").iterdir())

    _, before = press("update post set live = ? where id = 1")
    changed, after_changes = press("update setting set title = title || ?")
    gone, after_removals = press("update post set live = ?")
    assert len(changed.changed) > 6
    assert len(gone.gone) > 6
    assert before == after_changes == after_removals


def test_the_title_of_the_site_is_on_every_page_of_text(site: Site) -> None:
    _, changed, _ = site.run("update setting set title = 'New'")
    assert len(changed) == 14
    assert not {"/gallery/1/", "/media/1.png"} & changed


def test_a_publication_moves_its_page_and_lists(site: Site) -> None:
    site.post(7, day=3, author=2)
    assert site.run() == ({"/post/s7/"}, {"/", "/day/3/", "/author/2/"}, NONE)
    assert site.laid_out == {"/post/s7/", "/", "/day/3/", "/author/2/"}


def test_a_withdrawal_takes_its_page_and_its_pictures(site: Site) -> None:
    appeared, changed, gone = site.run("update post set live = ? where id = 3", False)
    assert (appeared, gone) == (NONE, {"/post/s3/", "/gallery/1/", "/media/1.png"})
    assert changed == {"/", "/day/2/", "/author/1/"} - ({"/"} if "/" not in changed else NONE)
    assert not (site.toy.folder / "site" / "public" / "gallery").exists(), "no empty folders stay"


def test_a_picture_that_moves_to_another_page_is_not_touched(site: Site) -> None:
    site.toy.execute("update post set picture = 1 where id = 5")
    assert site.run("update post set live = ? where id = 3", False)[2] == {"/post/s3/"}
    path = site.toy.folder / "site" / "public" / "media" / "1.png"
    before = path.stat().st_mtime_ns
    assert site.run("update post set picture = null where id = 5")[2] == {"/gallery/1/", "/media/1.png"}
    assert not path.exists()
    assert before


def test_redating_keeps_the_page_and_moves_the_days(site: Site) -> None:
    appeared, changed, gone = site.run("update post set day = 9 where id = 1")
    assert (appeared, gone) == ({"/day/9/"}, NONE)
    assert {"/day/1/", "/", "/author/1/"} <= changed
    assert "/post/s2/" not in changed


def test_two_posts_swap_their_slugs(site: Site) -> None:
    with site.toy.transaction() as run:
        run("update post set slug = 'spare' where id = 1")
        run("update post set slug = 's1' where id = 2")
        run("update post set slug = 's2' where id = 1")
    appeared, changed, gone = site.run()
    assert (appeared, gone) == (NONE, NONE)
    assert {"/post/s1/", "/post/s2/"} <= changed


def test_a_moved_address_answers_with_the_new_one(site: Site) -> None:
    site.toy.execute("insert into moved values ('/post/s1/', 1)")
    appeared, changed, gone = site.run("update post set slug = 'new' where id = 1")
    assert (appeared, gone) == ({"/post/new/"}, NONE)
    assert "/post/s1/" in changed
    body = (site.toy.folder / "site" / "public" / path_of("/post/s1/", 301)).read_text()
    assert '"location": "/post/new/"' in body
    assert site.run("update post set live = ? where id = 1", False)[2] == {"/post/new/"}
    assert '"status": 410' in (site.toy.folder / "site" / "public" / path_of("/post/s1/", 410)).read_text()


def test_a_double_address_is_told_and_the_same_page_wins_whatever_came_first(site: Site) -> None:
    site.run("update post set slug = 's1' where id = 6")
    assert site.outcome.doubled == ("/post/s1/",)
    assert not site.outcome.perfect
    assert site.press.doubled() == ["/post/s1/"]
    page = site.toy.folder / "site" / "public" / "post" / "s1" / "index.html"
    assert b"<i>1</i>" in page.read_bytes()
    site.run("update body set text = 'other' where post = 3")
    assert site.press.doubled() == ["/post/s1/"], "it stays an error until one of them moves"
    site.run("update post set slug = 'else' where id = 1")
    assert site.press.doubled() == []
    assert b"<i>6</i>" in page.read_bytes()
    site.run("update post set slug = 's1' where id = 1")
    assert b"<i>1</i>" in page.read_bytes()


# -- failures


def text_of(site: Site, address: str) -> str:
    return (site.toy.folder / "site" / "public" / path_of(address)).read_text()


def test_a_failing_page_keeps_its_old_file_and_stops_nobody(site: Site) -> None:
    site.toy.execute("update post set title = 'New' where id = 1")
    assert site.run("update body set text = '!fail' where post = 1")[1] == {"/post/s2/", "/day/1/", "/author/1/"}
    assert "this post cannot be laid out" in site.outcome.failed["/post/s1/"]
    assert "<h1>T</h1>" in text_of(site, "/post/s1/")
    assert [event.what for event in site.told].count("page_failed") >= 1
    assert site.run("update body set text = 'fine' where post = 1")[1] == {"/post/s1/"}
    assert site.outcome.failed == {}


def test_a_failure_repaired_to_the_old_answer_is_news(site: Site) -> None:
    """The page fails while one of its inputs moves; later the failure is repaired to the old answer. Comparing
    with the wrong step, one thinks the page current, and it stays stale."""
    site.run("update body set text = '!card' where post = 1")
    assert "/post/s2/" in site.outcome.failed
    site.run("update setting set title = 'moved meanwhile'")
    site.run("update body set text = 'x' where post = 1")
    assert site.outcome.failed == {}
    assert "moved meanwhile" in text_of(site, "/post/s2/")


def test_a_query_that_swallows_a_failure_learns_of_the_repair(toy: Toy) -> None:
    registry = toy_registry()
    front = registry.queries["front_page"]
    front.fn = lambda: Page(_mild(registry.queries["card"]).encode())
    site = Site(toy)
    site.press.close()
    site.press = toy.press(registry=registry)
    site.post(1)
    site.run()
    assert text_of(site, "/") == "T"
    site.run("update body set text = '!card' where post = 1")
    assert text_of(site, "/") == "no card"
    site.run("update body set text = 'x' where post = 1")
    assert text_of(site, "/") == "T"
    site.press.close()


def test_what_goes_on_without_a_failure_learns_of_a_repair_that_moved_no_fact(toy: Toy) -> None:
    """A failure of the moment, as of a time limit: a later run tries again, and nothing else has moved."""
    registry = toy_registry()
    card, front = registry.queries["card"], registry.queries["front_page"]
    works, broken = card.fn, [True]

    def failing(post: int) -> Any:
        if broken:
            raise ValueError("not now")
        return works(post)

    card.fn = failing
    front.fn = lambda: Page(b"no card" if card.attempt(1) is None else b"card")
    site = Site(toy)
    site.press.close()
    site.press = toy.press(registry=registry)
    site.post(1)
    site.run()
    assert text_of(site, "/") == "no card"
    assert set(site.outcome.failed) == {"/day/1/"}
    broken.clear()
    site.run()
    assert text_of(site, "/") == "card"
    assert site.outcome.failed == {}
    site.press.close()


def test_a_part_that_nobody_fails_with_is_told(toy: Toy) -> None:
    registry = toy_registry()

    @registry.query()
    def part(post: int) -> str:
        raise ValueError("no such part")

    registry.queries["front_page"].fn = lambda: Page(str(part.attempt(1)).encode())
    site = Site(toy)
    site.press.close()
    site.press = toy.press(registry=registry)
    outcome = site.press.run()
    assert text_of(site, "/") == "None"
    assert list(outcome.failed) == ["part(1) in /"]
    assert not outcome.perfect
    site.press.close()


def _mild(card: Any) -> str:
    try:
        return str(card(1).title)
    except Exception:
        return "no card"


def test_withdrawn_text_does_not_stay_under_a_failing_page(site: Site) -> None:
    site.toy.execute("update post set slug = 's1' where id = 2")
    site.toy.execute("update body set text = '!fail' where post = 2")
    site.run("update post set live = ? where id = 1", False)
    assert not (site.toy.folder / "site" / "public" / path_of("/post/s1/")).exists()


def test_withdrawn_text_does_not_stay_when_everything_is_asked_again(site: Site) -> None:
    site.toy.execute("update post set slug = 's1' where id = 2")
    site.toy.execute("update body set text = '!fail' where post = 2")
    site.toy.execute("update post set live = ? where id = 1", (False,))
    site.run(full=True)
    assert not (site.toy.folder / "site" / "public" / path_of("/post/s1/")).exists()
    site.toy.execute("update body set text = 'x' where post = 2")
    site.run()
    site.toy.execute("update body set text = '!fail' where post = 2")
    site.run(full=True)
    assert "<i>2</i>" in text_of(site, "/post/s1/"), "its own old file stays"
    site.run(full=True)
    assert "<i>2</i>" in text_of(site, "/post/s1/")


def test_a_picture_whose_original_was_missing_is_made_once_it_is_there(site: Site) -> None:
    site.toy.broken.add(2)
    site.run("update post set picture = 2 where id = 1")
    assert "damaged" in site.outcome.failed["/media/2.png"]
    site.run()
    assert "/media/2.png" in site.outcome.failed
    site.toy.broken.clear()
    assert site.run()[0] == {"/media/2.png"}
    assert site.outcome.failed == {}


def test_a_picture_that_cannot_be_made_holds_up_no_other(site: Site) -> None:
    site.toy.broken.add(2)
    site.toy.execute("update post set picture = 3 where id = 5")
    site.run("update post set picture = 2 where id = 1")
    assert set(site.outcome.failed) == {"/media/2.png"}
    assert {"media/3.png", "gallery/2/index.html"} <= site.toy.tree().keys()


def test_a_picture_is_made_once_whatever_is_forgotten(site: Site) -> None:
    assert site.toy.drawn == [1]
    site.run("update body set text = 'other words' where post = 3")
    site.run("update setting set title = 'Every page is laid out anew'")
    site.run(full=True)
    site.run(forget=True)
    site.toy.execute("update post set picture = 1 where id = 5")
    site.run(forget=True)
    assert site.toy.drawn == [1]


def test_a_picture_that_the_disk_lost_is_made_again(site: Site) -> None:
    stored = site.press.store.public / "media" / "1.png"
    for spoil in (stored.unlink, lambda: stored.write_bytes(b"")):
        spoil()
        site.press.run(forget=True)
        assert stored.read_bytes() == picture_bytes(1)
    assert site.toy.drawn == [1, 1, 1]


def test_a_failing_group_takes_nothing_away_until_it_is_repaired(site: Site) -> None:
    before = site.toy.tree()
    site.run("update setting set title = '!day1 !half0'")
    assert {"the pages of day_group", "the pages of half"} <= set(site.outcome.failed)
    assert {path for path in before if not path.endswith((".gz", ".br"))} <= set(site.toy.tree())
    site.run(full=True)
    assert {path for path in before if not path.endswith((".gz", ".br"))} <= set(site.toy.tree())
    site.toy.execute("update post set live = ? where id in (1, 4)", (False,))
    site.run("update setting set title = 'Toy'")
    assert "post/s1/index.html" not in site.toy.tree()
    assert "post/s4/index.html" not in site.toy.tree()


def test_a_group_that_fails_at_once_is_claimed_when_repaired(site: Site) -> None:
    site.toy.execute("update setting set title = '!day9'")
    site.run("update post set day = 9 where id = 1")
    assert site.run("update setting set title = 'Toy'")[0] >= {"/day/9/"}


def test_a_page_that_needs_a_page_again_gets_all_it_needs(site: Site) -> None:
    """The gallery changes its claimant: what it needs itself must not be lost."""
    with site.toy.transaction() as run:
        run("update post set live = ? where id = 3", (False,))
        run("insert into post values (9, ?, 1, 'nine', 'T', 1, 1)", (True,))
        run("insert into body values (9, 'x')")
    appeared, _, gone = site.run()
    assert (appeared, gone) == ({"/post/nine/"}, {"/post/s3/"})


# -- addresses

GOOD = {
    "/": "index.html",
    "/a/": "a/index.html",
    "/a/b/": "a/b/index.html",
    "/feed.xml": "feed.xml",
    "/a%20b/": "a%20b/index.html",
    "/سلام/": "سلام/index.html",
    "/" + "x" * LONGEST_SEGMENT + "/": "x" * LONGEST_SEGMENT + "/index.html",
    "/media/1/archive.tar.gz": "media/1/archive.tar.gz",
}


@pytest.mark.parametrize("address", GOOD)
def test_good_addresses(address: str) -> None:
    assert path_of(address) == GOOD[address]


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a/", "//", "/a//b/", "/../x/", "/./", "/.answers/x.json", "/.git/", "/a/../b/", "/a\0/",
        "/a\n/", "/\ud800/",
        "/" + "x" * (LONGEST_SEGMENT + 1) + "/", "/" + "ب" * 121 + "/", "/" + "x/" * 1200, "/name",
        "/a.b/", "/index.html", "/a/index.html", "/feed.xml.gz", "/a.html.br", "/cafe\u0301/",
    ],
)  # fmt: skip
def test_addresses_that_no_store_can_hold_safely(address: str) -> None:
    """Among them those that would clash: a file in the way of a folder, two names of one file, a false twin."""
    with pytest.raises(AddressRefused, match="address"):
        path_of(address)


def test_a_refused_address_fails_one_page(site: Site) -> None:
    site.run("update post set slug = '../../etc' where id = 1")
    assert set(site.outcome.failed) == {"/post/../../etc/"}
    assert site.run("update post set slug = 's1' where id = 1")[0] == {"/post/s1/"}


def test_old_addresses_may_be_anything() -> None:
    for address in ("/?p=3", "/a//b", "", "\ud800", "/a.b/../"):
        assert artifact(address, Page(b"", (), 301, "/x/")).path.startswith(".answers/")


# -- the database's order


def test_facts_whose_order_leaves_ties_open_are_found(toy: Toy) -> None:
    toy.execute("create unique index by_slug on post (day, slug)")
    toy.execute("create unique index only_live on post (title) where live = true")
    toy.execute("create unique index by_author on post (author)")
    declared = {
        "key": Fact("key", "post", ("day",), ("slug:text",), order=("id",)),
        "unique": Fact("unique", "post", ("day",), ("id",), order=("slug",)),
        "constant": Fact("constant", "post", (), ("id",), order=("slug",), const={"day": 1}),
        "ties": Fact("ties", "post", ("day",), ("id",), order=("title",)),
        "partial": Fact("partial", "post", (), ("id",), order=("title",)),
        "nullable": Fact("nullable", "post", (), ("id",), order=("author",)),
        "distinct": Fact("distinct", "post", (), ("day", "title:text"), order=("day", "title"), distinct=True),
        "halfway": Fact("halfway", "post", (), ("day", "title:text"), order=("day",), distinct=True),
        "all": Fact("all", "post", ("day",), ("title:text",), order=("title",)),
        "joined": Fact(
            "joined", "post", ("id",), ("post_tag.tag",), (Join("post_tag", "post", "id"),), order=("post_tag.tag",)
        ),
        "joined ties": Fact(
            "joined ties", "post", ("id",), ("post_tag.id",), (Join("post_tag", "post", "id"),), order=("slug",)
        ),
    }
    database = toy.database()
    with database.snapshot() as snapshot:
        wrong = {name for name, fact in declared.items() if check_order(fact, snapshot, toy.dialect)}
        assert wrong == {"ties", "partial", "nullable", "halfway", "joined ties"}
        for fact in toy_registry().facts:
            assert check_order(fact, snapshot, toy.dialect) == ""
    database.close()


# -- the proof


def test_the_proof_finds_what_a_hand_did_to_the_store(site: Site) -> None:
    public = site.toy.folder / "site" / "public"
    (public / "post" / "s1" / "index.html").write_text("scribbled")
    (public / "post" / "s2" / "index.html").unlink()
    (public / "more.html").write_text("more")
    (public / "media" / "1.png").write_bytes(b"")
    shutil.rmtree(public / "day" / "1")
    found = {(d.address, d.what) for d in prove(site.press, site.toy.folder / "scratch").differences}
    assert found == {
        ("/post/s1/", "different"), ("/post/s2/", "missing"), ("/more.html", "extra"), ("/day/1/", "missing"),
        ("/media/1.png", "different"), ("/post/s2/index.html.br", "extra"), ("/post/s2/index.html.gz", "extra"),
    }  # fmt: skip
    site.run(forget=True)
    assert prove(site.press, site.toy.folder / "scratch2").differences == ()


def test_a_sample_finds_a_scribble_and_a_missing_file(site: Site) -> None:
    page = site.toy.folder / "site" / "public" / "post" / "s1" / "index.html"
    page.write_text("scribbled")
    assert {d.address for d in sample(site.press, 1000, random.Random(1)).differences} == {"/post/s1/"}
    page.unlink()
    assert {d.address for d in sample(site.press, 1000, random.Random(1)).differences} == {"/post/s1/"}


def test_receipts_outlive_the_ledger(site: Site) -> None:
    site.run("update body set text = 'one' where post = 1")
    site.press.close()
    (site.toy.folder / "site" / "ledger.sqlite3").unlink()
    site.press = site.toy.press()
    site.toy.execute("update body set text = 'two' where post = 1")
    outcome: Outcome = site.press.run()
    assert outcome.receipt is not None
    assert outcome.receipt.number == 3
    assert [receipt.number for receipt in site.press.receipts.newest()] == [3, 2, 1]


def test_a_torn_receipt_is_passed_over(site: Site) -> None:
    with site.press.paths.receipts.open("ab") as file:
        file.write(b'\n{"number": 2, "start')
    site.run("update body set text = 'one' where post = 1")
    assert [receipt.number for receipt in site.press.receipts.newest()] == [2, 1]


def test_fact_arguments_of_the_wrong_type_fail_one_page_on_both_databases(toy: Toy) -> None:
    registry = toy_registry()
    registry.queries["front_page"].fn = lambda: Page(str(registry.queries["title"]("one")).encode())
    press: Press = toy.press(registry=registry)
    outcome = press.run()
    assert set(outcome.failed) == {"/"}
    assert "tag/1.xml" in toy.tree()
    press.close()


def test_names_that_are_no_text_do_not_stop_a_full_press(folder: Path) -> None:
    toy = Toy(folder)
    public = folder / "site" / "public"
    public.mkdir(parents=True)
    (public / "caf\udce9.html").write_text("an old name in Latin-1")
    press = toy.press()
    assert press.run().receipt is not None
    press.close()
    toy.close()


def test_a_full_press_restores_what_somebody_took_away_or_altered(site: Site) -> None:
    before = site.toy.tree()
    public = site.toy.folder / "site" / "public"
    (public / "index.html").unlink()
    (public / "day" / "1" / "index.html").write_bytes(b"somebody was here")
    (public / "stray.html").write_bytes(b"nobody's")
    outcome = site.press.run(full=True)
    assert site.toy.tree() == before
    assert outcome.receipt is not None
    assert outcome.tally.written == 2


def test_most_of_a_store_does_not_go_for_another_database(site: Site) -> None:
    site.press.few = 5
    before = site.toy.tree()
    site.toy.execute("delete from post where id > 1")
    site.toy.execute("delete from author where id > 1")
    site.toy.execute("update press_mark set token = 'of another database'")
    with pytest.raises(TooMuchGoes, match=r"would take away 9 of 15 pages .* `masthead press --take-away`"):
        site.press.run()
    assert site.toy.tree() == before
    with pytest.raises(TooMuchGoes):
        site.press.run(full=True)
    assert site.toy.tree() == before
    assert len(site.run(take_away=True)[2]) >= 9
    assert site.run() == (NONE, NONE, NONE)


def test_most_of_a_store_goes_when_it_was_withdrawn(site: Site) -> None:
    """In the database that was pressed last every change was noticed: nothing that is withdrawn may stay."""
    site.press.few = 5
    site.toy.execute("delete from post where id > 1")
    assert len(site.run("delete from author where id > 1")[2]) == 10
    assert site.run(full=True) == (NONE, NONE, NONE)
