"""Where each session is kept: Django's own way, in a table that also says whose it is.

It is the store of `SESSION_ENGINE`, so Django looks for the name `SessionStore`. A password that was changed ends all
sessions that began with the one before: each holds a digest of it, which Django compares at every request.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from masthead.desk.log_in.models import Session

CAME_IN: Final = "came_in"
SEEN: Final = "seen"


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        # Loaded by the middleware before there are models.
        from masthead.desk.log_in.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = cast("Session", super().create_model_instance(data))
        made.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return made


class CameIn(NamedTuple):
    """All that a session keeps of how it began."""

    at: str  # ISO 8601
    network: str
    browser: str
    system: str


class Sitting(NamedTuple):
    """A session, for people to look at."""

    name: str  # in addresses and forms, where the session's own key would let anybody in who reads it
    came_in: CameIn | None
    seen: dt.datetime | None
    is_this: bool


def sittings(user: User, this: str | None = None) -> list[Sitting]:
    """The sessions in which this account is in, the newest first. `this` is the key of one's own."""
    found = [
        Sitting(name_of(row.session_key), _came_in(data), _moment(data.get(SEEN)), row.session_key == this)
        for row, data in _good(user)
    ]
    began = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda each: (each.is_this, each.seen or began), reverse=True)


def end(user: User, name: str) -> bool:
    """Ends the session of this name, if it is one of the account's."""
    return _delete([row for row, _ in _good(user) if name_of(row.session_key) == name]) > 0


def end_all(user: User, keep: str | None = None) -> int:
    """Ends all sessions of the account but the one with the key `keep`; how many."""
    return _delete([row for row, _ in _good(user) if row.session_key != keep])


def name_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def clear_expired() -> None:
    SessionStore.get_model_class().objects.filter(expire_date__lt=timezone.now()).delete()


def _good(user: User) -> Iterator[tuple[Session, dict[str, Any]]]:
    """Those that still let somebody in: not over, and begun with the password of now. Others are cleared away."""
    store = SessionStore()
    rows = store.get_model_class().objects.filter(account=user)
    rows.filter(expire_date__lt=timezone.now()).delete()
    for row in list(rows):
        data = store.decode(row.session_data)
        if constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            yield row, data
        else:
            row.delete()


def _delete(rows: list[Session]) -> int:
    for row in rows:
        row.delete()
    return len(rows)


def _came_in(data: dict[str, Any]) -> CameIn | None:
    return CameIn(*data[CAME_IN]) if CAME_IN in data else None


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
