"""Mail as people run it: the clock's process delivers, `mail test` tries, the doctor looks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from cli.test_serve import free_port, wait_for
from mail.postoffice import let_in, post_office
from masthead.site.folder import SiteFolder
from started import started

Run = Callable[..., "CompletedProcess[str]"]
SEND = "from django.core.mail import send_mail; send_mail('Hello', 'Text.', None, ['ada@example.org'])"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_mail_server_is_set_tried_and_used(site_folder: SiteFolder, run: Run) -> None:
    with post_office(authenticator=let_in, auth_required=True, auth_require_tls=False) as office:
        environ = {
            "MASTHEAD_MAIL_HOST": "127.0.0.1",
            "MASTHEAD_MAIL_PORT": str(office.port),
            "MASTHEAD_MAIL_SECURITY": "none",
            "MASTHEAD_MAIL_USER": "desk",
            "MASTHEAD_MAIL_PASSWORD": "wrong",
        }

        refused = run("--site", site_folder.path, "mail", "test", "ada@example.org", env=environ)
        assert refused.returncode == 3
        assert "The mail server cannot be used: 127.0.0.1" in refused.stderr
        examined = run("--site", site_folder.path, "doctor", "--json", env=environ)
        found = [each for each in json.loads(examined.stdout) if each["id"] == "mail"]
        assert "535" in found[0]["sentence"]

        # The secret may lie in a file of its own.
        del environ["MASTHEAD_MAIL_PASSWORD"]
        (site_folder.path / "word").write_text("a secret word\n")
        environ["MASTHEAD_MAIL_PASSWORD_FILE"] = str(site_folder.path / "word")
        with started(site_folder.path, **environ) as masthead:
            done = masthead("mail", "test", "ada@example.org")
            assert done.stdout == "127.0.0.1 has taken a mail from masthead@localhost to ada@example.org.\n"
            assert office.texts()["ada@example.org"].startswith("Mail from The Test Press\n")
            assert masthead("mail", "test", "nobody").returncode == 3
            assert "a secret word" not in masthead("config", "show").stdout
            assert not [each for each in json.loads(masthead("doctor", "--json").stdout) if each["id"] == "mail"]

            assert masthead("shell", "-c", SEND).returncode == 0
            assert "ada@example.org: Hello" in masthead("mail", "list").stdout
            office.letters.clear()
            clock = subprocess.Popen(
                [sys.executable, "-m", "masthead", "--site", site_folder.path, "clock"], env=os.environ | environ
            )
            try:
                wait_for(lambda: bool(office.letters))
                clock.send_signal(signal.SIGTERM)
                assert clock.wait(30) == 0
            finally:
                clock.kill()
            assert masthead("mail", "list").stdout == "No mail waits.\n"


def test_mail_that_was_given_up_is_named_and_can_be_tried_again(site_folder: SiteFolder) -> None:
    with post_office() as office:
        environ = {
            "MASTHEAD_MAIL_HOST": "127.0.0.1",
            "MASTHEAD_MAIL_PORT": str(office.port),
            "MASTHEAD_MAIL_SECURITY": "none",
        }
        office.refusals["ada@example.org"] = "550 No such mailbox"
        with started(site_folder.path, **environ) as masthead:
            assert masthead("shell", "-c", SEND).returncode == 0
            assert masthead("clock", "--once").returncode == 0
            listed = masthead("mail", "list")
            assert listed.returncode == 1
            assert "given up)\n  550 No such mailbox\n" in listed.stdout
            found = json.loads(masthead("doctor", "--json").stdout)
            assert "Mail was given up: 1." in [each["sentence"] for each in found]
            office.refusals.clear()
            masthead("mail", "retry")
            masthead("clock", "--once")
            assert [receiver for receiver, _ in office.letters] == ["ada@example.org"]


def test_a_server_that_is_away_is_a_finding(site_folder: SiteFolder, run: Run) -> None:
    environ = {"MASTHEAD_MAIL_HOST": "127.0.0.1", "MASTHEAD_MAIL_PORT": str(free_port())}
    found = json.loads(run("--site", site_folder.path, "doctor", "--json", env=environ).stdout)
    assert [each["command"] for each in found if each["id"] == "mail"] == ["masthead mail test ADDRESS"]


def test_where_no_mail_server_is_set_a_try_says_that_nobody_got_it(site_folder: SiteFolder, run: Run) -> None:
    tried = run("--site", site_folder.path, "mail", "test", "ada@example.org")
    assert (tried.returncode, "nobody got it" in tried.stdout) == (0, True), tried.stderr
