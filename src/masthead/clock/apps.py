from __future__ import annotations

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "masthead.clock"
    label = "masthead_clock"
    verbose_name = "Clock"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.clock import indexes

        indexes.connect()
