"""From a record to a page's bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from masthead.entries.languages import direction, format_date
from masthead.entries.titles import document_title
from masthead.pages.frame import absolute, frame
from masthead.pages.metadata import About, card, structured
from masthead.pages.records import Chrome, Date, MenuLine
from masthead.press.manifest import Claim, Page

# Of RFC 822, whatever the machine's language.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NOTHING_MORE = About()


def html(
    template: str,
    page: Any,
    *,
    address: str = "",
    language: str = "",
    title: str = "",
    about: About = NOTHING_MORE,
    needs: Sequence[Claim] = (),
    status: int = 200,
    own: Any = None,
) -> Page:
    """Lays out an HTML page. `title` is its own part of the document title; an empty one is left out. `own`: what a
    kind's template gets besides."""
    chrome: Chrome = page.chrome
    language = language or chrome.blog_lang or chrome.site_lang
    menu = tuple(_marked(line, absolute_path(address)) for line in chrome.menu)
    text = frame().theme.render(
        template,
        language,
        page=page,
        own=own,
        chrome=chrome._replace(menu=menu),
        page_title=document_title([title, chrome.blog_name, chrome.site_name], language),
        canonical=absolute(address) if address else "",
        card=card(about, title, address, language, chrome) if address else None,
        structured=structured(about, title, address, chrome) if address else "",
        lang=language,
        dir=direction(language),
    )
    return Page(text.encode(), tuple(needs), status)


def _marked(line: MenuLine, path: str) -> MenuLine:
    """A line of the menu, and those below it, that know whether they lead to this very page."""
    below = tuple(link._replace(current=link.url == path) for link in line.below)
    return line._replace(current=line.url == path != "", below=below)


def fragment(template: str, language: str, **context: object) -> Markup:
    """Lays out a part of a page in the language of what it shows."""
    return Markup(frame().theme.render(template, language, **context))  # noqa: S704  # the theme escapes


def xml(template: str, page: Any, language: str, needs: Sequence[Claim] = ()) -> Page:
    """Lays out a feed or a sitemap."""
    return Page(frame().theme.render(template, language, page=page).encode(), tuple(needs))


def absolute_path(address: str) -> str:
    """An address as menus spell it."""
    return absolute(address)[len(frame().url) :] if address else ""


def date(at: int, day: int, language: str) -> Date:
    """The moment `at` (microseconds since 1970) and the day that it has in the site's time zone."""
    return Date(iso(at), format_date((day // 10000, day // 100 % 100, day % 100), language))


def iso(at: int) -> str:
    """Microseconds since 1970 as RFC 3339 in UTC, to the second."""
    return _moment(at).replace(tzinfo=None).isoformat() + "Z"


def rfc822(at: int) -> str:
    """Microseconds since 1970 as RSS wants it (RFC 822 with four digits of the year)."""
    moment = _moment(at)
    day, month = WEEKDAYS[moment.weekday()], MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment.time().isoformat()} +0000"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1_000_000, UTC)
