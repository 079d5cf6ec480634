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
from masthead.importers.wordpress.media import (
    best,
    embed,
    gallery,
    image_value,
    people_url,
    playlist,
    poster,
    recording,
    tracks,
    with_caption,
)
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
        return gallery([self._gallery_image(seq) for seq in self._chosen(code, "image")]) or None

    def _playlist(self, code: Shortcode) -> list[Block] | None:
        files = self._chosen(code, code.attributes.get("type", "audio"))
        return playlist([(seq, self._caption_of(seq)) for seq in files], self.archive) or None

    def _chosen(self, code: Shortcode, kind: str) -> list[int]:
        """The files that a shortcode names by number, else those of the item, in either case without some."""
        values = code.attributes
        chosen = values.get("ids") or values.get("include")
        of = re.fullmatch(r"[0-9]{1,18}", values.get("id", ""))
        found = self._numbered(chosen) if chosen else self.archive.children(kind, int(of[0]) if of else 0)
        without = set(self._numbered(values.get("exclude", "")))
        return self._ordered([seq for seq in found if seq not in without], values)

    def _ordered(self, files: list[int], values: dict[str, str]) -> list[int]:
        """As WordPress orders them: as they are named, else by the order and number that they have."""
        by = values.get("orderby", "").split(" ")[0].lower()
        known = {seq: self.archive.picture(seq) for seq in files}
        if by == "title":
            files = sorted(files, key=lambda seq: known[seq].title.casefold())
        elif by == "id":
            files = sorted(files, key=lambda seq: known[seq].number)
        elif by in {"date", "post_date"}:
            files = sorted(files, key=lambda seq: known[seq].date)
        return files[::-1] if values.get("order", "").upper() == "DESC" and by != "post__in" else files

    def _numbered(self, text: str) -> list[int]:
        found = (self.archive.attachment(int(number)) for number in re.findall(r"[0-9]{1,18}", text))
        return [seq for seq in found if seq is not None]

    def _gallery_image(self, seq: int) -> Block:
        return {"type": "image", "value": image_value(self.archive, seq, "", self._caption_of(seq))}

    def _caption_of(self, seq: int) -> str:
        return self._rich(texturize(self.archive.picture(seq).caption, self.signs))

    def _player(self, code: Shortcode) -> list[Block] | None:
        content = (code.content or "").strip()
        values = [code.attributes[name] for name in _SOURCES if name in code.attributes]
        found = [safe(value.lstrip("="), self.archive.site) for value in [*values, content] if "/" in value]
        urls = [people_url(url) for url in found if url.startswith("http")]
        if urls:
            return [self._with_extras(best(urls, plain_text(code.attributes.get("title", "")), self.archive), code)]
        if code.name == "vimeo" and values and values[0].isdigit():
            return [embed(f"https://vimeo.com/{values[0]}", "")]
        # Without an address it plays the first recording of the item.
        mine = self.archive.children(code.name) if code.name in {"audio", "video"} and not values else []
        return [recording(mine[0], "", "", self.archive)] if mine else None

    def _with_extras(self, block: Block, code: Shortcode) -> Block:
        """A film with its still picture and its captions."""
        if block["type"] == "video":
            tree = parse(code.content or "")
            block["value"]["poster"] = poster(code.attributes.get("poster", ""), self.archive)
            block["value"]["tracks"] = tracks(tree, self.archive) if tree is not None else []
        return block

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


# In the order in which WordPress prefers them, and those of Jetpack.
_SOURCES = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "0", "url", "id")
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
