"""The log of the desk is for what is wrong with the site, not for what a browser asked amiss."""

from __future__ import annotations

import logging
import warnings
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


def test_a_file_of_the_desk_comes_without_a_warning(desk: Desk) -> None:
    """Warnings are errors in tests; the server's terminal would show one at the first picture."""
    from asgiref.sync import async_to_sync
    from asgiref.testing import ApplicationCommunicator

    from masthead.site.application import make_desk

    uploads = desk.folder.uploads / "original_images"
    uploads.mkdir(parents=True)
    (uploads / "lamp.png").write_bytes(b"picture")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in desk.admin.cookies.items())
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "query_string": b"",
        "path": "/desk/uploads/original_images/lamp.png",
        "headers": [(b"host", b"localhost"), (b"cookie", cookies.encode())],
    }  # fmt: skip

    async def asked() -> tuple[int, bytes]:
        application = ApplicationCommunicator(make_desk(), scope)
        await application.send_input({"type": "http.request", "body": b"", "more_body": False})
        start = await application.receive_output(10)
        body = b""
        while True:
            part = await application.receive_output(10)
            body += part.get("body", b"")
            if not part.get("more_body"):
                await application.wait()
                return start["status"], body

    with warnings.catch_warnings():
        assert async_to_sync(asked)() == (200, b"picture")
