from __future__ import annotations

from django.apps import AppConfig


class LogInConfig(AppConfig):
    name = "masthead.desk.log_in"
    label = "masthead_log_in"
    verbose_name = "Log-in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.desk.log_in import coming_in

        coming_in.connect()
