"""`masthead import`"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import console, json_option, progress, say_json

SHOWN = 3
STEPS = {
    "reading": "Reading the export",
    "converting": "Converting",
    "files": "Copying files",
    "entries": "Loading entries",
    "pages": "Loading pages",
}


class Systems(click.Group):
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A file in the place of the system: the one that there is was meant."""
        if args[0] not in self.commands and (args[0].lower().endswith(".xml") or Path(args[0]).exists()):
            ctx.fail(f"From which system? `masthead import wordpress {shlex.join(args)}`")
        return super().resolve_command(ctx, args)


@click.group("import", cls=Systems)
def import_() -> None:
    """Bring entries from another system."""


@import_.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--blog", default="", help="The slug of the blog that gets the entries; needed where there are several.")
@click.option(
    "--uploads", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The old wp-content/uploads."
)
@click.option("--dry-run", is_flag=True, help="Read, convert and report; load nothing.")
@json_option
@pass_site
def wordpress(
    site: Context, files: tuple[Path, ...], blog: str, uploads: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Import export files of WordPress (WXR, Tools → Export in WordPress).

    Several files are the parts of one export. A file that cannot be read changes nothing. The same import a second
    time changes nothing; an import that was interrupted goes on where it stopped.
    """
    for file in files:
        _check(file)
    folder = site.started()
    from masthead.importers.loader import load
    from masthead.importers.showing import shown
    from masthead.importers.wordpress import read

    with steps(quiet=as_json) as tell, read(files, folder.staging, tell) as staging:
        report = load(staging, blog=blog, uploads=uploads, progress=tell, dry_run=dry_run).as_dict()
    if as_json:
        say_json(report)
    else:
        console().print(shown(report))


def _check(file: Path) -> None:
    """Raises BadParameter, with what may have been meant."""
    if file.is_dir():
        found = sorted(file.glob("*.xml"))
        named = ", ".join(map(str, found[:SHOWN])) + (" …" if len(found) > SHOWN else "")
        advice = f"Name the files in it: {named}" if found else "There is no .xml file in it"
        raise click.BadParameter(f"{file} is a folder. {advice}.", param_hint="FILE")
    if not file.is_file():
        raise click.BadParameter(f"there is no file {file}.", param_hint="FILE")


@contextmanager
def steps(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step in turn: their sizes are in different units, so that one bar for all would lie."""
    current: list[Any] = ["", None, None]

    def tell(step: str, done: int, total: int) -> None:
        if step != current[0]:
            close()
            bar = progress(STEPS.get(step, step), quiet=quiet)
            current[:] = [step, bar, bar.__enter__()]
        current[2](done, total)

    def close() -> None:
        if current[1] is not None:
            current[1].__exit__(None, None, None)
            current[:] = ["", None, None]

    try:
        yield tell
    finally:
        close()
