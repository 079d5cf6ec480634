"""What is printed for Caddy. tests/outside/test_server_config.py runs it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from masthead.reader.answers import Gone, Moved, Nothing
from masthead.reader.caddy import caddy
from masthead.reader.responses import POLICY
from masthead.reader.servers import Answer, Site, prefix
from masthead.site.folder import SiteFolder


def site(answers: dict[str, Answer] | None = None, *, secure: bool = False) -> Site:
    return Site(Path("/srv/site/public"), "example.org", secure, 8000, answers or {})


def lines(printed: str) -> list[str]:
    return [line.strip() for line in printed.splitlines()]


def test_every_answer_of_the_store_is_a_row() -> None:
    said = {"/a b/": Moved("/b/$1/{x}/"), "/?p=3": Gone(), "/?p=": Nothing(), '/"چ\\/': Moved("/%DA%86/")}
    printed = lines(caddy(site(said)))
    for line in ("`/a b/` `/b/%241/%7Bx%7D/`", "`/?p=3` `410`", "`/?p=` `404`", '`/"چ\\/` `/%DA%86/`'):
        assert line in printed


def test_what_would_mean_something_to_caddy_is_a_pattern() -> None:
    printed = lines(caddy(site({"/{$HOME}/": Gone(), "/`{x}": Gone()})))
    assert r"`~^/\x7b\$HOME\x7d/$` `410`" in printed
    assert r"`~^/\x60\x7bx\x7d$` `410`" in printed


def test_each_parameter_of_old_addresses_is_asked_for() -> None:
    printed = lines(caddy(site({"/?p=3": Gone(), "/?cat=2": Gone()})))
    assert {"@asks_p query p=*", "@asks_cat query cat=*"} <= set(printed)


def test_the_address_tells_whether_readers_come_by_https() -> None:
    plain, secure = caddy(site()), caddy(site(secure=True))
    assert f"content-security-policy `{POLICY}`" in lines(plain)
    assert ("http://example.org {" in lines(plain), "strict-transport-security" in plain) == (True, False)
    assert ("example.org {" in lines(secure), "strict-transport-security" in secure) == (True, True)


def test_two_sites_share_no_snippet() -> None:
    other = site()._replace(store=Path("/srv/other/public"))
    for line in lines(caddy(other)):
        assert not line.startswith("(") or line.startswith(f"({prefix(other)}_")
    assert prefix(site()) != prefix(other)


def test_the_command_prints_it_for_the_site_at_hand(
    site_folder: SiteFolder, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("--site", site_folder.path, "server-config", "caddy", "--address", "http://:8080")
    assert done.returncode == 0, done.stderr
    assert {f"root * `{site_folder.store}`", "http://:8080 {", "reverse_proxy 127.0.0.1:8000 {",
            "trusted_proxies 127.0.0.1 ::1"} <= set(lines(done.stdout))  # fmt: skip
