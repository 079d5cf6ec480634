"""What is written to who signed: with the link that confirms and the link that erases.

Nothing of what was filled in stands in a letter but the address that it goes to: else anybody could have us send
anything to anybody. A letter is made of its petition's once, and of two links each time.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable
from email.utils import format_datetime
from functools import lru_cache
from typing import Final, Literal

from django.conf import settings
from django.core.mail import EmailMessage

from masthead.entries.languages import format_number, strings
from masthead.kinds.petition.signing.petitions import Called
from masthead.mail.backend import on_the_line
from masthead.mail.models import Letter

Sort = Literal["confirm", "again"]
KEPT_DAYS: Final = 7
"""How long a signature waits to be confirmed."""
LONGEST_LABEL: Final = 200
_RECEIVER, _NUMBER, _TOKEN = "receiver@masthead.invalid", "0-message-number-0", "0-token-of-signature-0"
_DAY: Final = "Thu, 01 Jan 1970 00:00:00 -0000"


def _(message: str) -> str:
    """Marks a text for the catalogues; a letter is in its petition's language."""
    return message


SUBJECTS: Final[dict[Sort, str]] = {
    "confirm": _("Confirm your signature: “%(petition)s”"),
    "again": _("You have signed already: “%(petition)s”"),
}


def token_of(public_id: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(public_id.bytes).decode().rstrip("=")


def public_id_of(token: str) -> uuid.UUID | None:
    """None for what no letter has."""
    try:
        found = uuid.UUID(bytes=base64.b64decode(f"{token}==", altchars=b"-_", validate=True))
    except ValueError:
        return None
    # Of several spellings of the last letter one is ours.
    return found if token_of(found) == token else None


def letter(petition: Called, sort: Sort, receiver: str, public_id: uuid.UUID, at: dt.datetime, written: dt.datetime) -> Letter:  # fmt: skip  # noqa: E501
    """One for the table, to be sent at that moment."""
    subject, pattern = _pattern(sort, petition.label, petition.language, petition.url, petition.address, petition.site)
    message = (
        pattern.replace(_NUMBER.encode(), str(uuid.uuid4()).encode())
        .replace(_TOKEN.encode(), token_of(public_id).encode())
        .replace(_DAY.encode(), format_datetime(at).encode())
        # Last: an address may look like another mark.
        .replace(_RECEIVER.encode(), receiver.encode("ascii"))
    )
    return Letter(
        sender=on_the_line(settings.DEFAULT_FROM_EMAIL), receiver=receiver, subject=subject, message=message,
        written_at=written, next_try_at=at, about=public_id,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _pattern(sort: Sort, label: str, language: str, url: str, address: str, site: str) -> tuple[str, bytes]:
    """Subject and message of a petition's letters, with marks where they differ."""
    say = strings(language).gettext
    # Lines of more than 998 bytes are encoded anew, and what is set in afterwards is not found.
    label = label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
    subject = say(SUBJECTS[sort]) % {"petition": label}
    host = on_the_line(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    message = EmailMessage(
        subject,
        "\n".join(_lines(sort, say, label, language, url, address, site)),
        to=[_RECEIVER],
        headers={"Message-ID": f"<{_NUMBER}@{host}>", "Date": _DAY, "Auto-Submitted": "auto-generated"},
    )
    # Django's messages know `linesep`, their type does not say so.
    return subject, message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]


def _lines(
    sort: Sort, say: Callable[[str], str], label: str, language: str, url: str, address: str, site: str
) -> list[str]:  # fmt: skip
    names = {
        "petition": label,
        "site": site,
        "days": format_number(KEPT_DAYS, language),
    }
    links = {"confirm": f"{url}{_TOKEN}/confirm/", "erase": f"{url}{_TOKEN}/erase/"}
    told = [links[line] if line in links else say(line) % names for line in _TOLD[sort]]
    return [
        *(line for paragraph in told for line in (paragraph, "")),
        "-- ",
        site,
        settings.OPTIONS.url.rstrip("/") + address,
    ]


_TOLD: Final[dict[Sort, tuple[str, ...]]] = {
    "confirm": (
        _("Somebody, probably you, has signed “%(petition)s” with this address."),
        _("To confirm the signature, follow this link and press the button there:"),
        "confirm",
        _("If it was not you, do nothing: the signature does not count, no reader sees it, and after %(days)s days it "
          "is erased. Or erase it at once:"),
        "erase",
        _("Keep this letter: with the second link you can erase your signature at any time."),
    ),
    "again": (
        _("Somebody, probably you, has signed “%(petition)s” with this address, which has signed already. Your "
          "signature counts, once."),
        _("With this link you can erase it at any time:"),
        "erase",
    ),
}  # fmt: skip
