"""When a form was asked for, in a field of the form: signed, so that nobody can make one up.

A robot that posts without having asked, or at once, or with what it found a day ago, is told so like anybody else: with
the form, and all that was filled in.
"""

from __future__ import annotations

from typing import Final, Literal

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

SOONEST: Final = 3
"""Seconds in which nobody fills in a form."""
LATEST: Final = 6 * 60 * 60

State = Literal["good", "early", "late", "forged"]


def mint(form: str) -> str:
    """A token for one form, as of now."""
    return _signer(form).sign("form")


def state(token: str, form: str, *, soonest: int = SOONEST) -> State:
    """What a token is worth now. One that is early will be good."""
    if len(token) > 200:
        return "forged"
    signer = _signer(form)
    try:
        signer.unsign(token, max_age=LATEST)
    except SignatureExpired:
        return "late"
    except BadSignature:
        return "forged"
    try:
        signer.unsign(token, max_age=soonest)
    except SignatureExpired:
        return "good"
    return "early"


def _signer(form: str) -> TimestampSigner:
    return TimestampSigner(salt=f"masthead.respond.{form}")
