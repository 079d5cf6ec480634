from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "masthead.pages"
    label = "masthead_pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from masthead.pages import capture

        capture.connect()
