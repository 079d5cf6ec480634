"""Asking without a ledger: for previews, samples and proofs.

Every question is asked once and remembered for as long as the evaluation lives. `overlay` gives answers of
facts that are not, or not yet, in the database: that is how a draft is shown as the press would make it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from masthead.press import guard
from masthead.press.answers import Answer, encode
from masthead.press.database import Snapshot
from masthead.press.errors import DatabaseFailed, PressError, QueryCycle, QueryFailed, UnstableAnswer, UntrackedRead
from masthead.press.facts import Dialect
from masthead.press.manifest import Made, Page, Ref
from masthead.press.registry import Query, Registry, asking

Key = tuple[str, bytes]


@dataclass
class Tally:
    """What a run did, counted."""

    facts: int = 0
    queries: int = 0
    pages: int = 0
    statements: int = 0
    written: int = 0
    removed: int = 0
    laid_out: list[str] = field(default_factory=list)
    """Addresses of the pages that were laid out, where an address is known."""


def run_query(query: Query[..., Answer], args: tuple[Answer, ...]) -> Answer:
    """Runs a derived query's function, closed off from everything that leaves no trace.

    Raises `QueryFailed`, with the cause attached, for any error of the query's own.
    """
    name = f"{query.name}{args!r}"
    running = guard._running
    before, running.asking = (running.asking, running.refused), name
    running.refused = None
    try:
        answer = query.fn(*args)
        if running.refused is not None:
            # The query caught the refusal and went on without what it reached for.
            raise running.refused
        return answer
    except (DatabaseFailed, QueryCycle, QueryFailed, UnstableAnswer, UntrackedRead):
        raise
    except RecursionError as error:
        raise QueryFailed(f"{name}: the queries ask each other too deeply.") from error
    except Exception as error:
        raise QueryFailed(f"{name}: {type(error).__name__}: {error}") from error
    finally:
        running.asking, running.refused = before


class Facts:
    """Asks facts in one snapshot. Their SQL is written once."""

    def __init__(self, registry: Registry, dialect: Dialect) -> None:
        self.sql = {fact.name: fact.sql(dialect) for fact in registry.facts}

    def ask(self, snapshot: Snapshot, query: Query[..., Answer], args: tuple[Answer, ...]) -> Answer:
        """The fact's answer.

        Raises `QueryFailed` if the arguments or the rows are not what was promised, `DatabaseFailed` if the
        database does not answer.
        """
        if query.fact is None:
            raise TypeError(f"{query.name} is not a fact.")
        before, guard._running.asking = guard._running.asking, ""
        try:
            query.fact.accept(args)
            return query.fact.answer(snapshot.rows(self.sql[query.name], args))
        except DatabaseFailed:
            raise
        except PressError as error:
            raise QueryFailed(str(error)) from error
        except Exception as error:
            raise QueryFailed(f"{query.name}{args!r}: {type(error).__name__}: {error}") from error
        finally:
            guard._running.asking = before


class Fresh:
    """An evaluation that starts from nothing."""

    def __init__(
        self, registry: Registry, facts: Facts, snapshot: Snapshot, overlay: Mapping[Key, Answer] | None = None
    ) -> None:
        self.registry = registry
        self.facts = facts
        self.snapshot = snapshot
        self.answers: dict[Key, Answer] = dict(overlay or {})
        self._open: list[Key] = []

    def ask(self, query: Query[..., Answer], args: tuple[Answer, ...]) -> Answer:
        """The answer to one question."""
        key = (query.name, encode(args))
        if key in self.answers:
            return self.answers[key]
        if key in self._open:
            raise QueryCycle(" asks ".join(name for name, _ in [*self._open, key]))
        self._open.append(key)
        try:
            derived = query.fact is None
            answer = run_query(query, args) if derived else self.facts.ask(self.snapshot, query, args)
            encode(answer)
        finally:
            self._open.pop()
        self.answers[key] = answer
        return answer

    def of(self, query: Query[..., Answer], args: tuple[Answer, ...]) -> Answer:
        """The answer to a question from outside."""
        token = asking.set(self)
        try:
            return self.ask(query, args)
        finally:
            asking.reset(token)

    def page(self, ref: Ref) -> Page | Made:
        """The page of a claim."""
        answer = self.of(self.registry.queries[ref.query], ref.args)
        if not isinstance(answer, (Page, Made)):
            raise QueryFailed(f"{ref.query}{ref.args!r} answered with a {type(answer).__name__}, not a page.")
        return answer
