"""Uploads of documents: a file that is not what its name says is refused."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from masthead.entries.contents import CAPTIONS, VIDEO, agrees, ending_of

DISGUISED: Final = _(
    "“%(name)s” is not what its name says: its content is no %(ending)s. Save it anew as %(ending)s, or send it under "
    "the name that its program gave it."
)
NO_CAPTIONS: Final = _(
    "“%(name)s” holds no captions. A .vtt file begins with WEBVTT and has times written as 00:01.000 --> 00:04.000."
)
NO_FILM: Final = _(
    "“%(name)s” holds no %(ending)s film that browsers can show. Save it anew as %(ending)s; sound alone is sent as "
    ".m4a or .mp3."
)


class DocumentForm(BaseDocumentForm):  # type: ignore[misc]
    """Wagtail's, for all ways by which documents come to the desk."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file and not agrees(file.name, file):
            raise ValidationError(_sentence(file.name))
        return file


def _sentence(name: str) -> str:
    ending = ending_of(name)
    sentence = NO_CAPTIONS if ending == CAPTIONS else NO_FILM if ending in VIDEO else DISGUISED
    return sentence % {"name": name, "ending": ending.upper()}
