from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "masthead.mail"
    label = "masthead_mail"
    verbose_name = "Mail"
    default_auto_field = "django.db.models.BigAutoField"
