"""Answers in the looks of the site: its theme, its language, its menu.

What surrounds a page is asked as the press asks it, of what is public, and kept for some seconds: it seldom moves, and
a page here is laid out for each request.
"""

from __future__ import annotations

import re
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
from masthead.respond.kept import Kept
from masthead.respond.together import Hand

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

FRESH: Final = 5.0
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
WORKING: Final = f"{POLICY}; script-src 'self'"


def surroundings(hand: Hand) -> Kept[int, Chrome]:
    """What surrounds the pages of each blog; with 0, of the site itself."""
    return Kept(_chrome, hand, FRESH)


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
    What differs with each request is a mark in it; its value, clean HTML, is set in afterwards.
    """
    lay_out = _shared if shared else _laid_out
    body = lay_out(template, around, language, title, own, works, frame().theme.digest)
    if marks:
        # In one go: a value may look like another mark.
        found = re.compile("|".join(map(re.escape, marks)))
        body = found.sub(lambda match: marks[match[0]], body.decode()).encode()
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
