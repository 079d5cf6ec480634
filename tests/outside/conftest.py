"""Judges that we did not write: each test here needs a program from outside Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from masthead.site.folder import SiteFolder
from outside.servers import OUTSIDE, Ports, free_port, running, running_caddy, running_nginx

Run = Callable[..., "subprocess.CompletedProcess[str]"]
# What the store of a site with a past says of old addresses: renamed, withdrawn, imported.
EDITS = """
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
trees = Article.objects.get(slug="a-calendar-of-the-seven-trees")
trees.slug = "seven-trees"
trees.save_revision().publish()
Article.objects.get(slug="bread-through-the-letterbox").unpublish()
"""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, run: Run) -> SiteFolder:
    """The demo site with a past, pressed."""
    folder = SiteFolder(tmp_path_factory.mktemp("demo") / "site")
    generator = Path(__file__).parents[2] / "bench" / "generate_wxr.py"
    export = folder.path.with_name("export.xml")
    subprocess.run([sys.executable, generator, "30", export], check=True)
    at_site = ("--site", folder.path)
    for command in (
        ("new", folder.path, "--demo"),
        (*at_site, "shell", "-c", EDITS),
        (*at_site, "import", "wordpress", export, "--blog", "blog"),
        (*at_site, "press"),
    ):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def store(demo: SiteFolder) -> Path:
    return demo.store


@pytest.fixture(scope="session")
def imported(site_template: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The store of a site made of real exports."""
    folder = SiteFolder(Path(shutil.copytree(site_template, tmp_path_factory.mktemp("imported") / "site")))
    exports = shared_data / "wxr" / "theme-test-data"
    for command in (
        ("import", "wordpress", exports / "themeunittestdata.wordpress.xml", "--blog", "blog"),
        ("import", "wordpress", exports / "64-block-test-data.xml", "--blog", "blog"),
        ("press",),
    ):
        done = run("--site", folder.path, *command)
        assert done.returncode == 0, done.stderr
    return folder.store


@pytest.fixture(scope="session")
def nginx_ports(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """nginx alone, the application switched off."""
    ports = Ports(free_port(), free_port())
    with running_nginx(store, ports, tmp_path_factory.mktemp("nginx")):
        yield ports


@pytest.fixture(scope="session")
def caddy_ports(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """Caddy alone, the application switched off."""
    ports = Ports(free_port(), free_port())
    with running_caddy(store, ports, tmp_path_factory.mktemp("caddy")):
        yield ports


@pytest.fixture(scope="session")
def serve_ports(demo: SiteFolder) -> Iterator[Ports]:
    """`masthead serve` alone."""
    port = free_port()
    command = [sys.executable, "-m", "masthead", "--site", demo.path, "serve", "--no-press", "--port", str(port)]
    with running(command, port):
        yield Ports(port, port)


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest) -> Ports:
    """A web server on the configuration that is printed for it."""
    return request.getfixturevalue(f"{request.param}_ports")


@pytest.fixture(params=["nginx", "caddy", "serve"])
def server(request: pytest.FixtureRequest) -> int:
    """Where readers are answered in each of the ways that the manual tells."""
    return request.getfixturevalue(f"{request.param}_ports").server


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that runs the Nu HTML checker."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java (apt install default-jre-headless)")
    jar = OUTSIDE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        pytest.skip("needs vnu-jar (`make check-outside` gets it where npm is)")
    return [java, "-Xmx512m", "-jar", str(jar)]
