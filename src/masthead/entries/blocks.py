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
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE: Final = ["bold", "italic", "link", "superscript", "subscript", "strikethrough", "code"]
PROSE: Final = [*INLINE, "document-link", "ul", "ol", "hr"]

HEADING_LEVELS: Final = [
    ("2", _("Section")),
    ("3", _("Subsection")),
    ("4", _("Part of a subsection")),
]

WRITING: Final = _("Writing")
PICTURES_AND_FILES: Final = _("Pictures and files")
FIGURES: Final = _("Tables and code")
MARKS: Final = _("Marks and leftovers")


class HeadingBlock(blocks.StructBlock):  # type: ignore[misc]
    text = blocks.CharBlock(label=_("Heading"), max_length=250)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=HEADING_LEVELS,
        default="2",
        help_text=_("The entry's own title is level 1. Do not skip a level."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        group = WRITING


class ImageBlock(blocks.StructBlock):  # type: ignore[misc]
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=500,
        help_text=_("What a reader who cannot see the picture should know. Leave empty to use the picture's own."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=INLINE)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=250, help_text=_("Who made the picture."))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{alt}"
        group = PICTURES_AND_FILES


class QuotationBlock(blocks.StructBlock):  # type: ignore[misc]
    quote = blocks.RichTextBlock(label=_("Quotation"), features=[*INLINE, "ul", "ol"])
    source = blocks.CharBlock(
        label=_("Source"), required=False, max_length=500, help_text=_("Who said or wrote it, and where.")
    )
    url = blocks.URLBlock(label=_("Address of the source"), required=False, max_length=2000)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{source}"
        group = WRITING


class CodeBlock(blocks.StructBlock):  # type: ignore[misc]
    language = blocks.CharBlock(
        label=_("Language"),
        required=False,
        max_length=40,
        help_text=_("For example python or html. May stay empty."),
    )
    code = blocks.TextBlock(label=_("Code"), rows=8)

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{language}"
        group = FIGURES


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


class EmbedBlock(blocks.StructBlock):  # type: ignore[misc]
    url = blocks.URLBlock(label=_("Address"), max_length=2000)
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=250,
        help_text=_("The words of the link: what is there to see or hear."),
    )

    class Meta:
        icon = "media"
        label = _("Video, sound or post elsewhere")
        label_format = "{title}"
        description = _("Readers get a plain link: nobody else learns that they were here.")
        group = PICTURES_AND_FILES


class KeptHtmlBlock(blocks.StructBlock):  # type: ignore[misc]
    source = blocks.RawHTMLBlock(label=_("HTML, kept and not shown"), required=False)
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("Where it comes from, and what it should become."),
    )

    class Meta:
        icon = "warning"
        label = _("HTML (kept, not shown)")
        label_format = "{note}"
        description = _("Kept for editors. No reader ever sees it: not on the page, not in feeds.")
        group = MARKS


class EntryBlocks(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an entry or a static page."""

    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=PROSE, group=WRITING)
    heading = HeadingBlock()
    quotation = QuotationBlock()
    image = ImageBlock()
    files = FilesBlock()
    embed = EmbedBlock()
    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(label=_("Text"), required=False, features=INLINE))],
        label=_("Table"),
        icon="table",
        group=FIGURES,
        help_text=_("Give every column a heading, and the table a caption."),
    )
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

    class Meta:
        required = False
        block_counts: Final = {"more": {"max_num": 1}}
