"""`masthead register`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import CommandError
from masthead.cli.output import json_option, say_json

if TYPE_CHECKING:
    from masthead.kinds.register.importing.matching import Difference
    from masthead.kinds.register.models import Register

FEW = 10


@click.group()
def register() -> None:
    """Bring rows of registers from files."""


@register.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--gone",
    type=click.Choice(["keep", "hide", "withdraw", "delete"]),
    default="keep",
    show_default=True,
    help="What becomes of rows that the file does not have.",
)
@click.option("--hidden", is_flag=True, help="New rows are hidden.")
@click.option("--source", default="", metavar="TEXT", help="The source of rows for which the file names none.")
@json_option
@pass_site
def import_rows(
    site: Context, slug: str, file: Path, dry_run: bool, gone: str, hidden: bool, source: str, as_json: bool
) -> None:
    """Bring rows from FILE (CSV, XLSX or ODS) into the register SLUG, or BLOG/SLUG.

    Rows that are there are known by the columns that tell rows apart. What editors hid or withdrew stays so.
    """
    site.started()
    from masthead.kinds.register.importing.bringing import bring
    from masthead.kinds.register.importing.matching import difference
    from masthead.kinds.register.importing.reading import Unreadable, read
    from masthead.kinds.register.importing.refusing import refusal
    from masthead.kinds.register.models import State

    found_register = _register(slug)
    try:
        sheet = read(file.name, file.read_bytes())
    except Unreadable as error:
        raise CommandError(f"{file}: {refusal(error)}") from None
    if dry_run:
        found = difference(found_register, sheet, source=source)
    else:
        what = {"keep": "keep", "hide": State.HIDDEN, "withdraw": State.WITHDRAWN, "delete": "erase"}[gone]
        state = State.HIDDEN if hidden else State.PUBLIC
        found = bring(found_register, sheet, state=state, gone=what, source=source)
    _say(found, dry_run, as_json)


def _register(slug: str) -> Register:
    from masthead.kinds.register.models import Register

    blog, _, name = slug.strip("/").rpartition("/")
    found = list(Register.objects.filter(slug=name))
    if blog:
        found = [each for each in found if (above := each.get_parent()) and above.slug == blog]
    if not found:
        raise CommandError(f"There is no register “{slug}”. The last part of its address names it.")
    if len(found) > 1:
        raise CommandError(f"Several blogs have a register “{slug}”. Name the blog, too: BLOG/{name}.")
    return found[0]


def _say(found: Difference, dry_run: bool, as_json: bool) -> None:
    from masthead.kinds.register.importing.matching import counted

    counts = counted(found)
    wrong: list[dict[str, Any]] = [
        {"line": each.line, "text": each.text, "why": [problem._asdict() for problem in each.problems]}
        for each in found.wrong
    ]
    if as_json:
        doubts = [each._asdict() for each in found.doubts]
        headings = {"unused": found.unused, "missing": found.missing}
        say_json({**counts, "wrong_lines": wrong, "doubtful_dates": doubts, **headings, "dry_run": dry_run})
        return
    would = "would be " if dry_run else ""
    click.echo(f"New rows: {counts['new']}. Changed: {counts['changed']}. As before: {counts['same']}.")
    if found.gone:
        click.echo(f"Not in the file: {counts['gone']}.")
    for line in wrong[:FEW]:
        reasons = ", ".join(f"{why['sort']} {why['text']}".strip() for why in line["why"])
        click.echo(f"Line {line['line']} {would or 'is '}left out ({reasons}): {line['text'][:80]}")
    if len(wrong) > FEW:
        click.echo(f"… and {len(wrong) - FEW} lines more.")
    if found.doubts:
        click.echo(f"Dates that were not understood, and stay as words: {counts['doubts']}.")
    if found.unused:
        click.echo(f"Of no column here: {', '.join(found.unused)}.")
    if dry_run:
        click.echo("Nothing was changed.")
