"""The panels of the start page. See Wagtail's `construct_homepage_panels`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from masthead.desk.blogs import writable
from masthead.desk.start import happened, waiting
from masthead.desk.start.steps import first_steps

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest


class Panel(Component):  # type: ignore[misc]
    """`side`: beside what waits, on windows that are wide enough."""

    name: ClassVar[str]
    heading: ClassVar[Any]
    template_name = "masthead_desk/start/panel.html"
    body: ClassVar[str] = "masthead_desk/start/lines.html"
    empty: ClassVar[Any] = ""
    side: ClassVar[bool] = False

    def __init__(self, user: User) -> None:
        self.user = user

    def shown(self) -> dict[str, Any] | None:
        """What the body gets; None leaves the panel out."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "panel": self, "name": self.name, "heading": self.heading, "empty": self.empty, "body": self.body,
            "user": self.user, "csrf_token": parent_context.get("csrf_token"), **self.context,
        }  # fmt: skip

    context: dict[str, Any]


class Steps(Panel):
    name, heading, body = "steps", _("First steps"), "masthead_desk/start/steps.html"

    def shown(self) -> dict[str, Any] | None:
        steps = first_steps(self.user)
        return {"steps": steps} if steps else None


class Reviews(Panel):
    name, heading, empty = "reviews", _("Waits for your review"), _("Nothing waits for your review.")

    def shown(self) -> dict[str, Any] | None:
        found = waiting.reviews(self.user)
        if not found.lines and not self._decides():
            return None
        more = reverse("wagtailadmin_reports:workflow_tasks") if found.more else ""
        return {"lines": found.lines, "more": more}

    def _decides(self) -> bool:
        """Whether this person reviews anything at all: writers are told of nothing that they will never see."""
        return any(blog.permissions_for_user(self.user).can_publish_subpage() for blog in writable(self.user))


class SentBack(Panel):
    name, heading = "sent-back", _("Sent back to you")

    def shown(self) -> dict[str, Any] | None:
        found = waiting.sent_back(self.user)
        return {"lines": found.lines} if found.lines else None


class Drafts(Panel):
    name, heading = "drafts", _("Your drafts")
    empty = _("You have no drafts. What you begin to write stands here until it is published.")

    def shown(self) -> dict[str, Any]:
        found = waiting.drafts(self.user)
        more = f"{reverse('entries:index')}?status=draft&mine=me" if found.more else ""
        return {"lines": found.lines, "more": more}


class Planned(Panel):
    name, heading, side = "planned", _("Planned"), True
    empty = _("Nothing is planned. A date for going live is set in the editor, under “Status”.")

    def shown(self) -> dict[str, Any]:
        return {"lines": happened.planned(self.user).lines}


class Published(Panel):
    name, heading, side = "published", _("Published lately"), True
    empty = _("Nothing was published at the desk in the last thirty days.")

    def shown(self) -> dict[str, Any]:
        return {"lines": happened.published().lines}


class Press(Panel):
    name, heading, side = "press", _("The press"), True
    body = "masthead_desk/start/press.html"

    def shown(self) -> dict[str, Any]:
        return {"pressed": happened.pressed()}


class Letters(Panel):
    name, heading, side = "letters", _("Mail that was not taken"), True
    body = "masthead_desk/start/letters.html"

    def shown(self) -> dict[str, Any] | None:
        found = happened.letters() if self.user.is_superuser else waiting.Lines([])
        return {"lines": found.lines} if found.lines else None


PANELS = (Steps, SentBack, Reviews, Drafts, Planned, Published, Press, Letters)


def lay_out(request: HttpRequest, panels: list[Any]) -> None:
    """In place of Wagtail's: its tables show five columns of what here is one line, and its search the tree."""
    panels.clear()
    for order, kind in enumerate(PANELS):
        panel = kind(request.user)  # type: ignore[arg-type]
        context = panel.shown()
        if context is not None:
            panel.context, panel.order = context, order
            panels.append(panel)


def leave_out_counts(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts all pages, pictures and documents at each visit."""
    items.clear()
