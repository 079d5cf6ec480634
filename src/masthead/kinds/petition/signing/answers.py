"""What a reader gets who signs, confirms or erases: one page each, in the petition's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from django.http import HttpResponse
from markupsafe import Markup, escape

from masthead.entries.languages import format_number, strings
from masthead.entries.richtext import visible
from masthead.kinds.petition.signing.confirming import Seen
from masthead.kinds.petition.signing.form import LONGEST_COMMENT, LONGEST_LINE, TRAP, Fault, Typed
from masthead.kinds.petition.signing.letters import KEPT_DAYS
from masthead.kinds.petition.signing.petitions import Called
from masthead.kinds.petition.standing import COMING
from masthead.pages.frame import href
from masthead.pages.records import Chrome
from masthead.respond import pace, work
from masthead.respond.laying_out import NOTHING, page

Told = Literal["nothing", "coming", "closed", "sent", "confirmed", "too_late", "no_signature", "erased"]


def _(message: str) -> str:
    """Marks a text for the catalogues; a page is in its petition's language."""
    return message


TITLES: dict[str, str] = {
    "form": _("Sign this petition"),
    "wrong": _("Not sent yet: sign this petition"),
    "ahead": _("Many sign from where you are"),
    "to_confirm": _("Confirm your signature"),
    "to_erase": _("Erase your signature"),
    "nothing": _("There is no petition here"),
    "coming": _("This petition cannot be signed yet"),
    "closed": _("This petition takes no more signatures"),
    "sent": _("One more step: look into your mail"),
    "confirmed": _("Your signature counts"),
    "too_late": _("Too late to be confirmed"),
    "no_signature": _("This link leads to no signature"),
    "erased": _("Your signature is erased"),
}


MARK: Final = "0-token-0"
"""Where one goes: what has it is laid out once for all."""


class Own(NamedTuple):
    """What every page of signing knows."""

    what: str
    petition: str  # what it is called; "" where nobody may know
    url: str  # of its page
    site: str
    days: str  # that a signature waits to be confirmed
    more: Any = None


class Form(NamedTuple):
    """The form, as it was filled in."""

    filled: Typed
    faults: tuple[tuple[str, Fault], ...]
    asks_place: bool
    asks_comment: bool
    contact: str
    longest_line: str
    longest_comment: str
    too_many: str  # characters of the comment beyond that
    trap: str


class Ahead(NamedTuple):
    """Work to be proved, or minutes to be waited."""

    token: str
    filled: Typed
    challenge: str
    bits: int
    minutes: str
    number: int  # of minutes; 0 where no turn is left


class Link(NamedTuple):
    """A signature that its link leads to."""

    name: str
    email: str
    place: str
    comment: str
    shown: bool
    version: str
    changed: bool


class Message(NamedTuple):
    minutes: str = ""
    number: int = 0  # of minutes
    erase: str = ""  # where one's signature is erased
    thanks: Markup = Markup()


PLAIN = Message()


def form(
    petition: Called, around: Chrome, token: str, filled: Typed | None = None,
    faults: Mapping[str, Fault] | None = None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    filled, row, said = filled or Typed(), petition.row, petition.language
    more = Form(
        filled, tuple((faults or {}).items()), row.asks_place, row.asks_comment, row.contact.strip(),
        format_number(LONGEST_LINE, said), format_number(LONGEST_COMMENT, said),
        format_number(max(0, len(filled.comment) - LONGEST_COMMENT), said), TRAP,
    )  # fmt: skip
    # RFC 9110, 15.5.21: understood, and cannot be done as it is.
    status = 422 if faults and status == 200 else status
    what, marks = "wrong" if faults else "form", {MARK: token}
    return _page("petition_form.html", what, petition, around, more, status=status, shared=not faults, marks=marks)


def ahead(petition: Called, around: Chrome, token: str, filled: Typed, challenge: str, wait: dt.timedelta) -> HttpResponse:  # fmt: skip  # noqa: E501
    """Nobody is refused for what others do."""
    minutes = 0 if wait > pace.LONGEST_WAIT else max(1, pace.minutes(wait))
    more = Ahead(token, filled, challenge, work.BITS, format_number(minutes, petition.language), minutes)
    return _page("petition_ahead.html", "ahead", petition, around, more, status=429, works=True)


def to_confirm(petition: Called, around: Chrome, seen: Seen, *, changed: bool) -> HttpResponse:
    return _link("to_confirm", petition, around, seen, changed=changed)


def to_erase(petition: Called, around: Chrome, seen: Seen) -> HttpResponse:
    return _link("to_erase", petition, around, seen, changed=False)


def _link(what: str, petition: Called, around: Chrome, seen: Seen, *, changed: bool) -> HttpResponse:
    """Thousands look at theirs within a minute: one page for all, with marks for what is theirs."""
    texts = {"name": seen.name, "email": seen.email, "place": seen.place, "comment": seen.comment,
             "version": seen.version}  # fmt: skip
    marks = {f"0-{field}-0": str(escape(visible(text))) for field, text in texts.items()}
    named = {field: f"0-{field}-0" if text else "" for field, text in texts.items()}
    more = Link(**named, shown=seen.shown, changed=changed)
    return _page("petition_link.html", what, petition, around, more, shared=True, marks=marks)


def nothing(around: Chrome) -> HttpResponse:
    return _told("nothing", None, around, status=404)


def not_open(petition: Called, around: Chrome, state: str) -> HttpResponse:
    """What is over is gone (410); what is to come is not there yet."""
    if state == COMING:
        return _told("coming", petition, around, status=404)
    return _told("closed", petition, around, status=410)


def sent(petition: Called, around: Chrome, minutes: int) -> HttpResponse:
    return _told("sent", petition, around, Message(format_number(minutes, petition.language), minutes))


def confirmed(petition: Called, around: Chrome, token: str) -> HttpResponse:
    more = Message(erase=f"{petition.path}{MARK}/erase/", thanks=petition.thanks)
    return _told("confirmed", petition, around, more, marks={MARK: token})


def too_late(petition: Called, around: Chrome, token: str) -> HttpResponse:
    return _told("too_late", petition, around, Message(erase=f"{petition.path}{token}/erase/"), status=410)


def no_signature(petition: Called, around: Chrome) -> HttpResponse:
    return _told("no_signature", petition, around, status=404)


def erased(petition: Called | None, around: Chrome) -> HttpResponse:
    return _told("erased", petition, around)


def _told(
    what: Told, petition: Called | None, around: Chrome, more: Message = PLAIN, *, status: int = 200,
    marks: Mapping[str, str] = NOTHING,
) -> HttpResponse:  # fmt: skip
    return _page("petition_told.html", what, petition, around, more, status=status, shared=True, marks=marks)


def _page(
    template: str, what: str, petition: Called | None, around: Chrome, more: Any, *, status: int = 200,
    works: bool = False, shared: bool = False, marks: Mapping[str, str] = NOTHING,
) -> HttpResponse:  # fmt: skip
    """A petition that is not public is not named."""
    public = petition if petition and petition.address else None
    language = public.language if public else around.site_lang
    own = Own(
        what, public.label if public else "", href(public.address) if public else "", around.site_name,
        format_number(KEPT_DAYS, language), more,
    )  # fmt: skip
    title = strings(language).gettext(TITLES[what])
    return page(template, around, language, title, own, status=status, works=works, shared=shared, marks=marks)
