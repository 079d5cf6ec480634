from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "masthead.desk"
    label = "masthead_desk"
    verbose_name = "Desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.desk.accounts import ask_for_no_more_than_a_name
        from masthead.desk.previews import preview_response
        from masthead.desk.roles import watch_blogs
        from masthead.entries.previewing import show_with

        show_with(preview_response)
        ask_for_no_more_than_a_name()
        watch_blogs()
