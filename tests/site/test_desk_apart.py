"""The desk at a host or a port of its own, and not at the readers' address: asked over HTTP, of real servers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from cli.test_serve import SECONDS, free_port, wait_for
from masthead.respond.assets import STYLE
from masthead.site.addresses import addresses, clash
from masthead.site.folder import SiteFolder
from masthead.site.options import Options

Run = Callable[..., "subprocess.CompletedProcess[str]"]
OWN = "seven boats at the quay"
PUBLISHED = """
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
from masthead.kinds.petition.models import Petition
blog = Blog.objects.get()
entry = blog.add_child(instance=Article(headline="The lamp", language="en", live=False))
entry.save_revision().publish()
petition = blog.add_child(instance=Petition(headline="Light it", language="en", live=False))
petition.save_revision().publish()
print(entry.pk, petition.permanent_id.hex)
"""


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: str


class Apart:
    """A site that runs, with its desk apart."""

    def __init__(self, folder: SiteFolder, port: int, environ: dict[str, str], log: Path) -> None:
        self.port, self.log = port, log
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "masthead", "--site", folder.path, "serve"],
                stdout=out, stderr=out, env=os.environ | environ,
            )  # fmt: skip
        wait_for(lambda: "Stop with Ctrl-C." in log.read_text() or self.process.poll() is not None)

    def ask(self, host: str, path: str, form: dict[str, str] | None = None, *, port: int = 0, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=SECONDS)
        body = urlencode(form) if form else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        try:
            connection.request("POST" if form else "GET", path, body, {"Host": host, **kind, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()


def cookies(answer: Answer) -> str:
    return "; ".join(each.partition(";")[0] for each in answer.headers.get_all("set-cookie", []))


def log_in(site: Apart, host: str, word: str, origin: str, *, port: int = 0) -> Answer:
    form = site.ask(host, "/desk/login/", port=port)
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body)
    return site.ask(
        host,
        "/desk/login/",
        {"csrfmiddlewaretoken": token, "username": "admin", "password": word, "next": "/desk/"},
        port=port, Cookie=cookies(form), Origin=origin,
    )  # fmt: skip


@pytest.fixture
def runs(site_folder: SiteFolder, tmp_path: Path) -> Iterator[Callable[..., Apart]]:
    started: list[Apart] = []

    def start(**environ: str) -> Apart:
        port = free_port()
        names = {f"MASTHEAD_{name.upper()}": value for name, value in environ.items()}
        started.append(Apart(site_folder, port, {"MASTHEAD_PORT": str(port), **names}, tmp_path / "log"))
        return started[-1]

    yield start
    for each in started:
        each.process.send_signal(signal.SIGTERM)
        each.process.wait(SECONDS)


def test_a_port_of_its_own(site_folder: SiteFolder, run: Run, runs: Callable[..., Apart]) -> None:
    word = run("--site", site_folder.path, "user", "password", "admin").stdout.split("one-time password ")[1].split()[0]
    own = free_port()
    site = runs(desk_port=str(own))
    assert f"Desk:    http://127.0.0.1:{own}/desk/" in site.log.read_text(), site.log.read_text()
    readers, desk = f"localhost:{site.port}", f"localhost:{own}"
    wait_for(lambda: site.ask(readers, "/").status == 200)

    for path in ("/desk/", "/desk", "/desk/login/", "/desk/static/wagtailadmin/css/core.css"):
        answer = site.ask(readers, path)
        assert (answer.status, answer.headers["set-cookie"]) == (404, None), path
    assert site.ask(readers, "/robots.txt").body.startswith("User-agent: *\nDisallow: \n")

    assert site.ask(desk, "/", port=own).headers["location"] == "/desk/"
    elsewhere = site.ask(desk, "/blog/?x=1", port=own)
    assert (elsewhere.status, elsewhere.headers["location"]) == (302, f"http://localhost:{site.port}/blog/?x=1")
    assert site.ask(desk, "/desk/static/wagtailadmin/css/core.css", port=own).status == 200
    (style,) = set(re.findall(r'href="(/theme/[^"]+\.css)"', site.ask(readers, "/").body))
    assert site.ask(desk, style, port=own).status == 200, "previews show the theme"
    assert site.ask(readers, STYLE.url).status == 200, "what readers send stays where they read"
    assert site.ask(desk, STYLE.url, port=own).headers["location"] == f"http://{readers}{STYLE.url}"

    foreign = log_in(site, desk, word, f"http://{readers}", port=own)
    assert foreign.status == 403, "a form of readers' side is not the desk's"
    came_in = log_in(site, desk, word, f"http://{desk}", port=own)
    assert (came_in.status, came_in.headers["location"]) == (302, "/desk/")
    assert {re.search(r"[Pp]ath=([^;]+)", each)[1] for each in came_in.headers.get_all("set-cookie")} == {"/desk/"}
    assert not [each for each in came_in.headers.get_all("set-cookie") if "omain=" in each]
    assert site.ask("evil.example", "/desk/login/", port=own).status == 400
    said = run("--site", site_folder.path, "user", "password", "admin", env={"MASTHEAD_DESK_PORT": str(own)}).stdout
    assert f"http://localhost:{own}/desk/" in said


def test_a_host_of_its_own(site_folder: SiteFolder, run: Run, runs: Callable[..., Apart]) -> None:
    done = run("--site", site_folder.path, "shell", "-c", PUBLISHED)
    assert done.returncode == 0, done.stderr
    word = run("--site", site_folder.path, "user", "password", "admin").stdout.split("one-time password ")[1].split()[0]
    site = runs(desk_host="desk.localhost")
    readers, desk = f"localhost:{site.port}", f"desk.localhost:{site.port}"
    assert f"Desk:    http://{desk}/desk/" in site.log.read_text(), site.log.read_text()
    wait_for(lambda: site.ask(readers, "/blog/the-lamp/").status == 200)

    for host in (readers, f"127.0.0.1:{site.port}", "evil.example", f"evil.desk.localhost:{site.port}"):
        assert site.ask(host, "/desk/login/").status == 404, host
    came_in = log_in(site, desk, word, f"http://{desk}")
    assert came_in.status == 302
    own = site.ask(desk, "/desk/own-password/", Cookie=cookies(came_in))
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', own.body)
    form = {"csrfmiddlewaretoken": token, "new_password1": OWN, "new_password2": OWN}
    kept = f"{cookies(came_in)}; {cookies(own)}"
    chosen = site.ask(desk, "/desk/own-password/", form, Cookie=kept, Origin=f"http://{desk}")
    assert chosen.status == 302, chosen.body
    number, petition = done.stdout.split()
    inside = f"{kept}; {cookies(chosen)}"
    edit = site.ask(desk, f"/desk/pages/{number}/edit/", Cookie=inside)
    assert f'href="http://{readers}/blog/the-lamp/"' in edit.body, "what is live is read at readers' address"
    shown = site.ask(desk, f"/desk/pages/{number}/view_draft/", Cookie=inside)
    assert "frame-ancestors 'self'" in shown.headers["content-security-policy"]
    (style,) = set(re.findall(r'href="(/theme/[^"]+\.css)"', shown.body))
    assert site.ask(desk, style).status == 200

    form = f"/respond/petition/{petition}/"
    assert 'name="token"' in site.ask(readers, form).body, "what readers send stays where they read"
    leads = site.ask(desk, form, Cookie=inside)
    assert (leads.status, leads.headers["location"]) == (302, f"http://{readers}{form}")


@pytest.mark.parametrize(
    ("options", "desk", "hosts"),
    [
        (Options(url="https://a.org"), "https://a.org", "a.org"),
        (Options(url="https://a.org", desk_host="desk.a.org"), "https://desk.a.org", "desk.a.org"),
        (Options(url="https://a.org", desk_host="desk.a.org", desk_port=8001), "https://desk.a.org", "desk.a.org"),
        (Options(url="https://a.org", desk_host="desk.a.org:8443"), "https://desk.a.org:8443", "desk.a.org"),
        (Options(url="https://a.org", desk_port=8001), "https://a.org:8001", "a.org"),
        (Options(url="http://a.lan:8000", desk_port=8001), "http://a.lan:8001", "a.lan"),
        (Options(url="http://a.lan:8000", desk_host="desk.lan"), "http://desk.lan:8000", "desk.lan"),
        (Options(url="http://a.lan", desk_host="desk.lan", desk_port=8001), "http://desk.lan:8001", "desk.lan"),
        (Options(url="http://a.lan", desk_host="desk.lan:80", desk_port=8001), "http://desk.lan", "desk.lan"),
    ],
)
def test_the_desks_address_follows_from_host_and_port(options: Options, desk: str, hosts: str) -> None:
    found = addresses(options)
    assert (found.desk, found.origins[0], found.hosts[0]) == (desk, desk, hosts)
    assert ("localhost" in found.hosts) is not bool(options.desk_host and not options.desk_port)


def test_both_cannot_have_one_port(site_folder: SiteFolder, run: Run) -> None:
    done = run("--site", site_folder.path, "serve", env={"MASTHEAD_PORT": "8123", "MASTHEAD_DESK_PORT": "8123"})
    assert done.returncode == 3
    assert "Change port or desk_port." in done.stderr


@pytest.mark.parametrize("wrong", ["https://desk.a.org", "desk.a.org/desk", "a b", "desk@a.org"])
def test_a_host_is_no_address(site_folder: SiteFolder, run: Run, wrong: str) -> None:
    done = run("--site", site_folder.path, "config", "show", env={"MASTHEAD_DESK_HOST": wrong})
    assert done.returncode == 3
    assert "must be a host like desk.example.org" in done.stderr


def test_the_desk_cannot_be_where_readers_are() -> None:
    site = Options(url="https://a.org", aliases=("https://www.a.org/",), desk_host="desk.a.org")
    assert clash(site) == ""
    for host in ("a.org", "A.org:443", "www.a.org"):
        assert "Change desk_host" in clash(replace(site, desk_host=host)), host
    assert "Change desk_host" in clash(replace(site, desk_host="a.org", desk_port=8001))
    assert clash(Options(url="http://a.lan:8000", desk_port=8001)) == ""
