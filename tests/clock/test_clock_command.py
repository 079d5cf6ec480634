"""The clock as people run it: in `serve`, and by its own command."""

from __future__ import annotations

import datetime as dt
import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from cli.test_serve import Server, free_port, wait_for
from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]

PLAN = """
from django.utils import timezone
import datetime as dt
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
now = timezone.now()
blog = Blog.objects.get()
soon = Article(headline="Soon", live=False, go_live_at=now + dt.timedelta(seconds={start}))
blog.add_child(instance=soon)
soon.save_revision().publish()
short = Article(headline="Short", expire_at=now + dt.timedelta(seconds={end}))
blog.add_child(instance=short)
short.save_revision().publish()
print(soon.scheduled_revision.approved_go_live_at.timestamp(), short.expire_at.timestamp())
"""


def plan(at_site: Run, *, start: float, end: float) -> tuple[float, float]:
    done = at_site("shell", "-c", PLAN.format(start=start, end=end))
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split()
    return float(first), float(second)


def test_what_is_planned_comes_and_goes_in_the_store_while_serve_runs(
    site_folder: SiteFolder, at_site: Run, tmp_path: Path
) -> None:
    server = Server(site_folder, free_port(), tmp_path / "serve.log")
    try:
        wait_for(lambda: server.get("/")[0] == 200)
        wait_for(site_folder.clock.exists)
        start, end = plan(at_site, start=15, end=30)
        assert server.get("/blog/soon/")[0] == 404
        wait_for(lambda: server.get("/blog/short/")[0] == 200)
        wait_for(lambda: server.get("/blog/soon/")[0] == 200)
        came = time.time() - start
        wait_for(lambda: server.get("/blog/short/")[0] == 410)
        went = time.time() - end
        assert 0 < came < 30, "about a second; machines that test are busy"
        assert 0 < went < 30
        assert b"Soon" in server.get("/blog/")[2]
        wait_for(lambda: "Withdrawn: “Short”" in server.log.read_text())
        assert "Published: “Soon”" in server.log.read_text()
        done = at_site("doctor", "--json")
        assert not {"late", "clock"} & {each["id"] for each in json.loads(done.stdout)}
        assert server.stop(signal.SIGTERM) == 0
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()


def test_without_serve_the_command_does_what_is_due_and_the_doctor_says_that_nobody_did(
    site_folder: SiteFolder, at_site: Run
) -> None:
    assert at_site("press").returncode == 0
    assert at_site("clock", "--show").stdout == "No clock has looked yet.\nNothing is planned.\n"
    plan(at_site, start=3600, end=7200)
    done = at_site("doctor", "--json")
    found = {each["id"]: each["sentence"] for each in json.loads(done.stdout)}
    assert found["clock"] == "Something is planned, and no clock looks at the schedule."
    shown = at_site("clock", "--show")
    assert shown.returncode == 0
    assert "“Soon”" in shown.stdout.splitlines()[1]
    assert shown.stdout.splitlines()[2].endswith("is withdrawn")
    _move_into_the_past(at_site)
    late = at_site("clock", "--show", "--json")
    assert late.returncode == 1
    assert [each["what"] for each in json.loads(late.stdout)["late"]] == ["publish", "expire"]
    done = at_site("doctor", "--json")
    sentences = [each["sentence"] for each in json.loads(done.stdout) if each["id"] == "late"]
    assert sentences == [
        "“Soon” should have been published 2 days ago.",
        "“Short” should have been withdrawn 2 days ago.",
    ]
    once = at_site("clock", "--once")
    assert once.returncode == 0, once.stderr
    assert [line.split(" (")[0] for line in once.stdout.splitlines()] == ["Published: “Soon”", "Withdrawn: “Short”"]
    assert at_site("clock", "--once").stdout == "Nothing is due.\n"
    assert at_site("press").returncode == 0
    assert (site_folder.store / "blog/soon/index.html").exists()
    assert not (site_folder.store / "blog/short/index.html").exists()


def _move_into_the_past(at_site: Run) -> None:
    past = (dt.datetime.now(dt.UTC) - dt.timedelta(days=2, hours=2)).isoformat()
    code = f"""
import datetime as dt
from wagtail.models import Page, Revision
past = dt.datetime.fromisoformat("{past}")
for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
    content = revision.content
    content["go_live_at"] = past.isoformat()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
Page.objects.filter(expire_at__isnull=False).update(expire_at=past + dt.timedelta(minutes=1))
"""
    done = at_site("shell", "-c", code)
    assert done.returncode == 0, done.stderr
