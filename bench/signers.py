"""People who sign a petition: the form, four seconds of typing, the letter, its link, the button."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from typing import Any
from urllib.parse import urlencode

NETWORKS = 1000
"""From so many networks signatures come: none is ahead of its pace."""
TYPING = 4.0


class Client:
    """HTTP over some connections that stay open: as little work as can be."""

    def __init__(self, port: int, connections: int = 300) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._places = asyncio.Semaphore(connections)
        self.times: dict[str, list[float]] = {}

    async def ask(self, what: str, method: str, path: str, network: str, form: dict[str, str] | None = None) -> Any:
        """Status, headers and body. Raises OSError where nobody answers."""
        start = time.perf_counter()  # with the time that it waits for a connection
        async with self._places:
            try:
                answer = await asyncio.wait_for(self._once(method, path, network, form), 60)
            except (asyncio.IncompleteReadError, TimeoutError) as error:
                raise OSError(str(error)) from error
            self.times.setdefault(what, []).append(time.perf_counter() - start)
            return answer

    async def _once(self, method: str, path: str, network: str, form: dict[str, str] | None) -> Any:
        reader, writer = self._idle() or await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 18)
        body = urlencode(form).encode() if form is not None else b""
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if form else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nX-Forwarded-For: {network}\r\n{kind}\r\n"
        try:
            writer.write(head.encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        except BaseException:
            writer.close()
            raise
        self._free.append((reader, writer))
        return int(lines[0].split()[1]), headers, content

    def _idle(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection that is still open: a server closes those that nobody has used for a while."""
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None


class Load:
    """`taken`: who got the page that says "look into your mail"; `confirmed`: who got the one that says it counts."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.taken: set[str] = set()
        self.confirmed: set[str] = set()
        self.letters: Counter[str] = Counter()
        self.troubles: Counter[str] = Counter()
        self.letter_seconds: list[float] = []
        self.moments: dict[str, list[float]] = {"taken": [], "confirmed": []}
        self._taken_at: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, rate: float, seconds: float) -> None:
        start = time.perf_counter()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            self._begin(self._sign(number))

    def _begin(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self, seconds: float) -> None:
        """Until everybody who was taken has confirmed, or no more comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and (self._tasks or self.confirmed != self.taken):
            await asyncio.sleep(0.2)

    async def _sign(self, number: int) -> None:
        network = f"10.{number % NETWORKS // 250}.{number % 250}.{number // NETWORKS + 1}"
        mail = f"signer{number}@example.org"
        form = await self._again("form", "GET", self.path, network)
        token = re.search(rb'name="token" value="([^"]+)"', form[2])
        assert token, form
        await asyncio.sleep(TYPING)
        filled = {
            "token": token[1].decode(), "name": f"Signer {number}", "email": mail, "place": "Little Quay",
            "comment": "It is far round by the old one." * (number % 3), "shown": "yes" if number % 2 else "",
        }  # fmt: skip
        _, headers, _ = await self._again("sign", "POST", self.path, network, filled, good=303)
        self._taken_at.setdefault(mail, time.perf_counter())
        self.taken.add(mail)
        self.moments["taken"].append(time.perf_counter())
        await self._again("sent", "GET", headers["location"], network)

    def posted(self, mail: str, link: str) -> None:
        """A letter is there."""
        self.letters[mail] += 1
        if mail in self._taken_at and self.letters[mail] == 1:
            self.letter_seconds.append(time.perf_counter() - self._taken_at[mail])
        if link != "-" and self.letters[mail] == 1:
            self._begin(self._confirm(mail, link))

    async def _confirm(self, mail: str, link: str) -> None:
        network = f"10.200.{random.randrange(250)}.{random.randrange(250)}"
        page = await self._again("look", "GET", link, network)
        version = re.search(rb'name="version" value="(\w+)"', page[2])
        if version:
            page = await self._again("confirm", "POST", link, network, {"version": version[1].decode()})
        if b"Your signature counts" in page[2]:
            self.confirmed.add(mail)
            self.moments["confirmed"].append(time.perf_counter())
        else:
            self.troubles["not confirmed"] += 1

    async def _again(self, what: str, method: str, path: str, network: str, form: Any = None, good: int = 200) -> Any:
        """Like a person who is told to try again in a moment."""
        while True:
            try:
                answer = await self.client.ask(what, method, path, network, form)
                if answer[0] == good:
                    return answer
                self.troubles[f"{what} {answer[0]}"] += 1
            except OSError:
                self.troubles[f"{what} no answer"] += 1
            await asyncio.sleep(0.5 + random.random())
