"""Deleting people, categories, tags and series at the desk: what it changes is said before, with numbers.

Wagtail would say how often something is “referenced”: it sees no categories and tags, and bylines only in part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.snippets import DeleteView

from masthead.desk.people import may_merge
from masthead.entries.listings import CATEGORY, PERSON, SERIES, TAG, listing_number
from masthead.entries.models import Byline, Category, Entry, Listing, MenuItem, Part, Person, PublicEntry, Series, Tag
from masthead.entries.projection import bulk
from masthead.entries.titles import FSI, PDI

TOLD_OF: Final = 50
"""Of more that are deleted at once, only the names are told."""


class Standing(NamedTuple):
    """How many entries stand below a person or a term: those that readers see, and the rest."""

    public: int
    others: int
    has_page: bool

    @property
    def all(self) -> int:
        return self.public + self.others


def standing(rows: Any, kind: int, number: int) -> Standing:
    """Of rows that name an entry each."""
    named = rows.order_by().values("entry_id").distinct()
    public = PublicEntry.objects.filter(entry_id__in=named).count()
    has_page = Listing.objects.filter(listing=listing_number(kind, number)).exists()
    return Standing(public, named.count() - public, has_page)


def told(thing: Any) -> list[str]:
    """What becomes of readers' pages, and of entries, when it is deleted."""
    return list(TOLD[type(thing)](thing))


def _of_person(person: Person) -> Iterator[str]:
    found = standing(Byline.objects.filter(person=person), PERSON, person.pk)
    if found.all:
        yield _(
            "Entries that name this person in the byline: %(all)s (public: %(public)s, not public: %(others)s)."
        ) % _numbers(found)
        yield _(
            "The name goes from all these bylines, and from those of drafts and versions of before. "
            "What stands in the texts, and who speaks in interviews, stays."
        )
    else:
        yield _("No entry names this person in its byline.")
    address = f"/people/{person.slug}/"
    if found.has_page:
        yield _("The page %(address)s answers readers that it is gone (410), and so do its feeds.") % {
            "address": f"{FSI}{address}{PDI}"
        }
    for line in MenuItem.objects.filter(url=address).values_list("label", flat=True):
        yield _("The line “%(line)s” of the menu leads to that page.") % {"line": line}


def _of_category(category: Category) -> Iterator[str]:
    found = standing(Entry.categories.through.objects.filter(category=category), CATEGORY, category.pk)
    yield from _of_term(found)
    if below := category.children.count():
        yield _("Categories directly below: %(number)s. They stay, and stand at the top then.") % {"number": below}


def _of_tag(tag: Tag) -> Iterator[str]:
    yield from _of_term(standing(Entry.tags.through.objects.filter(tag=tag), TAG, tag.pk))


def _of_term(found: Standing) -> Iterator[str]:
    if found.all:
        yield _("Entries under it: %(all)s (public: %(public)s, not public: %(others)s). They stay, without it.") % (
            _numbers(found)
        )
    else:
        yield _("No entry stands under it.")
    yield from _gone(found)


def _of_series(series: Series) -> Iterator[str]:
    found = standing(Part.objects.filter(series=series), SERIES, series.pk)
    if found.all:
        yield _("Its parts: %(all)s (public: %(public)s, not public: %(others)s). They stay, as single entries.") % (
            _numbers(found)
        )
    else:
        yield _("It has no parts.")
    yield from _gone(found)


def _gone(found: Standing) -> Iterator[str]:
    if found.has_page:
        yield _("Its page answers readers that it is gone (410), and so do its feeds.")


def _numbers(found: Standing) -> dict[str, int]:
    return {"all": found.all, "public": found.public, "others": found.others}


TOLD: Final[dict[type[Any], Any]] = {
    Person: _of_person,
    Category: _of_category,
    Tag: _of_tag,
    Series: _of_series,
}


class _Refusing:
    """A category below may not come to the top where another has its slug."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            # Settled once: a person may have written thousands of entries.
            with transaction.atomic(), bulk():
                answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            sentence = _("Nothing was deleted: a category below would stand at the top, where another has its slug.")
            messages.error(self.request, sentence)
            return HttpResponseRedirect(self.request.get_full_path())
        return answer


class Delete(_Refusing, DeleteView):  # type: ignore[misc]
    def told(self) -> list[str]:
        return told(self.object)

    def instead(self) -> list[str]:
        """What else may be meant."""
        if not isinstance(self.object, Person):
            return []
        found = [_("To keep the name without a page, write it under “Or a name” in the bylines first.")]
        if may_merge(self.request.user):
            url = reverse("masthead_merge_people", args=[self.object.pk])
            sentence = _("Is the same person here twice? Then do not delete, but")
            found.insert(0, format_html('{} <a href="{}">{}</a>.', sentence, url, _("merge the two")))
        return found


class DeleteSeveral(_Refusing, DeleteBulkAction):  # type: ignore[misc]
    """Those that are ticked in a listing."""

    template_name = "masthead_desk/deleting/several.html"
    models = tuple(TOLD)

    def get_usage_url(self, snippet: Any) -> None:
        """There is none."""

    def get_context_data(self, **context: Any) -> Any:
        found = super().get_context_data(**context)
        for item in found["items"][:TOLD_OF]:
            item["told"] = told(item["item"])
        return found
