"""Readers' side of a site as the server runs it, asked inside this process."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import httpx

NOW = "django.core.signing.time.time"
SOONEST = 3
"""Seconds in which nobody fills in a form."""


class Readers:
    """Asks; each call is a browser without a memory."""

    def __init__(self, folder: Any) -> None:
        from masthead.kinds.petition import respond
        from masthead.site.application import make_readers

        respond.room.cache_clear()
        self.app = make_readers()
        self.opened = respond.room

    def close(self) -> None:
        if self.opened.cache_info().currsize:
            self.opened().close()
            self.opened.cache_clear()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.run(self._ask("GET", path, None, headers))

    def post(self, path: str, form: dict[str, str], **headers: str) -> httpx.Response:
        return self.run(self._ask("POST", path, form, headers))

    def together(self, *asked: tuple[str, dict[str, str]]) -> list[httpx.Response]:
        """Several forms at the same time."""

        async def all_of_them() -> list[httpx.Response]:
            return list(await asyncio.gather(*(self._ask("POST", path, form, {}) for path, form in asked)))

        return self.run(all_of_them())

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(what)

    async def _ask(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(method, path, data=form, headers=own)


def later(seconds: float) -> Any:
    """What is signed looks so much older."""
    import time

    real = time.time
    return patch(NOW, lambda: real() + seconds)


def field(response: httpx.Response, name: str) -> str:
    (value,) = re.findall(rf'name="{name}" value="([^"]*)"', response.text)
    return value


def paths(text: str) -> list[str]:
    """Where the links of a letter lead on this site."""
    return [urlsplit(url).path for url in re.findall(r"http://localhost:8000(?:/respond)\S+", text)]
