"""A site that tests change in every way an editor, an importer or a stray SQL statement could."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from masthead.pages.pressing import site_press
from masthead.press.edition import Press
from masthead.press.outcome import Outcome
from masthead.press.proof import prove
from masthead.site.folder import SiteFolder
from masthead.site.options import load

CANARY = "CANARY-7f3a"
"""Stands in every text that no reader may see."""
WORDS = ["river", "lantern", "street", "bread", "harvest", "winter", "letter", "window", "garden", "bridge"]


def text_block(html: str, number: int = 0) -> dict[str, Any]:
    return {"type": "text", "value": html, "id": f"00000000-0000-4000-8000-{number:012d}"}


class World:
    """The editors' hands on one site, and its press."""

    def __init__(self, folder: SiteFolder, **press_options: Any) -> None:
        from masthead.entries.models import Blog

        self.folder = folder
        self.options = load(folder.configuration).options
        self.press_options = press_options
        self.press: Press = site_press(folder, self.options, **press_options)
        self.blog = Blog.objects.get(slug="blog")
        self.numbers = itertools.count(1)
        self.proofs = itertools.count(1)

    def close(self) -> None:
        self.press.close()

    # -- editors

    def article(self, headline: str = "", *, text: str = "", date: str = "", live: bool = True, **fields: Any) -> Any:
        from masthead.kinds.article.models import Article

        number = next(self.numbers)
        headline = headline or f"{WORDS[number % 10]} {WORDS[number * 7 % 10]} {number}".title()
        return self._add(Article(headline=headline, **self._common(number, text, date, fields)), live=live)

    def note(self, text: str = "", *, date: str = "", live: bool = True, **fields: Any) -> Any:
        from masthead.kinds.note.models import Note

        number = next(self.numbers)
        return self._add(Note(**self._common(number, text, date, fields)), live=live)

    def _common(self, number: int, text: str, date: str, fields: dict[str, Any]) -> dict[str, Any]:
        text = text or f"<p>Text number {number}, about {WORDS[number % 10]}.</p>"
        day = date or f"20{10 + number % 15:02}-{1 + number % 12:02}-{1 + number % 28:02}T12:00:00"
        moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
        return {"body": json.dumps([text_block(text, number)]), "date": moment, **fields}

    def _add(self, entry: Any, *, live: bool) -> Any:
        from masthead.entries.models import Blog

        entry.live = False
        with transaction.atomic():
            Blog.objects.get(pk=self.blog.pk).add_child(instance=entry)
        if live:
            self.publish(entry)
        return type(entry).objects.get(pk=entry.pk)

    def publish(self, entry: Any) -> None:
        with transaction.atomic():
            entry.save_revision().publish()

    def edit(self, entry: Any, **fields: Any) -> Any:
        fresh = type(entry).objects.get(pk=entry.pk)
        for name, value in fields.items():
            setattr(fresh, name, value)
        self.publish(fresh)
        return fresh

    def rewrite(self, entry: Any, html: str) -> Any:
        return self.edit(entry, body=json.dumps([text_block(html)]))

    def person(self, name: str) -> Any:
        from masthead.entries.models import Person

        return Person.objects.create(name=name)

    def byline(self, entry: Any, *people: Any) -> None:
        from masthead.entries.models import Byline

        fresh = type(entry).objects.get(pk=entry.pk)
        fresh.bylines = [Byline(person=person, role="author", sort_order=i) for i, person in enumerate(people)]
        self.publish(fresh)

    def category(self, name: str, parent: Any = None) -> Any:
        from masthead.entries.models import Category

        return Category.objects.create(blog=self.blog, name=name, parent=parent)

    def tag(self, name: str) -> Any:
        from masthead.entries.models import Tag

        return Tag.objects.create(blog=self.blog, name=name)

    def static_page(self, title: str, *, parent: Any = None, live: bool = True) -> Any:
        from wagtail.models import Page

        from masthead.entries.models import Home, StaticPage

        above = Page.objects.get(pk=(parent or Home.objects.get()).pk)
        page = StaticPage(title=title, language="en", body=json.dumps([text_block(f"<p>{title}</p>")]), live=live)
        with transaction.atomic():
            above.add_child(instance=page)
        return page

    def sql(self, statement: str, *args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, args)

    # -- the press

    def run(self, **how: Any) -> Outcome:
        return self.press.run(**how)

    def restart(self, **more: Any) -> None:
        self.press.close()
        self.press = site_press(self.folder, self.options, **{**self.press_options, **more})

    def prove(self) -> None:
        """The store equals a full press from nothing, and a second run does nothing."""
        again = self.run()
        assert again.receipt is None, again.receipt
        assert again.tally.queries == 0, again.tally
        scratch = self.folder.path / f"proof-{next(self.proofs)}"
        found = prove(self.press, scratch)
        assert found.differences == ()
        assert not (leaks := self.leaks()), leaks

    def leaks(self) -> list[str]:
        """Files of the store that hold what nobody may read."""
        return [p for p in self.press.store.paths() if CANARY.encode() in self.press.store.read(p)]

    def page(self, address: str) -> str:
        path = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
        return (Path(self.folder.store) / path).read_text(encoding="utf-8")

    def answer(self, address: str) -> dict[str, Any] | None:
        """What the store has at an address that is no page."""
        from masthead.press.store import path_of

        path = Path(self.folder.store) / path_of(address, 301)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def fill(world: World, count: int, *, seed: int = 1, people: int = 5, categories: int = 6, tags: int = 8) -> list[int]:
    """Loads entries in bulk, as an import does; returns their numbers."""
    from masthead.entries import projection

    chance = random.Random(seed)
    persons = [world.person(f"Person {n}") for n in range(people)]
    topics: list[Any] = []
    for n in range(categories):
        topics.append(world.category(f"Topic {n}", parent=topics[0] if n > categories // 2 else None))
    labels = [world.tag(f"Tag {n}") for n in range(tags)]
    with transaction.atomic(), projection.bulk():
        return _load(world, count, chance, persons, topics, labels)


def _load(world: World, count: int, chance: random.Random, persons: Any, topics: Any, labels: Any) -> list[int]:
    from masthead.entries.models import Blog, Byline, Entry
    from masthead.kinds.article.models import Article

    numbers = []
    start = dt.datetime(2010, 1, 1, 8, tzinfo=dt.UTC)
    for n in range(count):
        entry = Article(
            headline=f"Entry {n} of the {WORDS[n % 10]}",
            date=start + dt.timedelta(hours=11 * n),
            body=json.dumps([text_block(f"<p>Entry {n} tells of a {chance.choice(WORDS)}.</p>" * 3, n)]),
        )
        entry.bylines = [Byline(person=chance.choice(persons), role="author", sort_order=0)]
        entry.categories = [chance.choice(topics)]
        entry.tags = chance.sample(labels, 2)
        Blog.objects.get(pk=world.blog.pk).add_child(instance=entry)
        numbers.append(entry.pk)
    assert Entry.objects.filter(pk__in=numbers).count() == count
    return numbers


Operation = Callable[[], None]
