"""`masthead doctor`: each check has an id that stays, a sentence, and a command that mends what it found."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, sentence_of
from masthead.cli.output import json_option, say_json
from masthead.site.databases import check_reachable
from masthead.site.folder import SiteFolder
from masthead.site.options import SettingsError
from masthead.site.start import NoKeyError, check_configuration, start

LEAST_SPACE: Final = 200 << 20
# Paths of Wagtail's tree have room for so many children of one page, ever.
MOST_CHILDREN: Final = 36**4 - 1
MAIL_PATIENCE: Final = 10.0
SHOWN: Final = 5  # pages that cannot be made
OLD: Final = 60  # seconds that a change may wait for the press


class Finding(NamedTuple):
    id: str
    sentence: str
    command: str  # what mends it; empty where only a person can


Check = Callable[[SiteFolder], Iterator[Finding]]


@click.command()
@json_option
@pass_site
def doctor(site: Context, as_json: bool) -> None:
    """Say what is wrong here, and how to mend it. Changes nothing.

    Exit code 1 says that something was found.
    """
    check_configuration(site.folder)
    findings, left_out = examine(site.folder)
    if as_json:
        say_json([finding._asdict() for finding in findings])
    elif findings:
        for finding in findings:
            click.echo(f"{finding.id}: {finding.sentence}")
            if finding.command:
                click.echo(f"    {finding.command}")
        if left_out:
            click.echo(f"{left_out} more checks are made when this is mended.")
    else:
        click.echo(f"Nothing is wrong: {len(CHECKS)} checks.")
    if findings:
        raise SystemExit(FOUND)


def examine(folder: SiteFolder) -> tuple[list[Finding], int]:
    """What is wrong, and how many checks could not be made because of it."""
    findings: list[Finding] = []
    for number, check in enumerate(CHECKS, 1):
        found = list(check(folder))
        findings += found
        if found and check in FOUNDATIONS:
            return findings, len(CHECKS) - number
    return findings, 0


def settings_can_be_used(folder: SiteFolder) -> Iterator[Finding]:
    try:
        start(folder)
    except NoKeyError as error:
        yield Finding("key", str(error), "masthead upgrade --new-key")
    except SettingsError as error:
        yield Finding("settings", str(error), "")


def database_answers(folder: SiteFolder) -> Iterator[Finding]:
    from django.conf import settings

    try:
        check_reachable(settings.OPTIONS.database, folder)
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        yield Finding("database", sentence, "masthead config show --origin" if settings.OPTIONS.database else "")


def secrets_are_secret(folder: SiteFolder) -> Iterator[Finding]:
    for path, mode in ((folder.key, "600"), (folder.configuration, "600"), (folder.var, "700")):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("secrets", f"Others on this machine can read {path}.", f"chmod {mode} {path}")


def folders_can_be_written(folder: SiteFolder) -> Iterator[Finding]:
    for path in (folder.var, folder.store):
        if not path.is_dir():
            yield Finding("folders", f"The folder {path} is missing.", f"mkdir {path}")
        elif not os.access(path, os.W_OK | os.X_OK):
            yield Finding("folders", f"Nothing can be written in {path}.", f"ls -ld {path}")


def there_is_space(folder: SiteFolder) -> Iterator[Finding]:
    free = shutil.disk_usage(folder.path).free
    if free < LEAST_SPACE:
        yield Finding("space", f"Only {free >> 20} MB are free where {folder.path} lies.", f"df -h {folder.path}")


def variables_are_known(folder: SiteFolder) -> Iterator[Finding]:
    from masthead.site.options import TABLE

    known = {"MASTHEAD_SITE"} | {row.environment for row in TABLE}
    known |= {row.environment_file for row in TABLE if row.environment_file}
    for name in sorted(os.environ):
        if name.startswith("MASTHEAD_") and name not in known:
            yield Finding("variables", f"The variable {name} belongs to no option.", "masthead config show --origin")


def models_are_sound(folder: SiteFolder) -> Iterator[Finding]:
    from django.core.checks import WARNING, run_checks

    for found in run_checks(include_deployment_checks=False):
        if found.level >= WARNING and not found.is_silenced():
            yield Finding("models", f"Django says {found.id}: {found.msg}", "")


def database_is_current(folder: SiteFolder) -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        yield Finding("migrations", f"The database is {waiting} steps behind this version.", "masthead upgrade")


def database_is_whole(folder: SiteFolder) -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("pragma quick_check(1)")
        answer = str(cursor.fetchone()[0])
    if answer != "ok":
        sentence = f"The database file is damaged ({answer}). Put a backup in its place."
        yield Finding("damage", sentence, f"ls -l {folder.database}")


def projection_is_right(folder: SiteFolder) -> Iterator[Finding]:
    from django.db import connection

    from masthead.entries import projection

    for sentence in projection.check(connection):
        yield Finding("projection", sentence, "masthead upgrade")


def changes_are_noticed(folder: SiteFolder) -> Iterator[Finding]:
    from masthead.pages import capture

    if missing := capture.missing():
        sentence = f"{len(missing)} triggers that notice changes are missing or old."
        yield Finding("capture", sentence, "masthead upgrade")


def changes_are_pressed(folder: SiteFolder) -> Iterator[Finding]:
    from django.db import connection

    from masthead.press.capture import OUTBOX

    seconds = (
        "strftime('%s', 'now') - strftime('%s', min(at))"
        if connection.vendor == "sqlite"
        else "extract(epoch from now() - min(at))"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), {seconds} from {OUTBOX}")  # noqa: S608 - both are our own
        count, age = cursor.fetchone()
    if count and float(age) > OLD:
        yield Finding("waiting", f"{count} changes wait for the press, the oldest for {int(age)} s.", "masthead press")


def pages_can_be_made(folder: SiteFolder) -> Iterator[Finding]:
    import sqlite3

    from masthead.press import state

    if not folder.ledger.exists():
        return
    try:
        with state.looked_into(folder.ledger) as db:
            failed, doubled = state.failures(db), state.doubled(db)
    except sqlite3.Error as error:
        yield Finding("ledger", f"What the press remembers cannot be read: {error}.", "masthead press")
        return
    for address, reason in list(failed.items())[:SHOWN]:
        command = f"masthead why {address}" if address.startswith("/") else "masthead press"
        yield Finding("failing", f"{address} cannot be made; what was there stays. {reason}", command)
    if len(failed) > SHOWN:
        yield Finding("failing", f"{len(failed) - SHOWN} more pages cannot be made.", "masthead press")
    for address in doubled[:SHOWN]:
        yield Finding("doubled", f"Two pages want {address}: give one another slug.", f"masthead why {address}")


def theme_can_be_used(folder: SiteFolder) -> Iterator[Finding]:
    from django.conf import settings

    from masthead.themes.keeping import kept
    from masthead.themes.layers import ThemeError, layers_of
    from masthead.themes.trying import settled

    try:
        settled(layers_of(folder.path, settings.OPTIONS.theme))
    except ThemeError as error:
        meanwhile = "pages are made in the looks of before."
        try:
            settled(kept(folder.kept_theme))
        except ThemeError:
            meanwhile = "a press that starts makes no page, and withdraws none."
        yield Finding("theme", f"{error} Until it is mended, {meanwhile}", "masthead theme check")


def schedule_is_kept(folder: SiteFolder) -> Iterator[Finding]:
    import datetime as dt

    from masthead.cli.clock import span
    from masthead.clock.state import state

    now = dt.datetime.now(dt.UTC)
    found = state(folder.clock, now, most=1)
    for late in found.late:
        if late.seconds > OLD:
            act = "published" if late.what.act == "publish" else "withdrawn"
            why = f": {late.error}" if late.error else "."
            sentence = f"“{late.label}” should have been {act} {span(late.seconds)} ago{why}"
            yield Finding("late", sentence, "masthead clock --once")
    is_watched = found.looked_at is not None and now - found.looked_at < dt.timedelta(seconds=OLD)
    if found.coming and not is_watched:
        sentence = "Something is planned, and no clock looks at the schedule."
        yield Finding("clock", sentence, "masthead serve")


def mail_can_be_sent(folder: SiteFolder) -> Iterator[Finding]:
    import datetime as dt

    from django.conf import settings

    from masthead.mail.delivery import late
    from masthead.mail.models import Letter
    from masthead.mail.server import ServerFailed, opened

    options = settings.OPTIONS
    if not options.mail_host and options.url.startswith("https://"):
        sentence = "No mail server is set: notices and forgotten passwords go to the terminal of `masthead serve` only."
        yield Finding("mail", sentence, "masthead config show")
    try:
        with opened(options, MAIL_PATIENCE):
            pass
    except ServerFailed as error:
        yield Finding("mail", f"The mail server cannot be used: {error}.", "masthead mail test ADDRESS")
    if given_up := Letter.objects.filter(given_up=True).count():
        yield Finding("letters", f"Mail was given up: {given_up}.", "masthead mail list")
    if waits := late(dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)).count():
        yield Finding("letters", f"Mail waits for more than ten minutes: {waits}.", "masthead mail list")


def nobody_guesses_passwords(folder: SiteFolder) -> Iterator[Finding]:
    from django.contrib.auth.models import User

    from masthead.desk.log_in.tries import key, refused_until

    for user in User.objects.filter(is_active=True):
        until = refused_until([key("name", user.username)])
        if until is not None:
            sentence = (
                f"“{user.username}” cannot log in from a new browser until {until:%H:%M} UTC: too many wrong passwords."
            )
            yield Finding("log-in", sentence, f"masthead user unlock {user.username}")


def tree_is_sound(folder: SiteFolder) -> Iterator[Finding]:
    from wagtail.models import Page

    problems = sum(len(found) for found in Page.find_problems())
    if problems:
        sentence = f"The tree of pages has {problems} faults."
        yield Finding("tree", sentence, 'masthead shell -c "from wagtail.models import Page; Page.fix_tree()"')


def blogs_have_room(folder: SiteFolder) -> Iterator[Finding]:
    from masthead.entries.models import Blog

    for blog in Blog.objects.filter(numchild__gt=MOST_CHILDREN * 0.8):
        sentence = f"The blog “{blog.title}” has {blog.numchild} of at most {MOST_CHILDREN} pages. Open another one."
        yield Finding("room", sentence, "masthead blog add NAME")


def site_is_one(folder: SiteFolder) -> Iterator[Finding]:
    from urllib.parse import urlsplit

    from django.conf import settings
    from wagtail.models import Site

    from masthead.entries.models import Home

    sites = list(Site.objects.all())
    if len(sites) != 1:
        yield Finding("site", f"Wagtail has {len(sites)} sites; Masthead needs exactly one. Remove the others.", "")
        return
    if not Home.objects.filter(pk=sites[0].root_page_id).exists():
        yield Finding("site", "The root of the site is not Masthead's home page.", "")
    if sites[0].hostname != urlsplit(settings.OPTIONS.url).hostname:
        yield Finding("address", "The desk takes the site to have another address.", "masthead upgrade")


def store_is_there(folder: SiteFolder) -> Iterator[Finding]:
    if not Path(folder.store, "index.html").is_file():
        was_pressed = folder.ledger.exists()
        sentence = "The front page is missing from the store." if was_pressed else "No page has been made yet."
        yield Finding("store", sentence, "masthead press --full" if was_pressed else "masthead press")


CHECKS: Final[tuple[Check, ...]] = (
    secrets_are_secret,
    folders_can_be_written,
    there_is_space,
    variables_are_known,
    settings_can_be_used,
    models_are_sound,
    database_answers,
    database_is_current,
    database_is_whole,
    projection_is_right,
    changes_are_noticed,
    changes_are_pressed,
    theme_can_be_used,
    pages_can_be_made,
    schedule_is_kept,
    mail_can_be_sent,
    nobody_guesses_passwords,
    tree_is_sound,
    blogs_have_room,
    site_is_one,
    store_is_there,
)
# What the checks after these build on.
FOUNDATIONS: Final = frozenset({settings_can_be_used, database_answers, database_is_current})
