"""What all of Masthead's page types share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from masthead.entries.models.shown_html import publishing, refuse_new_html
from masthead.entries.previewing import previewed
from masthead.entries.projection.definitions import DEEPEST
from masthead.entries.slugs import Place, SlugError, check_slug

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SITE_DEPTH = 3
"""The depth of what hangs directly below Home: its slug is the first segment of an address."""
LONGEST_ADDRESS = 2000
"""Bytes. The store takes no more, and PostgreSQL's index not much more."""


def page_link() -> Any:
    """The link to Wagtail's row. Without a name of its own, a type `Blog` would forbid any field `blog`."""
    return models.OneToOneField(
        Page, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )


class AddressedPage(models.Model):
    """Mixed into every page type: its address is the public one, its derived columns are always filled."""

    # There is no private reading side; restrictions made elsewhere still count as "not public".
    private_page_options: ClassVar[list[str]] = []
    nests: ClassVar[bool] = False
    """Whether pages of this type stand below one another, so that addresses grow."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        depth: int | None
        slug: str

        def get_parent(self) -> Page | None: ...

        alias_of_id: int | None
        full_url: str | None
        _url_parts: tuple[int, str, str] | None

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address that readers know; None while the page is not public. See Wagtail's `Page.get_url_parts`."""
        from masthead.entries.models.projection import PublicPage

        if hasattr(self, "_url_parts"):
            return self._url_parts
        site = Site.objects.filter(is_default_site=True).first()
        address = PublicPage.objects.filter(page_id=self.pk).values_list("address", flat=True).first()
        return None if site is None or address is None else (site.pk, site.root_url, address)

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """With the host, unless the desk has the same one."""
        if settings.OPTIONS.desk_is_apart:
            return self.full_url
        return super().get_url(request, current_site)  # type: ignore[misc, no-any-return]

    url = property(get_url)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What the press would make of this page as it is now; see Wagtail's `PreviewableMixin.serve_preview`."""
        return previewed(self, request)

    def place(self) -> Place:
        return "site" if self.depth == SITE_DEPTH else "below"

    def derive(self) -> None:
        """Fill the columns that follow from others; called before each validation and each save."""

    def full_clean(self, *args: Any, **options: Any) -> None:
        self.derive()
        super().full_clean(*args, **options)

    def minimal_clean(self) -> None:
        self.derive()
        super().minimal_clean()  # type: ignore[misc]
        self.check_address()

    def clean(self) -> None:
        super().clean()
        self.check_address()

    def save(self, *args: Any, **options: Any) -> None:
        if self.alias_of_id is not None:
            refuse_alias()
        self.derive()
        if options.get("update_fields") is None or "body" in options["update_fields"]:
            refuse_new_html(self)
        super().save(*args, **options)

    def save_revision(self, user: Any = None, *args: Any, **options: Any) -> Any:
        """Wagtail's. Raises PermissionDenied where `user` may not write what the revision would hold."""
        refuse_new_html(self, user)
        return super().save_revision(user, *args, **options)  # type: ignore[misc]

    def publish(self, *args: Any, **options: Any) -> None:
        """Wagtail's, in one transaction, as are the next three: whoever calls them, all of it happens or nothing."""
        with transaction.atomic(), publishing():
            super().publish(*args, **options)  # type: ignore[misc]

    def unpublish(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            super().unpublish(*args, **options)  # type: ignore[misc]

    def move(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            super().move(*args, **options)  # type: ignore[misc]

    def delete(self, *args: Any, **options: Any) -> Any:
        with transaction.atomic():
            return super().delete(*args, **options)

    def create_alias(self, *args: Any, **options: Any) -> NoReturn:
        refuse_alias()

    def check_address(self) -> None:
        """Raise ValidationError if the page cannot stand where it is. Home's own slug stands in no address."""
        if self.depth is None or self.depth < SITE_DEPTH:
            return
        check_depth(self.depth)
        self.check_slug()
        if self.nests and (above := self.get_parent()) is not None:
            check_length(self, self.slug, above)

    def check_slug(self) -> None:
        """Raise ValidationError if Masthead needs the slug itself."""
        try:
            check_slug(self.slug, place=self.place())
        except SlugError as error:
            raise ValidationError({"slug": str(error)}) from error


class PlaceRefused(ValidationError):
    """A page cannot be moved there."""

    def __init__(self, page_id: int, label: str, messages: list[str]) -> None:
        super().__init__(messages)
        self.page_id = page_id
        self.label = label


def check_depth(depth: int) -> None:
    """Raises ValidationError for a page that would lie too deep to be public."""
    if depth > DEEPEST:
        most = DEEPEST - SITE_DEPTH + 1
        raise ValidationError(_("At most %(number)s pages stand above one another.") % {"number": most})


def check_length(page: Page, slug: str, above: Page) -> None:
    """Raises ValidationError if this page, or one below it, would have an address longer than a store takes there."""
    below = 0
    if page.pk and page.numchild:
        longest = max(len(path.encode()) for path in page.get_descendants().values_list("url_path", flat=True))
        below = longest - len(Page.objects.values_list("url_path", flat=True).get(pk=page.pk).encode())
    # Wagtail's path begins with Home's own slug, which is in no address.
    if len(f"{above.url_path}{slug}/".encode()) + below > LONGEST_ADDRESS:
        raise ValidationError(_("The address would be too long: shorten this slug, or one above."))


def refuse_bad_place(instance: Page, parent_page_after: Page, **_: Any) -> None:
    """Before a page is moved, by whatever door: raise ValidationError if it, or what is below it, cannot stand there.

    Wagtail asks nobody but the page types' rules.
    """
    moved = instance.specific
    if not isinstance(moved, AddressedPage) or moved.depth is None:
        return
    deepest = instance.get_descendants().aggregate(depth=models.Max("depth"))["depth"] or moved.depth
    by = parent_page_after.depth + 1 - moved.depth
    moved.depth += by
    try:
        check_depth(deepest + by)
        moved.check_slug()
        if moved.nests:
            check_length(instance, moved.slug, parent_page_after)
    except ValidationError as error:
        raise PlaceRefused(instance.pk, str(moved), error.messages) from error


def refuse_alias() -> NoReturn:
    """An alias would stay public, with the text, after its original was withdrawn."""
    raise ValidationError("Masthead has no aliases: link to the page, or copy it.")


def find_addresses(pages: Collection[AddressedPage]) -> None:
    """Looks up the addresses of many pages at once: each asks its own, and more than once, while a list is shown."""
    from masthead.entries.models.projection import PublicPage

    site = Site.objects.filter(is_default_site=True).first()
    found = dict(PublicPage.objects.filter(page_id__in=[page.pk for page in pages]).values_list("page_id", "address"))
    for page in pages:
        address = found.get(page.pk)
        page._url_parts = None if site is None or address is None else (site.pk, site.root_url, address)
