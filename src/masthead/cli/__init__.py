"""The command line: `masthead --site DIR COMMAND`.

Each command lives in a module of its own that is imported when the command runs, so that `--help` is quick and
works without any site.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

import click

import masthead
from masthead.cli.context import Context
from masthead.cli.errors import sentences

# Command -> module and help, in the order in which people meet them.
COMMANDS: Final = MappingProxyType(
    {
        "new": ("new", "Make a site in an empty folder."),
        "serve": ("serve", "Serve readers and the desk, and keep the pages up to date."),
        "clock": ("clock", "Publish and withdraw what was planned for a moment; deliver mail."),
        "import": ("imports", "Bring entries from another system."),
        "press": ("press", "Bring the published pages up to date."),
        "proof": ("press", "Check the published pages against a full press."),
        "receipts": ("press", "Say what the last editions changed."),
        "why": ("press", "Say what a page asked, and what moved last."),
        "reach": ("press", "Say which addresses a change of an entry would touch."),
        "blog": ("blog", "Make and list blogs."),
        "user": ("user", "Make and list accounts, give passwords, end sessions, switch accounts off."),
        "register": ("register", "Bring rows of registers from files."),
        "person": ("person", "Make one of two persons who are the same."),
        "keepers": ("keepers", "Say who may read who stands behind pseudonyms; add and remove them."),
        "petition": ("petition", "Take the signatures of a petition with you, or bring some."),
        "mail": ("mail", "Try the mail server; say which mail waits."),
        "theme": ("theme", "Say what the site's looks are made of, check it, change it."),
        "config": ("config", "Show the settings."),
        "server-config": ("server_config", "Print a configuration for nginx or Caddy."),
        "upgrade": ("upgrade", "Bring a site to this version of Masthead."),
        "doctor": ("doctor", "Say what is wrong here, and how to mend it."),
        "shell": ("shell", "Open a Python prompt inside the site."),
    }
)


class Commands(click.Group):
    """Knows the names and one-line helps of all commands without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"masthead.cli.{COMMANDS[cmd_name][0]}")
        # `import` is a word of Python's own.
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        return cast("click.Command", getattr(module, name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            ctx.fail(f"There is no command “{args[0]}”. {_advice(args[0])}")
        return super().resolve_command(ctx, args)


def _advice(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, COMMANDS, n=1)
    return f"Did you mean `masthead {close[0]}`?" if close else "`masthead --help` lists all commands."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="MASTHEAD_SITE",
    default=Path(),
    help="The site's folder, with masthead.toml in it. Else MASTHEAD_SITE, else the current folder.",
)
@click.version_option(masthead.__version__, prog_name="masthead", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, site: Path) -> None:
    """Masthead publishes group blogs that have to last.

    Begin with `masthead new DIR`, then `masthead --site DIR serve`.

    Exit codes: 0 done; 1 done, and something is wrong (a difference, a finding); 2 the command was not
    understood; 3 it could not be done.
    """
    ctx.obj = Context.of(site)


def main() -> None:
    with sentences():
        group(prog_name="masthead")
