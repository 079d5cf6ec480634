"""The projection equals its definition after whatever was committed, on both databases."""

from __future__ import annotations

import contextlib
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
        from masthead.entries.models import Blog, Category, Home, Person, StaticPage, Tag

        self.home = Home.objects.get()
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
        date = dt.datetime(2020, 3, 17, tzinfo=dt.UTC) + dt.timedelta(hours=12 * chance.randrange(12))
        entry = kind(
            headline=chance.choice(["", "Word", "Another", "🙂"]),
            date=date,
            permanent_id=uuid.UUID(int=chance.getrandbits(128)),
            language=chance.choice(["", "", "en", "fa"]),
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

    page = chance.choice(list(Page.objects.filter(depth__gt=1).order_by("path")))
    Page.objects.filter(pk=page.pk).update(live=not page.live)


def publish_everything(site, chance):
    from wagtail.models import Page

    Page.objects.update(live=True, expired=False)


def expire(site, chance):
    sql("update wagtailcore_page set expired = not expired where depth = 4 and id %% 7 = %s", chance.randrange(7))


def publish_revision(site, chance):
    if entry := any_entry(chance):
        entry.headline = chance.choice(["", "New words"])
        entry.body = [("text", "Words.")]
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
    blog = chance.choice(site.blogs).pk
    found = [entry for entry in entries() if len(entry.slug) != 12 and entry.blog_id == blog]
    if len(found) > 1:
        one, two = chance.sample(found, 2)
        sql(
            "update wagtailcore_page set slug = case id when %s then %s else %s end where id in (%s, %s)",
            one.pk, two.slug, one.slug, one.pk, two.pk,
        )  # fmt: skip


def blog_language(site, chance):
    """Its months are counted otherwise then, and another language is the foreign one."""
    from masthead.entries.models import Blog

    Blog.objects.filter(pk=chance.choice(site.blogs).pk).update(language=chance.choice(["en", "fa", "fa-AF", "de"]))


def raw_words(site, chance):
    sql(
        "update masthead_entry set kind = %s, language = %s where page_ptr_id %% 4 = %s",
        chance.choice(["article", "passage"]), chance.choice(["", "en", "fa"]), chance.randrange(4),
    )  # fmt: skip


def pin(site, chance):
    if entry := any_entry(chance):
        entry.pinned = not entry.pinned
        entry.save()


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
    sql("update masthead_entry set at = at + %s where page_ptr_id %% 5 = 0", chance.randrange(-(10**9), 10**9))


def raw_days(site, chance):
    sql("update masthead_entry set day = day + 1 where page_ptr_id %% 3 = %s", chance.randrange(3))


def roll_back(site, chance):
    with contextlib.suppress(Rollback):
        _undone(site, chance)


def half_rolled_back(site, chance):
    from django.db import transaction

    with transaction.atomic():
        redate(site, chance)
        with contextlib.suppress(Rollback):
            _undone(site, chance)
        redate(site, chance)


def _undone(site, chance):
    from django.db import transaction

    with transaction.atomic():
        toggle(site, chance)
        redate(site, chance)
        delete(site, chance)
        raise Rollback


OFTEN = (write, write, write_several, load, delete, redate, redate, toggle, publish_revision)
SELDOM = (
    publish_everything, publish_everything, expire, copy, move, move_blog, rename_blog, swap_slugs, restrict,
    blog_language, blog_language, raw_words, pin,
    parent, category_to_other_blog, delete_category, bylines, swap_people, raw_numbers, raw_days, roll_back,
    half_rolled_back,
)  # fmt: skip


@pytest.mark.parametrize(
    ("site_database", "seed"),
    # Each costs thrice as much on PostgreSQL. The second has all that the others have but `rename_blog`, which has a
    # test of its own below.
    [("sqlite", 1), ("sqlite", 2), ("sqlite", 3), pytest.param("postgres", 2, marks=pytest.mark.postgres)],
    indirect=["site_database"],
)
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


def published(site, count, **fields):
    """Entries by hand, in one transaction: no ties, all public, one a day."""
    from django.db import transaction
    from django.test import override_settings
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from masthead.entries.projection import bulk
    from masthead.kinds.article.models import Article

    # Wagtail's own indexes, of which nothing is asked here, cost more than all the rest.
    no_search = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    blog = site.blogs[0]
    blog.refresh_from_db()
    first = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    with (
        override_settings(WAGTAILSEARCH_BACKENDS=no_search), disable_reference_index_auto_update(),
        transaction.atomic(), bulk(),
    ):  # fmt: skip
        return [
            blog.add_child(
                instance=Article(
                    headline=f"Entry {n}",
                    date=first + dt.timedelta(days=n),
                    permanent_id=uuid.UUID(int=n + 1),
                    **fields,
                )
            )
            for n in range(count)
        ]


def listing_rows():
    return set(rows("masthead_listing_entry", "listing", "entry_id", "older", "newer", "cut", "sheet"))


def sheets_of_blog(site):
    return {sheet for (sheet,) in rows("masthead_listing_entry", "distinct sheet")}


def test_one_entry_changes_few_rows_of_a_long_listing(small_site):
    """Neighbours, and the rows of one to three sheets; nothing else is written. Also where all are of one moment."""
    from django.db import transaction

    from masthead.entries.models import Entry
    from masthead.entries.projection import bulk

    found = published(small_site, 300)
    before = listing_rows()
    Entry.objects.filter(pk=found[150].pk).delete()
    assert 3 <= len(before - listing_rows()) < 90
    assert len(sheets_of_blog(small_site)) > 12
    assert_exact()

    with transaction.atomic(), bulk():
        sql("update masthead_entry set at = 7, year = 2021, month = 202101, day = 20210101")
    assert_exact()
    before = listing_rows()
    sql("update wagtailcore_page set live = %s where id = %s", False, found[40].pk)
    assert 3 <= len(before - listing_rows()) < 90
    assert_exact()


def test_nothing_is_written_when_nothing_public_changes(small_site):
    from django.db import connection

    entry = published(small_site, 20)[3]
    tables = ["masthead_public_page", "masthead_public_entry", "masthead_listing_entry"]
    watch_writes(connection, tables)
    entry.refresh_from_db()
    entry.summary = "Another summary"
    entry.save()
    sql("update wagtailcore_page set title = 'Another', latest_revision_id = null, live = live")
    sql("update masthead_entry set at = at")
    assert rows("writes", "what") == []


def watch_writes(connection, tables):
    if connection.vendor == "sqlite":
        sql("create table writes (what text)")
        for table in tables:
            for event in ("insert", "update", "delete"):
                sql(
                    f"create trigger watch_{table}_{event} after {event} on {table}"
                    f" begin insert into writes values ('{event} {table}'); end"
                )
        return
    sql("create table writes (what text)")
    sql(
        "create function watch() returns trigger language plpgsql as"
        " $$begin insert into writes values (tg_op || tg_table_name); return null; end$$"
    )
    for table in tables:
        sql(
            f"create trigger watch_{table} after insert or update or delete on {table}"
            " for each row execute function watch()"
        )


def test_reconcile_repairs_tables_and_check_names_them(small_site):
    from django.db import connection

    from masthead.entries.projection import check, reconcile

    published(small_site, 60)
    assert check(connection) == []
    sql("update masthead_listing_entry set sheet = 1, older = 2, cut = 1 - cut where entry_id %% 3 = %s", 0)
    sql("delete from masthead_public_entry where entry_id %% 5 = %s", 0)
    sql("delete from masthead_published_day where day %% 2 = %s", 0)
    sql("insert into masthead_facet (blog_id, sort, word, number) values (1, 'kind', 'stray', 0)")
    sql("update masthead_facet set word = 'wrong' where word = %s", "article")
    sql("delete from masthead_listing")
    sql("update masthead_public_page set address = '/elsewhere/' where page_id %% 7 = %s", 0)
    wrong = check(connection)
    assert any(sentence.endswith("run `masthead upgrade`.") for sentence in wrong)
    assert any("sheets" in sentence for sentence in wrong)
    reconcile(connection)
    assert_exact()
    assert check(connection) == []


def test_check_names_a_missing_trigger_and_install_mends_it(small_site):
    from django.db import connection

    from masthead.entries.projection import check, install

    assert not install(connection)
    on = "" if connection.vendor == "sqlite" else " on masthead_byline"
    name = "masthead_project_masthead_byline" + ("_insert" if connection.vendor == "sqlite" else "")
    sql(f"drop trigger {name}{on}")
    assert check(connection) == [f"The trigger or view {name} is missing or altered: run `masthead upgrade`."]
    assert install(connection)
    assert check(connection) == []


def test_remove_leaves_nothing_but_the_tables(small_site):
    from django.db import connection

    from masthead.entries.projection import install, remove
    from masthead.entries.projection.installing import outdated

    everything = len(outdated(connection))
    remove(connection)
    assert everything == 0
    small_site.write(random.Random(1))
    assert install(connection)


def test_a_load_that_fails_leaves_triggers_awake(small_site):
    from django.db import transaction

    from masthead.entries.projection import BulkOutsideTransactionError, bulk

    with pytest.raises(BulkOutsideTransactionError), bulk():
        pass
    chance = random.Random(5)
    with transaction.atomic():
        with contextlib.suppress(Rollback), bulk():
            small_site.write(chance)
            raise Rollback
        small_site.write(chance)
    assert_exact()


def history():
    return {address: (kind, key) for address, kind, key in rows(
        "masthead_address_history", "address", "target_kind", "target_id"
    )}  # fmt: skip


def test_old_addresses_are_kept_whoever_changes_them(small_site):
    entry, other = published(small_site, 2)
    sql("update wagtailcore_page set slug = 'new' where id = %s", entry.pk)
    sql("update wagtailcore_page set live = %s where id = %s", False, other.pk)
    sql("update masthead_tag set slug = 'tag-two' where id = %s", small_site.tags[0])
    sql("update masthead_person set slug = 'somebody' where id = %s", small_site.people[0])
    assert history() == {
        "/one/entry-0/": ("page", entry.pk),
        "/one/entry-1/": ("page", other.pk),
        "/one/tags/t0/": ("tag", small_site.tags[0]),
        "/people/p0/": ("person", small_site.people[0]),
    }


def test_a_renamed_blog_keeps_the_addresses_of_all_that_is_in_it(small_site):
    from masthead.entries.models import Category

    (entry,) = published(small_site, 1)
    top, below = Category.objects.filter(blog=small_site.blogs[0]).order_by("pk")[:2]
    Category.objects.filter(pk=below.pk).update(parent=top)
    sql("update wagtailcore_page set slug = 'uno' where id = %s", small_site.blogs[0].pk)
    assert (
        history().items()
        >= {
            "/one/": ("page", small_site.blogs[0].pk),
            "/one/entry-0/": ("page", entry.pk),
            f"/one/topics/{top.slug}/{below.slug}/": ("category", below.pk),
            "/one/tags/t0/": ("tag", small_site.tags[0]),
        }.items()
    )
    assert_exact()


def test_what_stands_below_an_unpublished_or_restricted_blog_is_not_public(small_site):
    from wagtail.models import PageViewRestriction

    published(small_site, 30)
    restriction = PageViewRestriction.objects.create(page=small_site.blogs[0], restriction_type="login")
    assert rows("masthead_public_entry", "entry_id") == rows("masthead_listing", "listing") == []
    restriction.delete()
    assert len(rows("masthead_public_entry", "entry_id")) == 30
    sql("update wagtailcore_page set live = %s where id = %s", False, small_site.home.pk)
    assert rows("masthead_public_page", "page_id") == []
    assert_exact()


def test_a_moved_entry_takes_the_blog_it_comes_to(small_site):
    from masthead.entries.models import Entry

    (entry,) = published(small_site, 1)
    target = small_site.blogs[1]
    target.refresh_from_db()
    # As the desk does it: Wagtail's own Page, not ours.
    entry.page_ptr.move(target, pos="last-child")
    assert Entry.objects.get().blog_id == target.pk
    assert rows("masthead_public_entry", "address") == [("/two/entry-0/",)]
    assert_exact()


def test_the_columns_that_triggers_name_are_there(small_site):
    """A release of Wagtail that renames one is noticed here."""
    from masthead.entries.projection.rules import RULES

    for rule in RULES:
        columns = [column.format(r=rule.table) for column in rule.columns]
        rows(rule.table, *columns)


def test_flush_leaves_an_empty_projection(small_site):
    from django.core.management import call_command

    published(small_site, 12)
    call_command("flush", interactive=False, verbosity=0)
    for table in ("public_page", "listing_entry", "listing", "address_history", "gone_page", "published_day", "facet"):
        assert rows(f"masthead_{table}", "*") == [], table


class TestManyWriters:
    pytestmark = pytest.mark.postgres

    @pytest.fixture
    def site_database(self, on_postgres):
        return on_postgres

    def test_four_writers_at_once_leave_an_exact_projection(self, small_site):
        """Each at its own entries, at the same moments of the same listings; one of them withdraws blogs."""
        from django.db import connection, transaction

        found = published(small_site, 80)
        sql("insert into masthead_byline (entry_id, person_id, role, sort_order)"
            " select page_ptr_id, %s, 'author', 0 from masthead_entry", small_site.people[0])  # fmt: skip
        failures = []

        def writer(number):
            chance = random.Random(number)
            mine = [entry.pk for entry in found[number::4]]
            try:
                for _ in range(40):
                    with transaction.atomic():
                        for _ in range(chance.randrange(1, 4)):
                            act(number, chance, chance.choice(mine))
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        def act(number, chance, key):
            what = chance.randrange(5)
            if what == 0 and number == 0:
                sql("update wagtailcore_page set live = not live where id = %s", small_site.blogs[0].pk)
            elif what == 1:
                sql("update wagtailcore_page set live = not live where id = %s", key)
            elif what == 2:
                sql("delete from masthead_entry_categories where entry_id = %s", key)
                sql("insert into masthead_entry_categories (entry_id, category_id) values (%s, %s)",
                    key, small_site.categories[0])  # fmt: skip
            else:
                sql("update masthead_entry set at = %s where page_ptr_id = %s", chance.randrange(20), key)

        threads = [threading.Thread(target=writer, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert_exact()

    def test_an_entry_that_comes_while_its_blog_is_withdrawn_is_not_public(self, small_site):
        """The blog's transaction does not see the entry, nor the entry's the blog: the commits must."""
        from django.db import connection, transaction

        (entry,) = published(small_site, 1, live=False)
        begun, done = threading.Event(), threading.Event()

        def withdraw():
            with transaction.atomic():
                sql("update wagtailcore_page set live = false where id = %s", small_site.blogs[0].pk)
                begun.set()
                done.wait(5)
            connection.close()

        thread = threading.Thread(target=withdraw)
        thread.start()
        begun.wait(5)
        sql("update wagtailcore_page set live = true where id = %s", entry.pk)
        done.set()
        thread.join()
        assert rows("masthead_public_entry", "entry_id") == []
        assert_exact()

    def test_truncate_is_followed(self, small_site):
        published(small_site, 20)
        sql("truncate masthead_entry_tags, masthead_entry_categories, masthead_byline")
        assert_exact()

    def test_repeatable_read_is_refused_with_a_sentence(self, small_site):
        from django.db import connection, transaction
        from django.db.utils import NotSupportedError

        (entry,) = published(small_site, 1)
        with pytest.raises(NotSupportedError, match="READ COMMITTED"), transaction.atomic():  # noqa: PT012
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
            sql("update wagtailcore_page set live = false where id = %s", entry.pk)

    def test_the_projection_can_be_seen_before_the_commit(self, small_site):
        from django.db import connection, transaction

        from masthead.entries.projection import settle

        (entry,) = published(small_site, 1)
        with transaction.atomic():
            sql("update wagtailcore_page set live = false where id = %s", entry.pk)
            settle(connection)
            assert rows("masthead_public_entry", "entry_id") == []
