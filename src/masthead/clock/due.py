"""What is due: planned publications whose moment has come, and public pages whose end has."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

Act = Literal["publish", "expire"]


class Due(NamedTuple):
    """One thing to do. All moments are UTC, as the database keeps them."""

    act: Act
    page_id: int
    revision_id: int  # the version to be published; 0 for an end
    at: dt.datetime


def due(now: dt.datetime) -> list[Due]:
    """What has to happen, in the order of its moments."""
    starts = _planned().filter(approved_go_live_at__lte=now)
    ends = _ending().filter(expire_at__lte=now)
    return _in_order(starts, ends)


def planned(now: dt.datetime, most: int) -> list[Due]:
    """What comes next, the nearest first."""
    starts = _planned().filter(approved_go_live_at__gt=now).order_by("approved_go_live_at", "pk")
    ends = _ending().filter(expire_at__gt=now).order_by("expire_at", "pk")
    return _in_order(starts[:most], ends[:most])[:most]


def next_moment(now: dt.datetime) -> dt.datetime | None:
    """When something is due next, after now; None if nothing is planned."""
    coming = planned(now, 1)
    return coming[0].at if coming else None


def _in_order(starts: Any, ends: Any) -> list[Due]:
    pages = ContentType.objects.get_for_model(Page).pk
    columns = starts.values_list("base_content_type_id", "object_id", "pk", "approved_go_live_at")
    found = [Due("publish", int(of), revision, at) for kind, of, revision, at in columns if kind == pages]
    found += [Due("expire", page, 0, at) for page, at in ends.values_list("pk", "expire_at")]
    return sorted(found, key=lambda each: (each.at, each.act, each.page_id))


def _planned() -> Any:
    """Compared by their moment alone: by their kind, too, SQLite would choose that index and read every version."""
    return Revision.objects.order_by()


def _ending() -> Any:
    return Page.objects.filter(live=True).order_by()
