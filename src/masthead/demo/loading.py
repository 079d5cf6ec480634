"""Writes the demo content into a site that `masthead new` has just made."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from masthead import kind_folders
from masthead.demo.content import SITE
from masthead.demo.films import FILMS
from masthead.demo.papers import PAPERS
from masthead.demo.pictures import PICTURES
from masthead.demo.records import Block, BlogData, EntryData, KindData, Moment, SeriesData, StaticPageData
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
    Part,
    Person,
    Related,
    Series,
    SiteSettings,
    StaticPage,
    Tag,
)

# Entries are the same ones wherever the demo is loaded, so that their addresses are too.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:masthead:demo")
# Where a block names a picture or a document.
FILED = ("image", "poster", "file", "document")
AHEAD = datetime.timedelta(weeks=3)

# What `masthead new` calls things that nobody has named.
UNNAMED_BLOG = "Blog"


@transaction.atomic
def fill() -> None:
    """Add the demo's blogs, entries, people, pages and pictures, and a menu that leads to them.

    A blog that its owner has named keeps its name.
    """
    home = Home.objects.get()
    brought = of_kinds()
    pictures = {**PICTURES, **{name: drawn for kind in brought for name, drawn in (kind.pictures or {}).items()}}
    files = {name: _image(name, *drawn) for name, drawn in pictures.items()} | _documents()
    everybody = (*SITE.people, *(data for kind in brought for data in kind.people))
    people = {data.key: _person(data) for data in everybody}
    blogs = [_blog(home, with_kinds(data, brought), people, files) for data in SITE.blogs]
    for kind in brought:
        _finish(kind)
    _relate(SITE.blogs)
    static_pages = [_static_page(home, data, files) for data in SITE.static_pages]
    Home.objects.filter(pk=home.pk).update(introduction=SITE.introduction, sections=_sections())
    _settings([*blogs, *static_pages])


def of_kinds() -> list[KindData]:
    """What the folders of kinds bring."""
    return [import_module(name).DEMO for name in kind_folders.modules("demo").values()]


def with_kinds(blog: BlogData, brought: Iterable[KindData]) -> BlogData:
    entries = [*blog.entries, *(entry for kind in brought for entry in kind.entries.get(blog.slug, ()))]
    tags = dict.fromkeys([*blog.tags, *(tag for kind in brought for tag in (kind.tags or {}).get(blog.slug, ()))])
    last = (9999,)
    return blog._replace(entries=tuple(sorted(entries, key=lambda entry: entry.date or last)), tags=tuple(tags))


def _finish(kind: KindData) -> None:
    """What a kind does with its entries once they have their places."""
    if kind.finish is None:
        return
    for data in (entry for some in kind.entries.values() for entry in some):
        kind.finish(Entry.objects.get(permanent_id=uuid.uuid5(NAMESPACE, data.key)).specific, data)


def _models() -> dict[str, type[Entry]]:
    return {model.KIND: model for model in apps.get_models() if issubclass(model, Entry) and model.KIND}


def _sections() -> list[dict[str, Any]]:
    """Home as an editor might compose it: one entry leads, all blogs follow."""
    lead = Entry.objects.get(permanent_id=uuid.uuid5(NAMESPACE, SITE.lead))
    parts = [("lead", {"entry": lead.pk})]
    parts += [("blog", {"blog": blog.pk, "entries": SOME_ENTRIES}) for blog in Blog.objects.order_by("path")]
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"home {place}"))}
        for place, (kind, value) in enumerate(parts)
    ]


def _image(name: str, title: str, description: str, draw: Callable[[], bytes]) -> int:
    image = Image.objects.create(
        title=title, description=description, file=ImageFile(BytesIO(draw()), name=f"{name}.jpg")
    )
    return int(image.pk)


def _documents() -> dict[str, int]:
    """Sounds, films and papers, by the names that texts use."""
    return {
        **{name: _document(title, f"{name}.wav", made()) for name, (title, made) in SOUNDS.items()},
        **{name: _document(title, f"{name}.webm", made()) for name, (title, made) in FILMS.items()},
        **{name: _document(title, file, text.encode()) for name, (title, file, text) in PAPERS.items()},
    }


def _document(title: str, name: str, content: bytes) -> int:
    document = Document(title=title, file=ContentFile(content, name=name))
    document._set_document_file_metadata()
    document.save()
    return int(document.pk)


def _person(data: Any) -> Person:
    return Person.objects.create(
        name=data.name,
        sort_name=data.sort_name,
        bio=data.bio,
        slug=data.slug,
        website=data.website,
        sort=data.sort,
    )


def _blog(home: Home, data: BlogData, people: Mapping[str, Person], files: Mapping[str, int]) -> Blog:
    blog = _empty_blog(data) or home.add_child(
        instance=Blog(title=data.name, slug=data.slug, language=data.language, description=data.description)
    )
    categories = _categories(blog, data)
    tags = {name: Tag.objects.create(blog=blog, name=name) for name in data.tags}
    models = _models()
    for entry in data.entries:
        made = _entry(models[entry.kind], entry, files)
        made.bylines.add(
            *(
                Byline(person=people.get(key), name="" if key in people else key, role=role, sort_order=place)
                for place, (key, role) in enumerate(entry.byline)
            )
        )
        for name, rows in (entry.rows or {}).items():
            _add_rows(made, name, rows, people)
        made.categories = [categories[name] for name in entry.categories]
        made.tags = [tags[name] for name in entry.tags]
        blog.add_child(instance=made)
        _settle(made, entry)
    for series in data.series:
        _series(blog, series)
    return blog


def _series(blog: Blog, data: SeriesData) -> None:
    series = Series.objects.create(blog=blog, name=data.name, introduction=data.introduction)
    for place, key in enumerate(data.parts):
        Part.objects.create(series=series, entry_id=_number(key), sort_order=place)


def _number(key: str) -> int:
    """The number of an entry that is loaded."""
    return int(Entry.objects.values_list("pk", flat=True).get(permanent_id=uuid.uuid5(NAMESPACE, key)))


def _relate(blogs: Iterable[BlogData]) -> None:
    """Once all are there: an entry may lead on to one of another blog, or a later one."""
    for entry in (entry for blog in blogs for entry in blog.entries):
        for place, key in enumerate(entry.related):
            Related.objects.create(entry_id=_number(entry.key), other_id=_number(key), sort_order=place)


def _empty_blog(data: BlogData) -> Blog | None:
    """The blog that `masthead new` made for somebody who named none, given the demo's name; its address stays."""
    blog = Blog.objects.filter(title=UNNAMED_BLOG, language=data.language, numchild=0).first()
    if blog is not None:
        blog.title = blog.draft_title = data.name
        blog.description = data.description
        blog.save()
    return blog


def _categories(blog: Blog, data: BlogData) -> dict[str, Category]:
    made: dict[str, Category] = {}
    for category in data.categories:
        made[category.name] = Category.objects.create(
            blog=blog, name=category.name, description=category.description, parent=made.get(category.parent)
        )
    return made


def _add_rows(entry: Entry, name: str, rows: Iterable[Mapping[str, Any]], people: Mapping[str, Person]) -> None:
    """Rows of an inline table of the kind. A `person` is named by the key that the demo has for them."""
    children = getattr(entry, name)
    for place, row in enumerate(rows):
        named = {"person": people[row["person"]]} if row.get("person") else {}
        children.add(children.model(**{**row, **named}, sort_order=place))


def _entry(model: type[Entry], data: EntryData, files: Mapping[str, int]) -> Entry:
    date = _moment(data.date) if data.date else timezone.now().replace(minute=0, second=0, microsecond=0) + AHEAD
    public = data.state == "public"
    own = {
        name: _stored(value, f"{data.key} {name}", files) if isinstance(value, list) else value
        for name, value in (data.own or {}).items()
    }
    return model(
        **own,
        permanent_id=uuid.uuid5(NAMESPACE, data.key),
        translation_group=uuid.uuid5(NAMESPACE, data.translation) if data.translation else None,
        language=data.language,
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
    """The blocks as the database keeps them."""
    stored: list[dict[str, Any]] = _with_ids(list(blocks), key, files)
    return stored


def _with_ids(value: Any, key: str, files: Mapping[str, int]) -> Any:
    """Files by number, and ids everywhere: of an item without one the desk's form would show nothing, and save that."""
    if isinstance(value, list):
        return [_with_ids(item, f"{key} {place}", files) for place, item in enumerate(value)]
    if isinstance(value, dict):
        found = {name: files[each] if name in FILED else _with_ids(each, f"{key} {name}", files)
                 for name, each in value.items()}  # fmt: skip
        return found | ({"id": str(uuid.uuid5(NAMESPACE, key))} if value.keys() == {"type", "value"} else {})
    return value


def _settings(pages: Iterable[Page]) -> None:
    site = Site.objects.get(is_default_site=True)
    settings, _ = SiteSettings.objects.get_or_create(site=site)
    settings.tagline, settings.footer = SITE.tagline, SITE.footer
    settings.menu = [MenuItem(label=page.title, page=page, sort_order=place) for place, page in enumerate(pages)]
    settings.save()
