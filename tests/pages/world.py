"""A site that tests change in every way an editor, an importer or a stray SQL statement could."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.db import connection, transaction

import postgres
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
        from masthead.entries.models import Blog, Entry

        self.folder = folder
        self.options = load(folder.configuration).options
        self.press_options = press_options
        self.press: Press = site_press(folder, self.options, **press_options)
        self.blog = Blog.objects.get(slug="blog")
        self.numbers = itertools.count(1)
        last = Entry.objects.order_by("pk").values_list("pk", flat=True).last()
        self.ids = itertools.count(last or 0)
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
        # Where a list is cut follows from it: a test that draws lots fails when it likes.
        permanent_id = uuid.uuid5(uuid.NAMESPACE_DNS, str(next(self.ids)))
        body = json.dumps([text_block(text, number)])
        return {"body": body, "date": moment, "permanent_id": permanent_id, **fields}

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

    def series(self, name: str, *entries: Any) -> Any:
        from masthead.entries.models import Part, Series

        made = Series.objects.create(blog=self.blog, name=name)
        for place, entry in enumerate(entries):
            Part.objects.create(series=made, entry_id=entry.pk, sort_order=place)
        return made

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
        from masthead.press.places import path_of

        path = Path(self.folder.store) / path_of(address, 301)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def leads(self, address: str) -> str | int:
        """Where a reader comes with this address: "here", to another address, to 410, or to nothing, 404."""
        answer = self.answer(address)
        if answer is not None:
            return answer.get("location") or answer["status"]
        path = Path(self.folder.store) / address.lstrip("/")
        return "here" if (path / "index.html" if address.endswith("/") else path).exists() else 404

    def status(self, address: str) -> int:
        """What a reader is answered there."""
        from masthead.reader.application import Reader

        return Reader(Path(self.folder.store)).respond("GET", address.encode(), b"", []).status


def fill(world: World, count: int) -> list[int]:
    """Brings entries by an import, with people, categories and tags; returns their numbers, the oldest first."""
    from masthead.entries.models import Entry
    from masthead.importers import loader, wordpress

    export = world.folder.var / f"export-{count}.xml"
    export.write_text(an_export(count), encoding="utf-8")
    loader.load(wordpress.read([export], world.folder.staging), blog="blog")
    return list(Entry.objects.order_by("at").values_list("pk", flat=True))


def an_export(count: int) -> str:
    """A WordPress export of so many posts, eleven hours apart."""
    start = dt.datetime(2010, 1, 1, 8, tzinfo=dt.UTC)
    posts = (_post(n, start + dt.timedelta(hours=11 * n)) for n in range(count))
    authors = (f"<wp:author><wp:author_login>p{n}</wp:author_login></wp:author>" for n in range(5))
    return f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Old</title><link>http://old.example</link><wp:wxr_version>1.2</wp:wxr_version>{"".join(authors)}
<wp:category><wp:category_nicename>garden</wp:category_nicename><wp:cat_name>Garden</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>roses</wp:category_nicename><wp:category_parent>garden</wp:category_parent>
<wp:cat_name>Roses</wp:cat_name></wp:category>{"".join(posts)}</channel></rss>"""


def _post(n: int, moment: dt.datetime) -> str:
    word = WORDS[n * 7 % 10]
    topic = "roses" if n % 3 else "garden"
    return f"""<item><title>Entry {n} of the {word}</title><link>http://old.example/{n}/</link>
<dc:creator>p{n % 5}</dc:creator><content:encoded>Entry {n} tells of a {word}, at some length.</content:encoded>
<wp:post_id>{n + 1}</wp:post_id><wp:post_date_gmt>{moment:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>
<wp:post_name>entry-{n}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="{topic}">{topic}</category>
<category domain="post_tag" nicename="tag-{n % 8}">Tag {n % 8}</category></item>"""


def restore(template: SiteFolder, folder: SiteFolder) -> None:
    """The site as it was when it was made."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connection

    connection.close()
    if postgres.CHOSEN:
        postgres.drop_database(postgres.database_of(folder.path))
        postgres.use_database(folder, postgres.copy_database(template.path))
        connection.settings_dict["NAME"] = postgres.database_of(folder.path)
    for path in (folder.var, folder.store):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(template.var, folder.var)
    shutil.copytree(template.store, folder.store)
    ContentType.objects.clear_cache()
    cache.clear()
