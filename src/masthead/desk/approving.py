"""What an editor is told who has approved the last step of a review: that it is public, and where."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView

APPROVE = "approve"


class ApprovingEdit(EditView):  # type: ignore[misc]
    workflow_action = ""

    def add_save_confirmation_message(self) -> None:
        """Wagtail's says that the page “has been updated”. Where it is planned for later, or another step of the
        review follows, that is all there is to say."""
        if self.workflow_action != APPROVE:
            super().add_save_confirmation_message()
            return
        self.page.refresh_from_db()
        if not self.page.live or self.page.has_unpublished_changes:
            super().add_save_confirmation_message()
            return
        shown = [self.get_view_live_message_button()] if self.page.url is not None else []
        told = _("“%(entry)s” is approved, and public now.") % {"entry": self.page.get_admin_display_title()}
        messages.success(self.request, told, buttons=[*shown, self.get_edit_message_button()])
