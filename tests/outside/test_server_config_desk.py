"""What is printed for web servers where the desk has a host of its own, run by these servers."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from masthead.reader.servers import Desk
from outside.servers import Ports, answering, free_port, get, running_caddy, running_nginx

pytestmark = pytest.mark.outside


class Application(BaseHTTPRequestHandler):
    """Says at which port it was asked, for which host and for whom."""

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        body = f"{port} {self.headers['Host'].partition(':')[0]} {self.path} {self.headers['X-Forwarded-For']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize("name", ["nginx", "caddy"])
@pytest.mark.parametrize("has_host", [True, False])
def test_the_desk_is_at_its_host_alone(tmp_path: Path, name: str, has_host: bool) -> None:
    store = tmp_path / "public"
    store.mkdir()
    (store / "index.html").write_text("the front page")
    ports, desk_port = Ports(free_port(), free_port()), free_port()
    run = {"nginx": running_nginx, "caddy": running_caddy}[name]
    host = {"nginx": "desk.localhost", "caddy": f"desk.localhost:{ports.server}"}[name] if has_host else ""
    named = f"desk.localhost:{ports.server}"
    forged = {"X-Forwarded-For": "203.0.113.9"}
    with (
        answering(Application, ports.application),
        answering(Application, desk_port),
        run(store, ports, tmp_path, Desk(host, desk_port)),
    ):
        assert get(ports.server, "/").body == b"the front page"
        # Not a way of its own any more: readers' side is asked as for anything that is no file.
        asked = get(ports.server, "/desk/login/", **forged)
        assert asked.body.decode() == f"{ports.application} localhost /desk/login/ 127.0.0.1"
        if has_host:
            for path in ("/desk/login/", "/theme/x.css", "/"):
                asked = get(ports.server, path, Host=named, **forged)
                assert asked.body.decode() == f"{desk_port} desk.localhost {path} 127.0.0.1"
