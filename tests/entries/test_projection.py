"""The projection equals its definition after whatever was committed, on both databases."""

from __future__ import annotations

import datetime as dt
import random
import threading
import uuid

import pytest
from slow_projection import assert_exact, rows

pytestmark = pytest.mark.usefixtures("site_database")


@pytest.fixture
def small_site(site_database):
    return SmallSite()


class SmallSite:
    """A small site, and everything that may be done to it, chosen at random."""

    def __init__(self):
        from wagtail.models import Page

        from masthead.entries.models import Blog, Category, Home, Person, StaticPage, Tag

        self.home = Page.get_first_root_node().add_child(instance=Home(title="Home", slug="home"))
        self.blogs = [
            self.home.add_child(instance=Blog(title=name, slug=name, language="en")) for name in ("one", "two")
        ]
        about = self.home.add_child(instance=StaticPage(title="About", slug="about"))
        self.home.refresh_from_db()
        about.add_child(instance=StaticPage(title="Us", slug="us"))
        self.categories = [
            Category.objects.create(blog=self.blogs[n % 2], name=f"c{n}", slug=f"c{n}").pk for n in range(6)
        ]
        self.tags = [Tag.objects.create(blog=self.blogs[n % 2], name=f"t{n}", slug=f"t{n}").pk for n in range(3)]
        self.people = [Person.objects.create(name=f"p{n}").pk for n in range(3)]

    def write(self, chance, blog=None, **fields):
        from masthead.entries.models import Byline, Category, Tag
        from masthead.kinds.article.models import Article
        from masthead.kinds.note.models import Note

        kind = chance.choice([Article, Article, Note])
        # Few moments for many entries: ties are the rule here.
        date = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=12 * chance.randrange(12))
        entry = kind(
            headline=chance.choice(["", "Word", "Another", "🙂"]),
            date=date,
            permanent_id=uuid.UUID(int=chance.getrandbits(128)),
            live=chance.random() < 0.8,
            **fields,
        )
        entry.bylines = [Byline(person_id=p) for p in chance.sample(self.people, chance.randrange(3))]
        entry.categories = Category.objects.filter(pk__in=chance.sample(self.categories, chance.randrange(3)))
        entry.tags = Tag.objects.filter(pk__in=chance.sample(self.tags, chance.randrange(3)))
        blog = blog or chance.choice(self.blogs)
        blog.refresh_from_db()
        return blog.add_child(instance=entry)


def entries():
    from masthead.entries.models import Entry

    return list(Entry.objects.order_by("permanent_id"))


def sql(statement, *values):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def any_entry(chance):
    found = entries()
    return chance.choice(found).specific if found else None


class Rollback(Exception):
    pass


def write(site, chance):
    site.write(chance)


def write_several(site, chance):
    for _ in range(chance.randrange(1, 12)):
        site.write(chance)


def load(site, chance):
    from django.db import transaction

    from masthead.entries.projection import bulk

    with transaction.atomic(), bulk():
        for _ in range(chance.randrange(1, 25)):
            site.write(chance)
        delete(site, chance)
        redate(site, chance)
        parent(site, chance)


def delete(site, chance):
    if entry := any_entry(chance):
        entry.delete()


def redate(site, chance):
    if entry := any_entry(chance):
        entry.date += dt.timedelta(days=chance.randrange(-40, 40))
        entry.save()


def toggle(site, chance):
    from wagtail.models import Page

    page = chance.choice([page for page in Page.objects.filter(depth__gt=1).order_by("path")])
    Page.objects.filter(pk=page.pk).update(live=not page.live)


def publish_everything(site, chance):
    from wagtail.models import Page

    Page.objects.update(live=True, expired=False)


def expire(site, chance):
    sql("update wagtailcore_page set expired = not expired where depth = 4 and id %% 7 = %s", chance.randrange(7))


def publish_revision(site, chance):
    if entry := any_entry(chance):
        entry.headline = chance.choice(["", "New words"])
        entry.save_revision().publish()


def copy(site, chance):
    if entry := any_entry(chance):
        entry.copy()


def move(site, chance):
    if entry := any_entry(chance):
        target = chance.choice(site.blogs)
        target.refresh_from_db()
        if entry.slug not in target.get_children().values_list("slug", flat=True):
            entry.move(target, pos="last-child")


def move_blog(site, chance):
    one, two = chance.sample(site.blogs, 2)
    one.refresh_from_db()
    two.refresh_from_db()
    one.move(two, pos=chance.choice(["left", "right"]))


def rename_blog(site, chance):
    blog = chance.choice(site.blogs)
    blog.refresh_from_db()
    blog.slug = f"blog-{chance.randrange(5)}-{blog.pk}"
    blog.save()


def swap_slugs(site, chance):
    # A code as a slug is its own entry's alone.
    found = [entry for entry in entries() if len(entry.slug) != 12]
    if len(found) > 1:
        one, two = chance.sample(found, 2)
        sql(
            "update wagtailcore_page set slug = case id when %s then %s else %s end where id in (%s, %s)",
            one.pk, two.slug, one.slug, one.pk, two.pk,
        )  # fmt: skip


def restrict(site, chance):
    from wagtail.models import Page, PageViewRestriction

    if PageViewRestriction.objects.exists() and chance.random() < 0.7:
        PageViewRestriction.objects.all().delete()
        return
    page = chance.choice(list(Page.objects.filter(depth__gt=2).order_by("path")))
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def parent(site, chance):
    """By SQL, so circles are made as well."""
    from masthead.entries.models import Category

    Category.objects.filter(pk=chance.choice(site.categories)).update(parent=chance.choice([None, *site.categories]))


def category_to_other_blog(site, chance):
    from masthead.entries.models import Category

    Category.objects.filter(pk=chance.choice(site.categories)).update(blog=chance.choice(site.blogs))


def delete_category(site, chance):
    from masthead.entries.models import Category

    Category.objects.get(pk=site.categories.pop(0)).delete() if len(site.categories) > 3 else None


def bylines(site, chance):
    from masthead.entries.models import Byline

    if entry := any_entry(chance):
        Byline.objects.filter(entry=entry).delete()
        for person in chance.sample(site.people, 2):
            Byline.objects.create(entry=entry, person_id=person, role="translator")


def swap_people(site, chance):
    sql("update masthead_byline set person_id = %s where person_id = %s", *chance.sample(site.people, 2))


def raw_numbers(site, chance):
    sql("update masthead_entry set at = at + %s, day = day where page_ptr_id %% 5 = 0", chance.randrange(-(10**9), 10**9))


def raw_days(site, chance):
    sql("update masthead_entry set day = day + 1 where page_ptr_id %% 3 = %s", chance.randrange(3))


def roll_back(site, chance):
    from django.db import transaction

    with pytest.raises(Rollback), transaction.atomic():
        toggle(site, chance)
        redate(site, chance)
        delete(site, chance)
        raise Rollback


def half_rolled_back(site, chance):
    from django.db import transaction

    with transaction.atomic():
        redate(site, chance)
        with pytest.raises(Rollback), transaction.atomic():
            toggle(site, chance)
            redate(site, chance)
            raise Rollback
        redate(site, chance)


OFTEN = (write, write, write_several, load, delete, redate, redate, toggle, publish_revision)
SELDOM = (
    publish_everything, publish_everything, expire, copy, move, move_blog, rename_blog, swap_slugs, restrict,
    parent, category_to_other_blog, delete_category, bylines, swap_people, raw_numbers, raw_days, roll_back,
    half_rolled_back,
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exact_after_every_step_of_a_random_history(small_site, seed):
    from django.db import connection

    from masthead.entries.projection import check

    chance = random.Random(seed)
    for step in range(60):
        action = chance.choice(OFTEN if chance.random() < 0.5 else SELDOM)
        action(small_site, chance)
        try:
            assert_exact()
        except AssertionError as error:
            raise AssertionError(f"after step {step}, {action.__name__}: {error}") from error
    assert check(connection) == []
