"""What is planned, what was published lately, what the press did, which mail was not taken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from masthead.clock.state import state as clock_state
from masthead.desk.start.lines import Line, edit_link, name_of, told
from masthead.desk.start.waiting import SHOWN, Lines
from masthead.entries.models import PublicPage
from masthead.mail.models import Letter
from masthead.press.capture import OUTBOX
from masthead.press.state import Did, last_editions, unmade

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from masthead.site.folder import SiteFolder

LATELY: Final = dt.timedelta(days=30)
LOOKED_AT: Final = 50
OLD: Final = dt.timedelta(minutes=1)
"""How long a change may wait for the press, and something planned for the clock, before it is said."""
NAMED: Final = 5
COUNTED: Final = 1000
PUBLISHED: Final = ("wagtail.publish", "wagtail.publish.scheduled")


def planned(user: User) -> Lines:
    """What will be published or taken back, of what this person may edit; first what is late, and why."""
    now = timezone.now()
    found = clock_state(_folder().clock, now, most=LOOKED_AT)
    late = [each for each in found.late if each.seconds > OLD.total_seconds()]
    pages = Page.objects.in_bulk({each.what.page_id for each in late} | {each.what.page_id for each in found.coming})
    mine = {number for number, page in pages.items() if page.permissions_for_user(user).can_edit()}
    lines = [
        Line(
            each.label,
            edit_link(each.what.page_id),
            state=_("Late"),
            sort="bad",
            quote=each.error,
            **told(each.what.at),
        )
        for each in late
        if each.what.page_id in mine
    ]
    lines += [
        Line(
            each.label,
            edit_link(each.what.page_id),
            state=_("Ends") if each.what.act == "expire" else "",
            **told(each.what.at),
        )
        for each in found.coming
        if each.what.page_id in mine
    ]
    return Lines(lines[:SHOWN], len(lines) > SHOWN)


def published() -> Lines:
    """What readers have got lately, each page once, the newest first."""
    lines: dict[int, Line] = {}
    entries = list(_publications()[:LOOKED_AT])
    addresses = dict(
        PublicPage.objects.filter(page_id__in={each.page_id for each in entries}).values_list("page_id", "address")
    )
    pages = Page.objects.in_bulk(addresses)
    for each in entries:
        page = pages.get(each.page_id)
        if page is not None and page.pk not in lines:
            lines[page.pk] = Line(
                str(page.title), edit_link(page.pk), by=name_of(each.user), public=public(addresses[page.pk]),
                **told(each.timestamp),
            )  # fmt: skip
    return Lines(list(lines.values())[:SHOWN], len(lines) > SHOWN)


def _publications() -> Any:
    """Read backwards in time. By its action, too, a planner would read all publications, to sort them."""
    action = Concat("action", Value(""), output_field=CharField())
    return (
        PageLogEntry.objects.annotate(said=action)
        .filter(said__in=PUBLISHED, timestamp__gte=timezone.now() - LATELY)
        .select_related("user")
        .order_by("-timestamp")
    )


class Unmade(NamedTuple):
    """A page that the press could not make; `edit` leads to what it is the page of, where that is known."""

    address: str
    public: str
    error: str
    edit: str


class Named(NamedTuple):
    """A page of an edition: its title if somebody gave it one, and its address as people read it, as browsers do."""

    title: str
    address: str
    public: str


class Edition(NamedTuple):
    did: Did
    told: dict[str, str]
    pages: list[Named]


class Pressed(NamedTuple):
    editions: list[Edition]
    unmade: list[Unmade]
    more_unmade: int
    waiting: int
    waits_long: bool


def pressed() -> Pressed:
    folder = _folder()
    editions = [
        Edition(did, told(dt.datetime.fromisoformat(did.started)), _worth_naming(did.pages))
        for did in last_editions(folder.receipts, 1, pages=LOOKED_AT)
    ]
    failing = unmade(folder.ledger)
    shown = list(failing.items())[:SHOWN]
    owners = dict(
        PublicPage.objects.filter(address__in=[address for address, _ in shown]).values_list("address", "page_id")
    )
    waiting, waits_long = _waiting()
    return Pressed(
        editions,
        [
            Unmade(
                address, public(address) if address.startswith("/") else "", error,
                edit_link(owners[address]) if address in owners else "",
            )
            for address, error in shown
        ],
        len(failing) - len(shown),
        waiting,
        waits_long,
    )  # fmt: skip


def _worth_naming(addresses: tuple[str, ...]) -> list[Named]:
    """What somebody wrote goes before the lists that follow from it."""
    written = dict(PublicPage.objects.filter(address__in=addresses).values_list("address", "page_id"))
    first = sorted(addresses, key=lambda address: address not in written)[:NAMED]
    shown = [written[address] for address in first if address in written]
    titles = dict(Page.objects.filter(pk__in=shown).values_list("pk", "title"))
    return [Named(titles.get(written.get(address), ""), unquote(address), public(address)) for address in first]


def _waiting() -> tuple[int, bool]:
    """How many changes wait for the press, at most a thousand, and whether the first waits for long."""
    age = (
        "strftime('%s', 'now') - strftime('%s', at)"
        if connection.vendor == "sqlite"
        else "extract(epoch from now() - at)"
    )
    sql = f"select count(*), max({age}) from (select at from {OUTBOX} order by id limit {COUNTED}) as first"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        count, seconds = cursor.fetchone()
    return count, bool(count) and float(seconds) > OLD.total_seconds()


def letters() -> Lines:
    """Mail that was not taken by the mail server, with its reason."""
    found = list(Letter.objects.exclude(error="").order_by("-written_at", "-pk")[: SHOWN + 1])
    lines = [
        Line(
            letter.subject,
            "",
            state=_("Given up") if letter.given_up else _("Will be tried again"),
            sort="bad" if letter.given_up else "waits",
            by=letter.receiver,
            quote=letter.error,
            **told(letter.written_at),
        )
        for letter in found[:SHOWN]
    ]
    return Lines(lines, len(found) > SHOWN)


def _folder() -> SiteFolder:
    folder: SiteFolder | None = settings.SITE_FOLDER
    if folder is None:
        raise RuntimeError("MASTHEAD_SITE names no site, so there is no desk.")
    return folder


def public(address: str) -> str:
    """The address with which readers come."""
    return f"{settings.OPTIONS.url.rstrip('/')}{address}"
