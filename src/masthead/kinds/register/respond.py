"""Nothing is asked of readers. Files of editors that nobody confirmed go after a day: see `masthead.respond.rooms`."""

from __future__ import annotations

from django.urls import URLPattern

from masthead.kinds.register.importing import waiting
from masthead.respond.rooms import Chore

urlpatterns: list[URLPattern] = []
chores = (Chore("forgetting files that nobody confirmed", waiting.EVERY, waiting.forget),)
