"""Uploads of pictures: what readers could not be shown is refused while its sender is still there."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from masthead.entries.contents import ending_of
from masthead.entries.models.pictures import examined
from masthead.media.pictures import PictureRefused, Reason

REFUSALS: Final[dict[Reason, Any]] = {
    "unreadable": _(
        "“%(name)s” is damaged, or no picture that browsers show. Open it in a program for pictures and save it anew "
        "as JPEG, PNG, GIF, WebP or AVIF."
    ),
    "pixels": _("“%(name)s” has %(found)s pixels, all its frames together; %(most)s is the most. Save it smaller."),
    "side": _("“%(name)s” is %(found)s pixels long on one side; %(most)s is the most. Save it smaller."),
    "frames": _(
        "“%(name)s” has %(found)s frames; %(most)s is the most. Make a film of it, and send that as a document."
    ),
    "heavy": _("“%(name)s” takes more memory or time to open than one picture may. Save it smaller."),
}
DISGUISED: Final = _("“%(name)s” is not what its name says. Call it “%(right)s”, or save it anew as %(ending)s.")


class PictureUpload(WagtailImageField):  # type: ignore[misc]
    """Wagtail's field, which opens the file in the desk's own process; here another process does."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        try:
            found = examined(file)
        except PictureRefused as refused:
            told = {"name": file.name, "found": f"{refused.found:,}", "most": f"{refused.most:,}"}
            raise ValidationError(REFUSALS[refused.reason] % told, code=refused.reason) from refused
        self.check_name(file.name or "", found.ending.removeprefix("."))
        return file

    def check_name(self, name: str, ending: str) -> None:
        """The ending is kept with the original, and programs that open it there go by it."""
        given = ending_of(name)
        if {"jpeg": "jpg"}.get(given, given) != ending:
            told = {"name": name, "right": f"{name.removesuffix(f'.{given}')}.{ending}", "ending": given.upper()}
            raise ValidationError(DISGUISED % told, code="disguised")


LABELS: Final = {"caption": _("Caption"), "credit": _("Credit")}


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """Wagtail's, for all ways by which pictures come to the desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PictureUpload(label=field.label, required=field.required, widget=field.widget)
