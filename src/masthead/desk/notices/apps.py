from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Listed behind Wagtail's admin, whose own mails these take the place of."""

    name = "masthead.desk.notices"
    label = "masthead_notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from masthead.desk.notices import events

        events.connect()
