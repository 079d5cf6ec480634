"""How a site declares what it asks: facts, queries, pages, groups.

A query is a pure function of its arguments. Called like a function while the press is at work, it answers
from what is remembered if that is still right, and leaves a trace in whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, Protocol, TypeVar, cast

from masthead.press.answers import Answer
from masthead.press.errors import QueryFailed
from masthead.press.facts import Fact, Join
from masthead.press.manifest import Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

P = ParamSpec("P")
T = TypeVar("T", covariant=True)

Sort = Literal["fact", "query", "page", "group"]


class Evaluation(Protocol):
    """Whoever answers questions at the moment: the press, a preview, a proof."""

    def ask(self, query: Query[Any, Any], args: tuple[Answer, ...]) -> Answer: ...


asking: ContextVar[Evaluation] = ContextVar("masthead.press.asking")


class Query(Generic[P, T]):
    """A question with a name. `keep`: its answer is remembered, not just its digest."""

    def __init__(self, name: str, sort: Sort, fn: Callable[..., Answer], *, keep: bool, fact: Fact | None) -> None:
        self.name = name
        self.sort = sort
        self.fn = fn
        self.keep = keep
        self.fact = fact
        self.__doc__ = fn.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        if kwargs:
            raise TypeError(f"{self.name} takes its arguments by position: they are its key.")
        try:
            evaluation = asking.get()
        except LookupError:
            raise RuntimeError(f"{self.name} can only be asked while the press is at work.") from None
        return cast("T", evaluation.ask(self, args))

    def attempt(self, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The answer; None while it cannot be given.

        So a list goes on without what is broken. The trace says that it was asked: when it is mended, so is the list.
        """
        try:
            return self(*args, **kwargs)
        except QueryFailed:
            return None

    def ref(self, *args: P.args, **kwargs: P.kwargs) -> Ref:
        """This question, not asked yet: for claims and groups."""
        if kwargs:
            raise TypeError(f"{self.name} takes its arguments by position: they are its key.")
        return Ref(self.name, args)

    def __repr__(self) -> str:
        return f"<{self.sort} {self.name}>"


class Registry:
    """All that one site asks. Names are unique: they are half of every key."""

    def __init__(self) -> None:
        self.queries: dict[str, Query[Any, Any]] = {}

    def query(self, *, keep: bool = False) -> Callable[[Callable[P, T]], Query[P, T]]:
        """Declares a derived query."""
        return self._declare("query", keep)

    def page(self) -> Callable[[Callable[P, T]], Query[P, T]]:
        """Declares a query whose answer is a `manifest.Page` or `manifest.Made`."""
        return self._declare("page", keep=False)

    def group(self) -> Callable[[Callable[P, T]], Query[P, T]]:
        """Declares a query whose answer is a `manifest.Group`."""
        return self._declare("group", keep=True)

    def fact(
        self,
        name: str,
        table: str,
        *,
        where: Iterable[str],
        select: Iterable[str],
        joins: Iterable[Join] = (),
        const: Mapping[str, int | str] | None = None,
        order: Iterable[str] = (),
        one: bool = False,
        distinct: bool = False,
        record: type | None = None,
        keep: bool = False,
    ) -> Query[..., Any]:
        """Declares a fact; see `facts.Fact` for the meaning of each argument."""
        fact = Fact(
            name,
            table,
            tuple(where),
            tuple(select),
            tuple(joins),
            const or {},
            tuple(order),
            one,
            distinct,
            record,
        )
        query: Query[..., Any] = Query(name, "fact", fact.answer, keep=keep, fact=fact)
        return self._add(query)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The declared facts, by name."""
        return tuple(q.fact for _, q in sorted(self.queries.items()) if q.fact is not None)

    def _declare(self, sort: Sort, keep: bool) -> Callable[[Callable[P, T]], Query[P, T]]:
        def decorate(fn: Callable[P, T]) -> Query[P, T]:
            return self._add(Query(getattr(fn, "__name__", str(fn)), sort, fn, keep=keep, fact=None))

        return decorate

    def _add(self, query: Query[P, T]) -> Query[P, T]:
        if query.name in self.queries:
            raise ValueError(f"There are two queries called {query.name}; rename one of them.")
        self.queries[query.name] = query
        return query
