"""What Django answers: the desk, and originals for those who may use it. Readers never come here."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views import serve as documents

from masthead.desk.log_in import views as log_in
from masthead.desk.privacy import no_privacy
from masthead.site.uploads import upload

urlpatterns = [
    # Wagtail's privacy would hide nothing here: there is no private side. Before the desk's own addresses.
    path("desk/pages/<int:number>/privacy/", require_admin_access(no_privacy)),
    path("desk/collections/<int:number>/privacy/", require_admin_access(no_privacy)),
    # Wagtail's own under the same addresses let anybody try for ever.
    path("desk/login/", log_in.LogIn.as_view()),
    path("desk/password_reset/", log_in.PasswordReset.as_view()),
    path("desk/password_reset/done/", log_in.PasswordResetDone.as_view()),
    path("desk/password_reset/confirm/<uidb64>/<token>/", log_in.PasswordResetConfirm.as_view()),
    path("desk/uploads/<path:name>", require_admin_access(upload), name="masthead_upload"),
    path(
        "desk/files/<int:document_id>/<path:document_filename>",
        require_admin_access(documents.serve),
        name="wagtaildocs_serve",
    ),
    path("desk/", include(desk)),
]
