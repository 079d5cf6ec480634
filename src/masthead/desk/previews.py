"""The desk's preview: the bytes that the press would publish.

One thing has to differ. A picture that no public page shows yet is in no store, and the editors' log-in is not
sent with requests outside the desk; so its address in the preview is one of the desk. Once the picture is
published, preview and page are the same, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from masthead.pages.files import make_document, make_picture
from masthead.pages.preview import lay_out, preview
from masthead.press.errors import PressError
from masthead.press.manifest import Claim, Made, Ref
from masthead.press.store import Builder, path_of
from masthead.reader.content_types import content_type
from masthead.reader.responses import POLICY

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

# Readers' pages stand in nobody's frame; the preview stands in the desk's.
PREVIEW_POLICY: Final = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
FILES: Final = ("picture_file", "document_file")
BUILDERS: Final[dict[str, Builder]] = {"picture": make_picture, "document": make_document}


def preview_response(page: Any, request: HttpRequest) -> HttpResponse:
    """What the press would make of this page. See Wagtail's `PreviewableMixin.serve_preview`."""
    try:
        made = preview(page, *_site())
    except PressError as error:
        return HttpResponse(f"This page cannot be laid out. {error}", status=500, content_type="text/plain")
    body = made.body
    for claim in made.needs:
        body = _with_file_at_hand(body, claim)
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = PREVIEW_POLICY
    return response


def _with_file_at_hand(body: bytes, claim: Claim) -> bytes:
    folder, _ = _site()
    if (folder.store / path_of(claim.address)).exists():
        return body
    at_desk = reverse("masthead_preview_file", args=(claim.ref.query, *claim.ref.args))
    return body.replace(f'"{quote(claim.address)}"'.encode(), f'"{at_desk}"'.encode())


def preview_file(request: HttpRequest, query: str, number: int) -> HttpResponse:
    """A picture or document as the press would make it."""
    if query not in FILES:
        raise Http404
    try:
        made = lay_out(Ref(query, (number,)), {}, *_site())
        if not isinstance(made, Made):
            raise Http404
        body = BUILDERS[made.builder](_site()[0].uploads, *made.args)
    except PressError as error:
        raise Http404 from error
    response = HttpResponse(body, content_type=content_type(str(made.args[0])))
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _site() -> tuple[SiteFolder, Options]:
    folder = settings.SITE_FOLDER
    if folder is None:
        raise Http404("MASTHEAD_SITE names no site, so there is nothing to show.")
    return folder, settings.OPTIONS
