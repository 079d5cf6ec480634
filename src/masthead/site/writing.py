"""The commented `masthead.toml` and the page of the manual, both from the table of options."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from masthead.site.options import SECTIONS, TABLE, Row, Value, type_names

_HEAD = """\
# The settings of this site. A setting behind # is not in force: it shows what holds without it, or an example, where
# that is said.
# The environment goes before this file: {example} before `port`, and so on.
# `masthead config show --origin` says what holds and why.
"""


def configuration(chosen: Mapping[str, Value]) -> str:
    """The text of `masthead.toml`: what was chosen stands, the rest is shown in comments."""
    lines = [_HEAD.format(example="MASTHEAD_PORT")]
    for section, title in SECTIONS.items():
        lines.append(f"\n# {title}\n")
        lines += [_entry(row, chosen) for row in TABLE if row.section == section]
    return "\n".join(lines)


def _entry(row: Row, chosen: Mapping[str, Value]) -> str:
    if row.name in chosen:
        return f"# {row.help}\n{row.name} = {toml(chosen[row.name])}\n"
    if row.example is None:
        return f"# {row.help}\n# {row.name} = {toml(row.default)}\n"
    without = row.without or (toml(row.default) if row.default else "nothing")
    return f"# {row.help}\n# Without it: {without}. An example:\n# {row.name} = {toml(row.example)}\n"


def toml(value: Value) -> str:
    """JSON's strings, numbers and lists of strings are TOML's too, but for U+007F, which TOML wants escaped."""
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def reference() -> str:
    """`docs/reference/settings.md`."""
    return "\n".join(_reference())


def _reference() -> Iterator[str]:
    yield "# Settings\n"
    yield (
        "A setting is looked for in this order: the flag of a command, the environment, `masthead.toml`, the default. "
        "`masthead config show --origin` says what holds and where it comes from. "
        "An unknown name in `masthead.toml` is an error.\n"
    )
    yield (
        "A secret may also lie in a file of its own: the variable that ends in `_FILE` names it. "
        "The key that signs sessions is no setting; it lies in `secret.key`.\n"
    )
    yield "<!-- Written by `make docs` from src/masthead/site/options.py. -->\n"
    for section, title in SECTIONS.items():
        yield f"## {title}\n"
        for row in TABLE:
            if row.section == section:
                yield from _described(row)


def _described(row: Row) -> Iterator[str]:
    environment = " or ".join(f"`{name}`" for name in (row.environment, row.environment_file) if name)
    yield f"### `{row.name}`\n"
    yield f"{row.help}\n"
    yield f"- Value: {type_names[row.type]}{', secret' if row.secret else ''}"
    yield f"- Default: {row.without or f'`{toml(row.default)}`'}"
    if row.example is not None:
        yield f"- Example: `{toml(row.example)}`"
    yield f"- Environment: {environment}\n"
