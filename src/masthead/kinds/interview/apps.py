from __future__ import annotations

from django.apps import AppConfig


class InterviewConfig(AppConfig):
    name = "masthead.kinds.interview"
    label = "masthead_interview"
    verbose_name = "Interviews"
    default = True
