"""What Wagtail looks for when it starts: the desk's addresses, listings and menu."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.utils.version import get_main_version

from masthead.desk.deleting import DeleteSeveral
from masthead.desk.entries import entry_listing, entry_pages
from masthead.desk.footnotes import warn_of_loose_ends
from masthead.desk.letters import try_letters
from masthead.desk.passwords import own_password
from masthead.desk.people import Merge
from masthead.desk.previews import preview_document, preview_picture
from masthead.desk.reach import reach
from masthead.desk.snippets import CategoryViewSet, PersonViewSet, SeriesViewSet, TagViewSet
from masthead.desk.start.panels import lay_out, leave_out_counts
from masthead.entries.models import SiteSettings

# A site is exactly one of Wagtail's sites; its address is an option in masthead.toml. Snippets stand in the menu
# each by itself, the site settings outside the administrators' menu. Editors are not told of Wagtail's releases.
HIDDEN: Final = {"site", "sites", "snippets", f"whats-new-in-wagtail-{get_main_version(include_patch=False)}"}


def desk_urls() -> list[URLPattern]:
    """Behind the log-in, as all of the desk."""
    return [
        path("preview/document/<int:number>/", preview_document, name="masthead_preview_document"),
        path(
            "preview/picture/<int:number>/<int:width>/<int:height>/<int:left>/<int:top>/<int:right>/<int:bottom>/",
            preview_picture,
            name="masthead_preview_picture",
        ),
        re_path(r"^pages/(?P<number>\d+)/reach/(?P<act>publish|withdraw)/$", reach, name="masthead_reach"),
        path("people/<int:number>/merge/", Merge.as_view(), name="masthead_merge_people"),
        path("own-password/", own_password, name="masthead_own_password"),
        path("letters/try/", try_letters, name="masthead_try_letters"),
    ]


class SettingsItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(SiteSettings)
        return bool(policy.user_has_permission(request.user, "change"))


def site_settings() -> MenuItem:
    """What editors change more often than anything that only administrators may."""
    address = reverse("wagtailsettings:edit", args=["masthead", "sitesettings"])
    return SettingsItem(_("Site settings"), address, icon_name="cog", name="site-settings", order=9000)


def hide(request: HttpRequest, items: list[Any]) -> None:
    """Leaves out what leads nowhere here."""
    items[:] = [item for item in items if item.name not in HIDDEN]


def style() -> SafeString:
    """The desk's own panels and lists."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("masthead_desk/desk.css"))


def script() -> SafeString:
    """For all forms that save by themselves."""
    return format_html('<script src="{}"></script>', versioned_static("masthead_desk/one_save_at_a_time.js"))


def script_of_all_pages() -> SafeString:
    """For the menu."""
    return format_html('<script src="{}"></script>', versioned_static("masthead_desk/site_in_name.js"))


for viewset in (PersonViewSet, CategoryViewSet, TagViewSet, SeriesViewSet):
    register_snippet(viewset)
hooks.register("register_admin_urls", desk_urls)
hooks.register("register_admin_viewset", lambda: [entry_listing, entry_pages])
hooks.register("register_admin_menu_item", site_settings)
hooks.register("after_create_page", warn_of_loose_ends)
hooks.register("after_edit_page", warn_of_loose_ends)
hooks.register("construct_main_menu", hide)
hooks.register("construct_settings_menu", hide)
hooks.register("construct_help_menu", hide)
hooks.register("construct_homepage_panels", lay_out)
# After Wagtail's own, which stand in other apps.
hooks.register("construct_homepage_summary_items", leave_out_counts, order=1000)
# After Wagtail's own, of all snippets.
hooks.register("register_bulk_action", DeleteSeveral, order=1000)
hooks.register("insert_global_admin_css", style)
hooks.register("insert_global_admin_js", script_of_all_pages)
hooks.register("insert_editor_js", script)
