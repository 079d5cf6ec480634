"""One served site for each file of tests, one browser, a window for each person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.people import Person
from browser.serving import CHROMIUM, Served, Window, chromium, served

expect.set_options(timeout=60_000)  # as for what a window does


# Not for the session: while it runs, so does an event loop, and Django refuses its database to this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: `apt install chromium` to run this")
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = Path(shutil.copytree(site_template, tmp_path_factory.mktemp("served") / "site"))
    with served(folder) as serving:
        yield serving


@pytest.fixture
def windows(browser: Browser, site: Served) -> Iterator[list[Window]]:
    """Windows that a test has opened; none may have anything to complain about."""
    opened: list[Window] = []
    yield opened
    complaints = [complaint for window in opened for complaint in window.complaints]
    for window in opened:
        window.close()
    assert complaints == []


@pytest.fixture
def reader(browser: Browser, site: Served, windows: list[Window]) -> Window:
    windows.append(Window(browser, site))
    return windows[-1]


@pytest.fixture(scope="module")
def accounts() -> dict[str, str]:
    """Names and passwords of those who have come in once."""
    return {}


class Door:
    """Lets people in, each with a window of their own."""

    def __init__(self, browser: Browser, site: Served, windows: list[Window], accounts: dict[str, str]) -> None:
        self.browser, self.site, self.windows, self.accounts = browser, site, windows, accounts

    def person(self, name: str, role: str, *more: str) -> Person:
        self.windows.append(Window(self.browser, self.site))
        person = Person(self.windows[-1], name)
        if name not in self.accounts:
            self.accounts[name] = person.arrive(role, *more)
        else:
            person.log_in(self.accounts[name])
        return person


@pytest.fixture
def door(browser: Browser, site: Served, windows: list[Window], accounts: dict[str, str]) -> Door:
    return Door(browser, site, windows, accounts)


@pytest.fixture
def admin(door: Door) -> Person:
    return door.person("admin", "administrator")
