"""The desk, as an editor's browser sees it, without a browser."""

from __future__ import annotations

from typing import Any

from pages.world import World


class Desk:
    """Editors with different roles, their forms, and the press."""

    def __init__(self, world: World) -> None:
        from django.contrib.auth.models import User

        from masthead.entries.models import Home

        self.folder = world.folder
        self.world = world
        self.world.home = Home.objects.get()
        boss = User.objects.get(username="admin")
        boss.set_password("a long way home")
        boss.save()
        self.admin = self.client(boss)

    def client(self, user: Any = None) -> Any:
        from django.test import Client

        client = Client(HTTP_HOST="localhost:8000")
        if user is not None:
            client.force_login(user)
        return client

    def member(self, name: str, role: str, *blogs: str) -> Any:
        """A client of a new account with this role, for these blogs only if any is named."""
        from django.contrib.auth.models import User

        from masthead.site.accounts import add_account

        add_account(name, role=role, blogs=blogs, mail=f"{name}@example.org")
        user = User.objects.get(username=name)
        user.set_password("a long way home")
        user.save()
        return self.client(user)

    def preview(self, page: Any) -> Any:
        shown = self.admin.get(f"/desk/pages/{page.pk}/view_draft/")
        assert shown.status_code == 200, shown.content
        return shown

    def address(self, page: Any) -> str:
        from masthead.entries.models import PublicPage

        return PublicPage.objects.get(page_id=page.pk).address

    def form(
        self, *, headline: str = "", text: str = "", bylines: Any = (), categories: Any = (), **fields: Any
    ) -> dict[str, Any]:
        """What a browser sends for the form of an entry."""
        from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

        blocks = [("text", rich_text(text))] if text else []
        return {"categories": list(categories)} | nested_form_data(
            {
                "headline": headline,
                "slug": "",
                "date": "2024-05-02 10:00",
                "body": streamfield(blocks),
                "summary": "",
                "related": inline_formset([]),
                "bylines": inline_formset([{"person": person, "role": role} for person, role in bylines]),
                "tags": "",
                "language": "",
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
                **fields,
            }
        )
