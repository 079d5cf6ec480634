"""Reading: requests a second for one entry's page, in turn, from every way in which readers may be answered.

    python bench/reading.py SITE [--out bench/results/reading.json]

Negotiation and all headers are on: each is asked for the brotli form, as browsers ask. What nginx gives from a bare
folder, in its own manner, is what the others are held against.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from masthead.reader.caddy import caddy
from masthead.reader.nginx import nginx
from masthead.reader.servers import site_of

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX = """
{module} daemon off; worker_processes 1; user root; pid {scratch}/pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on;
  client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch};
  uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
  {inside}
}}
"""
BARE = """
  default_type text/html; etag on; gzip_static on; {brotli}
  server {{ listen 127.0.0.1:{port}; root {root}; }}
"""
CADDY = "{{\n    admin off\n    auto_https off\n    storage file_system {scratch}\n}}\n"
BARE_CADDY = (
    "http://localhost:{port} {{\n    root * {root}\n    file_server {{\n        precompressed br gzip\n    }}\n}}\n"
)
ASKED_FOR = "gzip, br"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "reading.json")
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    found = readers(options.site.resolve(), [sys.executable, "-m", "masthead"])
    for name, row in found.items():
        print(f"{name:30} {row['requests_a_second']:>8,} requests a second, {row['part_of_bare_nginx']} of bare nginx")
    options.out.write_text(json.dumps({"machine": machine, "reading": found}, indent=2) + "\n", encoding="utf-8")
    print(f"Saved in {options.out}")


def readers(site: Path, masthead: list[str], *, seconds: int = 5, rounds: int = 3) -> dict[str, Any]:
    """Medians of some rounds, and what part of bare nginx each is."""
    page = _a_page(site / "public")
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        port = _free_port()
        ways = {"masthead serve": ([*masthead, "--site", str(site), "serve", "--port", str(port)], port)}
        ways |= _web_servers(site / "public", port, Path(scratch))
        quiet = subprocess.DEVNULL
        processes = [subprocess.Popen(command, stdout=quiet, stderr=quiet) for command, _ in ways.values()]
        try:
            for _, port in ways.values():
                _wait(f"http://localhost:{port}{page}")
            found: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(rounds):
                for name, (_, port) in ways.items():
                    found[name].append(_wrk(f"http://localhost:{port}{page}", seconds))
        finally:
            for process in processes:
                process.terminate()
                process.wait(20)
    medians = {name: sorted(values)[len(values) // 2] for name, values in found.items()}
    bare = medians["nginx, bare"]
    return {
        name: {"requests_a_second": round(value), "part_of_bare_nginx": round(value / bare, 2)}
        for name, value in medians.items()
    }


def _web_servers(store: Path, application: int, scratch: Path) -> dict[str, tuple[list[str], int]]:
    ports = [_free_port() for _ in range(4)]
    site = site_of(store, host="localhost", secure=False, port=application)
    has_brotli = BROTLI.exists()
    printed = nginx(site, listen=f"127.0.0.1:{ports[0]}", brotli=has_brotli)
    bare = BARE.format(port=ports[1], root=store, brotli="brotli_static on;" if has_brotli else "")
    ways = {}
    for name, inside, port in (("nginx, printed configuration", printed, ports[0]), ("nginx, bare", bare, ports[1])):
        folder = scratch / str(port)
        folder.mkdir()
        file = folder / "nginx.conf"
        module = f"load_module {BROTLI};" if has_brotli else ""
        file.write_text(NGINX.format(module=module, scratch=folder, inside=inside), encoding="utf-8")
        ways[name] = (["nginx", "-p", str(folder), "-c", str(file)], port)
    if shutil.which("caddy"):
        both = (
            ("caddy, printed configuration", caddy(site, address=f"http://localhost:{ports[2]}"), ports[2]),
            ("caddy, bare", BARE_CADDY.format(port=ports[3], root=store), ports[3]),
        )
        for name, inside, port in both:
            file = scratch / f"{port}.caddy"
            file.write_text(CADDY.format(scratch=scratch) + inside, encoding="utf-8")
            ways[name] = (["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], port)
    return ways


def _a_page(public: Path) -> str:
    found = sorted(p for p in public.glob("blog/*/index.html") if p.parent.name not in ("older", "tags", "topics"))
    return f"/blog/{quote(found[len(found) // 2].parent.name)}/"


def _wrk(url: str, seconds: int) -> float:
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", f"Accept-Encoding: {ASKED_FOR}", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise SystemExit(f"wrk met errors at {url}:\n{said}")
    return float(found[1])


def _wait(url: str) -> None:
    for _ in range(600):
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


if __name__ == "__main__":
    main()
