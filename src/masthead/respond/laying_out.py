"""Answers in the looks of the site: its theme, its language, its menu.

What surrounds a page is asked as the press asks it, of what is public, and kept for some seconds: it seldom moves, and
a page here is laid out for each request.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpResponse

from masthead.entries.languages import direction
from masthead.pages import layout
from masthead.pages.chrome import chrome
from masthead.pages.frame import frame, is_settled, set_frame
from masthead.pages.manifest import declared
from masthead.pages.pressing import database
from masthead.pages.records import Chrome, RespondPage
from masthead.press.evaluation import Facts, Fresh
from masthead.respond import assets
from masthead.respond.application import POLICY
from masthead.respond.together import Hand

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

KEPT: Final = 5.0
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
WORKING: Final = f"{POLICY}; script-src 'self'"


class Surroundings:
    """What surrounds the pages of each blog."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._kept: dict[int, tuple[float, Chrome]] = {}

    async def of(self, blog_id: int) -> Chrome:
        kept = self._kept.get(blog_id)
        if kept is None or time.monotonic() - kept[0] > KEPT:
            kept = (time.monotonic(), await self._hand.do(lambda: _chrome(blog_id)))
            self._kept[blog_id] = kept
        return kept[1]


def _chrome(blog_id: int) -> Chrome:
    folder, options = _site()
    if not is_settled(folder, options):
        set_frame(folder, options)
    source = database(folder, options)
    with closing(source), source.snapshot() as snapshot:
        found: Chrome = Fresh(declared(), Facts(declared(), source.dialect), snapshot).of(chrome, (blog_id,))
    return found


def _site() -> tuple[SiteFolder, Options]:
    folder = settings.SITE_FOLDER
    if folder is None:
        raise RuntimeError("MASTHEAD_SITE names no site, so nobody can send it anything.")
    return folder, settings.OPTIONS


def page(
    template: str,
    around: Chrome,
    language: str,
    title: str,
    own: Any = None,
    *,
    status: int = 200,
    works: bool = False,
    shared: bool = False,
    marks: Mapping[str, str] = NOTHING,
) -> HttpResponse:
    """A page of what readers send. `own`: what the kind's template gets; `works`: the page proves work.

    `shared`: there is nothing of anybody in it, so that it is laid out once for thousands; then `own` is hashable.
    What differs with each request, as a token, is a mark in it that is set in afterwards, as it stands.
    """
    lay_out = _shared if shared else _laid_out
    body = lay_out(template, around, language, title, own, works, frame().theme.digest)
    for mark, value in marks.items():
        body = body.replace(mark.encode(), value.encode())
    response = HttpResponse(body, status=status, content_type="text/html; charset=utf-8")
    if works:
        response["Content-Security-Policy"] = WORKING
    return response


def _laid_out(template: str, around: Chrome, language: str, title: str, own: Any, works: bool, theme: str) -> bytes:
    record = RespondPage(
        around, title, language, direction(language), style_url=assets.STYLE.url,
        script_url=assets.WORK.url if works else "",
    )  # fmt: skip
    return layout.html(template, record, language=language, title=title, own=own).body


_shared = lru_cache(maxsize=256)(_laid_out)
