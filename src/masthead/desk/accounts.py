"""What the desk asks of an account."""

from __future__ import annotations

from typing import Final

OPTIONAL: Final = ("first_name", "last_name", "email")


def ask_for_no_more_than_a_name() -> None:
    """Wagtail's forms demand these three. An account that the command line has made has none of them, and nobody could
    change its role before they were invented; an editor without a mail address is an editor all the same.
    """
    from wagtail.admin.forms.account import NameEmailForm
    from wagtail.users.forms import UserCreationForm, UserEditForm

    for form in (UserCreationForm, UserEditForm, NameEmailForm):
        for name in OPTIONAL:
            form.base_fields[name].required = False
