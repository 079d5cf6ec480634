"""A site with its desk: clients that are logged in, and the press beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desk.editors import Desk
from masthead.site.folder import SiteFolder


@pytest.fixture
def desk(site: SiteFolder) -> Iterator[Desk]:
    made = Desk(site)
    yield made
    made.world.close()


@pytest.fixture
def world(desk: Desk) -> Any:
    return desk.world
