"""`masthead clock`"""

from __future__ import annotations

import datetime as dt
import signal
import threading
from typing import TYPE_CHECKING, Any

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, Interruption
from masthead.cli.output import json_option, say_json

if TYPE_CHECKING:
    from masthead.clock.due import Due
    from masthead.clock.running import Clock
    from masthead.clock.state import State
    from masthead.clock.tick import Did

PAUSE = 5
LAST_LETTER = 10


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, deliver mail, fill indexes, then stop.")
@click.option("--show", is_flag=True, help="Say what is late and what comes next. Changes nothing.")
@json_option
@pass_site
def clock(site: Context, once: bool, show: bool, as_json: bool) -> None:
    """Publish and withdraw what was planned for a moment; deliver mail that waits; fill the desk's indexes.

    `masthead serve` does so by itself. Apart, it is for machines where the desk is not always served; two clocks
    at once do no harm. With --once or --show, exit code 1 says that something is late.
    """
    if once and show:
        raise click.UsageError("Choose --once or --show.")
    folder = site.started()
    from masthead.clock.running import Clock, utc_now
    from masthead.clock.state import state
    from masthead.desk.finding import Finding
    from masthead.mail.delivery import deliver
    from masthead.respond.running import all_once
    from masthead.site.start import check_version

    check_version()
    if show:
        _show(state(folder.clock, utc_now()), as_json=as_json)
        return
    did: list[Did] = []
    made = Clock(folder.clock, did.append if once else _teller(as_json=as_json))
    if not once:
        _run(site, made)
        return
    made.once()
    all_once()
    deliver(site.options, utc_now())
    Finding().all()
    if as_json:
        say_json([_plain_did(each) for each in did])
    else:
        for each in did:
            click.echo(_sentence(each))
        if not did:
            click.echo("Nothing is due.")
    if any(each.error for each in did):
        raise SystemExit(FOUND)


def _run(site: Context, made: Clock) -> None:
    from django.db import DatabaseError, connection

    from masthead.desk.finding import Finder
    from masthead.mail.running import Postman
    from masthead.respond.running import Chores

    stopping = threading.Event()
    interruption = Interruption("clock", PAUSE)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    beside = [Postman(site.options, stopping), Finder(stopping), Chores(stopping)]
    for thread in beside:
        thread.start()
    while not stopping.is_set():
        try:
            made.run(stopping)
        except (OSError, DatabaseError) as error:
            # A full disk, a database that restarts: what is due stays due.
            interruption.tell(error)
            connection.close()
            stopping.wait(PAUSE)
    for thread in beside:
        thread.join(LAST_LETTER)


def _teller(*, as_json: bool) -> Any:
    def tell(did: Did) -> None:
        # What failed stands in the log already, with its reason.
        if as_json:
            say_json(_plain_did(did))
        elif not did.error:
            click.echo(_sentence(did))

    return tell


def _sentence(did: Did) -> str:
    name, moment = f"“{did.label}” ({did.what.page_id})", _moment(did.what.at)
    if did.error:
        return f"Late: {name} was to be {_word(did.what)} at {moment}: {did.error}"
    return f"{_word(did.what).capitalize()}: {name}, planned for {moment}"


def _show(found: State, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "looked_at": found.looked_at,
                "late": [_plain(each.what) | each._asdict() | {"what": each.what.act} for each in found.late],
                "coming": [_plain(each.what) | {"what": each.what.act, "label": each.label} for each in found.coming],
            }
        )
    else:
        _tell(found)
    if found.late:
        raise SystemExit(FOUND)


def _tell(found: State) -> None:
    click.echo(f"A clock looked last at {_moment(found.looked_at)}." if found.looked_at else "No clock has looked yet.")
    for late in found.late:
        click.echo(
            f"Late by {span(late.seconds)}: “{late.label}” ({late.what.page_id}) was to be {_word(late.what)} at "
            f"{_moment(late.what.at)}"
        )
        if late.retry_at is not None:
            click.echo(f"  {late.error}\n  The next try is at {_moment(late.retry_at)}.")
    for coming in found.coming:
        click.echo(f"{_moment(coming.what.at)}: “{coming.label}” ({coming.what.page_id}) is {_word(coming.what)}")
    if not found.late and not found.coming:
        click.echo("Nothing is planned.")


def _plain_did(did: Did) -> dict[str, Any]:
    return _plain(did.what) | {"what": did.what.act, "label": did.label, "error": did.error}


def _plain(what: Due) -> dict[str, Any]:
    return {"page": what.page_id, "revision": what.revision_id or None, "at": what.at}


def _word(what: Due) -> str:
    return "published" if what.act == "publish" else "withdrawn"


def _moment(moment: dt.datetime) -> str:
    """In the site's time zone, with its difference to UTC: nobody has to guess."""
    from django.utils import timezone

    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(sep=" ", timespec="seconds")


def span(seconds: float) -> str:
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {word}s"
    return f"{int(seconds)} s"
