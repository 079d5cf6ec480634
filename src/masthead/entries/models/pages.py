"""What all of Masthead's page types share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.models import Page, Site

from masthead.entries.models.shown_html import publishing, refuse_new_html
from masthead.entries.previewing import previewed
from masthead.entries.slugs import Place, SlugError, check_slug

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SITE_DEPTH = 3
"""The depth of what hangs directly below Home: its slug is the first segment of an address."""


def page_link() -> Any:
    """The link to Wagtail's row. Without a name of its own, a type `Blog` would forbid any field `blog`."""
    return models.OneToOneField(
        Page, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )


class AddressedPage(models.Model):
    """Mixed into every page type: its address is the public one, its derived columns are always filled."""

    # There is no private reading side; restrictions made elsewhere still count as "not public".
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        depth: int | None
        slug: str
        alias_of_id: int | None

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address that readers know; None while the page is not public. See Wagtail's `Page.get_url_parts`."""
        from masthead.entries.models.projection import PublicPage

        site = Site.objects.filter(is_default_site=True).first()
        address = PublicPage.objects.filter(page_id=self.pk).values_list("address", flat=True).first()
        return None if site is None or address is None else (site.pk, site.root_url, address)

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
        """Raise ValidationError if Masthead needs the slug itself. Home's own slug stands in no address."""
        if self.depth is None or self.depth < SITE_DEPTH:
            return
        try:
            check_slug(self.slug, place=self.place())
        except SlugError as error:
            raise ValidationError({"slug": str(error)}) from error


def refuse_alias() -> NoReturn:
    """An alias would stay public, with the text, after its original was withdrawn."""
    raise ValidationError("Masthead has no aliases: link to the page, or copy it.")
