"""Persons: whom a reader may be told of. A person is not a user account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from masthead.entries.models.fields import ShortTextField
from masthead.entries.models.terms import checked
from masthead.entries.richtext import website_of
from masthead.entries.slugs import slugify

if TYPE_CHECKING:
    from django.http import QueryDict


class PersonSort(models.TextChoices):
    PERSON = "person", _("Somebody")
    ORGANISATION = "organisation", _("An organisation")
    GROUP = "group", _("A group")


class Person(index.Indexed, models.Model):  # type: ignore[misc]
    name = models.CharField(max_length=255)
    sort = models.CharField(
        max_length=12, choices=PersonSort.choices, default=PersonSort.PERSON, db_default=PersonSort.PERSON
    )
    sort_name = models.CharField(max_length=255, blank=True, help_text="As in “Barrow, Ada”.")
    slug = models.SlugField(max_length=255, allow_unicode=True, unique=True, blank=True)
    bio = ShortTextField(blank=True)
    website = models.URLField(max_length=2000, blank=True)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    panels: ClassVar = [
        FieldPanel("name", heading=_("Name")),
        FieldPanel(
            "sort",
            heading=_("Who that is"),
            widget=forms.RadioSelect,
            help_text=_("An association, a newspaper, a family may sign, too. Programs are told which it is."),
        ),
        FieldPanel(
            "bio",
            heading=_("About this person"),
            help_text=_(
                "Public at once when it is saved, if a public entry names the person; else with the first that does."
            ),
        ),
        FieldPanel("website", heading=_("Website")),
        FieldPanel(
            "sort_name",
            heading=_("Sort name"),
            help_text=_("For sorting, as “Barrow, Ada”. Empty: the name as it is, as for organisations and groups."),
        ),
        FieldPanel("slug", heading=_("Slug"), help_text=_("Part of the address. Empty: follows from the name.")),
    ]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        db_table = "masthead_person"
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name)
        if not self.slug:
            raise ValidationError({"slug": "The name has no letters to make an address from: write one."})
        checked(self.slug)
        if self.website and website_of(self.website) is None:
            raise ValidationError({"website": _("The address of a website begins with https:// or http://.")})

    def complete(self) -> None:
        """Fills in what follows from the name. Whoever adds rows without `save` calls it first."""
        self.slug = self.slug or slugify(self.name)
        self.sort_name = self.sort_name or self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.complete()
        super().save(*args, **options)


class MergedPerson(models.Model):
    """Somebody who became one with another. Drafts of before and imports of before still name the number of old."""

    number = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    source = models.CharField(max_length=200, blank=True, db_index=True)

    class Meta:
        db_table = "masthead_merged_person"


BYLINES: Final = "bylines"
PERSON_SENT: Final = re.compile(rf"{BYLINES}-\d+-person")
NUMBER: Final = re.compile(r"[0-9]{1,18}")


def with_merged(content: dict[str, Any]) -> dict[str, Any]:
    """A version of an entry in which nobody is named who became one with another, and no row is empty."""
    rows = [row for row in content.get(BYLINES) or [] if row.get("person") or row.get("name")]
    now = _merged({row.get("person") for row in rows} - {None})
    if not now:
        return {**content, BYLINES: rows} if BYLINES in content else content
    named: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row in rows:
        person = now.get(row.get("person"), row.get("person"))
        named.setdefault((person or row.get("name"), row.get("role")), {**row, "person": person})
    return {**content, BYLINES: list(named.values())}


def _merged(numbers: Iterable[int]) -> dict[int, int]:
    """Who remains of those who became one with another."""
    return dict(MergedPerson.objects.filter(number__in=numbers).values_list("number", "person_id")) if numbers else {}


def sent_today(sent: QueryDict) -> QueryDict:
    """What a browser sent, when somebody whom it names went while the form was open: their row goes, too."""
    people = {key: str(sent[key]) for key in sent if PERSON_SENT.fullmatch(key)}
    named = {key: int(number) for key, number in people.items() if NUMBER.fullmatch(number)}
    there = set(Person.objects.filter(pk__in=named.values()).values_list("pk", flat=True))
    missing = {key: number for key, number in named.items() if number not in there}
    if not missing:
        return sent
    sent, now = sent.copy(), _merged(missing.values())
    for key, number in missing.items():
        sent[key] = str(now.get(number, ""))
        row = key.removesuffix("person")
        if number not in now and not sent.get(f"{row}name", "").strip():
            sent[f"{row}DELETE"] = "on"
    return sent


class Role(models.TextChoices):
    AUTHOR = "author", _("Author")
    WITNESS = "witness", _("Witness")
    INTERVIEWEE = "interviewee", _("Interviewee")
    INTERVIEWER = "interviewer", _("Interviewer")
    ORGANISER = "organiser", _("Organiser")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    EDITOR = "editor", _("Editor")


class Byline(Orderable):  # type: ignore[misc]
    """One person of an entry, in order, with a role: somebody with a page, or just a name."""

    entry = ParentalKey("masthead.Entry", on_delete=models.CASCADE, related_name="bylines")
    # Who is deleted leaves no row behind, and drafts open without theirs. PROTECT would make them unreadable.
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    # Wagtail's index would be asked for each row of who is deleted, thousands perhaps; nothing here reads it.
    person.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    # Of somebody without a page. Never beside a person: who is deleted leaves no name behind.
    name = models.CharField(max_length=255, blank=True, default="", db_default="")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.AUTHOR)

    panels: ClassVar = [
        FieldPanel("person", heading=_("Person")),
        FieldPanel("name", heading=_("Or a name"), help_text=_("Of somebody who shall have no page here.")),
        FieldPanel("role", heading=_("Role")),
    ]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        db_table = "masthead_byline"
        # For the desk's search. Most bylines name a person, and are not in it.
        indexes: ClassVar = [
            models.Index(fields=["name"], name="masthead_byline_named", condition=models.Q(name__gt="")),
        ]

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        if self.person_id is not None and self.name:
            raise ValidationError({"name": _("Choose a person or write a name, not both.")})
        if self.person_id is None and not self.name:
            raise ValidationError({"person": _("Choose a person, or write a name.")})
