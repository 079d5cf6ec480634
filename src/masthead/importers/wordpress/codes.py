"""WordPress's own shortcodes as blocks; what is unknown is kept for editors with all that it encloses."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from masthead.importers.wordpress import shortcodes
from masthead.importers.wordpress.elements import parse, plain_text
from masthead.importers.wordpress.flow import Flow
from masthead.importers.wordpress.inline import Inline, Notes
from masthead.importers.wordpress.links import safe
from masthead.importers.wordpress.media import embed, embed_or_file, file_value, image_value, people_url, with_caption
from masthead.importers.wordpress.texturize import signs_of, texturize
from masthead.importers.wordpress.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.importers.records import Block
    from masthead.importers.wordpress.links import Archive
    from masthead.importers.wordpress.shortcodes import Shortcode


class Codes:
    """Makes blocks of shortcodes and leaves a token in the text for each."""

    def __init__(self, archive: Archive, notes: Notes) -> None:
        self.archive = archive
        self.notes = notes
        self.signs = signs_of(archive.site.language)
        self.tokens = Tokens()

    def flow(self) -> Flow:
        """A flow that knows the tokens."""
        return Flow(self.archive, self.notes, self.tokens)

    def shown(self, html: str) -> str:
        """Text with tokens for its shortcodes, and with the typography that WordPress showed."""
        return texturize(shortcodes.replace(html, self.replace, escaped=_untouched), self.signs)

    def hidden(self, text: str) -> str:
        """Block markup in which an unknown shortcode takes away all the blocks that it encloses."""

        def take(code: Shortcode) -> str:
            encloses = code.content is not None and "<!-- " in code.content and code.name.lower() not in _SHORTCODES
            return self.replace(code) if encloses else code.source

        return shortcodes.replace(text, take, escaped=lambda source: f"[{source}]") if "[/" in text else text

    def replace(self, code: Shortcode) -> str:
        """The token of one shortcode."""
        # Lines that were addresses are what they were: it depends on the shortcode what they mean.
        content = None if code.content is None else self.tokens.restored(code.content)
        code = code._replace(content=content, source=self.tokens.restored(code.source))
        handler = _SHORTCODES.get(code.name.lower())
        found = handler(self, code) if handler else None
        if found is None:
            self.notes.add("shortcode kept for editors", code.name)
            note = f"The shortcode “{code.name}” of a WordPress plugin."
            found = [{"type": "html", "value": {"source": code.source, "note": note[:500]}}]
        return self.tokens.token(found, code.source, plain=code.content is None)

    def _caption(self, code: Shortcode) -> list[Block] | None:
        """Both forms: the caption as an attribute, or behind the picture."""
        inner = self.flow()
        inner.add_html(self.shown(code.content or ""))
        blocks = inner.finish()
        caption = self._rich(code.attributes.get("caption", ""))
        pictures = [block for block in blocks if block["type"] == "image"]
        if not pictures:
            return None if not blocks else with_caption(blocks, caption)
        if not caption:
            words = [_inline_only(block["value"]) for block in blocks if block["type"] == "text"]
            blocks = [block for block in blocks if block["type"] != "text"]
            caption = "<br/>".join(word for word in words if word)
        return with_caption(blocks, caption)

    def _rich(self, html: str) -> str:
        tree = parse(html)
        if tree is None:
            return ""
        inline = Inline(self.archive, self.tokens, self.notes)
        inline.children(tree)
        return " ".join(segment for segment in inline.finish() if isinstance(segment, str))

    def _gallery(self, code: Shortcode) -> list[Block] | None:
        pictures = self._chosen(code, "image")
        if not pictures:
            return None
        self.notes.add("gallery made pictures", str(len(pictures)))
        return [self._gallery_image(seq) for seq in pictures]

    def _playlist(self, code: Shortcode) -> list[Block] | None:
        files = self._chosen(code, code.attributes.get("type", "audio"))
        if not files:
            return None
        self.notes.add("playlist made files", str(len(files)))
        return [{"type": "files", "value": {"title": "", "files": [file_value(seq, "") for seq in files]}}]

    def _chosen(self, code: Shortcode, kind: str) -> list[int]:
        """The files that a shortcode names by number, else those of the item, in either case without some."""
        chosen = code.attributes.get("ids") or code.attributes.get("include")
        found = self._numbered(chosen) if chosen else self.archive.children(kind)
        without = set(self._numbered(code.attributes.get("exclude", "")))
        return [seq for seq in found if seq not in without]

    def _numbered(self, text: str) -> list[int]:
        found = (self.archive.attachment(int(number)) for number in re.findall(r"[0-9]{1,18}", text))
        return [seq for seq in found if seq is not None]

    def _gallery_image(self, seq: int) -> Block:
        caption = self._rich(texturize(self.archive.picture(seq).caption, self.signs))
        return {"type": "image", "value": image_value(self.archive, seq, "", caption)}

    def _player(self, code: Shortcode) -> list[Block] | None:
        names = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "0", "url", "id")
        values = [code.attributes[name] for name in names if name in code.attributes]
        for value in [*values, (code.content or "").strip()]:
            url = safe(value.lstrip("="), self.archive.site) if "/" in value else ""
            if url.startswith("http"):
                title = plain_text(code.attributes.get("title", ""))
                return [embed_or_file(people_url(url), title, self.archive)]
        if code.name == "vimeo" and values and values[0].isdigit():
            return [embed(f"https://vimeo.com/{values[0]}", "")]
        return None

    def _sourcecode(self, code: Shortcode) -> list[Block] | None:
        if not (code.content or "").strip():
            return None
        language = code.attributes.get("language") or code.attributes.get("lang") or code.name
        language = "" if language in {"sourcecode", "code"} else language[:40]
        return [{"type": "code", "value": {"language": language, "code": unescape(code.content or "").strip("\n")}}]


def _untouched(text: str) -> str:
    """An escaped shortcode is shown letter by letter."""
    return re.sub("[\"'.-]", lambda m: f"&#{ord(m[0])};", text)


def _inline_only(html: str) -> str:
    """Paragraphs and lists as lines."""
    html = re.sub(r"</?(?:ul|ol)>|<hr/>", "", html)
    lines = re.sub(r"</(?:p|li)>\s*<(?:p|li)>", "<br/>", html)
    return re.sub(r"</?(?:p|li)>", "", lines)


_PLAYERS = ("audio", "video", "embed", "youtube", "vimeo", "dailymotion", "soundcloud", "tweet", "ted")
_LANGUAGES = ("sourcecode", "code", "php", "css", "html", "python", "javascript", "bash", "sql")
_SHORTCODES: Final[dict[str, Callable[[Codes, Shortcode], list[Block] | None]]] = {
    "caption": Codes._caption,
    "wp_caption": Codes._caption,
    "gallery": Codes._gallery,
    "playlist": Codes._playlist,
    **dict.fromkeys(_PLAYERS, Codes._player),
    **dict.fromkeys(_LANGUAGES, Codes._sourcecode),
}
