"""What readers get of a body, in a world where few things are public."""

from __future__ import annotations

from typing import Any

from masthead.entries.rendering import Document, Picture, feed_html, page_html

BASE = "https://news.example"


DOCUMENTS = {
    7: Document("/media/r.pdf", "Report <1>", "2 MB", "pdf"),
    8: Document("/media/bells.mp3", "Bells & horns", "3 MB", "mp3"),
    9: Document("/media/harbour.mp4", "The harbour", "40 MB", "mp4"),
    10: Document("/media/harbour.vtt", "Captions", "1 kB", "vtt"),
}


class World:
    """Page 3, picture 5 and documents 7 to 10 are public; nothing else is."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def url_of(self, page_id: int) -> str | None:
        self.asked.append(("page", page_id))
        return {3: "/blog/spring & summer/"}.get(page_id)

    def picture(self, image_id: int, shape: str = "whole") -> Picture | None:
        self.asked.append(("picture", image_id))
        return {5: Picture("/media/a.jpg", 800, 600, "The picture's own")}.get(image_id)

    def document(self, document_id: int) -> Document | None:
        self.asked.append(("document", document_id))
        return DOCUMENTS.get(document_id)


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": "x"}


def page(*blocks: Any, language: str = "en") -> str:
    return str(page_html(list(blocks), World(), language=language))


def feed(*blocks: Any, language: str = "en") -> str:
    return str(feed_html(list(blocks), World(), base_url=BASE + "/", language=language))
