"""What Django answers readers."""

from __future__ import annotations

from django.urls import include, path

from masthead.respond import assets
from masthead.respond.rooms import rooms

urlpatterns = [
    path(f"respond/{assets.STYLE.name}", assets.style),
    path(f"respond/{assets.WORK.name}", assets.work),
    *(path(f"respond/{kind}/", include(list(room.urlpatterns))) for kind, room in rooms().items()),
]
