from __future__ import annotations

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "masthead.entries"
    label = "masthead"
    verbose_name = "Masthead"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        from wagtail.signals import pre_page_move

        from masthead.entries.models.pages import refuse_bad_place
        from masthead.entries.projection import migrations

        migrations.connect()
        pre_page_move.connect(refuse_bad_place, dispatch_uid="masthead.entries.place")
