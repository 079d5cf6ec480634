"""What is kept about log-ins: as little as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import User
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

if TYPE_CHECKING:
    from masthead.desk.log_in.sessions import SessionStore


class Tries(models.Model):
    """Failed tries in a row, of whatever the key stands for. Gone after a log-in, or a day without another one.

    The key is a keyed digest: no names, addresses or mailboxes of those who tried lie here.
    """

    sort = models.CharField(max_length=10)
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    refused_until = models.DateTimeField()

    class Meta:
        db_table = "masthead_tries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["sort", "key"], name="masthead_tries_key")]


class Session(AbstractBaseSession):
    """Who is in, and the session's own data: see `sessions.CameIn`."""

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    class Meta:
        db_table = "masthead_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from masthead.desk.log_in.sessions import SessionStore

        return SessionStore
