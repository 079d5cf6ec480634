"""Originals of pictures, for the desk."""

from __future__ import annotations

import mimetypes
from posixpath import normpath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest


def upload(request: HttpRequest, name: str) -> FileResponse:
    """One original or one of the desk's own small forms of it. Documents have a view of Wagtail's."""
    if not name.startswith(("images/", "original_images/", "avatar_images/")) or normpath(name) != name:
        raise Http404
    try:
        stored = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation):
        raise Http404 from None
    response = FileResponse(stored, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
