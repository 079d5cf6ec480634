"""Reading: requests a second for the same files, from `masthead serve` and from nginx, in turn."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

NGINX = """
daemon off; worker_processes {workers}; pid {scratch}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; default_type text/html; etag on; gzip_static on; sendfile on;
  client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch};
  uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def readers(site: Path, masthead: list[str], *, seconds: int = 5, rounds: int = 3) -> dict[str, Any]:
    """Medians of some rounds, in turn, of one entry's page."""
    page = _a_page(site / "public")
    ports = {"masthead": _free_port(), "nginx": _free_port()}
    with tempfile.TemporaryDirectory() as scratch:
        configuration = Path(scratch) / "nginx.conf"
        configuration.write_text(
            NGINX.format(scratch=scratch, port=ports["nginx"], root=site / "public", workers=1), encoding="utf-8"
        )
        Path(scratch).chmod(0o755)
        commands = {
            "masthead": [*masthead, "--site", str(site), "serve", "--port", str(ports["masthead"])],
            "nginx": ["nginx", "-p", scratch, "-c", str(configuration), "-g", "user root;"],
        }
        quiet = subprocess.DEVNULL
        processes = [subprocess.Popen(command, stdout=quiet, stderr=quiet) for command in commands.values()]
        try:
            for port in ports.values():
                _wait(f"http://127.0.0.1:{port}{page}")
            found: dict[str, list[float]] = {name: [] for name in ports}
            for _ in range(rounds):
                for name, port in ports.items():
                    found[name].append(_wrk(f"http://127.0.0.1:{port}{page}", seconds))
        finally:
            for process in processes:
                process.terminate()
                process.wait(20)
    return {name: {"requests_a_second": round(sorted(values)[len(values) // 2])} for name, values in found.items()}


def _a_page(public: Path) -> str:
    found = sorted(p for p in public.glob("blog/*/index.html") if p.parent.name not in ("older", "tags", "topics"))
    return f"/blog/{quote(found[len(found) // 2].parent.name)}/"


def _wrk(url: str, seconds: int) -> float:
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise SystemExit(f"wrk met errors at {url}:\n{said}")
    return float(found[1])


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
