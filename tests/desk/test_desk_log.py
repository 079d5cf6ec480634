"""The log of the desk is for what is wrong with the site, not for what a browser asked amiss."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from desk.editors import Desk


@pytest.fixture
def lines() -> Iterator[list[str]]:
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield said
    logger.removeHandler(handler)


def test_an_autosave_of_an_unfinished_form_is_answered_and_not_logged(desk: Desk, lines: list[str]) -> None:
    entry = desk.world.article("Open")
    form = desk.form(headline="Open", slug="older")
    answer = desk.admin.post(f"/desk/pages/{entry.pk}/edit/", form, HTTP_ACCEPT="application/json")
    assert answer.status_code == 400
    assert desk.admin.get("/desk/pages/999999/edit/").status_code == 404
    assert lines == []
