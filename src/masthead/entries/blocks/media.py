"""Files to keep, sound and film to play."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from masthead.entries.blocks.offered import INLINE, PICTURES_AND_FILES, PROSE
from masthead.entries.contents import AUDIO, CAPTIONS, VIDEO, agrees, ending_of

TRACK_KINDS: Final = [
    ("captions", _("Captions: what is said, and sounds that matter")),
    ("subtitles", _("Subtitles: what is said, translated")),
    ("descriptions", _("Descriptions: what is to be seen")),
]


class FileBlock(blocks.StructBlock):  # type: ignore[misc]
    document = DocumentChooserBlock(label=_("Document"), required=False)
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=250,
        help_text=_("Leave empty to use the document's own title."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"


class FilesBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(label=_("Title of the list"), required=False, max_length=250)
    files = blocks.ListBlock(FileBlock(), label=_("Files"))

    class Meta:
        icon = "doc-full"
        label = _("Files")
        label_format = "{title}"
        group = PICTURES_AND_FILES


class PlayedFileBlock(DocumentChooserBlock):  # type: ignore[misc]
    """A document that must be what players on the page can play."""

    ENDINGS: ClassVar[Collection[str]] = ()
    REFUSED: ClassVar[Any] = ""

    def clean(self, value: Any) -> Any:
        document = super().clean(value)
        if document is not None and not self._plays(document):
            raise ValidationError(self.REFUSED)
        return document

    def _plays(self, document: Any) -> bool:
        if ending_of(document.file.name) not in self.ENDINGS:
            return False
        try:
            with document.open_file() as file:
                return agrees(document.file.name, file)
        except OSError:  # it cannot be looked at now; the press will say so, too
            return True


class SoundFileBlock(PlayedFileBlock):
    ENDINGS = AUDIO
    REFUSED = _("Browsers cannot play this as sound. Choose MP3, M4A, Ogg, Opus, FLAC or WAV, or make a list of files.")


class FilmFileBlock(PlayedFileBlock):
    ENDINGS = VIDEO
    REFUSED = _("Browsers cannot play this as film. Choose MP4 or WebM, or make a list of files.")


class CaptionsFileBlock(PlayedFileBlock):
    ENDINGS = (CAPTIONS,)
    REFUSED = _("These are no captions. Choose a WebVTT file, which begins with WEBVTT and ends in .vtt.")


class AudioBlock(blocks.StructBlock):  # type: ignore[misc]
    file = SoundFileBlock(label=_("File"), required=False, help_text=_("MP3, M4A, Ogg, Opus, FLAC or WAV."))
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=250,
        help_text=_("Leave empty to use the document's own title."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=INLINE)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=PROSE,
        help_text=_("What is said and heard, for who cannot hear it or would rather read. Readers unfold it."),
    )

    class Meta:
        icon = "media"
        label = _("Sound")
        label_format = "{title}"
        description = _("A recording that readers play on the page.")
        group = PICTURES_AND_FILES


class TrackBlock(blocks.StructBlock):  # type: ignore[misc]
    file = CaptionsFileBlock(label=_("File"), required=False, help_text=_("WebVTT, ending in .vtt."))
    language = blocks.CharBlock(
        label=_("Language"), required=False, max_length=40, help_text=_("As “en”, “fa” or “pt-BR”.")
    )
    label = blocks.CharBlock(
        label=_("Name"),
        required=False,
        max_length=100,
        help_text=_("What readers choose it by. Leave empty to use the language's own name."),
    )
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=TRACK_KINDS, default="captions")

    class Meta:
        icon = "openquote"
        label = _("Captions")
        label_format = "{label}"


class VideoBlock(AudioBlock):
    file = FilmFileBlock(label=_("File"), required=False, help_text=_("MP4 or WebM."))
    poster = ImageChooserBlock(
        label=_("Still picture"), required=False, help_text=_("What is shown before the film begins.")
    )
    tracks = blocks.ListBlock(TrackBlock(), label=_("Captions"), required=False, default=[])

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film that readers play on the page.")
