"""`masthead press`, `proof`, `receipts`, `why`, `reach`: the press at the command line."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, CommandError, Interruption
from masthead.cli.output import console, json_option, progress, say_json

if TYPE_CHECKING:
    from masthead.press.edition import Press
    from masthead.press.explain import Explanation
    from masthead.press.outcome import Event, Outcome
    from masthead.press.proof import Proof
    from masthead.press.receipts import Receipt

PAUSE = 5
LONG_PAUSE = 60
GRACE = 1.5
"""Seconds that `--watch` goes on with a run when it is told to stop."""
SHOWN = 20
"""Addresses that a summary names before it only counts."""


@click.command()
@click.option("--full", is_flag=True, help="Ask everything again, and write what differs.")
@click.option("--forget", is_flag=True, help="Throw the ledger away first; needed after a restored backup only.")
@click.option("--take-away", is_flag=True, help="Let another database take most pages away.")
@click.option("--watch", is_flag=True, help="Go on whenever something was committed, until stopped.")
@json_option
@pass_site
def press(site: Context, full: bool, forget: bool, take_away: bool, watch: bool, as_json: bool) -> None:
    """Bring the published pages up to date.

    Exactly the pages whose bytes change are made again. Exit code 1 says that a page could not be made, or that
    two pages want the same address; the old files stay. With a faulty theme pages are made in the looks of before.
    """
    if watch:
        _watch(site, as_json=as_json)
        return
    with progress("Making pages", quiet=as_json) as advance, opened(site, _teller(advance)) as pressing:
        outcome = pressing.run(full=full or forget, forget=forget, take_away=take_away)
        outcome.doubled = tuple(pressing.doubled())
    _tell(outcome, as_json=as_json)
    _refuse_theme()
    if not outcome.perfect:
        raise SystemExit(FOUND)


@click.command()
@click.option("--sample", type=click.IntRange(1), help="Make so many pages anew, chosen by chance, instead of all.")
@json_option
@pass_site
def proof(site: Context, sample: int | None, as_json: bool) -> None:
    """Check the published pages against a full press.

    Presses everything into a scratch folder and compares, byte for byte; compares what the database keeps of what is
    public with its definition. Says what differs and why, and which pages cannot be made; exit code 1 if there is
    anything. The published pages are only read, after what waits was brought up to date. A sample looks at pages only.
    """
    with progress("Proving pages", quiet=as_json) as advance, opened(site, _teller(advance)) as pressing:
        found = _prove(pressing, sample, _teller(advance))
        wrong = [] if sample else _wrong_rows(pressing)
    is_equal = not (found.differences or found.failing or wrong)
    _remember_proof(site, found.compared, is_equal=is_equal)
    if as_json:
        differences = [d._asdict() for d in found.differences]
        failing = dict(found.failing)
        say_json({"compared": found.compared, "differences": differences, "failing": failing, "projection": wrong})
    else:
        _tell_proof(found, wrong, sample)
    _refuse_theme()
    if not is_equal:
        raise SystemExit(FOUND)


@click.command()
@click.option("--last", default=5, show_default=True, type=click.IntRange(1), help="How many editions.")
@json_option
@pass_site
def receipts(site: Context, last: int, as_json: bool) -> None:
    """Say what the last editions changed, the newest first."""
    from masthead.press.receipts import Receipts

    found = list(islice(Receipts(site.checked().receipts).newest(), last))
    if as_json:
        say_json([receipt._asdict() for receipt in found])
        return
    for receipt in found:
        _tell_receipt(receipt)
    if not found:
        click.echo("No edition yet: `masthead press` makes the first.")


@click.command()
@click.argument("address")
@json_option
@pass_site
def why(site: Context, address: str, as_json: bool) -> None:
    """Say what a page asked, and what moved last.

    ADDRESS is the page's path, as /blog/a-first-post/. Where several pages claim it, the one that stands there is
    explained, and the others are named.
    """
    with opened(site) as pressing:
        found = _explained(pressing, address)
    if as_json:
        say_json([{**e._asdict(), "asked": [a._asdict() for a in e.asked]} for e in found])
        return
    _tell_explanation(found[0])
    for yielding in found[1:]:
        _tell_yielding(yielding, found[0])


@click.command()
@click.argument("entry")
@json_option
@pass_site
def reach(site: Context, entry: str, as_json: bool) -> None:
    """Say which addresses a change of an entry may touch. Nothing is written.

    ENTRY is its address, or its number at the desk.
    """
    from masthead.pages.reach import keys_of
    from masthead.press.explain import reach as reached

    with opened(site) as pressing:
        number = int(entry) if entry.isdecimal() else _number(pressing, entry)
        found = reached(pressing, keys_of(number))
    if as_json:
        say_json(found)
        return
    click.echo(f"A change of {number} may touch {len(found)} addresses:" if found else "No page shows this entry.")
    for address in found:
        click.echo(f"  {address}")


@contextmanager
def opened(site: Context, tell: Any = None) -> Iterator[Press]:
    """The site's press, closed afterwards."""
    from masthead.pages.pressing import site_press
    from masthead.site.databases import check_file

    folder, options = site.checked(), site.options
    if not options.database:
        check_file(folder)
    made = site_press(folder, options, tell=tell or (lambda event: None))
    try:
        yield made
    finally:
        made.close()


def _refuse_theme() -> None:
    """Once all is up to date in the looks of before. Raises ThemeError if the site's theme cannot be used."""
    from masthead.pages.frame import frame

    if mistake := frame().mistake:
        raise mistake


def _watch(site: Context, *, as_json: bool) -> None:
    from masthead.pages.frame import frame, theme_moves, theme_refused
    from masthead.press.errors import DatabaseFailed, NotCaptured, TooMuchGoes
    from masthead.themes.layers import ThemeError

    folder, options = site.checked(), site.options
    moves: Sequence[str] = ()

    def interrupted() -> bool:
        nonlocal moves
        moves = theme_moves(folder, options)
        # What is withdrawn goes at once, whatever somebody does to the theme meanwhile.
        if moves and (mistake := theme_refused(folder, options)):
            mistaken.tell(mistake)
            moves = ()
        return bool(stopping or moves)

    mistaken = Interruption("press", PAUSE, doing="goes on with the theme of before, and looks at the new one")
    interruption = Interruption("press", PAUSE)
    stopping = _stop_on_signals()
    while not stopping:
        try:
            with opened(site) as pressing:
                if mistake := frame().mistake:
                    mistaken.tell(mistake)
                for outcome in pressing.watch(interrupted):
                    _tell_briefly(outcome, as_json=as_json)
            if moves:
                click.echo(f"The theme has changed, so every page is looked at again: {', '.join(moves)}.", err=True)
        except (OSError, DatabaseFailed, NotCaptured, ThemeError) as error:
            # A full disk, a database that restarts or is mended, a theme with an error in it: nothing is lost, and the
            # next try goes on where this one ended. Readers get meanwhile what there is.
            interruption.tell(error)
            _sleep(PAUSE, stopping)
        except TooMuchGoes as error:
            # To see it again takes a whole press.
            interruption.tell(error)
            _sleep(LONG_PAUSE, stopping)


def _stop_on_signals() -> list[bool]:
    """What has members once a signal has come. A run that is at work then is given up after the grace: like a killed
    one, it is finished by the next."""
    stopping: list[bool] = []

    def stop(*_: object) -> None:
        if not stopping:
            signal.setitimer(signal.ITIMER_REAL, GRACE)
        stopping.append(True)

    def give_up(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGALRM, give_up)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def _sleep(seconds: float, stopping: list[bool]) -> None:
    """A signal does not end `time.sleep`."""
    until = time.monotonic() + seconds
    while not stopping and time.monotonic() < until:
        time.sleep(0.1)


def _teller(advance: Any) -> Any:
    def tell(event: Event) -> None:
        if event.what in ("did_settle_pages", "did_make_files"):
            advance(event.done, event.total)

    return tell


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        receipt = outcome.receipt._asdict() if outcome.receipt else None
        say_json({"receipt": receipt, "failed": outcome.failed, "doubled": outcome.doubled})
        return
    if outcome.receipt is None and outcome.perfect:
        click.echo("Nothing has changed since the last press.")
    if outcome.receipt is not None:
        _tell_receipt(outcome.receipt)
    _tell_faults(outcome)


def _tell_faults(outcome: Outcome) -> None:
    _tell_failures(outcome.failed)
    for address in outcome.doubled:
        click.echo(f"Two pages want {address}: give one of them another slug.", err=True)


def _tell_failures(failed: Mapping[str, str]) -> None:
    for address, error in failed.items():
        click.echo(f"Cannot be made: {address}\n  {error}", err=True)


def _tell_briefly(outcome: Outcome, *, as_json: bool) -> None:
    """One line an edition: whoever watches reads on for days."""
    receipt = outcome.receipt
    if as_json:
        _tell(outcome, as_json=True)
        return
    if receipt is not None:
        counts = ((receipt.appeared, "appeared"), (receipt.changed, "changed"), (receipt.gone, "gone"))
        said = ", ".join(f"{len(addresses)} {word}" for addresses, word in counts if addresses)
        click.echo(f"Edition {receipt.number}: {said} in {receipt.seconds:.2f} s")
    _tell_faults(outcome)


def _tell_receipt(receipt: Receipt) -> None:
    out = console()
    out.print(
        f"[bold]Edition {receipt.number}[/bold], {receipt.started}: {receipt.pages} pages laid out in "
        f"{receipt.seconds:.2f} s for {receipt.changes} change{'' if receipt.changes == 1 else 's'}"
    )
    for word, addresses in (
        ("appeared", list(receipt.appeared)), ("changed", list(receipt.changed)), ("gone", list(receipt.gone)),
    ):  # fmt: skip
        if addresses:
            out.print(f"  {len(addresses)} {word}")
            for address in sorted(addresses)[:SHOWN]:
                out.print(f"    {address}", markup=False)
            if len(addresses) > SHOWN:
                out.print(f"    … and {len(addresses) - SHOWN} more; --json names them all")


def _prove(pressing: Press, sample: int | None, tell: Any) -> Proof:
    """A change that is committed while the proof runs makes it look at two states: then it looks again."""
    import random

    from masthead.press.proof import prove
    from masthead.press.proof import sample as some

    for _ in range(3):
        pressing.run()
        if sample is not None:
            found = some(pressing, sample, random.SystemRandom())
        else:
            with tempfile.TemporaryDirectory(prefix="masthead-proof-") as scratch:
                found = prove(pressing, Path(scratch), tell=tell)
        if not found.differences or not found.waiting:
            break
    return found


def _remember_proof(site: Context, compared: int, *, is_equal: bool) -> None:
    """For `/health`. A proof is good where nothing can be written, too."""
    found = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "compared": compared, "equal": is_equal}
    with suppress(OSError):
        draft = site.folder.proof.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(found), encoding="ascii")
        draft.replace(site.folder.proof)


def _wrong_rows(pressing: Press) -> list[str]:
    """Both presses of a proof read the same tables of what is public: those are compared with their definition."""
    from masthead.entries.projection.checking import faults

    with pressing.database.snapshot() as snapshot:
        return faults(lambda sql: snapshot.rows(sql), pressing.database.dialect)


def _tell_proof(found: Proof, wrong: list[str], sample: int | None) -> None:
    for sentence in wrong:
        click.echo(f"projection: {sentence}")
    for address, what, reason in found.differences:
        click.echo(f"{what}: {address}\n  {reason}")
    _tell_failures(found.failing)
    against = "made anew" if sample else "of a full press"
    if found.differences:
        click.echo(f"{len(found.differences)} of {found.compared} files differ. `masthead press --full` mends them.")
    if wrong:
        click.echo("What the database keeps of what is public is not what it should be. `masthead upgrade` mends it.")
    if found.failing:
        click.echo(f"Of {len(found.failing)} pages nothing is proved: they cannot be made, and their old files stay.")
    if not found.differences and not found.failing and not wrong:
        click.echo(f"Proved: {found.compared} files are equal, byte for byte, to those {against}.")


def _tell_explanation(found: Explanation) -> None:
    out = console()
    out.print(f"[bold]{found.address}[/bold] is {_question(found.query, found.args)}")
    if found.error:
        out.print(f"  cannot be made: {found.error}", markup=False)
    if found.written:
        out.print(f"  last written in edition {found.written.number}, {found.written.started}")
    if found.moved_last:
        out.print(
            f"  what moved last below it: {_question(found.moved_last.query, found.moved_last.args)}", markup=False
        )
    out.print("  it asked:")
    for asked in found.asked:
        newest = "  (moved in the last step)" if asked.moved_in == found.step else ""
        out.print(f"  {'  ' * asked.depth}{_question(asked.query, asked.args)}{newest}", markup=False)


def _tell_yielding(found: Explanation, standing: Explanation) -> None:
    if found.weight > standing.weight:
        reason = "an old address yields to what stands there now"
    else:
        reason = "two pages want this address; give one of them another slug"
    console().print(f"{_question(found.query, found.args)} claims it too and yields: {reason}.", markup=False)


def _question(name: str, args: tuple[Any, ...]) -> str:
    return f"{name}({', '.join(map(repr, args))})"


def _path(address: str) -> str:
    """An address as people paste it: with or without host and first slash, percent-encoded or not."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(address)
    return "/" + unquote(parts.path if parts.scheme else address).lstrip("/")


def _explained(pressing: Press, address: str) -> list[Explanation]:
    """The pages that claim an address, the last slash of which may be missing. Raises CommandError for none."""
    from masthead.press.explain import similar, why

    path = _path(address)
    for attempt in (path, f"{path}/"):
        if found := why(pressing, attempt):
            return found
    if not similar(pressing, "/", most=1):
        raise CommandError("No page has been made yet: `masthead press` makes them.")
    close = similar(pressing, path.strip("/").rpartition("/")[2] or path)
    advice = f"Did you mean {' or '.join(close)}?" if close else "`masthead press` brings the pages up to date."
    raise CommandError(f"No page claims {path}. {advice}")


def _number(pressing: Press, address: str) -> int:
    for found in _explained(pressing, address):
        if found.query in ("entry_page", "static_page", "blog_page"):
            return int(found.args[0])
    raise CommandError(f"No entry stands at {address}. Give the address of an entry, or its number at the desk.")
