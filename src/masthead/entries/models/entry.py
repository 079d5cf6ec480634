"""The entry: anything published in a blog."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from masthead.entries.blocks import EntryBlocks
from masthead.entries.identity import code_of, days_of, microseconds, rank_of
from masthead.entries.models.fields import BodyField
from masthead.entries.models.forms import NOTHING_TO_PUBLISH, CopyEntryForm, EntryForm, is_empty
from masthead.entries.models.labels import label_of
from masthead.entries.models.pages import AddressedPage, page_link
from masthead.entries.models.people import with_merged
from masthead.entries.models.places import Blog
from masthead.entries.models.series import enter
from masthead.entries.models.terms import Tag
from masthead.entries.slugs import MAX_BYTES, Place, is_reserved, slugify

if TYPE_CHECKING:
    import datetime as dt

    from masthead.entries.rendering import Blocks

# A copy is another entry: it may not share what tells entries apart, nor an import's key.
IDENTITY: list[str] = ["permanent_id", "rank", "code", "source"]


# What every kind's form has. Texts stand here and not with the columns, where each would be a migration.
HEADLINE = TitleFieldPanel(
    "headline",
    heading=_("Headline"),
    targets=["slug"],
    widget=forms.TextInput(attrs={"dir": "auto"}),
    placeholder=_("Headline"),
)
ABOUT: list[Panel] = [
    FieldPanel(
        "summary",
        heading=_("Summary"),
        help_text=_("What lists and feeds show. Empty: what stands above the “Read more” mark, else the first words."),
    ),
    InlinePanel(
        "bylines", heading=_("Byline"), label=_("Person"), help_text=_("Who readers are told of, in this order.")
    ),
    MultiFieldPanel(
        [
            FieldPanel("categories", heading=_("Categories")),
            FieldPanel(
                "tags",
                heading=_("Tags"),
                help_text=_("With commas between. A tag that the blog does not have yet is made."),
            ),
            FieldPanel(
                "series",
                heading=_("Series"),
                help_text=_("Becomes its last part as soon as this is saved; the form of the series says the order."),
            ),
            InlinePanel(
                "related",
                heading=_("Read on"),
                label=_("Entry"),
                help_text=_("Entries that readers are led on to, in this order. These do not lead back by themselves."),
                max_num=20,
            ),
            FieldPanel(
                "suggested",
                heading=_("Suggestions to read on"),
                help_text=_("What shares tags, people or topics. What you tick is added to the list when you save."),
            ),
        ],
        heading=_("Topics, series, related entries"),
    ),
]
DATE_AND_LANGUAGE: list[Panel] = [
    FieldPanel(
        "date",
        heading=_("Date"),
        help_text=_("Readers see this date, and lists follow it. It publishes nothing by itself."),
    ),
    FieldPanel("language", heading=_("Language"), help_text=_("As “en”, “fa” or “pt-BR”. Empty: the blog's.")),
    FieldPanel(
        "translation_of",
        heading=_("Translation of"),
        help_text=_("The same entry in another language. Readers of each are led to all others."),
    ),
]
PINNED = FieldPanel(
    "pinned", heading=_("Pinned"), help_text=_("Stands above the newest entries on the front of the blog.")
)
ADDRESS = FieldPanel(
    "slug",
    heading=_("Slug"),
    help_text=_("The last part of the address. Old addresses lead to the new one."),
)


class NothingToPublish(ValidationError):
    """A version without headline and text; it stays a draft."""

    def __init__(self, entry_id: int, label: str) -> None:
        super().__init__(NOTHING_TO_PUBLISH)
        self.entry_id = entry_id
        self.label = label


class Entry(AddressedPage, Page):  # type: ignore[misc, django-manager-missing]
    """Every entry of every kind, with all columns that listings and addresses need.

    Kinds are children with only their own columns. `Page.title` is the desk's label; readers see `headline`.
    """

    KIND: ClassVar[str] = ""

    page_ptr = page_link()
    # A plain number: a foreign key would clash with the tree's own cascade.
    blog_id = models.BigIntegerField(db_index=True, editable=False, blank=True)
    kind = models.CharField(max_length=20, editable=False, blank=True)
    language = models.CharField(max_length=16, blank=True, help_text="Empty: the blog's.")
    permanent_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    rank = models.BigIntegerField(unique=True, editable=False, blank=True)
    code = models.CharField(max_length=12, unique=True, editable=False, blank=True)
    headline = models.TextField(blank=True)
    date = models.DateTimeField(default=timezone.now)
    at = models.BigIntegerField(editable=False, blank=True)
    year = models.IntegerField(editable=False, blank=True)
    month = models.IntegerField(editable=False, blank=True)
    day = models.IntegerField(editable=False, blank=True)
    modified = models.BigIntegerField(null=True, blank=True, editable=False)
    summary = models.TextField(blank=True, help_text="What lists and feeds show; empty: the first words.")
    body = BodyField(EntryBlocks, blank=True)
    categories = ParentalManyToManyField("masthead.Category", blank=True, related_name="+")
    tags = ParentalManyToManyField("masthead.Tag", blank=True, related_name="+")
    pinned = models.BooleanField(default=False, db_default=False)
    # The permanent id of the entry that the others are translations of; empty: the entry's own.
    translation_group = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    base_form_class = EntryForm
    copy_form_class = CopyEntryForm
    is_creatable = False
    parent_page_types: ClassVar[list[Any]] = [Blog]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar = [*IDENTITY, "pinned", "translation_group"]
    content_panels: ClassVar = [
        HEADLINE,
        FieldPanel("body", heading=_("Text")),
        *ABOUT,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]
    promote_panels: ClassVar[list[object]] = []
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("kind"),
    ]

    class Meta:
        db_table = "masthead_entry"
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    if TYPE_CHECKING:
        title: str
        last_published_at: dt.datetime | None

    def place(self) -> Place:
        return "blog"

    def derive(self) -> None:
        self.kind = self.KIND or self.kind
        self.headline = self.headline.strip()
        self.rank, self.code = rank_of(self.permanent_id), code_of(self.permanent_id)
        self._derive_moments()
        self._derive_blog()
        self.title = label_of(self)
        self._derive_slug()

    def told(self) -> Blocks:
        """The words of this version as stored blocks, in the order in which they are read: labels are made of them,
        and there is something to publish if they show anything. `masthead.pages.kinds.Kind.told` says the same of
        what is public."""
        return self.body.get_prep_value() if self.body else []

    def _derive_moments(self) -> None:
        if not self.date:  # the form says so
            return
        # Drafts are JSON, which keeps milliseconds: a finer date would move when its draft is published.
        self.date = self.date.replace(microsecond=self.date.microsecond // 1000 * 1000)
        self.at = microseconds(self.date)
        self.year, self.month, self.day = days_of(self.date, timezone.get_default_timezone())
        if self.last_published_at is not None:
            self.modified = microseconds(self.last_published_at)

    def _derive_blog(self) -> None:
        parent = self.parent_page()
        if parent is None:
            return
        self.blog_id = parent.pk
        if not self.language:
            blog = Blog.objects.filter(pk=parent.pk).values_list("language", flat=True).first()
            self.language = blog or ""

    def _derive_slug(self) -> None:
        """Notes take their code. An article follows its headline once, then keeps what it has."""
        if self.without_words():
            self.slug = self.code
            return
        chosen = self.slug not in ("", self.code)
        if not chosen:
            wanted = slugify(self.headline)
            self.slug = self.code if not wanted or is_reserved(wanted, place="blog") else wanted
        if self._state.adding or not chosen:
            self.slug = self.free_slug(self.slug)

    def publish(self, revision: Any, *args: Any, **options: Any) -> None:
        """Wagtail's, now or at a moment to come. Raises NothingToPublish; a form says so before, but there are ways
        to publish without one.
        """
        version = revision.as_object()
        if is_empty(version.headline, version.told()):
            raise NothingToPublish(self.pk, version.title)
        super().publish(revision, *args, **options)

    def save(self, *args: Any, **options: Any) -> None:
        self.make_tags()
        super().save(*args, **options)

    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Wagtail's; a revision names its tags by number, so those typed for the first time are made first."""
        self.make_tags()
        if "chosen_series" in self.__dict__:
            enter(self, self.__dict__.pop("chosen_series"))
        return super().save_revision(*args, **options)

    def make_tags(self) -> None:
        """Make the rows of tags that have none yet."""
        tags = list(self.tags.all())
        if all(tag.pk for tag in tags):
            return
        self.tags = [tag if tag.pk else made(tag) for tag in tags]

    def without_words(self) -> bool:
        """Whether the address is made of date and code."""
        return self.kind == "note" or not self.headline

    @property
    def group(self) -> uuid.UUID:
        """What an entry and its translations share."""
        return self.translation_group or self.permanent_id

    def translations(self) -> models.QuerySet[Entry]:
        """The other entries of the group, public or not."""
        # An entry that left its own group has another one in its row.
        original = models.Q(permanent_id=self.group, translation_group=None)
        group = models.Q(translation_group=self.group) | original
        return Entry.objects.filter(group).exclude(pk=self.pk).order_by("pk")

    def parent_page(self) -> Page | None:
        """None while the entry has no place in the tree."""
        return self.get_parent() if self.path else None

    def free_slug(self, slug: str, parent: Page | None = None) -> str:
        """The slug, or a neighbour that no sibling has: two questions at most, however many share it."""
        parent = parent or self.parent_page()
        if parent is None or not slug:
            return slug
        for wanted in (slug, suffixed(slug, "2")):
            if Page._slug_is_available(wanted, parent, self):
                return wanted
        return suffixed(slug, self.code)

    def copy(self, *args: Any, **options: Any) -> Any:
        """Wagtail's copy; the slug is made free unless the caller chose one."""
        attributes = dict(options.pop("update_attrs", None) or {})
        if "slug" not in attributes and not self.without_words():
            parent = options.get("to") or self.get_parent()
            attributes["slug"] = self.free_for_copy(parent)
        return super().copy(*args, update_attrs=attributes, **options)

    def free_for_copy(self, parent: Page) -> str:
        for wanted in (self.slug, suffixed(self.slug, "2")):
            if Page._slug_is_available(wanted, parent):
                return wanted
        return suffixed(self.slug, code_of(uuid.uuid4()))

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A draft never brings another identity, nor another place: both are the row's own. Nor does it name somebody
        who has become one with another since."""
        entry = super().with_content_json(with_merged(content))
        for name in (*IDENTITY, "blog_id"):
            setattr(entry, name, getattr(self, name))
        return entry


def suffixed(slug: str, suffix: str) -> str:
    """The slug with a suffix, within the length that a slug may have."""
    room = MAX_BYTES - len(suffix) - 1
    return slug.encode()[:room].decode(errors="ignore").rstrip("-_") + "-" + suffix


def made(tag: Tag) -> Tag:
    """The tag's row; another editor may have made it meanwhile."""
    return Tag.objects.get_or_create(blog_id=tag.blog_id, slug=tag.slug, defaults={"name": tag.name})[0]
