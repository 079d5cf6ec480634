"""What is printed for nginx. tests/outside/test_server_config.py runs it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from masthead.reader.answers import Gone, Moved, Nothing, every, file_of
from masthead.reader.nginx import nginx, quoted
from masthead.reader.responses import POLICY
from masthead.reader.servers import Answer, Desk, Site, prefix
from masthead.site.folder import SiteFolder


def site(answers: dict[str, Answer] | None = None, *, secure: bool = False) -> Site:
    return Site(Path("/srv/site/public"), "example.org", secure, 8000, answers or {})


def lines(printed: str) -> list[str]:
    return [line.strip() for line in printed.splitlines()]


def test_every_answer_of_the_store_is_a_line() -> None:
    said = {"/a/": Moved("/b/$1/"), "/?p=3": Gone(), "/?p=": Nothing(), '/"چ\\/': Moved("/%DA%86/")}
    printed = lines(nginx(site(said)))
    for line in ('"/a/" "/b/%241/";', '"/?p=3" "410";', '"/?p=" "404";', '"/\\"چ\\\\/" "/%DA%86/";'):
        assert line in printed


def test_addresses_that_differ_in_case_alone_are_told_apart() -> None:
    printed = lines(nginx(site({"/A.b/": Moved("/x/"), "/a.b/": Moved("/y/"), "/c/": Gone()})))
    assert '"~^/A\\\\.b/$" "/x/";' in printed
    assert '"~^/a\\\\.b/$" "/y/";' in printed
    assert '"/c/" "410";' in printed


def test_pages_get_the_policy_and_safe_sites_more() -> None:
    line = f"add_header content-security-policy {quoted(POLICY)} always;"
    assert line in lines(nginx(site()))
    assert "strict-transport-security" not in nginx(site())
    secure = nginx(site(secure=True))
    assert "strict-transport-security" in secure
    assert "ssl_certificate /etc/letsencrypt/live/example.org/fullchain.pem;" in lines(secure)


def test_long_addresses_fit_into_the_table() -> None:
    assert "map_hash_bucket_size 256;" in lines(nginx(site()))
    assert "map_hash_bucket_size 4096;" in lines(nginx(site({f"/{'چ' * 1000}/": Gone()})))


def test_the_address_tells_name_and_port() -> None:
    printed = lines(nginx(site()._replace(host="example.org:8080", desk=Desk("desk.example.org", 8001))))
    assert {"server_name example.org;", "listen 8080;", "server_name desk.example.org;", "listen 80;"} <= set(printed)
    assert "location ^~ /respond/ {" in printed
    assert "location ^~ /desk/ {" not in printed


def test_those_are_believed_whom_the_settings_name() -> None:
    assert "real_ip" not in nginx(site())
    printed = lines(nginx(site()._replace(proxies=("10.0.0.0/8", "::1"), desk=Desk("desk.example.org", 8001))))
    for line in ("set_real_ip_from 10.0.0.0/8;", "set_real_ip_from ::1;", "real_ip_header X-Forwarded-For;"):
        assert printed.count(line) == 2, "for readers, and for the desk"


def test_two_sites_share_no_variable() -> None:
    assert prefix(site()) != prefix(site()._replace(store=Path("/srv/other/public")))


def test_what_cannot_be_used_in_the_store_is_left_out(tmp_path: Path) -> None:
    for address, text in (("/a/", json.dumps({"address": "/a/", "status": 410})), ("/b/", "{"), ("/c/", "[]"),
                          ("/d/", json.dumps({"address": "/d/", "status": 301, "location": "//elsewhere/"})),
                          ("/e/", json.dumps({"address": "/other/", "status": 410}))):  # fmt: skip
        file = tmp_path / file_of(address)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert list(every(tmp_path)) == [("/a/", Gone())]


def test_the_command_prints_it_for_the_site_at_hand(
    site_folder: SiteFolder, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("--site", site_folder.path, "server-config", "nginx", "--listen", "8080", "--brotli")
    assert done.returncode == 0, done.stderr
    assert {
        f"root {site_folder.store};",
        "listen 8080;",
        "brotli_static on;",
        "set_real_ip_from 127.0.0.1;",
    } <= set(lines(done.stdout))
