"""The blocks an author writes with: what a body may hold, and the JSON it is stored as.

These definitions serve the desk alone: forms, checks, comparison of revisions. Readers get what
`rendering` makes of the stored JSON, because Wagtail's own block rendering queries the database
and the thread's language while it runs. A change of a name here is a change of stored data.

Nothing that an import may fail to find (a picture, a document) is required: an entry with a gap
must stay editable.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks.elsewhere import EmbedBlock
from masthead.entries.blocks.figures import CodeBlock, table_block
from masthead.entries.blocks.markup import KeptHtmlBlock, ShownHtmlBlock
from masthead.entries.blocks.media import AudioBlock, FilesBlock, VideoBlock
from masthead.entries.blocks.notes import FootnotesBlock
from masthead.entries.blocks.offered import INLINE, MARKS, PROSE, WRITING
from masthead.entries.blocks.pictures import GalleryBlock, ImageBlock
from masthead.entries.blocks.writing import HeadingBlock, PullQuoteBlock, QuotationBlock

__all__ = ["INLINE", "PROSE", "EntryBlocks"]


class EntryBlocks(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an entry or a static page."""

    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=PROSE, group=WRITING)
    heading = HeadingBlock()
    quotation = QuotationBlock()
    pull_quote = PullQuoteBlock()
    footnotes = FootnotesBlock()
    image = ImageBlock()
    gallery = GalleryBlock()
    audio = AudioBlock()
    video = VideoBlock()
    files = FilesBlock()
    embed = EmbedBlock()
    table = table_block()
    code = CodeBlock()
    more = blocks.CharBlock(
        label=_("“Read more” mark"),
        icon="minus",
        required=False,
        max_length=100,
        group=MARKS,
        help_text=_("What stands above is the excerpt in lists. The mark shows nothing on the page."),
    )
    html = KeptHtmlBlock()
    raw_html = ShownHtmlBlock()

    class Meta:
        required = False
        block_counts: Final = {"more": {"max_num": 1}, "footnotes": {"max_num": 1}}
