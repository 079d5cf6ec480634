"""What readers send, through web servers on what is printed for them: it reaches the application, the desk does not."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from masthead.site.folder import SiteFolder
from outside.conftest import Run
from outside.servers import Answer, free_port, get, running, running_on

pytestmark = pytest.mark.outside

MADE = """
from masthead.entries.models import Blog
from masthead.kinds.petition.models import Petition
petition = Petition(headline="Keep the night ferry", language="en", live=False)
Blog.objects.get().add_child(instance=petition)
petition.save_revision().publish()
print(petition.permanent_id.hex)
"""
COUNTED = """
import json
from ipaddress import ip_address
from masthead.respond.models import Pace
from masthead.respond.pace import keys
there = set(Pace.objects.values_list("key", flat=True))
print(json.dumps([each for each in {asked} if keys(ip_address(each))[0] in there]))
"""
ONE, TWO, PROXY, BEHIND, FORGED = "127.0.0.2", "127.0.0.3", "127.0.0.4", "198.51.100.7", "203.0.113.9"


def sign(port: int, number: str, source: str, **headers: str) -> Answer:
    """As somebody who comes from `source`; the form wants some seconds to be filled in."""
    path, host = f"/respond/petition/{number}/", f"localhost:{port}"
    form = get(port, path, source=source, Host=host)
    (token,) = re.findall(r'name="token" value="([^"]*)"', form.body.decode())
    filled = {"name": "Ada Quay", "email": f"ada@{source}.example", "token": token}
    headers |= {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
    until = time.monotonic() + 60
    while True:
        answer = get(port, path, method="POST", body=urlencode(filled).encode(), source=source, **headers)
        if answer.status != 422 or time.monotonic() > until:
            return answer
        time.sleep(0.5)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_forms_reach_readers_side_and_are_counted_by_who_sends_them(
    site_folder: SiteFolder, run: Run, tmp_path: Path, name: str
) -> None:
    port, own, desk_port = free_port(), free_port(), free_port()
    desk = f"desk.localhost:{port}"
    env = {
        "MASTHEAD_URL": f"http://localhost:{port}", "MASTHEAD_PORT": str(own), "MASTHEAD_DESK_HOST": desk,
        "MASTHEAD_DESK_PORT": str(desk_port), "MASTHEAD_PROXIES": f"127.0.0.1, {PROXY}",
    }  # fmt: skip

    def at_site(*words: str) -> str:
        done = run("--site", site_folder.path, *words, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    number = at_site("shell", "-c", MADE).strip()
    at_site("press")
    where = {"nginx": ("--listen", f"127.0.0.1:{port}"), "caddy": ("--address", f"http://localhost:{port}")}[name]
    printed = at_site("server-config", name, *where)
    serve = [sys.executable, "-m", "masthead", "--site", site_folder.path, "serve", "--no-press"]
    readers, form = f"localhost:{port}", f"/respond/petition/{number}/"
    with running_on(name, printed, port, tmp_path):
        with running(serve, own, desk_port, env=env):
            page = get(port, "/blog/keep-the-night-ferry/", Host=readers)
            assert page.body == (site_folder.store / "blog/keep-the-night-ferry/index.html").read_bytes()
            assert form in page.body.decode()
            for source, said in (
                (ONE, {"X-Forwarded-For": FORGED}), (TWO, {}), (PROXY, {"X-Forwarded-For": f"{FORGED}, {BEHIND}"}),
            ):  # fmt: skip
                sent = sign(port, number, source, **said)
                assert (sent.status, sent.headers["location"]) == (303, f"{form}sent/"), sent.body
            asked = [ONE, TWO, PROXY, BEHIND, FORGED, "127.0.0.1"]
            assert json.loads(at_site("shell", "-c", COUNTED.format(asked=asked))) == [ONE, TWO, BEHIND]

            for path in ("/desk/", "/desk/login/"):
                answer = get(port, path, Host=readers)
                assert (answer.status, answer.headers["set-cookie"]) == (404, None)
            assert get(port, "/desk/login/", Host=desk).status == 200
            leads = get(port, form, Host=desk)
            assert (leads.status, leads.headers["location"]) == (302, f"http://{readers}{form}")
        assert get(port, form, Host=readers).status == 503
        assert get(port, "/blog/keep-the-night-ferry/", Host=readers).status == 200
