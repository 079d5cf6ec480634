"""Django's way to send mail: everything that anybody sends becomes letters in the table."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, sanitize_address
from django.utils import timezone

from masthead.mail.models import Letter


class OutboxBackend(BaseEmailBackend):
    """One row a receiver: who is refused keeps nobody else from getting theirs."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(1 for message in email_messages if write(message))


def write(message: EmailMessage) -> bool:
    """Puts a message into the table, within the caller's transaction. False: it has no receivers."""
    now = timezone.now()
    made = as_sent(message)
    Letter.objects.bulk_create(
        Letter(
            sender=on_the_line(message.from_email),
            receiver=on_the_line(receiver),
            subject=str(message.subject),
            message=made,
            written_at=now,
            next_try_at=now,
        )
        for receiver in message.recipients()
    )
    return bool(message.recipients())


def on_the_line(address: str) -> str:
    """Where mail comes from or goes to, its domain in ASCII; without the name that may stand before it."""
    return parseaddr(sanitize_address(address, settings.DEFAULT_CHARSET))[1]


def as_sent(message: EmailMessage) -> bytes:
    """The message as it goes over the line (RFC 5322), once and for all.

    A repeated delivery after a crash has the same id, so that receivers can tell. Django's own would ask the network
    for this machine's name.
    """
    host = on_the_line(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    message.extra_headers.setdefault("Message-ID", f"<{uuid.uuid4()}@{host}>")
    # Django's messages know `linesep`, their type does not say so.
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
