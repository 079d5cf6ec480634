"""Wagtail's app of accounts, with our forms."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    user_viewset = "masthead.desk.accounts.Accounts"
