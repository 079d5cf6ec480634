"""Writes the demo content into a site that `masthead new` has just made."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from masthead.demo.content import SITE
from masthead.demo.pictures import PICTURES
from masthead.demo.records import Block, BlogData, EntryData, Moment, StaticPageData
from masthead.demo.sounds import SOUNDS
from masthead.entries.composing import SOME_ENTRIES
from masthead.entries.models import (
    Blog,
    Byline,
    Category,
    Entry,
    Home,
    Image,
    MenuItem,
    Person,
    SiteSettings,
    StaticPage,
    Tag,
)
from masthead.kinds.article.models import Article
from masthead.kinds.note.models import Note

# Entries are the same ones wherever the demo is loaded, so that their addresses are too.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:masthead:demo")
KINDS: Mapping[str, type[Entry]] = {"article": Article, "note": Note}
AHEAD = datetime.timedelta(weeks=3)

# What `masthead new` calls things that nobody has named.
UNNAMED_SITE, UNNAMED_BLOG = ("", "My site"), "Blog"


@transaction.atomic
def fill() -> None:
    """Add the demo's blogs, entries, people, pages and pictures, and a menu that leads to them.

    A site or blog that its owner has named keeps its name.
    """
    home = Home.objects.get()
    files = {name: _image(name) for name in PICTURES} | {name: _sound(name) for name in SOUNDS}
    people = {data.key: _person(data) for data in SITE.people}
    blogs = [_blog(home, data, people, files) for data in SITE.blogs]
    static_pages = [_static_page(home, data, files) for data in SITE.static_pages]
    Home.objects.filter(pk=home.pk).update(introduction=SITE.introduction, sections=_sections())
    _settings([*blogs, *static_pages])


def _sections() -> list[dict[str, Any]]:
    """Home as an editor might compose it: one entry leads, all blogs follow."""
    lead = Entry.objects.get(permanent_id=uuid.uuid5(NAMESPACE, SITE.lead))
    parts = [("lead", {"entry": lead.pk})]
    parts += [("blog", {"blog": blog.pk, "entries": SOME_ENTRIES}) for blog in Blog.objects.order_by("path")]
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"home {place}"))}
        for place, (kind, value) in enumerate(parts)
    ]


def _image(name: str) -> int:
    title, description, draw = PICTURES[name]
    image = Image.objects.create(
        title=title, description=description, file=ImageFile(BytesIO(draw()), name=f"{name}.jpg")
    )
    return int(image.pk)


def _sound(name: str) -> int:
    title, made = SOUNDS[name]
    document = Document(title=title, file=ContentFile(made(), name=f"{name}.wav"))
    document._set_document_file_metadata()
    document.save()
    return int(document.pk)


def _person(data: Any) -> Person:
    return Person.objects.create(name=data.name, sort_name=data.sort_name, bio=data.bio, slug=data.slug)


def _blog(home: Home, data: BlogData, people: Mapping[str, Person], files: Mapping[str, int]) -> Blog:
    blog = _empty_blog(data) or home.add_child(
        instance=Blog(title=data.name, slug=data.slug, language=data.language, description=data.description)
    )
    categories = _categories(blog, data)
    tags = {name: Tag.objects.create(blog=blog, name=name) for name in data.tags}
    for entry in data.entries:
        made = _entry(entry, files)
        made.bylines.add(
            *(Byline(person=people[key], role=role, sort_order=place) for place, (key, role) in enumerate(entry.byline))
        )
        made.categories = [categories[name] for name in entry.categories]
        made.tags = [tags[name] for name in entry.tags]
        blog.add_child(instance=made)
        _settle(made, entry)
    return blog


def _empty_blog(data: BlogData) -> Blog | None:
    """The blog that `masthead new` made for somebody who named none, given the demo's name; its address stays."""
    blog = Blog.objects.filter(title=UNNAMED_BLOG, language=data.language, numchild=0).first()
    if blog is not None:
        blog.title, blog.description = data.name, data.description
        blog.save()
    return blog


def _categories(blog: Blog, data: BlogData) -> dict[str, Category]:
    made: dict[str, Category] = {}
    for category in data.categories:
        made[category.name] = Category.objects.create(
            blog=blog, name=category.name, description=category.description, parent=made.get(category.parent)
        )
    return made


def _entry(data: EntryData, files: Mapping[str, int]) -> Entry:
    date = _moment(data.date) if data.date else timezone.now().replace(minute=0, second=0, microsecond=0) + AHEAD
    public = data.state == "public"
    return KINDS[data.kind](
        permanent_id=uuid.uuid5(NAMESPACE, data.key),
        translation_group=uuid.uuid5(NAMESPACE, data.translation) if data.translation else None,
        headline=data.headline,
        slug=data.slug,
        summary=data.summary,
        pinned=data.pinned,
        date=date,
        body=_stored(data.body, data.key, files),
        live=public,
        has_unpublished_changes=not public,
        first_published_at=date if public else None,
        last_published_at=date if public else None,
    )


def _moment(moment: Moment) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*moment))  # noqa: DTZ001  # the zone is the site's


def _settle(entry: Entry, data: EntryData) -> None:
    """Leave what is not public as the desk would: a draft with its revision, or one that waits for its time."""
    if data.state == "public":
        return
    if data.state == "scheduled":
        entry.go_live_at = entry.date
    revision = entry.save_revision()
    if data.state == "scheduled":
        revision.publish()


def _static_page(home: Home, data: StaticPageData, files: Mapping[str, int]) -> StaticPage:
    body = _stored(data.body, data.slug, files)
    page = StaticPage(title=data.title, slug=data.slug, language=data.language, body=body)
    home.add_child(instance=page)
    return page


def _stored(blocks: Iterable[Block], key: str, files: Mapping[str, int]) -> list[dict[str, Any]]:
    """The blocks as the database keeps them: with ids of their own, and files by number."""
    return [
        {**block, "value": _numbered(block["value"], files), "id": str(uuid.uuid5(NAMESPACE, f"{key} {place}"))}
        for place, block in enumerate(blocks)
    ]


def _numbered(value: Any, files: Mapping[str, int]) -> Any:
    if isinstance(value, list):
        return [_numbered(item, files) for item in value]
    if isinstance(value, dict):
        return {
            key: files[found] if key in ("image", "file") else _numbered(found, files) for key, found in value.items()
        }
    return value


def _settings(pages: Iterable[Page]) -> None:
    site = Site.objects.get(is_default_site=True)
    settings, _ = SiteSettings.objects.get_or_create(site=site)
    if settings.name in UNNAMED_SITE:
        settings.name = SITE.name
    settings.tagline, settings.footer = SITE.tagline, SITE.footer
    settings.menu = [MenuItem(label=page.title, page=page, sort_order=place) for place, page in enumerate(pages)]
    settings.save()
