"""Proof of work (hashcash, Adam Back 1997): cheap to check, some seconds of a browser's time to find.

What is worked on names the form and the receiver, so that a proof is good for one receiver only, and nobody has to
remember which were used.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

BITS: Final = 18
"""Zeros at the start of the digest: a quarter of a million tries, on average."""
LATEST: Final = 60 * 60


def challenge(form: str, receiver: str) -> str:
    return TimestampSigner(salt="masthead.respond.work").sign(_about(form, receiver))


def proves(text: str, proof: str, form: str, receiver: str) -> bool:
    """Whether the work on this challenge, for this receiver, was done within the last hour."""
    if len(text) > 200 or len(proof) > 40:
        return False
    try:
        about = TimestampSigner(salt="masthead.respond.work").unsign(text, max_age=LATEST)
    except BadSignature:
        return False
    return constant_time_compare(about, _about(form, receiver)) and _zeros(f"{text} {proof}") >= BITS


def _about(form: str, receiver: str) -> str:
    return salted_hmac("masthead.respond.work", f"{form} {receiver}", algorithm="sha256").hexdigest()[:32]


def _zeros(text: str) -> int:
    return 256 - int.from_bytes(sha256(text.encode()).digest(), "big").bit_length()
