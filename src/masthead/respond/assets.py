"""The style of forms, which no published page needs, and the script that proves work: asked for by no other page."""

from __future__ import annotations

from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from masthead.reader.responses import FOR_EVER
from masthead.themes.theme import slim


class Asset(NamedTuple):
    name: str  # changes with its content
    body: bytes
    kind: str

    @property
    def url(self) -> str:
        return f"/respond/{self.name}"


def _read(stem: str, ending: str, kind: str) -> Asset:
    text = (files("masthead.respond") / "assets" / f"{stem}.{ending}").read_text(encoding="utf-8")
    body = (slim(text) if ending == "css" else text).encode()
    return Asset(f"{stem}-{blake2b(body, digest_size=6).hexdigest()}.{ending}", body, kind)


STYLE = _read("forms", "css", "text/css; charset=utf-8")
WORK = _read("work", "js", "text/javascript; charset=utf-8")


async def style(request: HttpRequest) -> HttpResponse:
    return _given(STYLE)


async def work(request: HttpRequest) -> HttpResponse:
    return _given(WORK)


def _given(asset: Asset) -> HttpResponse:
    return HttpResponse(asset.body, content_type=asset.kind, headers={"Cache-Control": FOR_EVER.decode()})
