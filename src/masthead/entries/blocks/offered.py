"""What rich text offers at the desk, and the groups in which blocks are offered."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

INLINE: Final = ["bold", "italic", "link", "superscript", "subscript", "strikethrough", "code"]
PROSE: Final = [*INLINE, "document-link", "ul", "ol", "hr"]

WRITING: Final = _("Writing")
PICTURES_AND_FILES: Final = _("Pictures, sound and files")
FIGURES: Final = _("Tables and code")
MARKS: Final = _("Marks and leftovers")
