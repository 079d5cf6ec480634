from __future__ import annotations

from django.apps import AppConfig


class PetitionConfig(AppConfig):
    name = "masthead.kinds.petition"
    label = "masthead_petition"
    verbose_name = "Petitions"
    default = True
    default_auto_field = "django.db.models.BigAutoField"
