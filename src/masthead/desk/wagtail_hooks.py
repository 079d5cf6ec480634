"""What Wagtail looks for when it starts: the desk's menu, its addresses, its listings."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from masthead.desk.previews import preview_file


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Behind the log-in, as all of the desk."""
    return [path("preview/<slug:query>/<int:number>/", preview_file, name="masthead_preview_file")]
