"""A real mail server on this machine, and what it was given."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from cli.test_serve import free_port


class Office:
    """Keeps what comes; refuses and hangs up as it is told."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.refusals: dict[str, str] = {}
        self.hangs_up_over: set[str] = set()
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        if address in self.hangs_up_over:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [(receiver, message) for receiver in envelope.rcpt_tos]
        return "250 Taken"

    def texts(self) -> dict[str, str]:
        """Receiver → subject and text of the newest mail."""
        return {
            receiver: f"{letter['Subject']}\n{letter.get_content()}".replace("\r\n", "\n")
            for receiver, letter in self.letters
        }


def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"a secret word")
    return AuthResult(success=is_right, handled=False)


@contextmanager
def post_office(**options: Any) -> Iterator[Office]:
    office = Office()
    office.port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
