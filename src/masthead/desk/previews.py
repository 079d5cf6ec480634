"""The desk's preview: the bytes that the press would publish.

One thing has to differ. A picture that no public page shows yet is in no store, and the editors' log-in is not
sent with requests outside the desk; so its address in the preview is one of the desk, which makes the same part of it
in the same size, in the form that is made fastest. Once the picture is published, preview and page are the same, byte
for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.documents import get_document_model

from masthead.entries.models import Image
from masthead.media.making import CannotMake, Original
from masthead.media.renditions import STILL, TALLEST, WIDTHS, Box, Form, Rendition
from masthead.media.workshop import shared
from masthead.pages.files import document_file, make_document, picture_file
from masthead.pages.preview import preview
from masthead.press.errors import PressError
from masthead.press.manifest import Claim
from masthead.press.places import path_of
from masthead.reader.content_types import content_type
from masthead.reader.responses import POLICY
from masthead.themes.layers import ThemeError

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options

# Readers' pages stand in nobody's frame; the preview stands in the desk's.
PREVIEW_POLICY: Final = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def preview_response(page: Any, request: HttpRequest) -> HttpResponse:
    """What the press would make of this page. See Wagtail's `PreviewableMixin.serve_preview`."""
    try:
        made = preview(page, *_site())
    except (PressError, ThemeError) as error:
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
    if claim.ref.query == document_file.name:
        at_desk = reverse("masthead_preview_document", args=claim.ref.args)
    elif claim.ref.query == picture_file.name:
        image_id, _, width, height, box, _ = cast("tuple[int, Form, int, int, Box, bool]", claim.ref.args)
        at_desk = reverse("masthead_preview_picture", args=(image_id, width, height, *box))
    else:
        return body
    return body.replace(quote(claim.address).encode(), at_desk.encode())


def preview_picture(
    request: HttpRequest, number: int, width: int, height: int, left: int, top: int, right: int, bottom: int
) -> HttpResponse:
    """A part of a picture, as readers will see it."""
    image = get_object_or_404(Image, pk=number)
    if image.nature not in STILL or width > WIDTHS[-1] or height > TALLEST:
        raise Http404
    form = STILL[image.nature]
    original = Original(_site()[0].uploads / image.file.name, image.file_hash, image.nature)
    try:
        body = shared().make(original, Rendition(form, width, height, (left, top, right, bottom)))
    except CannotMake as error:
        raise Http404 from error
    return _private(body, f"picture.{form}")


def preview_document(request: HttpRequest, number: int) -> HttpResponse:
    """A document as the press would publish it."""
    document = get_object_or_404(get_document_model(), pk=number)
    try:
        body = make_document(_site()[0].uploads, document.file.name)
    except PressError as error:
        raise Http404 from error
    return _private(body, document.file.name)


def _private(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type(name))
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _site() -> tuple[SiteFolder, Options]:
    folder = settings.SITE_FOLDER
    if folder is None:
        raise Http404("MASTHEAD_SITE names no site, so there is nothing to show.")
    return folder, settings.OPTIONS
