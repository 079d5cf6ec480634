"""What administrators may do about mail that was not taken."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from masthead.mail.delivery import try_again


@require_POST
def try_letters(request: HttpRequest) -> HttpResponse:
    """Lets all mail be tried again, also what was given up."""
    if not request.user.is_superuser:
        raise PermissionDenied
    try_again()
    messages.success(request, _("All mail that waits is tried again now."))
    return HttpResponseRedirect(reverse("wagtailadmin_home"))
