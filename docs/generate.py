"""Writes the pages of the manual that the code itself knows best.

    python docs/generate.py            writes them
    python docs/generate.py --check    says which are old; exit code 1 if any is

`docs/reference/settings.md` comes from the table of options, `docs/reference/command-line.md` from the help texts,
`docs/reference/templates.md` from the records that templates are given.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from masthead.cli import COMMANDS, group
from masthead.site.writing import reference

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from templates import templates  # noqa: E402 - a neighbour of this script

WIDTH = 100

HEAD = """\
# The command line

`masthead --site DIR COMMAND` works on the site in the folder DIR. Without `--site` it takes the folder that the
variable `MASTHEAD_SITE` names, else the current folder. Results go to standard output; progress and warnings go to
standard error.

| exit code | means |
|---|---|
| 0 | done |
| 1 | done, and something is wrong: a difference, a finding, a page that cannot be made |
| 2 | the command was not understood |
| 3 | the command could not be done; the sentence says why |

With `--json` a command answers with one JSON value on standard output and shows no progress.

<!-- Written by `make docs` from the help texts in src/masthead/cli. -->
"""


def commands() -> Iterator[tuple[str, click.Context]]:
    """Every command with its context, groups before what is in them, in the order of `masthead --help`."""
    settings = {**group.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    top = click.Context(group, info_name="masthead", **settings)
    yield "masthead", top
    for name in COMMANDS:
        found = group.get_command(top, name)
        if found is not None:
            yield from _below(f"masthead {name}", name, found, top)


def _below(path: str, name: str, command: click.Command, parent: click.Context) -> Iterator[tuple[str, click.Context]]:
    context = click.Context(command, info_name=name, parent=parent)
    yield path, context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from _below(f"{path} {below}", below, found, context)


def command_line() -> str:
    parts = [HEAD]
    for path, context in commands():
        parts.append(f"## `{path}`\n\n```text\n{context.get_help().rstrip()}\n```\n")
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """The generated pages and what they should hold."""
    return {
        HERE / "reference" / "settings.md": reference() + "\n",
        HERE / "reference" / "command-line.md": command_line(),
        HERE / "reference" / "templates.md": templates(),
    }


def old() -> list[Path]:
    """Generated pages that are missing or not what the code says."""
    return [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main() -> int:
    if "--check" in sys.argv[1:]:
        for path in old():
            print(f"{path.relative_to(HERE.parent)} is old. Write it anew: python docs/generate.py")
        return 1 if old() else 0
    for path in old():
        path.write_text(pages()[path], encoding="utf-8")
        print(f"Wrote {path.relative_to(HERE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
