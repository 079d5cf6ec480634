"""What must hold after every run, whatever happened before. The slow, obvious definition is the specification:
`plain_site` walks the manifest and asks every page, with no ledger, no store and no memory of anything."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from typing import Any

from toy import Toy

from masthead.press.answers import decode, digest, encode
from masthead.press.digests import address_of
from masthead.press.edition import Press
from masthead.press.errors import AddressRefused, PressError
from masthead.press.evaluation import Fresh
from masthead.press.ledger import unpack
from masthead.press.manifest import Claim, Group, Made, Page, Ref
from masthead.press.outcome import Outcome
from masthead.press.places import TWINS
from masthead.press.proof import prove, sample
from masthead.press.registry import asking
from masthead.press.store import artifact

Tree = dict[str, bytes]


class Plain:
    """The site as the queries say, and what fails in it."""

    def __init__(self, press: Press, *, broken: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        self.broken = broken
        self.tree: Tree = {}
        self.failing: set[str] = set()
        self.perhaps: set[str] = set()
        self.failing_groups = 0
        self.doubled: set[str] = set()
        self.claims: dict[str, set[tuple[int, str, bytes, Ref]]] = {}
        self._seen: set[Ref] = set()
        with press.fresh() as fresh:
            token = asking.set(fresh)
            try:
                self._walk(fresh, press.root)
                for address, claims in sorted(self.claims.items()):
                    self._settle(fresh, address, claims)
            finally:
                asking.reset(token)

    def _walk(self, fresh: Fresh, ref: Ref) -> None:
        try:
            group = fresh.ask(fresh.registry.queries[ref.query], ref.args)
        except PressError:
            self.failing_groups += 1
            return
        assert isinstance(group, Group)
        for claim in group.pages:
            self._claim(fresh, claim)
        for below in group.groups:
            self._walk(fresh, below)

    def _claim(self, fresh: Fresh, claim: Claim) -> None:
        self.claims.setdefault(claim.address, set()).add(
            (claim.weight, claim.ref.query, encode(claim.ref.args), claim.ref)
        )
        if claim.ref in self._seen:
            return
        self._seen.add(claim.ref)
        page = self._page(fresh, claim.ref)
        for need in page.needs if isinstance(page, Page) else ():
            self._claim(fresh, need)

    def _page(self, fresh: Fresh, ref: Ref) -> Page | Made | None:
        try:
            page = fresh.page(ref)
        except PressError:
            return None
        return page

    def _settle(self, fresh: Fresh, address: str, claims: set[tuple[int, str, bytes, Ref]]) -> None:
        best = min(claims)
        if best[0] == 0 and len({claim[3] for claim in claims if claim[0] == 0}) > 1:
            self.doubled.add(address)
        if any(self._page(fresh, claim[3]) is None for claim in claims):
            self.failing.add(address)
        page = self._page(fresh, best[3])
        if page is not None:
            try:
                item = artifact(address, page)
            except AddressRefused:
                self.failing.add(address)
                return
            if item.made is not None and item.made.args[0] in self.broken:
                # It fails if it was to be made while its original was broken, and stays if it was made before.
                self.perhaps.add(address)
            else:
                self.tree[item.path] = item.body


def audit(
    toy: Toy,
    press: Press,
    outcome: Outcome,
    before: Tree,
    *,
    since: int | None = None,
    forgot: bool = False,
    prove_too: bool = True,
) -> None:
    """Raises AssertionError if anything that must hold after a run does not.

    `since`: after a crash, the last receipt before it; all later ones together cover what moved. `forgot`: the
    ledger was lost, and one receipt may be lost with it.
    """
    tree = toy.tree()
    plain = Plain(press, broken=toy.broken)
    _check_failures(press, outcome, plain)
    _check_tree(toy, press, tree, plain)
    _check_receipt(press, outcome, before, tree, since, forgot)
    _check_ledger(press)
    _check_second_run(toy, press, tree)
    if prove_too and not toy.broken:
        scratch = toy.folder / "proof"
        shutil.rmtree(scratch, ignore_errors=True)
        unknown = _remembered(press, plain) if plain.failing_groups else set()
        found = [each for each in prove(press, scratch).differences if each.address not in unknown]
        assert not found, found
    sampled = sample(press, 5, random.Random(1)).differences
    assert sampled == (), sampled


def _check_failures(press: Press, outcome: Outcome, plain: Plain) -> None:
    failing = {address for address in press.failures() if address.startswith("/")}
    # What hangs on a failing group or page is remembered and cannot be known from nothing.
    assert plain.failing <= failing, ("failures unseen", plain.failing - failing)
    if not plain.failing and not plain.failing_groups:
        assert failing <= plain.perhaps, ("failures that are none", failing)
    assert bool(plain.failing_groups) == any(name.startswith("the pages of") for name in press.failures())
    if not plain.failing_groups and not plain.failing:
        assert set(press.doubled()) == plain.doubled, "double addresses are told"
    assert set(outcome.doubled) <= set(press.doubled())


def _check_tree(toy: Toy, press: Press, tree: Tree, plain: Plain) -> None:
    files = {path: body for path, body in tree.items() if not path.endswith(TWINS)}
    remembered = _remembered(press, plain) if plain.failing_groups else set()
    for path, body in plain.tree.items():
        if address_of(path, body) in remembered:
            continue
        if path.startswith("media/"):
            number = int(path.removeprefix("media/").partition(".")[0])
            assert files.get(path) == b"PNG" + bytes([number]) * 40, (path, "picture")
        else:
            assert path in files, (path, "missing")
            assert files[path] == body, (path, files[path], body)
    for path in tree.keys() - files.keys():
        assert path.rpartition(".")[0] in files, (path, "a twin of nothing")
    for path in files:
        assert not press.store.wrong_twins(path), (path, "twin")
        large = path.endswith((".html", ".xml")) and len(files[path]) > 600
        assert not large or f"{path}.gz" in tree, (path, "twins are missing")
    extra = {path for path in files if path not in plain.tree and f"/{path}" not in plain.perhaps}
    assert not extra or plain.failing or plain.failing_groups, ("extra", extra)
    if not plain.failing_groups:
        _check_kept(press, extra, files)


def _remembered(press: Press, plain: Plain) -> set[str]:
    """Addresses that a group claimed before it failed: what stands there cannot be known from nothing."""
    sql = (
        "select address, name.name, args from claim join node on node.id = claim.node join name on name.id = node.name"
    )
    known = {(address, *claim[1:3]) for address, claims in plain.claims.items() for claim in claims}
    return {row[0] for row in press.ledger.db.execute(sql) if row not in known}


def _check_kept(press: Press, extra: set[str], files: Tree) -> None:
    """What stays while a page fails is that page's own former answer, never another page's text."""
    owners = dict(press.ledger.db.execute("select path, address from file"))
    db = press.ledger.db
    for path in extra:
        address = owners[path]
        row = db.execute(
            "select node.args, name.name, failed_in from claim join node on node.id = claim.node "
            "join name on name.id = node.name where address = ? order by weight, name.name, args",
            (address,),
        ).fetchone()
        assert row is not None, (path, "stays and nobody claims it")
        if row[2] == 0:  # what a failing page needed before it failed
            continue
        assert not path.startswith(".answers/"), (path, "a redirect stays under a failing page")
        if row[1] == "post_page":
            mark = f"<i>{decode(row[0])[0]}</i>".encode()
            assert mark in files[path], (path, "the text of another post stays under a failing one")


def _check_receipt(press: Press, outcome: Outcome, before: Tree, tree: Tree, since: int | None, forgot: bool) -> None:
    moved = {path for path in before.keys() | tree.keys() if before.get(path) != tree.get(path)}
    touched = {
        address_of(path, tree.get(path) or before.get(path) or b"") for path in moved if not path.endswith(TWINS)
    }
    told: set[str] = set()
    for receipt in press.receipts.newest():
        if receipt is not None and receipt.number > (since if since is not None else press.receipts.last_number() - 1):
            told |= {*receipt.appeared, *receipt.changed, *receipt.gone}
    if since is None and outcome.receipt is None:
        told = set()
    if since is None:
        assert told <= touched, ("the receipt tells of changes that were none", told - touched)
    if since is None or not forgot:
        assert touched <= told, ("the receipt is silent about changes", touched - told)


def _check_ledger(press: Press) -> None:
    db = press.ledger.db
    columns = "id, digest, changed_in, verified_in, failed_in, trace"
    nodes: dict[int, Any] = {row[0]: row for row in db.execute(f"select {columns} from node")}
    edges = set(db.execute("select callee, caller from edge"))
    assert edges == {(callee, row[0]) for row in nodes.values() for callee in unpack(row[5])}, (
        "edges are not the traces"
    )
    for callee, caller in edges:
        asked, asker = nodes[callee], nodes[caller]
        if not (asked[4] or asker[4]):
            assert asked[2] <= asker[3], ("I1", callee, caller)
    _check_facts(press)
    for number, wanted in db.execute("select node, digest from file where digest is not null and node is not null"):
        assert number in nodes, ("a file of no page", number)
        del wanted
    assert db.execute("select count(*) from file where digest is not published").fetchone() == (0,), "still to do"
    assert db.execute("select count(*) from edition where done = 0").fetchone() == (0,), "a receipt is missing"
    assert set(nodes) == _reachable(db, edges), ("I5", set(nodes) ^ _reachable(db, edges))


def _check_facts(press: Press) -> None:
    with press.fresh() as fresh:
        for name, args, stored in press.ledger.db.execute(
            "select name.name, args, digest from node join name on name.id = node.name where failed_in = 0"
        ).fetchall():
            query = press.registry.queries[name]
            if query.fact is not None:
                assert digest(encode(fresh.ask(query, decode(args)))) == stored, ("I3", name, decode(args))


def _reachable(db: Any, edges: set[tuple[int, int]]) -> set[int]:
    asked: dict[int, set[int]] = {}
    for callee, caller in edges:
        asked.setdefault(caller, set()).add(callee)
    pending = [n for (n,) in db.execute("select node from claim union select node from branch")]
    found: set[int] = set()
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += asked.get(node, ())
    return found


def _check_second_run(toy: Toy, press: Press, tree: Tree) -> None:
    stamps = dict(_stamps(toy))
    again = press.run()
    assert again.receipt is None, ("the second run writes", again.receipt)
    assert again.failed or again.tally.pages == 0, ("the second run lays out", again.tally)
    assert toy.tree() == tree
    assert dict(_stamps(toy)) == stamps, "the second run touches files"
    assert not list((toy.folder / "site" / "stage").rglob("*")), "something is left on the stage"


def _stamps(toy: Toy) -> Iterator[tuple[str, int]]:
    for path in (toy.folder / "site" / "public").rglob("*"):
        if path.is_file():
            yield str(path), path.stat().st_mtime_ns
