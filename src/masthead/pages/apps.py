from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "masthead.pages"
    label = "masthead_pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from masthead.pages import capture
        from masthead.pages.pressing import guard_django

        capture.connect()
        # A preview asks the press's queries in Django's own process.
        guard_django()
