from __future__ import annotations

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "masthead.entries"
    label = "masthead"
    verbose_name = "Masthead"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        from masthead.entries.projection import migrations

        migrations.connect()
