from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class PetitionConfig(AppConfig):
    name = "masthead.kinds.petition"
    label = "masthead_petition"
    verbose_name = "Petitions"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_delete.connect(
            _forget_letters, sender="masthead_petition.Petition", dispatch_uid="masthead-petition-letters"
        )


def _forget_letters(*, instance: Any, **_: Any) -> None:
    """Its signatures go with a petition that is deleted, without a word to anybody; their letters go, too."""
    from masthead.kinds.petition.signatures import Signature
    from masthead.kinds.petition.signing import erasing

    erasing.forget(Signature.objects.filter(petition=instance.pk))
