"""Bodies for readers: stored JSON in; a page's HTML, a feed's HTML or plain text out.

Pure functions. What lies outside the body (addresses, pictures, documents) is asked of `Links`, in the
order of the text, and only for what the text names. Whatever JSON the database holds, nothing here raises: a
block that is unknown, broken or points to something not public shows less, never an error and never somebody
else's markup.

One module a family of blocks, named as in `masthead.entries.blocks`; in it each block has a function that makes its
HTML and one that gives its words. `bodies` puts them together.
"""

from masthead.entries.rendering.bodies import RENDERERS, TEXTS, block_text, feed_html, loose_ends, page_html, plain_text
from masthead.entries.rendering.links import Document, Links, Picture, Source
from masthead.entries.rendering.pictures import pictures_of
from masthead.entries.rendering.stored import Blocks, lead_blocks, stored_blocks
from masthead.entries.rendering.words import Words

__all__ = [
    "RENDERERS",
    "TEXTS",
    "Blocks",
    "Document",
    "Links",
    "Picture",
    "Source",
    "Words",
    "block_text",
    "feed_html",
    "lead_blocks",
    "loose_ends",
    "page_html",
    "pictures_of",
    "plain_text",
    "stored_blocks",
]
