"""An address of mail, in one spelling.

What mail servers take for the same is made the same: upper and lower case, and the forms of a domain in ASCII and in
other letters. RFC 5321, 2.4, lets a server tell "Ada" from "ada", and asks it not to; if each spelling counted, one
mailbox could sign hundreds of times. Dots and what follows a plus belong to the name, which only its own server
understands: they make other signatures, but no more letters (`box`).
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from masthead.reader.addresses import in_ascii

LONGEST: Final = 254
"""RFC 5321, 4.5.3.1.3, without the brackets."""
LONGEST_NAME: Final = 64

_validate: Final = EmailValidator(allowlist=[])


class Mailbox(NamedTuple):
    typed: str  # where mail is sent: the domain in ASCII, as it goes over the line
    key: str  # the same for all spellings

    @property
    def box(self) -> str:
        """Where the mail lies in the end, with the large providers."""
        name, _at, domain = self.key.rpartition("@")
        return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def mailbox(text: str) -> Mailbox | None:
    """The mailbox that was typed; None for what is no address, or one that needs quotation marks."""
    if len(text) > LONGEST:
        return None  # before anything that takes long
    name, at, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    ascii_domain = _in_ascii(domain)
    # Without regard to case, Django's pattern takes three letters for ASCII that are none: "ſ" for "s".
    if not (at and ascii_domain and name.isascii()) or len(name) > LONGEST_NAME or '"' in name or "[" in domain:
        return None
    address = f"{name}@{ascii_domain}"
    if len(address) > LONGEST:
        return None
    try:
        _validate(address)
    except ValidationError:
        return None
    return Mailbox(address, address.lower())


def _in_ascii(domain: str) -> str:
    """The domain as DNS has it; empty for what is none."""
    try:
        return in_ascii(domain.removesuffix(".")).lower()
    except UnicodeError:
        return ""
