"""`masthead petition`"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, CommandError
from masthead.cli.output import json_option, say_json

if TYPE_CHECKING:
    from masthead.kinds.petition.inbox import Judged
    from masthead.kinds.petition.models import Petition

SHOWN = 20


@click.group()
def petition() -> None:
    """Take the signatures of a petition with you, or bring some. PETITION is its number, code or slug."""


@petition.command()
@click.argument("petition")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-addresses", is_flag=True, help="All that there is, to keep; never for the addressees.")
@pass_site
def export(site: Context, petition: str, file: Path, with_addresses: bool) -> None:
    """Write the signatures of PETITION into FILE, as CSV: names, places and comments of all who signed."""
    found = _find(site, petition)
    from masthead.kinds.petition import inbox, rows
    from masthead.kinds.petition.models import Signature

    kept = Signature.objects.filter(petition=found).order_by("signed_at", "pk")
    signatures = kept if with_addresses else inbox.confirmed(found)
    columns = rows.KEPT if with_addresses else rows.DELIVERED
    with os.fdopen(_made(file), "w", encoding="utf-8", newline="") as out:
        out.writelines(rows.written(columns, inbox.as_rows(signatures)))
    inbox.note_export(found, None)
    click.echo(f"Signatures in {file}: {signatures.count()}.")


@petition.command()
@click.argument("petition")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_site
def pdf(site: Context, petition: str, file: Path) -> None:
    """Write PETITION with the names of all who signed into FILE, for those to whom it is addressed."""
    found = _find(site, petition)
    from masthead.kinds.petition import inbox
    from masthead.kinds.petition.delivering import as_pdf

    _refuse_taken(file)
    content = as_pdf(found)
    with os.fdopen(_made(file), "wb") as out:
        out.write(content)
    inbox.note_export(found, None)
    click.echo(f"It is in {file}.")


@petition.command("import")
@click.argument("petition")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--consent", is_flag=True, help="Each of them signed this petition, and knew what for: take them in.")
@json_option
@pass_site
def import_(site: Context, petition: str, file: Path, consent: bool, as_json: bool) -> None:
    """Bring signatures for PETITION from FILE, as CSV. Without --consent it only says what would become of them.

    They count at once, and nobody gets a letter. Exit code 1 says that some lines are wrong; the others are taken in.
    """
    found = _find(site, petition)
    from masthead.kinds.petition import inbox, rows

    try:
        judged = inbox.judge(found, rows.read(rows.text_of(file.read_bytes())))
    except rows.NotATable as error:
        raise CommandError(f"{file}: {error}") from None
    wrong = [each for each in judged if each.fate == "wrong"]
    taken = inbox.bring(found, judged, None) if consent else 0
    if as_json:
        lines = [{"line": each.row.line, "reason": each.reason} for each in wrong]
        counts = inbox.counts(judged)
        say_json({**{fate: counts[fate] for fate in inbox.FATES}, "wrong_lines": lines, "taken": taken})
    else:
        _say(judged, wrong)
        click.echo(f"Taken in: {taken}." if consent else "Nothing was taken in: that needs --consent.")
    if wrong:
        raise SystemExit(FOUND)


def _say(judged: list[Judged], wrong: list[Judged]) -> None:
    from masthead.kinds.petition.inbox import counts

    for each in wrong[:SHOWN]:
        click.echo(f"Line {each.row.line}: {each.reason}")
    if len(wrong) > SHOWN:
        click.echo(f"… and {len(wrong) - SHOWN} lines more.")
    found = counts(judged)
    click.echo(
        f"New: {found['new']}. Here already: {found['known']}. Twice in it: {found['double']}. Wrong: {len(wrong)}."
    )


def _find(site: Context, petition: str) -> Petition:
    site.started()
    from masthead.kinds.petition.models import Petition

    for name in ("pk", "slug", "code") if petition.isdecimal() else ("slug", "code"):
        found = list(Petition.objects.filter(**{name: petition})[:2])
        if len(found) > 1:
            raise CommandError(f"Several petitions have the slug “{petition}”. Name it by its code or number.")
        if found:
            return found[0]
    raise CommandError(
        f"There is no petition “{petition}”. Its slug is the last part of its address, its number stands in that of "
        "its form at the desk."
    )


def _made(file: Path) -> int:
    """A new file that its owner alone may read: names of those who signed stand in it."""
    _refuse_taken(file)
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise CommandError(f"{file} is there already, and nothing is overwritten.")
