"""Bringing what is remembered up to date: facts first, then only what asked a moved fact, in the order asked.

A node is right as of `verified_in`; its digest last moved in `changed_in`. A suspect is verified by settling
what it asked, in order, until one of those moved after the suspect was last verified: only then is it run
again. A query that fails keeps its trace and its last answer, is not verified, and is run again as soon as
anything that it asked has moved. Its repair counts as a move even if the old answer is back, so that neither
callers nor the manifest can mistake it for no news.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import chain
from typing import cast

from masthead.press.answers import Answer, decode, digest, encode
from masthead.press.database import Snapshot
from masthead.press.errors import NotAnAnswer, QueryCycle, QueryFailed, UnstableAnswer, UntrackedRead
from masthead.press.evaluation import Facts, Tally, run_query
from masthead.press.ledger import Ledger, Row, pack, unpack
from masthead.press.manifest import Group, Made, Page
from masthead.press.registry import Query, Registry, asking

CACHE = 15_000
"""Nodes held in memory; the rest waits in the ledger."""
SHORT = 128
"""Bytes; a fact's answer of no more is kept: to read it costs less than to ask the database again."""


_SORTS: dict[str, tuple[type, ...]] = {"page": (Page, Made), "group": (Group,)}


class Node:
    """A question in memory."""

    __slots__ = (
        "_args",
        "answer",
        "answered",
        "changed_in",
        "data",
        "digest",
        "error",
        "failed_in",
        "id",
        "key",
        "query",
        "running",
        "stored",
        "trace",
        "verified_in",
    )

    def __init__(self, number: int, query: Query[..., Answer], key: bytes, args: tuple[Answer, ...] | None) -> None:
        self.id = number
        self.query = query
        self.key = key
        self._args = args
        self.digest: bytes | None = None
        self.changed_in = 0
        self.verified_in = 0
        self.failed_in = 0
        self.trace: array[int] | tuple[int, ...] = ()
        self.answer: Answer = None
        self.answered = False
        self.data: bytes | None = None
        self.error: str | None = None
        self.running = False
        self.stored = False

    @property
    def args(self) -> tuple[Answer, ...]:
        """What it is asked with. Of most nodes that come from the ledger nobody wants to know."""
        if self._args is None:
            self._args = decode(self.key)
        return cast("tuple[Answer, ...]", self._args)


class Settling:
    """One step's evaluation over the ledger. Everything happens in one thread and one ledger transaction."""

    def __init__(
        self,
        registry: Registry,
        facts: Facts,
        ledger: Ledger,
        snapshot: Snapshot,
        tally: Tally,
        *,
        cache: int = CACHE,
        lenient: bool = False,
        blank: bool = False,
    ) -> None:
        self.registry = registry
        self.facts = facts
        self.ledger = ledger
        self.snapshot = snapshot
        self.tally = tally
        self.cache = cache
        self.lenient = lenient
        """Whether an unstable answer is its query's failure, after asking everything again did not help."""
        self.blank = blank
        """Whether the ledger has no node that is not in memory."""
        self.step = ledger.step + 1
        self.last_node = ledger.last_node
        self.doubtful: set[int] = set()
        """Facts that a change may have moved."""
        self.suspects: set[int] = set()
        """Nodes that asked a moved fact, perhaps through others."""
        self.dropped: set[int] = set()
        """Nodes that lost a caller in this step; the sweep looks at them."""
        self._nodes: dict[tuple[int, bytes], Node] = {}
        self._by_id: dict[int, Node] = {}
        self._dirty: dict[int, Node] = {}
        self._edges: dict[tuple[int, int], bool] = {}
        """Callees and callers, and whether the one is still asked by the other: what the ledger does not know yet."""
        self._frames: list[dict[int, None]] = []
        self._name_ids: dict[str, int] = {}
        self._queries = {ledger.name_id(name): query for name, query in registry.queries.items()}

    # -- asking

    def ask(self, query: Query[..., Answer], args: tuple[Answer, ...]) -> Answer:
        """Answers a query that is running, and leaves the trace."""
        node = self.node(query, args)
        if self._frames:
            self._frames[-1][node.id] = None
        self.settle(node)
        if node.error is not None:
            raise QueryFailed(node.error)
        return self.answer(node)

    def node(self, query: Query[..., Answer], args: tuple[Answer, ...]) -> Node:
        """The node of a question, from memory, the ledger, or new."""
        name = self._name_ids.get(query.name)
        if name is None:
            name = self._name_ids[query.name] = self.ledger.name_id(query.name)
            self._queries[name] = query
        key = encode(args)
        node = self._nodes.get((name, key))
        if node is not None:
            return node
        if not self.blank and (row := self.ledger.node(name, key)) is not None:
            return self._load(row)
        self.last_node += 1
        node = self._dirty[self.last_node] = Node(self.last_node, query, key, args)
        return self._keep(node, name)

    def by_id(self, number: int) -> Node:
        """A node that is in memory or in the ledger."""
        node = self._by_id.get(number)
        if node is None:
            node = self._load(next(self.ledger.nodes([number])))
        return node

    def answer(self, node: Node) -> Answer:
        """The answer of a settled node; run again if it was not kept."""
        if not node.answered:
            if node.data is not None:
                node.answer, node.answered = decode(node.data), True
            else:
                self._execute(node)
                if node.error is not None:
                    raise QueryFailed(node.error)
        return node.answer

    def settle(self, node: Node) -> None:
        """Makes a node right for this step, running it only if it must be."""
        if node.verified_in == self.step or node.failed_in == self.step:
            return
        if node.digest is None or node.failed_in:
            self._execute(node)
        elif node.id in self.suspects:
            self.load(node.trace)
            if any(self._moved_since(callee, node) for callee in node.trace):
                self._execute(node)
            else:
                node.verified_in = self.step
                self._dirty[node.id] = node

    def ask_again(self, node: Node) -> bool:
        """Asks a doubtful fact. Says whether its answer, or its failing, moved."""
        before = (node.digest, node.error)
        self.doubtful.add(node.id)
        self._execute(node)
        return (node.digest, node.error) != before

    def _moved_since(self, callee: int, caller: Node) -> bool:
        node = self.by_id(callee)
        self.settle(node)
        return node.changed_in > caller.verified_in or node.failed_in > 0

    # -- running

    def _execute(self, node: Node) -> None:
        if node.running:
            raise QueryCycle(" asks ".join(n.query.name for n in self._by_id.values() if n.running))
        node.running = True
        self.load(node.trace)  # it will mostly ask the same again
        frame: dict[int, None] = {}
        self._frames.append(frame)
        try:
            answer = self._run(node)
            data = encode(answer)
            moved = digest(data)
            if self._settled(node) and moved != node.digest:
                raise self._unstable(node)
        except (QueryFailed, QueryCycle, UntrackedRead, NotAnAnswer) as error:
            self._fail(node, frame, str(error))
        else:
            self._succeed(node, frame, answer, data, moved)
        finally:
            self._frames.pop()
            node.running = False

    def _run(self, node: Node) -> Answer:
        if node.query.fact is not None:
            self.tally.facts += 1
            return self.facts.ask(self.snapshot, node.query, node.args)
        self.tally.queries += 1
        if node.query.sort == "page":
            self.tally.pages += 1
        answer = run_query(node.query, node.args)
        expected = _SORTS.get(node.query.sort)
        if expected and not isinstance(answer, expected):
            raise NotAnAnswer(f"{node.query!r} answered with a {type(answer).__name__}.")
        return answer

    def _settled(self, node: Node) -> bool:
        """Whether this node's answer can be none but the one remembered."""
        if node.digest is None or node.failed_in:
            return False
        return node.verified_in == self.step or not (node.id in self.suspects or node.id in self.doubtful)

    def _unstable(self, node: Node) -> UnstableAnswer | QueryFailed:
        text = (
            f"{node.query.name}{node.args!r} gave two answers to one question. It reads something that it does "
            "not ask for: the clock, chance, the order of a set, or a table changed inside the snapshot."
        )
        return QueryFailed(text) if self.lenient else UnstableAnswer(text)

    def _succeed(self, node: Node, frame: dict[int, None], answer: Answer, data: bytes, moved: bytes) -> None:
        if moved != node.digest or node.failed_in:
            node.digest, node.changed_in = moved, self.step
        node.verified_in, node.failed_in, node.error = self.step, 0, None
        node.answer, node.answered = answer, True
        is_short = node.query.fact is not None and len(data) <= SHORT
        node.data = data if node.query.keep or is_short else None
        self._retrace(node, frame)

    def _fail(self, node: Node, frame: dict[int, None], error: str) -> None:
        self.fail(node, error)
        self._retrace(node, frame)

    def fail(self, node: Node, error: str) -> None:
        """What this node answered is of no use; it is run again when anything that it asked has moved."""
        node.failed_in, node.error, node.answered = self.step, error, False
        self._dirty[node.id] = node

    def _retrace(self, node: Node, frame: dict[int, None]) -> None:
        trace = tuple(frame)
        if trace != tuple(node.trace):
            before, after = set(node.trace), frame.keys()
            self._edges |= {(callee, node.id): True for callee in after - before}
            if lost := before - after:
                self._edges |= {(callee, node.id): False for callee in lost}
                self.dropped |= lost
            node.trace = trace
        self._dirty[node.id] = node

    # -- memory

    def _load(self, row: Row) -> Node:
        node = Node(row.id, self._queries[row.name], row.args, None)
        node.digest, node.changed_in, node.verified_in = row.digest, row.changed_in, row.verified_in
        node.failed_in, node.error, node.data = row.failed_in, row.error, row.answer
        node.trace = unpack(row.trace)
        node.stored = True
        return self._keep(node, row.name)

    def _keep(self, node: Node, name: int) -> Node:
        self._nodes[name, node.key] = node
        self._by_id[node.id] = node
        return node

    def mark(self, node: Node) -> None:
        """This node has to be written to the ledger."""
        self._dirty[node.id] = node

    def load(self, ids: Iterable[int]) -> None:
        """Brings nodes into memory in few statements."""
        if absent := [i for i in ids if i not in self._by_id]:
            for row in self.ledger.nodes(absent):
                self._load(row)

    def load_suspects(self) -> None:
        """Few suspects are settled in no time once they and what they asked are here: by one look, not one each."""
        if len(self.suspects) <= self.cache // 3:
            self.load(self.suspects)
            self.load(set(chain.from_iterable(node.trace for node in map(self.by_id, self.suspects))))

    def breathe(self) -> None:
        """Between pages: writes what is new once it is much, and empties the memory."""
        if self._frames or len(self._by_id) < self.cache:
            return
        self.flush()
        self.blank = False
        self._nodes.clear()
        self._by_id.clear()

    def flush(self) -> None:
        """Writes nodes and edges into the ledger's open transaction."""
        self.ledger.drop_edges(edge for edge, is_there in self._edges.items() if not is_there)
        self.ledger.add_edges(edge for edge, is_there in self._edges.items() if is_there)
        self._edges.clear()
        self.ledger.write(
            Row(
                n.id,
                self._name_ids.get(n.query.name) or self.ledger.name_id(n.query.name),
                n.key,
                n.digest,
                n.changed_in,
                n.verified_in,
                n.failed_in,
                pack(n.trace),
                n.data,
                n.error,
            )
            for n in self._dirty.values()
        )
        self._dirty.clear()


class Asking:
    """Puts an evaluation in charge of this thread's questions."""

    def __init__(self, evaluation: Settling) -> None:
        self.evaluation = evaluation

    def __enter__(self) -> Settling:
        self.token = asking.set(self.evaluation)
        return self.evaluation

    def __exit__(self, *_: object) -> None:
        asking.reset(self.token)
