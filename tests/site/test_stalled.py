"""Senders that never come to an end: nobody waits for them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from masthead.site.folder import SiteFolder


def sent(app: Any, path: str) -> list[dict[str, Any]]:
    """What is answered to a form of which the second part never comes."""
    parts = [{"type": "http.request", "body": b"name=", "more_body": True}]
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return parts.pop() if parts else await asyncio.Event().wait()  # type: ignore[return-value]

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-www-form-urlencoded")],
        "http_version": "1.1", "scheme": "http", "client": ("203.0.113.7", 1), "server": ("localhost", 8000),
    }  # fmt: skip
    asyncio.run(asyncio.wait_for(app(scope, receive, send), 60))
    return answers


def test_who_stops_in_the_midst_is_waited_for_no_longer(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    from masthead.respond import application as respond
    from masthead.site import application, stalled

    monkeypatch.setattr(stalled, "STALLED", 0.01)
    monkeypatch.setattr(respond, "SLOWEST", 0.01)
    assert sent(application.make_readers(), f"/respond/petition/{'0' * 32}/")[0]["status"] == 408
    assert sent(application.make_desk(), "/desk/login/") == []
