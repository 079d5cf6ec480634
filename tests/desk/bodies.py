"""Bodies to try the desk with."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from PIL import Image as Pillow

from recordings import MP3, VTT, WEBM


def picture(folder: Any, colour: str = "teal") -> int:
    """A picture that was uploaded; its number."""
    from django.core.files.images import ImageFile

    from masthead.entries.models import Image

    out = BytesIO()
    Pillow.new("RGB", (400, 300), colour).save(out, "JPEG")
    made = Image.objects.create(title="A field", description="A teal field", file=ImageFile(out, name="field.jpg"))
    return int(made.pk)


def upload(name: str, content: bytes) -> int:
    """A document that was uploaded; its number."""
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    return int(Document.objects.create(title=name, file=ContentFile(content, name=name)).pk)


def listed(value: dict[str, Any], times: int = 1) -> list[dict[str, Any]]:
    """A list with the same item so many times."""
    return [{"type": "item", "id": f"00000000-0000-4000-8000-0000000000f{n}", "value": value} for n in range(times)]


def every_block(image: int, document: int, page: int) -> str:
    """A body with a block of every sort."""
    files = listed({"document": document, "title": ""})
    table = {
        "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Loaves"}],
        "rows": [{"values": ["<p>Monday</p>", "<p>12</p>"]}],
        "caption": "Bread",
    }
    track = {"file": upload("film.vtt", VTT), "language": "en", "label": "English", "kind": "captions"}
    film = {"file": upload("film.webm", WEBM), "title": "Film", "caption": "", "transcript": "",
            "poster": image, "tracks": listed(track)}  # fmt: skip
    blocks: list[tuple[str, Any]] = [
        ("text", f'<p>See <a linktype="page" id="{page}">there</a>[^a].</p>'),
        ("more", ""),
        ("heading", {"text": "A part", "level": "2"}),
        ("image", {"image": image, "alt": "", "caption": "<b>Teal</b>", "credit": "Ada"}),
        ("quotation", {"quote": "<p>So be it.</p>", "source": "Ben", "url": "https://example.org/"}),
        ("code", {"language": "python", "code": "print(1)"}),
        ("table", table),
        ("files", {"title": "Files", "files": files}),
        ("embed", {"url": "https://example.org/film", "title": "A film", "author": "Ada", "image": image}),
        ("pull_quote", {"quote": "See there", "source": ""}),
        ("gallery", {"pictures": listed({"image": image, "alt": "", "caption": "", "credit": ""}, 2)}),
        ("audio", {"file": upload("bells.mp3", MP3), "title": "Bells", "caption": "", "transcript": "<p>Bim.</p>"}),
        ("video", film),
        ("footnotes", {"notes": listed({"label": "a", "text": "<p>A note.</p>"})}),
        ("raw_html", {"source": "<table><tr><td>Shown</td></tr></table>"}),
        ("html", {"source": "<script>KEPT</script>", "note": "kept"}),
    ]
    return json.dumps(
        [{"type": k, "value": v, "id": f"00000000-0000-4000-8000-{n:012d}"} for n, (k, v) in enumerate(blocks)]
    )
