"""Terms: the categories, in a tree, and the tags of a blog."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from masthead.entries.slugs import SlugError, check_slug, slugify

BLOG = FieldPanel("blog", heading=_("Blog"), widget=forms.Select)
SLUG = FieldPanel("slug", heading=_("Slug"), help_text=_("Part of the address. Empty: follows from the name."))


class Term(index.Indexed, models.Model):  # type: ignore[misc]
    blog = models.ForeignKey("masthead.Blog", models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    slug = models.SlugField(max_length=255, allow_unicode=True, blank=True)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    search_fields: ClassVar = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("blog"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name)
        if not self.slug:
            raise ValidationError({"slug": "The name has no letters to make an address from: write one."})
        checked(self.slug)

    def complete(self) -> None:
        """Fills in what follows from the name. Whoever adds rows without `save` calls it first."""
        self.slug = self.slug or slugify(self.name)

    def save(self, *args: Any, **options: Any) -> None:
        self.complete()
        super().save(*args, **options)


def checked(slug: str) -> None:
    """Raise ValidationError unless the slug can stand in an address."""
    try:
        check_slug(slug, place="below")
    except SlugError as error:
        raise ValidationError({"slug": str(error)}) from error


class Category(Term):
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    description = models.TextField(blank=True)

    panels: ClassVar = [
        BLOG,
        FieldPanel("name", heading=_("Name")),
        FieldPanel("parent", heading=_("Below"), help_text=_("The category that this one is a part of.")),
        FieldPanel("description", heading=_("Description")),
        SLUG,
    ]

    class Meta:
        db_table = "masthead_category"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blog", "parent", "slug"], name="masthead_category_slug"),
            models.UniqueConstraint(
                fields=["blog", "slug"],
                condition=models.Q(parent__isnull=True),
                name="masthead_category_top_slug",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        above = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A category cannot stand below itself: choose another.")})
            above = above.parent
        if self.parent is not None and self.parent.blog_id != self.blog_id:
            raise ValidationError({"parent": _("The category above must belong to the same blog.")})


class Tag(Term):
    description = models.TextField(blank=True)

    panels: ClassVar = [
        BLOG,
        FieldPanel("name", heading=_("Name")),
        FieldPanel("description", heading=_("Description")),
        SLUG,
    ]

    class Meta:
        db_table = "masthead_tag"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blog", "slug"], name="masthead_tag_slug"),
        ]
