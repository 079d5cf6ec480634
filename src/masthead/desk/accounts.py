"""Accounts at the desk: no more is asked than a name and what the account may do, and that is asked in earnest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

if TYPE_CHECKING:
    from django.forms import ModelForm

    _Form = ModelForm[Any]
else:
    _Form = object

OPTIONAL: Final = ("first_name", "last_name", "email")
ROLES: Final = "groups"


class _Roles(_Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ask_for_no_more_than_a_name(self.fields)
        self.fields[ROLES].label = _("Roles")
        self.fields[ROLES].help_text = _("What this account may do. Administrators need none.")

    def clean(self) -> Any:
        """Without a role nobody gets in, and only the one who stands before the door is told."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        may_all = cleaned.get("is_superuser", self.instance.is_superuser)
        comes_in = cleaned.get("is_active", True)
        if ROLES in cleaned and not cleaned[ROLES] and not may_all and comes_in:
            sentence = _("Choose at least one role, or make an administrator of this account: else nobody can come in.")
            self.add_error(ROLES, sentence)
        return cleaned


class NewAccount(_Roles, UserCreationForm):  # type: ignore[misc]
    """Wagtail's, with roles."""

    class Meta(UserCreationForm.Meta):  # type: ignore[misc]
        pass


class AccountOf(_Roles, UserEditForm):  # type: ignore[misc]
    """Of an account that is there."""

    class Meta(UserEditForm.Meta):  # type: ignore[misc]
        pass


class Accounts(UserViewSet):  # type: ignore[misc]
    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return AccountOf if for_update else NewAccount


def ask_for_no_more_than_a_name(fields: Any = NameEmailForm.base_fields) -> None:
    """Wagtail's forms demand three more. An account that the command line has made has none of them, and nobody could
    change its role before they were invented; an editor without a mail address is an editor all the same.
    """
    for name in OPTIONAL:
        fields[name].required = False
