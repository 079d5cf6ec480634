"""Uploads of documents: a file that is not what its name says is refused, and so is a picture.

Documents go out as they came. Pictures are made anew, without what cameras write into them; so they go that way.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from masthead.entries.contents import CAPTIONS, HEAD, VIDEO, agrees, ending_of, is_picture

DISGUISED: Final = _(
    "“%(name)s” is not what its name says: its content is no %(ending)s. Save it anew as %(ending)s, or send it under "
    "the name that its program gave it."
)
PICTURE: Final = _(
    "“%(name)s” is a picture. Add it under Images: readers get it in sizes that suit them, and without what cameras "
    "write into it, such as the place where it was taken. A document would go out with all of that."
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
        if "file" in self.changed_data and file:
            if is_picture(file.name, _head(file)):
                raise ValidationError(PICTURE % {"name": file.name})
            if not agrees(file.name, file):
                raise ValidationError(_sentence(file.name))
        return file


def _head(file: Any) -> bytes:
    file.seek(0)
    head: bytes = file.read(HEAD)
    file.seek(0)
    return head


def _sentence(name: str) -> str:
    ending = ending_of(name)
    sentence = NO_CAPTIONS if ending == CAPTIONS else NO_FILM if ending in VIDEO else DISGUISED
    return sentence % {"name": name, "ending": ending.upper()}
