from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "masthead.desk"
    label = "masthead_desk"
    verbose_name = "Desk"
