"""What the desk's templates ask for beside what their views give."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.desk.blogs import writable
from masthead.desk.start.lines import name_of
from masthead.entries.languages import format_number
from masthead.entries.models import site_name

register = template.Library()
MOST_BLOGS = 4


@register.filter
def m_number(number: int) -> str:
    """With the digits of the editor's language."""
    return format_number(number, get_language() or "en")


@register.simple_tag
def masthead_site_name() -> str:
    return site_name()


@register.simple_tag(takes_context=True)
def masthead_greeting(context: dict[str, Any]) -> str:
    return _("Signed in as %(name)s") % {"name": name_of(context["request"].user)}


@register.simple_tag(takes_context=True)
def masthead_ways(context: dict[str, Any]) -> dict[str, Any]:
    """The ways that most people go from the start page."""
    blogs = writable(context["request"].user)[:MOST_BLOGS]
    write = [
        {
            "title": _("New in %(blog)s") % {"blog": blog.title},
            "link": reverse("wagtailadmin_pages:add_subpage", args=[blog.pk]),
        }
        for blog in blogs
    ]
    return {"write": write, "site": settings.OPTIONS.url.rstrip("/") + "/"}
