"""What signing asks of a petition: whether it is public, how it stands, what its form asks for.

Kept for a second: in a rush the same petition is asked for hundreds of times in it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from markupsafe import Markup

from masthead.entries.models import PublicEntry, site_name
from masthead.entries.richtext import linked
from masthead.kinds.petition.models import Petition
from masthead.kinds.petition.standing import CLOSED, OPEN
from masthead.respond.kept import Kept
from masthead.respond.together import Hand

FRESH: Final = 1.0


@dataclass(frozen=True, eq=False)
class Called:
    """A petition as it is now."""

    row: Petition
    address: str  # "" while it is not public
    site: str  # its name

    @property
    def number(self) -> int:
        return int(self.row.pk)

    @property
    def label(self) -> str:
        """On one line: it stands in the subject of letters."""
        return " ".join(self.row.title.split())

    @property
    def language(self) -> str:
        return self.row.language

    @property
    def thanks(self) -> Markup:
        return Markup(linked(self.row.thanks, lambda kind, number: None))  # noqa: S704 - `linked` cleans

    def stands(self, now: dt.datetime) -> str:
        return self.row.standing(now)

    def confirms(self, signed_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether a signature of that moment may still be confirmed: also after the end, if it was made before."""
        state = self.stands(now)
        return state == OPEN or (state == CLOSED and self.stands(signed_at) == OPEN)

    @property
    def path(self) -> str:
        return f"/respond/petition/{self.row.permanent_id.hex}/"

    @property
    def url(self) -> str:
        return settings.OPTIONS.url.rstrip("/") + self.path


class Petitions:
    """The petitions that somebody asks for."""

    def __init__(self, hand: Hand) -> None:
        self._kept: Kept[uuid.UUID, Called | None] = Kept(called, hand, FRESH)
        self.forget = self._kept.forget

    async def find(self, permanent_id: uuid.UUID, *, public: bool = True) -> Called | None:
        """None: there is none, or none that is public; nobody is told which. `public`: no other will do."""
        found = await self._kept.get(permanent_id)
        return found if found and (found.address or not public) else None


def called(permanent_id: uuid.UUID) -> Called | None:
    row = Petition.objects.filter(permanent_id=permanent_id).first()
    if row is None:
        return None
    address = PublicEntry.objects.filter(pk=row.pk).values_list("address", flat=True).first()
    return Called(row, address or "", site_name())
