"""`masthead import`"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, CommandError
from masthead.cli.output import console, json_option, progress, say_json

if TYPE_CHECKING:
    from masthead.importers.checking import Checks
    from masthead.importers.undoing import Listed, Plan

SHOWN: Final = 3
LOST_SHOWN: Final = 20
"""Files, and addresses that lead nowhere, which are named before they are only counted."""
STEPS = {
    "taking back": "Taking back",
    "reading": "Reading the export",
    "converting": "Converting",
    "files": "Bringing files",
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
@click.option("--download", is_flag=True, help="Fetch files that are not in --uploads from the old site.")
@click.option("--repair-text", is_flag=True, help="Change texts that look damaged into what they may have been.")
@click.option("--dry-run", is_flag=True, help="Read, convert and report; load nothing.")
@json_option
@pass_site
def wordpress(
    site: Context,
    files: tuple[Path, ...],
    blog: str,
    uploads: Path | None,
    download: bool,
    repair_text: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import export files of WordPress (WXR, Tools → Export in WordPress).

    Several files are the parts of one export. A file that cannot be read changes nothing. The same import a second
    time changes nothing; an import that was interrupted goes on where it stopped.
    """
    for file in files:
        _check(file)
    folder = site.checked()
    from masthead.importers.ahead import ahead

    with ahead(files, folder.staging, repair_text=repair_text) as helper, steps(quiet=as_json) as tell:
        site.started()
        from masthead.importers.downloading import Downloads
        from masthead.importers.loader import load
        from masthead.importers.showing import shown
        from masthead.importers.wordpress import read

        helper.read(tell)
        with read(files, folder.staging, tell, repair_text=repair_text, convert_later=True) as staging:
            staging.convert = helper.converted
            report = load(
                staging,
                blog=blog,
                uploads=uploads,
                downloads=Downloads(folder.staging / "downloads") if download else None,
                progress=tell,
                dry_run=dry_run,
            ).as_dict()
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


@import_.command()
@click.argument("file", metavar="OLD-URLS-FILE", type=click.File(encoding="utf-8", errors="replace"))
@json_option
@pass_site
def check(site: Context, file: TextIO, as_json: bool) -> None:
    """Replay old addresses against the published pages.

    OLD-URLS-FILE has one address a line, with or without its host; it may also be a sitemap, or the old server's
    access log. Says how many answer 200 (a page), 301 (moved), 410 (withdrawn) and 404. Exit code 1 if any ends at 404.
    """
    store = site.checked().store
    from masthead.importers.checking import addresses_in, check

    if not (store / "index.html").exists():
        raise CommandError("No page has been made yet: `masthead press` makes them.")
    found = check(store, addresses_in(file))
    if as_json:
        say_json(found.as_dict())
    else:
        _tell_checks(found)
    if found.lost:
        raise SystemExit(FOUND)


def _tell_checks(found: Checks) -> None:
    answers = ", ".join(f"{count:,} × {status}" for status, count in found.as_dict()["answers"].items())
    click.echo(f"{len(found.checked):,} addresses: {answers or 'none'}.")
    for lost in found.lost[:LOST_SHOWN]:
        click.echo(f"  404  {lost.address}" + (f" → {lost.leads_to}" if lost.leads_to else ""))
    if len(found.lost) > LOST_SHOWN:
        click.echo(f"  … and {len(found.lost) - LOST_SHOWN:,} more; --json names them all.")


@import_.command()
@click.argument("number", metavar="[IMPORT]", type=int, required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_site
def undo(site: Context, number: int | None, yes: bool, as_json: bool) -> None:
    """List imports, or take one back.

    Without IMPORT, all imports are listed with their numbers. With one, everything that it brought is removed, unless
    somebody has changed it since or something else uses it: what stays is named. Then the pages are pressed.
    """
    folder = site.started()
    from masthead.importers import undoing

    if number is None:
        _tell_imports(undoing.imports(), as_json=as_json)
        return
    planned = undoing.plan(number)
    if not yes:
        if as_json:
            raise CommandError("With --json nobody is asked: give --yes, too.")
        _tell_plan(planned, "Taking back import {} would remove {}.")
        click.confirm("Remove it?", abort=True)
    with steps(quiet=as_json) as tell:
        done = undoing.undo(number, folder.staging, lambda part, whole: tell("taking back", part, whole))
    if as_json:
        say_json(done.as_dict())
    else:
        _tell_plan(done, "Took back import {}: removed {}.")
    _press(site, as_json=as_json)


def _press(site: Context, *, as_json: bool) -> None:
    """Readers lose what was taken back now. A press that runs already does it by itself."""
    from masthead.cli.press import opened
    from masthead.press.errors import PressBusy

    try:
        with opened(site) as pressing:
            outcome = pressing.run()
    except PressBusy:
        return
    if outcome.receipt is not None and not as_json:
        gone, changed = len(outcome.receipt.gone), len(outcome.receipt.changed)
        click.echo(f"Edition {outcome.receipt.number}: {gone:,} addresses gone, {changed:,} changed.")


def _tell_imports(found: list[Listed], *, as_json: bool) -> None:
    if as_json:
        say_json([row._asdict() for row in found])
        return
    if not found:
        click.echo("Nothing here came by an import.")
    for row in found:
        click.echo(
            f"{row.number}  {row.started[:16].replace('T', ' ')}  “{row.name}” ({row.url}) → {row.blog}: ", nl=False
        )
        click.echo(_counted(row.here))


def _tell_plan(plan: Plan, sentence: str) -> None:
    click.echo(sentence.format(plan.number, _counted({kind: len(ids) for kind, ids in plan.removed.items()})))
    for kept in plan.kept:
        click.echo(f"  stays, {kept.reason}: {kept.kind} “{kept.name}”")


def _counted(counts: dict[str, int]) -> str:
    words = {
        "page": ("entry or page", "entries and pages"), "category": ("category", "categories"), "tag": ("tag", "tags"),
        "person": ("person", "persons"), "image": ("picture", "pictures"), "document": ("document", "documents"),
        "menu": ("line of the menu", "lines of the menu"),
    }  # fmt: skip
    return ", ".join(f"{count:,} {words[kind][count > 1]}" for kind, count in counts.items() if count) or "nothing"


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
