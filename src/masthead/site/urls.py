"""What Django answers: the desk, and originals for those who may use it. Readers never come here."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views import serve as documents

from masthead.site.uploads import upload

urlpatterns = [
    path("desk/uploads/<path:name>", require_admin_access(upload), name="masthead_upload"),
    path(
        "desk/files/<int:document_id>/<path:document_filename>",
        require_admin_access(documents.serve),
        name="wagtaildocs_serve",
    ),
    path("desk/", include(desk)),
]
