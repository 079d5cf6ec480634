from __future__ import annotations

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    name = "masthead.kinds.testimony"
    label = "masthead_testimony"
    verbose_name = "Testimonies"
    default = True
