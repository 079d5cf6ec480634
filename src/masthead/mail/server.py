"""The mail server that the settings name (RFC 5321); without one, the terminal."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from masthead.site.options import Options

PATIENCE: Final = 20.0
PERMANENT: Final = 500
"""Answers from here on will not change: no such mailbox."""
CLOSING: Final = 421
"""RFC 5321, 4.2.3: the server hangs up, whatever it was asked."""


class ServerFailed(Exception):
    """The server cannot be used; the message says why."""


class Refused(Exception):
    """The server will not take this letter. `for_good`: also later."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Line(Protocol):
    def hand_over(self, sender: str, receiver: str, message: bytes) -> None:
        """Raises Refused, or ServerFailed if the line is good for no more letters."""


@contextmanager
def opened(options: Options, patience: float = PATIENCE) -> Iterator[Line]:
    """A line to the server, ready to take letters. Raises ServerFailed."""
    if not options.mail_host:
        yield Terminal()
        return
    try:
        server = _connected(options, patience)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerFailed(f"{options.mail_host}, port {options.mail_port}: {_said(error)}") from error
    try:
        yield Smtp(server)
    finally:
        _hang_up(server)


def _connected(options: Options, patience: float) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    # The name with which a client greets needs no look-up in the network.
    greeting = "localhost"
    if options.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            options.mail_host, options.mail_port, greeting, timeout=patience, context=safe
        )
    else:
        server = smtplib.SMTP(options.mail_host, options.mail_port, greeting, timeout=patience)
    try:
        if options.mail_security == "starttls":
            server.starttls(context=safe)
        if options.mail_user:
            server.login(options.mail_user, options.mail_password)
        server.noop()
    except BaseException:
        _hang_up(server)
        raise
    return server


def _hang_up(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


class Smtp:
    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def hand_over(self, sender: str, receiver: str, message: bytes) -> None:
        # RFC 6531: a mailbox whose name is not ASCII asks for a server that knows such.
        options = () if f"{sender}{receiver}".isascii() else ("SMTPUTF8",)
        try:
            self._server.sendmail(sender, [receiver], message, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            if code == CLOSING:
                raise ServerFailed(_answer(code, answer)) from error
            raise Refused(_answer(code, answer), for_good=code >= PERMANENT) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(_said(error), for_good=False) from error
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            if error.smtp_code == CLOSING:
                raise ServerFailed(_said(error)) from error
            raise Refused(_said(error), for_good=False) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerFailed(_said(error)) from error


class Terminal:
    """What a site does that has no mail server yet: whoever runs it reads the mail."""

    def hand_over(self, sender: str, receiver: str, message: bytes) -> None:
        letter = message_from_bytes(message, policy=policy.default)
        body = letter.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        sys.stdout.write(f"--- Mail to {receiver}: {letter['subject']}\n{text.strip()}\n---\n")
        sys.stdout.flush()


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"
