from __future__ import annotations

from django.apps import AppConfig


class PassageConfig(AppConfig):
    name = "masthead.kinds.passage"
    label = "masthead_passage"
    verbose_name = "Passages"
    default = True
