"""What runs beside the load, each in a process of its own: a mail server, an editor, a reader.

`bystanders.py smtp PORT`, `bystanders.py edit URL PASSWORD NUMBER`, `bystanders.py read URL`: each prints a line for
whatever it did. `signing.py` starts them and reads those lines.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx


class Office:
    """Takes every letter, and says on its output to whom it was and where its first link leads."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        link = re.search(rb"https?://[^/\s]+(/respond/\S+/confirm/)", envelope.content)
        where = link[1].decode() if link else "-"
        sys.stdout.write(f"{envelope.rcpt_tos[0]} {where}\n")
        sys.stdout.flush()
        return "250 Taken"


def smtp(port: int) -> None:
    from aiosmtpd.controller import UnthreadedController

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        controller = UnthreadedController(Office(), hostname="127.0.0.1", port=port, loop=loop)
        controller.server = await controller._create_server()
        await asyncio.Event().wait()

    asyncio.run(serve())


def edit(url: str, word: str, number: str) -> None:
    """Opens an entry and saves it as a draft, every four seconds, as a browser would; prints how long each took."""
    import httpx
    from lxml import html

    with httpx.Client(base_url=url, timeout=60, follow_redirects=True) as client:
        while (answer := client.get("/desk/login/")).status_code == 503:
            time.sleep(1)
        form = html.fromstring(answer.content).forms[0]
        fields = dict(form.form_values()) | {"username": "admin", "password": word}
        origin = {"Origin": url, "Referer": f"{url}/desk/"}
        client.post("/desk/login/", data=fields, headers=origin)
        while True:
            try:
                took = _save(client, f"/desk/pages/{number}/edit/", origin)
            except httpx.TransportError:  # The server was killed, and comes back.
                took = -1
            print(took, flush=True)
            time.sleep(4)


def _save(client: httpx.Client, address: str, origin: dict[str, str]) -> int:
    """How many milliseconds a draft took to be saved; -1 where it was not."""
    from lxml import html

    page = html.fromstring(client.get(address).content)
    form = next(each for each in page.forms if "headline" in each.fields)
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    # What a script would draw the body from is not sent by a form without one.
    sent |= {"headline": [f"The tide table {time.time():.0f}"], "body-count": ["0"]}
    start = time.perf_counter()
    answer = client.post(address, data=sent, headers=origin)
    is_saved = answer.status_code == 200 and "/edit/" in str(answer.url)
    return round((time.perf_counter() - start) * 1000) if is_saved else -1


def read(url: str) -> None:
    """Reads a page twenty times a second; prints how long each took."""
    import http.client

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    while True:
        start = time.perf_counter()
        try:
            connection.request("GET", "/blog/")
            answer = connection.getresponse()
            answer.read()
            print(round((time.perf_counter() - start) * 1000, 1) if answer.status == 200 else -1, flush=True)
        except OSError:
            connection.close()
            print(-1, flush=True)
        time.sleep(0.05)


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)


class Beside:
    """A process that prints numbers."""

    def __init__(self, *arguments: str) -> None:
        self.values: list[float] = []
        self.process = start(*arguments)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.values.append(float(line))

    def take(self) -> dict[str, float]:
        values, self.values = self.values, []
        good = sorted(value for value in values if value >= 0)
        if not good:
            return {"count": 0, "failed": len(values)}
        return {
            "count": len(good),
            "failed": len(values) - len(good),
            "median_ms": round(statistics.median(good), 1),
            "p95_ms": round(good[int(len(good) * 0.95)], 1),
            "most_ms": round(good[-1], 1),
        }


if __name__ == "__main__":
    does = {"smtp": lambda port: smtp(int(port)), "edit": edit, "read": read}
    does[sys.argv[1]](*sys.argv[2:])
