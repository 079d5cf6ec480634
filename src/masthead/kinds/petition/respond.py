"""What readers send to a petition: `/respond/petition/ID/…`. See `masthead.respond.rooms`.

ID/                 the form; sent, it answers with the next one
ID/sent/            look into your mail
ID/TOKEN/confirm/   from a letter: a page with a button, as what reads mail follows links
ID/TOKEN/erase/     the same
ID/erased/
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cache

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.utils import timezone

from masthead.entries.identity import microseconds
from masthead.kinds.petition import counting, turning
from masthead.kinds.petition.signing import answers, confirming, erasing, form, letters, taking
from masthead.kinds.petition.signing.confirming import Confirmed, Link, Seen
from masthead.kinds.petition.signing.form import Fault, Typed
from masthead.kinds.petition.signing.petitions import Called, Petitions
from masthead.kinds.petition.signing.taking import Signing, Taken
from masthead.kinds.petition.standing import OPEN
from masthead.pages.records import Chrome
from masthead.respond import asking, pace, tokens, where, work
from masthead.respond.laying_out import surroundings
from masthead.respond.rooms import Chore
from masthead.respond.together import Hand, Together, TooMany


class Room:
    """What this process keeps for signing: a hand that reads, and one that writes, which waits for nobody's reading."""

    def __init__(self) -> None:
        self._reading, self._writing = reading, writing = Hand("reading"), Hand("writing")
        self.around = surroundings(reading)
        self.petitions = Petitions(reading)
        self.look: Together[Link, Seen | None] = Together(confirming.look, reading)
        self.take: Together[Signing, Taken] = Together(taking.take, writing)
        self.confirm: Together[Link, Confirmed] = Together(confirming.confirm, writing)
        self.erase: Together[Link, bool] = Together(erasing.erase, writing)

    async def wait(self, networks: tuple[str, ...]) -> dt.timedelta:
        """How long one more of these networks has to wait."""
        return await self._reading.do(lambda: pace.waits(networks, microseconds(timezone.now())))

    def close(self) -> None:
        self._reading.close()
        self._writing.close()


room = cache(Room)


async def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The form, and what was filled in."""
    petition = await room().petitions.find(uuid.UUID(number))
    if petition is None:
        return answers.nothing(await room().around.get(0))
    around = await room().around.get(petition.row.blog_id)
    if (state := petition.stands(timezone.now())) != OPEN:
        return answers.not_open(petition, around, state)
    if request.method != "POST":
        return answers.form(petition, around, tokens.mint(petition.path))
    row = petition.row
    filled = form.typed(request.POST.dict(), asks_place=row.asks_place, asks_comment=row.asks_comment)
    token, faults = _looked_at(request, petition, filled)
    mailbox = filled.mailbox
    if faults or mailbox is None:
        return answers.form(petition, around, token, filled, faults)
    signing = Signing(petition, mailbox, filled, pace.keys(where.client(request)))
    return await _take(request, signing, around, token)


def _looked_at(request: HttpRequest, petition: Called, filled: Typed) -> tuple[str, dict[str, Fault]]:
    """What is wrong with what was sent, and the token for the form when it is shown again."""
    token = request.POST.get("token", "")
    state = tokens.state(token, petition.path)
    if state in ("late", "forged") or not asking.is_from_here(request):
        return tokens.mint(petition.path), {"": "late", **form.faults(filled)}
    faults = form.faults(filled)
    if state == "early" and not faults:
        faults[""] = "early"
    return token, faults


async def _take(request: HttpRequest, signing: Signing, around: Chrome, token: str) -> HttpResponse:
    petition, receiver = signing.petition, signing.mailbox.key
    signing = signing._replace(
        patient="later" in request.POST,
        paid=work.proves(request.POST.get("challenge", ""), request.POST.get("proof", ""), petition.path, receiver),
    )
    try:
        taken = await room().take.ask(signing)
        wait = taken.wait
        if wait is None:
            ahead = await room().wait(signing.networks)
            challenge = work.challenge(petition.path, receiver)
            return answers.ahead(petition, around, token, signing.filled, challenge, ahead)
    except (DatabaseError, TooMany):
        return answers.form(petition, around, token, signing.filled, {"": "trouble"}, status=503)
    minutes = pace.minutes(wait)
    return _see(f"{petition.path}sent/" + (f"?minutes={minutes}" if minutes else ""))


async def sent(request: HttpRequest, number: str) -> HttpResponse:
    petition = await room().petitions.find(uuid.UUID(number))
    if petition is None:
        return answers.nothing(await room().around.get(0))
    minutes = request.GET.get("minutes", "")
    waits = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0
    return answers.sent(petition, await room().around.get(petition.row.blog_id), waits)


async def confirm(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Shows what will be confirmed; with the button, confirms it."""
    petition, link = await _link(number, token)
    if petition is None or link is None:
        return answers.nothing(await room().around.get(0))
    around = await room().around.get(petition.row.blog_id)
    said: Confirmed | None = None
    if request.method == "POST" and asking.is_from_here(request):
        said = await room().confirm.ask(link._replace(version=request.POST.get("version", "")[:100]))
    if said == "confirmed":
        return answers.confirmed(petition, around, token)
    seen = await room().look.ask(link)
    if seen is None:
        return answers.no_signature(petition, around)
    if seen.is_confirmed:
        return answers.confirmed(petition, around, token)
    if not petition.confirms(seen.signed_at, timezone.now()):
        return answers.too_late(petition, around, token)
    return answers.to_confirm(petition, around, seen, changed=said == "changed")


async def erase(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Asks once more; with the button, erases it. Also where the petition is not public any more."""
    petition, link = await _link(number, token, public=False)
    if petition is None or link is None:
        return answers.nothing(await room().around.get(0))
    around = await room().around.get(petition.row.blog_id if petition.address else 0)
    if request.method == "POST" and asking.is_from_here(request):
        await room().erase.ask(link)
        return _see(f"{petition.path}erased/")
    seen = await room().look.ask(link)
    return answers.to_erase(petition, around, seen) if seen else answers.no_signature(petition, around)


async def erased(request: HttpRequest, number: str) -> HttpResponse:
    petition = await room().petitions.find(uuid.UUID(number))
    return answers.erased(petition, await room().around.get(petition.row.blog_id if petition else 0))


async def _link(number: str, token: str, *, public: bool = True) -> tuple[Called | None, Link | None]:
    public_id = letters.public_id_of(token)
    petition = await room().petitions.find(uuid.UUID(number), public=public)
    return petition, Link(petition, public_id) if petition and public_id else None


def _see(address: str) -> HttpResponse:
    """RFC 9110, 15.4.4: what was sent is done; to load the next page again does nothing."""
    return HttpResponse(status=303, headers={"Location": address})


_ID = r"^(?P<number>[0-9a-f]{32})/"
_TOKEN = r"(?P<token>[A-Za-z0-9_-]{22})/"  # noqa: S105 - the form of one
urlpatterns: list[URLPattern] = [
    re_path(f"{_ID}$", sign),
    re_path(f"{_ID}sent/$", sent),
    re_path(f"{_ID}erased/$", erased),
    re_path(f"{_ID}{_TOKEN}confirm/$", confirm),
    re_path(f"{_ID}{_TOKEN}erase/$", erase),
]
chores = (
    Chore("opening and closing petitions", turning.EVERY, turning.turn),
    Chore("counting signatures", counting.EVERY, counting.count),
    Chore("erasing what nobody confirmed", erasing.EVERY, erasing.clear_away),
)
