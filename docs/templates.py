# ruff: noqa: E501 - tables are lines
"""The reference of templates, from the records that they are given. Used by `generate.py`."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

from masthead.pages import records
from masthead.themes.contexts import MORE_STYLE, PARTS, TEMPLATES
from masthead.themes.sandbox import FILTERS, GLOBALS, LARGEST, METHODS, SECONDS, WORK

HEAD = """\
# Templates

What each template of a theme is given. How to change one: [Change how the site looks](../how-to/change-the-looks.md).

Templates are [Jinja2](https://jinja.palletsprojects.com/en/stable/templates/), in a sandbox. They get the records below
and read nothing else. Whatever is `Html` has been cleaned or escaped and goes to the reader as it stands; every `str` is
plain text, which is escaped wherever it is written. An empty text or tuple means that there is none. Every run of text
that may be in another language than the page carries its `lang`.

The field `text` of a link `page.older` is written `page.older.text`. A field that does not exist is an error.

<!-- Written by `make docs` from src/masthead/pages/records.py and src/masthead/themes/. -->

## Which template lays out what

| template | lays out | is given |
|---|---|---|
"""

PAGES = """
Each of those that lay out a page of HTML is also given:

| name | is |
|---|---|
| `chrome` | [Chrome](#chrome): what surrounds the page, with the menu's item of this page marked |
| `page_title` | the document's title, its parts isolated from one another |
| `canonical` | the page's address in full, or "" for one that has none |
| `card` | [Card](#card), or none |
| `structured` | JSON-LD for a data block, escaped, or "" |
| `lang`, `dir` | the page's language and direction |

"""

TOOLS = f"""
## What templates may use

Beside Jinja's own statements and tests:

| | |
|---|---|
| `_("Older")` | a word of the interface, in the page's language |
| `say(lang, "By %(names)s", names=…)` | the same in another language: what surrounds an entry is said in the entry's own |
| `direction(lang)` | `ltr` or `rtl` |
| `people \\| by_role` | a byline's people by role: pairs of role and people |
| `items \\| joined(lang)` | a list as the language writes it: "Ada, Ben and Cleo" |
| `text \\| xml_text` | text, or markup as text, for an XML element |
| other filters | {", ".join(f"`{name}`" for name in sorted((*FILTERS, "join")))} |
| other functions | {", ".join(f"`{name}`" for name in GLOBALS)} |
| methods of texts | {", ".join(f"`{name}`" for name in sorted(METHODS))} |

A message that Masthead's catalogues do not know stays as it is written. Escaping cannot be switched off. Texts and lists
cannot be multiplied, nor formatted with `%`.

One page may do {WORK:,} steps of work, must be done in {SECONDS:.0f} seconds, and has at most {LARGEST >> 20} million characters;
Masthead's own take some hundred steps. A template that does more fails, with its file and line.
"""


def templates() -> str:
    """The whole page."""
    parts = [HEAD, *map(_row, TEMPLATES), PAGES, _others(), TOOLS, "\n## The records\n"]
    parts += (_record(record) for record in _records())
    return "".join(parts)


def _row(name: str) -> str:
    given = TEMPLATES[name]
    record = given.record.__name__
    return f"| `{name}` | {given.use} | `{given.name}`, a [{record}](#{record.lower()}) |\n"


def _others() -> str:
    names = " and ".join(f"`{name}`" for name in PARTS)
    return (
        f"{names} are what these are made of, and know what those know. What stands in `style.css` is every page's style; "
        f"`{MORE_STYLE}` is added to it; `favicon.ico` is the icon. Other files that end in `.html` or `.xml` may be "
        "included by name.\n"
    )


def _records() -> list[type]:
    """The records that a template may meet, in the order in which they are written down."""
    wanted, waiting = set(), [given.record for given in TEMPLATES.values()] + [records.Card]
    while waiting:
        record = waiting.pop()
        if record not in wanted:
            wanted.add(record)
            waiting += [kind for hint in typing.get_type_hints(record).values() for kind in _within(hint)]
    return [each for each in vars(records).values() if isinstance(each, type) and each in wanted]


def _within(hint: Any) -> Iterator[type]:
    for kind in (hint, *typing.get_args(hint)):
        if hasattr(kind, "_fields"):
            yield kind


def _record(record: type) -> str:
    sentence = inspect.getdoc(record) or ""
    about = "" if sentence.startswith(f"{record.__name__}(") else f"\n{sentence}\n"
    said = _comments()[record.__name__]
    rows = "".join(
        f"| `{name}` | {_shown(hint)} | {said.get(name, '')} |\n"
        for name, hint in typing.get_type_hints(record).items()
    )
    return f"\n### {record.__name__}\n{about}\n| field | is | |\n|---|---|---|\n{rows}"


def _shown(hint: Any) -> str:
    """A type as people read it."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return f"a list of {_shown(arguments[0])}"
    if origin in (typing.Union, UnionType):
        return f"{_shown(arguments[0])}, or none"
    if hasattr(hint, "_fields"):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return {"Markup": "Html"}.get(hint.__name__, hint.__name__)


def _comments() -> dict[str, dict[str, str]]:
    """What stands behind each field, or on the lines above it."""
    source = inspect.getsource(records)
    lines = source.splitlines()
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            found[node.name] = {ast.unparse(field.target): _comment(lines, field) for field in fields}
    return found


def _comment(lines: list[str], field: ast.AnnAssign) -> str:
    behind = re.search(r"  # (.*)$", lines[(field.end_lineno or field.lineno) - 1])
    above = re.fullmatch(r"\s+# (.*)", lines[field.lineno - 2])
    chosen = behind or above
    return chosen[1].replace("|", "\\|").replace("<", "&lt;") if chosen else ""
