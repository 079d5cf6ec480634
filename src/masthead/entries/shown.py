"""What lists of the desk show, in the language and the calendar of whoever looks."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from masthead.entries.languages import format_date, format_time


def language() -> str:
    return get_language() or "en"


def isolated(text: str) -> SafeString:
    """Words of any language: their direction turns nothing round beside them, nor their own full stop."""
    return format_html("<bdi>{}</bdi>", text) if text else SafeString()


def day(date: dt.date | None) -> str:
    return format_date(date, language()) if date else ""


def moment(when: dt.datetime) -> str:
    here = timezone.localtime(when)
    return f"{format_date(here, language())}, {format_time(here, language())}"
