"""What the desk writes a conversation with. A change of a name here is a change of stored data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks import PROSE
from masthead.entries.blocks.media import AudioBlock, VideoBlock
from masthead.entries.blocks.pictures import ImageBlock
from masthead.entries.blocks.writing import HeadingBlock
from masthead.kinds.interview.moments import MOMENT


class TurnBlock(blocks.StructBlock):  # type: ignore[misc]
    speaker = blocks.CharBlock(
        label=_("Who speaks"), max_length=250, help_text=_("The name as it stands among the participants.")
    )
    text = blocks.RichTextBlock(label=_("Words"), features=PROSE)
    time = blocks.RegexBlock(
        regex=rf"^\s*{MOMENT}\s*$",
        label=_("Time code"),
        required=False,
        max_length=20,
        help_text=_("Where in the recording these words begin, as 1:15 or 1:02:03."),
        error_messages={"invalid": _("Write a time code as 1:15 or 1:02:03.")},
    )
    language = blocks.RegexBlock(
        regex=r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*\s*$",
        label=_("Language"),
        required=False,
        max_length=40,
        help_text=_("If these words are in another one: as “en”, “fa” or “pt-BR”."),
        error_messages={"invalid": _("Write a language as “en”, “fa” or “pt-BR”.")},
    )

    class Meta:
        icon = "comment"
        label = _("Turn")
        label_format = "{speaker} {time}"


class TurnBlocks(blocks.StreamBlock):  # type: ignore[misc]
    turn = TurnBlock()
    heading = HeadingBlock(group="")
    image = ImageBlock(group="")
    text = blocks.RichTextBlock(label=_("Remark of the editors"), icon="pilcrow", features=PROSE)

    class Meta:
        required = False


class SoundBlock(AudioBlock):
    # The turns are the transcript.
    transcript = None


class FilmBlock(VideoBlock):
    transcript = None


class RecordingBlocks(blocks.StreamBlock):  # type: ignore[misc]
    audio = SoundBlock(group="")
    video = FilmBlock(group="")

    class Meta:
        required = False
        max_num: Final = 1
