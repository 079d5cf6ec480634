"""Where templates run. They come from strangers, so they see records and can change nothing; always escape; reach no
file; and have so much work that they may do, whatever it is made of.

Work is counted, not timed, so that a page fails on every machine or on none: a body that begins (of a loop, a macro, a
block) costs one and one for each thing in it, each 64 characters that are written or made cost one. Only what no count
can hold back, a few long steps, is stopped by a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from functools import lru_cache, wraps
from time import monotonic
from types import MappingProxyType
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import Environment as JinjaEnvironment
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from masthead.entries.languages import strings
from masthead.pages import records

WORK: Final = 2_000_000
SECONDS: Final = 10.0
CHARACTERS: Final = 64  # that cost as much as a body that begins
LARGEST: Final = 16 << 20  # characters of a page

# Filters that neither grow without end, nor leave text unescaped, nor throw dice.
FILTERS: Final = (
    "capitalize", "d", "default", "e", "escape", "first", "int", "items", "last", "length", "count", "list", "lower",
    "reverse", "string", "title", "trim", "upper",
)  # fmt: skip
GLOBALS: Final = ("range", "dict", "namespace", "cycler", "joiner")
# The methods of texts that make nothing larger than what was there.
METHODS: Final = frozenset(
    {"capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip",
     "split", "splitlines", "startswith", "strip", "title", "upper"}
)  # fmt: skip
# Messages of the interface name what stands in them, and nothing else: `%(names)s`.
PLAIN_MESSAGE: Final = re.compile(r"(?:[^%]|%%|%\(\w+\)s)*")
LONGEST_MESSAGE: Final = 1000
LARGEST_NUMBER: Final = 1 << 64
MARKED: Final = re.compile(r"""[&<>"']""")  # what `escape` writes otherwise
SIZED: Final = (str, list, tuple)
NAMING: Final = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)

# What templates may read of a record without the sandbox looking at it each time: half of a page's time otherwise.
FIELDS: Final = MappingProxyType(
    {kind: frozenset(kind._fields) for kind in vars(records).values() if hasattr(kind, "_fields")}
)


class TooMuchWork(Exception):
    """A template does more than a page needs: most often a loop without an end."""


class _Page:
    """What the page that is laid out may still do, and the language that it speaks."""

    __slots__ = ("language", "left", "until")

    def __init__(self, language: str) -> None:
        self.language = language
        self.left = WORK
        self.until = monotonic() + SECONDS


_page: ContextVar[_Page] = ContextVar("masthead.themes.page")


def begin_page(language: str) -> None:
    """Grants the work of one page, in a language."""
    _page.set(_Page(language))


def spend(work: int) -> None:
    """Raises TooMuchWork when the page has done all that it may."""
    page = _page.get()
    page.left -= work
    if page.left < 0 or monotonic() > page.until:
        raise TooMuchWork("this does more work than a page may. Look for a loop without an end.")


def made(value: Any) -> Any:
    """The value, its length counted. What is short was counted with the body that it stands in."""
    if isinstance(value, SIZED):
        if len(value) > CHARACTERS:
            spend(len(value) // CHARACTERS)
    elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise SecurityError("this number is too large for the sandbox")
    return value


def written(value: Any) -> str:
    """What a page gets of a value, escaped and counted. Most values are texts and markup: of these nothing else is
    asked."""
    kind = type(value)
    if kind is not str and kind is not Markup:
        return escape(made(value))
    if len(value) > CHARACTERS:
        spend(len(value) // CHARACTERS)
    return value if kind is Markup or not MARKED.search(value) else escape(value)


class Generator(CodeGenerator):
    """Writes templates as Python that counts."""

    def blockvisit(self, nodes_: Iterable[nodes.Node], frame: Frame) -> None:
        body = list(nodes_)
        parts = [part for node in body if isinstance(node, nodes.Output) for part in node.nodes]
        written = sum(len(part.data) for part in parts if isinstance(part, nodes.TemplateData))
        self.writeline(f"environment.spend({1 + len(parts) + written // CHARACTERS})")
        super().blockvisit(body, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.made(")
        super().visit_Concat(node, frame)
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        # A slice is a copy; what is reached by name or number was there.
        is_copy = isinstance(node.arg, nodes.Slice)
        self.write("environment.made(" if is_copy else "")
        super().visit_Getitem(node, frame)
        self.write(")" if is_copy else "")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.written(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        # What is reckoned while a template is read is counted by nobody.
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class Sources(BaseLoader):
    """Templates by name, and nothing else: no file is opened. `shown`: what people call each file."""

    def __init__(self, sources: Mapping[str, str], shown: Mapping[str, str] = MappingProxyType({})) -> None:
        self._sources, self._shown = sources, shown
        self.named: dict[str, frozenset[str]] = {}
        """Of each template that was read, which others it is made of."""
        self._alike: dict[str, bool] = {}

    def load(
        self,
        environment: JinjaEnvironment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        if name not in self._sources:
            raise TemplateNotFound(name)
        shown = self._shown.get(name, name)
        tree = environment.parse(self._sources[name], name, shown)
        self.named[name] = frozenset(self._names(tree))
        for node in tree.find_all((nodes.Import, nodes.FromImport)):
            used = node.template.as_const()  # type: ignore[attr-defined]  # both have it, and `_names` has looked at it
            node.with_context = not self._is_alike(environment, used)  # type: ignore[attr-defined]
        # Jinja chains the globals of template and environment, and goes through the chain for every page.
        return Template.from_code(environment, environment.compile(tree, name, shown), dict(globals or {}))

    def _is_alike(self, environment: JinjaEnvironment, name: str) -> bool:
        """Whether a template that others import makes the same for every page: macros alone, which know nothing of
        the page but what they are given. Jinja keeps it then for the pages to come. Of any other, each page makes its
        own: one page's counters would go on in the next."""
        if name not in self._alike:
            self._alike[name] = False
            with suppress(TemplateSyntaxError):  # which is told when that template is read itself
                tree = environment.parse(self._sources[name])
                self._alike[name] = all(map(_is_macro_or_nothing, tree.body)) and not find_undeclared_variables(tree)
        return self._alike[name]

    @property
    def shared(self) -> list[str]:
        """The templates that are imported once for all pages."""
        return [name for name, is_alike in self._alike.items() if is_alike]

    def _names(self, tree: nodes.Template) -> Iterator[str]:
        """The templates that this one is made of. Raises TemplateSyntaxError for one that is not there."""
        for node in tree.find_all(NAMING):
            given = node.template  # type: ignore[attr-defined]  # all four have it
            wanted = given.value if isinstance(given, nodes.Const) else None
            if not isinstance(wanted, str):
                raise TemplateSyntaxError("name one template, in quotation marks.", node.lineno)
            if wanted not in self._sources:
                raise TemplateSyntaxError(f"there is no template “{wanted}” in the theme.", node.lineno)
            yield wanted


def _is_macro_or_nothing(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    return isinstance(node, nodes.Macro)


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with a straight way to the fields of the project's own records."""

    code_generator_class = Generator
    intercepted_binops = frozenset({"+", "-", "*", "%", "**"})
    spend = staticmethod(spend)
    made = staticmethod(made)
    written = staticmethod(written)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in FIELDS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in METHODS
        if isinstance(obj, (int, float)):  # `to_bytes` makes as many bytes as one asks for
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: Jinja's own lets `str.format` through, which makes texts of any length."""
        return

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja does
        if type(__obj) is Macro:  # a theme's own: it needs no context, and nobody has to look whether it is safe
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return made(__obj(*args, **kwargs))
        made(getattr(__obj, "__self__", None))  # a text that is gone through by one of its methods
        return made(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if operator == "**" or (operator in "*%" and not numbers):
            raise SecurityError(f"the sandbox has no “{operator}” for this")
        return made(super().call_binop(context, operator, left, right))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.EvalContextModifier, nodes.For)):
            if isinstance(node, nodes.EvalContextModifier):
                raise TemplateSyntaxError("a theme cannot switch escaping off.", node.lineno, name, filename)
            if isinstance(node, nodes.For) and node.test is not None:
                # Steps over what the condition leaves out are work, too.
                step = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
                node.test = nodes.And(step, node.test).set_lineno(node.lineno)
        return tree

    @staticmethod
    def step() -> bool:
        spend(1)
        return True


def environment(
    sources: Sources,
    filters: Mapping[str, Callable[..., Any]] = MappingProxyType({}),
    functions: Mapping[str, Any] = MappingProxyType({}),
) -> Environment:
    """The only environment in which templates run."""
    found = Environment(
        loader=sources,
        autoescape=True,  # also for .xml, and whatever the name
        undefined=StrictUndefined,
        optimized=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    found.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's: messages take values by name
    words = {name: found.globals[name] for name in GLOBALS}
    found.globals.clear()
    found.globals.update(words, gettext=_gettext, ngettext=_ngettext, _=_gettext, say=say, **functions)
    chosen = {name: found.filters[name] for name in FILTERS} | {"join": join, **filters}
    found.filters = {name: _counted(function) for name, function in chosen.items()}
    return found


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)  # with it comes the mark of those that want Jinja's context
    def counted(*args: Any, **kwargs: Any) -> Any:
        return made(function(*args, **kwargs))

    return counted


def join(items: Iterable[object], separator: str = "") -> Markup:
    """Filter: items and what stands between them, escaped."""
    written = []
    for item in items:
        part = escape(item)
        spend(1 + (len(part) + len(separator)) // CHARACTERS)
        written.append(part)
    return escape(separator).join(written)


def say(language: str, message: str, **values: object) -> Markup:
    """Say one of the interface's messages in the language of a foreign entry rather than the page's."""
    return plain(strings(language).gettext(message)) % values


@lru_cache(maxsize=1024)
def plain(message: str) -> Markup:
    """The message, escaped: a theme may give what somebody wrote for one. Raises SecurityError for one that asks for
    more than to have values set in.
    """
    if len(message) > LONGEST_MESSAGE or not PLAIN_MESSAGE.fullmatch(message):
        raise SecurityError(f"the message “{message[:40]}” must be short, and have no signs of percent but %(name)s")
    return escape(message)


def _gettext(message: str, **values: object) -> Markup:
    return plain(strings(_page.get().language).gettext(message)) % values


def _ngettext(one: str, many: str, number: int, **values: object) -> Markup:
    return plain(strings(_page.get().language).ngettext(one, many, number)) % ({"num": number} | values)
