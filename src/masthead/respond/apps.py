from __future__ import annotations

from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "masthead.respond"
    label = "masthead_respond"
    verbose_name = "What readers send"
    default_auto_field = "django.db.models.BigAutoField"
