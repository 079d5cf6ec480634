"""The desk's forms of pages: tags typed as text, categories of the blog alone, languages that exist."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from masthead.entries.blocks import EntryBlocks
from masthead.entries.collation import sort_key
from masthead.entries.excerpts import has_content
from masthead.entries.languages import UNKNOWN, normalised_tag
from masthead.entries.models.fields import BodyWidget
from masthead.entries.models.pages import SITE_DEPTH, check_depth, check_length
from masthead.entries.models.people import sent_today
from masthead.entries.models.related import Related, SuggestedField
from masthead.entries.models.series import Series, series_of
from masthead.entries.models.shown_html import BLOCK as HTML
from masthead.entries.models.shown_html import brings_html, html_of, may_write_html
from masthead.entries.models.terms import Category, Tag
from masthead.entries.shown import day
from masthead.entries.slugs import Place, SlugError, check_slug, slugify
from masthead.entries.suggesting import Suggestion, suggested

if TYPE_CHECKING:
    from masthead.entries.models.entry import Entry
    from masthead.entries.rendering import Blocks

COMMA: Final = re.compile(r"[,،]")
SHOWN_COMMA: Final = ", "
STEP: Final = " › "
LONGEST_TAG: Final = 255


NOTHING_TO_PUBLISH: Final = _("Write a headline or some text before you publish.")


def is_empty(headline: str | None, told: Blocks) -> bool:
    """Whether an entry has neither a headline nor anything that its words show."""
    return not (headline or "").strip() and not has_content(told)


@lru_cache(maxsize=16)
def _blocks_with(html: int) -> EntryBlocks:
    """The blocks of a body that may have so many of HTML."""
    return EntryBlocks(block_counts=EntryBlocks().meta.block_counts | {HTML: {"max_num": html}})


class PageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Of every page that has a language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.may_write_html = may_write_html(self.for_user)
        if "body" in self.fields and not self.may_write_html:
            self._offer_no_html()

    def _offer_no_html(self) -> None:
        """What stands there may stay; the menu of blocks offers no more of it."""
        present = sum(block.block_type == HTML for block in self.instance.body)
        field = self.fields["body"]
        # The widget alone: a refusal shall be said in our sentence, not as a number of blocks.
        field.widget = BodyWidget(_blocks_with(present))

    def clean_body(self) -> Any:
        body = self.cleaned_data["body"]
        if not self.may_write_html and brings_html(self.instance, body):
            raise ValidationError(_("Only administrators may add HTML that readers get, or change it."))
        return body

    def place(self) -> Place:
        parent = self.parent_page
        return "site" if parent is not None and parent.depth == SITE_DEPTH - 1 else "below"

    def clean(self) -> Any:
        """A page that is not in the tree yet does not know its place: so its slug is checked here, not by itself."""
        cleaned = super().clean()
        slug = cleaned.get("slug") or slugify(cleaned.get("title", ""))
        if slug and self.instance.depth is None:
            try:
                check_slug(slug, place=self.place())
            except SlugError as error:
                self.add_error("slug", str(error))
        if self.instance.depth is None and self.parent_page is not None:
            try:
                check_depth(self.parent_page.depth + 1)
                if slug and self.instance.nests:
                    check_length(self.instance, slug, self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"].strip()
        written = normalised_tag(language)
        if language and written == UNKNOWN:
            raise ValidationError(_("Write a language as “en”, “fa” or “pt-BR”."))
        return written if language else ""


class TagsField(forms.CharField):
    """Tags as their names with commas between, Persian commas too."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else SHOWN_COMMA.join(tag.name for tag in value)

    def to_python(self, value: Any) -> Any:
        names = (" ".join(part.split()) for part in COMMA.split(value or ""))
        return list(dict.fromkeys(name for name in names if name))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(tag.name for tag in initial or ()) != sorted(self.to_python(data))


def by_path(choice: tuple[Any, Any]) -> list[str]:
    """Where a choice of a category stands: below the one above it, by name as the editor's language sorts."""
    return [sort_key(name, get_language() or "en") for name in str(choice[1]).split(STEP)]


class _ByPath(ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        return iter(sorted((self.choice(found) for found in self.queryset), key=by_path))


class CategoriesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The categories of one blog, each with the path that leads to it."""

    iterator = _ByPath

    def of_blog(self, blog_id: int) -> None:
        self.queryset = Category.objects.filter(blog_id=blog_id)
        self._known = {category.pk: category for category in self.queryset}

    def label_from_instance(self, category: Any) -> str:
        path, above = [category.name], category.parent_id
        while above in self._known and len(path) <= len(self._known):
            path.append(self._known[above].name)
            above = self._known[above].parent_id
        return STEP.join(reversed(path))


def _told_of(entry: Entry, found: Suggestion) -> str:
    """A suggestion in a line: what it is, and what it shares."""
    date = day(timezone.localtime(entry.date))
    return f"{entry.title} ({entry.specific_class._meta.verbose_name} · {date}): {' · '.join(found.shared)}"


class EntryForm(PageForm):
    """Of an entry. An empty slug is no error: it follows from the headline."""

    tags = TagsField(required=False)
    suggested = SuggestedField()
    series = forms.ModelChoiceField(queryset=Series.objects.none(), required=False)
    translation_of = forms.ModelChoiceField(queryset=Page.objects.none(), required=False)
    categories = CategoriesField(queryset=Category.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data and sent_today(data), *args, **options)
        parent = self.parent_page
        self.blog_id: int = parent.pk if parent is not None else self.instance.blog_id
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "categories" in self.fields:
            self.fields["categories"].of_blog(self.blog_id)
        if "translation_of" in self.fields:
            self._offer_translations()
        if "series" in self.fields:
            self._offer_series()
        if "suggested" in self.fields:
            self._offer_suggestions()

    def _offer_suggestions(self) -> None:
        from masthead.entries.models.entry import Entry

        found = suggested(self.instance) if self.instance.pk else []
        entries = {entry.pk: entry for entry in Entry.objects.filter(pk__in=[each.entry_id for each in found])}
        self.fields["suggested"].choices = [
            (each.entry_id, _told_of(entries[each.entry_id], each)) for each in found if each.entry_id in entries
        ]
        if not found and not self.is_bound:
            del self.fields["suggested"]

    def save(self, commit: bool = True) -> Any:
        """What was ticked comes behind what stands in the list: its formset takes rows that it does not know away."""
        entry = super().save(commit)
        ticked = self.cleaned_data.get("suggested") or []
        there = {entry.pk, *(row.other_id for row in entry.related.all())}
        from masthead.entries.models.entry import Entry

        for number in Entry.objects.filter(pk__in=ticked).values_list("pk", flat=True):
            if number not in there:
                entry.related.add(Related(other_id=number, sort_order=len(there)))
                there.add(number)
        if commit and ticked:
            entry.related.commit()
        return entry

    def _offer_series(self) -> None:
        """It holds at once, without review: so of what is public, only who may change the series changes it."""
        mine = Series.objects.filter(blog_id=self.blog_id).order_by("name", "pk")
        is_public = self.instance.pk is not None and self.instance.live
        may = not is_public or self.for_user is None or self.for_user.has_perm("masthead.change_series")
        if not may or not mine.exists():
            del self.fields["series"]
            return
        self.fields["series"].queryset = mine
        self.initial["series"] = series_of(self.instance) if self.instance.pk else None

    def _offer_translations(self) -> None:
        from masthead.entries.models.entry import Entry

        field = self.fields["translation_of"]
        field.queryset = Entry.objects.exclude(pk=self.instance.pk)
        field.widget = AdminPageChooser(target_models=[Entry])
        self.linked: Entry | None = self.instance.translations().first()
        self.initial["translation_of"] = self.linked and self.linked.pk

    def clean(self) -> Any:
        cleaned = self._clean_translation()
        if "series" in self.fields and "series" in cleaned and cleaned["series"] != self.initial["series"]:
            self.instance.chosen_series = cleaned["series"]
        self._refuse_itself()
        # A draft may be empty; everything else leads to readers.
        if not self.is_deferred_validation and "body" in cleaned and is_empty(cleaned.get("headline"), self.told()):
            self.add_error("headline" if "headline" in self.fields else "body", NOTHING_TO_PUBLISH)
        return cleaned

    def _refuse_itself(self) -> None:
        rows = self.formsets.get("related")
        for form in rows.forms if rows is not None and rows.is_valid() else ():
            other = form.cleaned_data.get("other")
            if other is not None and other.pk == self.instance.pk:
                form.add_error("other", _("This is the entry itself: choose another."))

    def told(self) -> Blocks:
        """What `Entry.told` will say of what was typed."""
        body = self.cleaned_data.get("body")
        return body.get_prep_value() if body else []

    def _clean_translation(self) -> Any:
        """A translation is in another language. Only what was chosen anew changes the group."""
        cleaned = super().clean()
        if "translation_of" not in self.fields or "translation_of" in self.errors:
            return cleaned
        chosen: Entry | None = cleaned.get("translation_of")
        if chosen == self.linked:
            return cleaned
        if chosen is None:
            # Its own permanent id would not do: others may be translations of it.
            self.instance.translation_group = uuid.uuid4()
        elif chosen.language == (cleaned.get("language") or self._language_of_blog()):
            self.add_error("translation_of", _("This entry is in the same language: choose one in another."))
        else:
            self.instance.translation_group = chosen.group
        return cleaned

    def _language_of_blog(self) -> str:
        from masthead.entries.models.places import Blog

        return Blog.objects.filter(pk=self.blog_id).values_list("language", flat=True).first() or ""

    def place(self) -> Place:
        return "blog"

    def clean_tags(self) -> list[Tag]:
        """Tags of the blog; those that it does not have yet are made when the entry is saved."""
        found: dict[str, Tag] = {}
        for tag in map(self._tag, self.cleaned_data["tags"]):
            found.setdefault(tag.slug, tag)
        return list(found.values())

    def _tag(self, name: str) -> Tag:
        slug = slugify(name)
        if not slug or len(name) > LONGEST_TAG:
            raise ValidationError(
                _("“%(name)s” cannot be a tag: use letters or digits, and few words.") % {"name": name}
            )
        tags = Tag.objects.filter(blog_id=self.blog_id)
        known = tags.filter(name=name).first() or tags.filter(slug=slug).first()
        return known or Tag(blog_id=self.blog_id, name=name, slug=slug)


class CopyPageForm(CopyForm):  # type: ignore[misc]
    """Of a copy. An alias would keep its text public after the original was withdrawn."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("alias", None)

    def clean(self) -> Any:
        if not may_write_html(self.user) and html_of(getattr(self.page.specific, "body", None)):
            sentence = _("This page holds HTML that only administrators may add: ask one to copy it.")
            self.add_error("new_parent_page", sentence)
        return super().clean()


class CopyEntryForm(CopyPageForm):
    """A copy keeps the headline until somebody edits it, as the desk's label follows from the headline."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        entry: Entry = self.page.specific
        self.fields["new_title"].widget = forms.HiddenInput()
        self.fields["new_slug"].initial = entry.free_for_copy(self.page.get_parent())
        if entry.without_words():
            self.fields["new_slug"].widget = forms.HiddenInput()
