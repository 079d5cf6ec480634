"""Persons, categories and tags of the staging file, found in the database or added to it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsearch.backends import get_search_backend

from masthead.entries.models import Category, MergedPerson, Person, Tag
from masthead.entries.slugs import slugify
from masthead.importers.brought import deleted_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model

    from masthead.importers import records
    from masthead.importers.brought import Brought
    from masthead.importers.staging import Staging


class Vocabulary(NamedTuple):
    """Ids by key, how many are new, and the old addresses of what was added."""

    persons: dict[str, int]
    categories: dict[str, int]
    tags: dict[str, int]
    added: dict[str, int]
    addresses: list[tuple[str, str, int]]
    # Up to which number of the staging file all are carried.
    until: dict[str, int]
    # What was added and cannot be found by the desk's search yet.
    fresh: dict[type[Model], list[Any]]


def nothing_yet() -> Vocabulary:
    """Before any is carried."""
    return Vocabulary({}, {}, {}, {"person": 0, "category": 0, "tag": 0}, [], {"person": 0, "term": 0}, {})


def carry(staging: Staging, blog: int, brought: Brought, carried: Vocabulary) -> None:
    """Find or add those that are not carried yet. What the blog has already, by its key or by its slug, is used and
    left as it is; what was deleted since an earlier import stays away.
    """
    persons = dict(staging.persons(after=carried.until["person"]))
    terms = dict(staging.terms(after=carried.until["term"]))
    carried.until["person"] = max(persons, default=carried.until["person"])
    carried.until["term"] = max(terms, default=carried.until["term"])
    _carry(list(persons.values()), list(terms.values()), blog, brought, carried)
    for model, rows in carried.fresh.items():
        get_search_backend().add_bulk(model, rows)
    carried.fresh.clear()


def _carry(
    persons: list[records.Person], terms: list[records.Term], blog: int, brought: Brought, carried: Vocabulary
) -> None:
    away = deleted_here("person", [person.key for person in persons])
    for person in persons:
        if person.key not in away:
            _person(person, carried, brought)
    for sort, add in (("category", _category), ("tag", _tag)):
        mine = [term for term in terms if term.taxonomy == sort]
        away = deleted_here(sort, [term.key for term in mine], blog)
        for term in mine:
            if term.key not in away:
                add(term, blog, carried, brought)


def _person(person: records.Person, carried: Vocabulary, brought: Brought) -> None:
    found = _first(Person.objects.filter(source=person.key)) or (
        MergedPerson.objects.filter(source=person.key).values_list("person_id", flat=True).first()
    )
    if found is None:
        slug = _free(_slug(person.name, person.key), lambda slug: Person.objects.filter(slug=slug).exists())
        made = Person(
            name=person.name, sort_name=person.sort_name[:255], slug=slug, bio=person.bio, website=person.website,
            source=person.key,
        )  # fmt: skip
        found = _add(made, "person", person.addresses, carried, brought)
    carried.persons[person.key] = found


def _category(term: records.Term, blog: int, carried: Vocabulary, brought: Brought) -> None:
    above = carried.categories.get(term.parent)
    slug = _slug(term.slug, term.key, term.name)
    mine = Category.objects.filter(blog_id=blog)
    # In a dry run a parent may have no row yet, so nothing can stand below it.
    beside = mine.filter(parent_id=above, slug=slug) if above != 0 else mine.none()
    found = _first(mine.filter(source=term.key)) or _first(beside.filter(source=""))
    if found is None:
        free = _free(slug, lambda slug: mine.filter(parent_id=above, slug=slug).exists())
        made = Category(
            blog_id=blog, parent_id=above or None, name=term.name[:255], slug=free, description=term.description,
            source=term.key,
        )  # fmt: skip
        found = _add(made, "category", term.addresses, carried, brought)
    carried.categories[term.key] = found


def _tag(term: records.Term, blog: int, carried: Vocabulary, brought: Brought) -> None:
    slug = _slug(term.slug, term.key, term.name)
    mine = Tag.objects.filter(blog_id=blog)
    found = _first(mine.filter(source=term.key)) or _first(mine.filter(slug=slug, source=""))
    if found is None:
        free = _free(slug, lambda slug: mine.filter(slug=slug).exists())
        made = Tag(blog_id=blog, name=term.name[:255], slug=free, description=term.description, source=term.key)
        found = _add(made, "tag", term.addresses, carried, brought)
    carried.tags[term.key] = found


def _first(rows: Any) -> int | None:
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def _add(made: Any, kind: str, addresses: Iterable[str], carried: Vocabulary, brought: Brought) -> int:
    carried.added[kind] += 1
    if not brought.number:
        return 0
    # No signals: they would write each into the search index alone, ten times as much work as the row itself.
    made.complete()
    type(made).objects.bulk_create([made])
    carried.fresh.setdefault(type(made), []).append(made)
    brought.add(kind, [(made.source, made.pk)])
    carried.addresses.extend((address, kind, made.pk) for address in addresses)
    return int(made.pk)


def _slug(text: str, key: str, other: str = "") -> str:
    """A slug always comes out: letters of the name, else of the key's digest."""
    return slugify(text) or slugify(other) or hashlib.blake2b(key.encode(), digest_size=5).hexdigest()


def _free(slug: str, taken: Callable[[str], bool]) -> str:
    number, free = 1, slug
    while taken(free):
        number += 1
        free = f"{slug[:80]}-{number}"
    return free
