"""Nobody waits for long for somebody who has stopped: a few hundred who do so would keep everybody else out."""

from __future__ import annotations

import asyncio
from typing import Final

from masthead.reader.application import Message, Receive

STALLED: Final = 60
"""Seconds without a byte after which nothing more is waited for."""


def in_time(receive: Receive) -> Receive:
    """What is sent, as long as something comes. Who stops in the midst has gone. When all is there, only that somebody
    leaves is waited for, however long the work takes."""
    has_all = False

    async def received() -> Message:
        nonlocal has_all
        if has_all:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), STALLED)
        except TimeoutError:
            return {"type": "http.disconnect"}
        has_all = not message.get("more_body")
        return message

    return received
