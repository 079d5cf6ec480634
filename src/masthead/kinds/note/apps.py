from __future__ import annotations

from django.apps import AppConfig


class NoteConfig(AppConfig):
    name = "masthead.kinds.note"
    label = "masthead_note"
    verbose_name = "Notes"
    default = True
