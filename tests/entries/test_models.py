"""What an entry derives before it is saved, and what it refuses."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.identity import code_of, days_of, microseconds, rank_of

pytestmark = pytest.mark.usefixtures("on_sqlite")


@pytest.fixture
def home(on_sqlite):
    from masthead.entries.models import Home

    return Home.objects.get()


@pytest.fixture
def blog(home):
    from masthead.entries.models import Blog

    return home.add_child(instance=Blog(title="Stories", slug="stories", language="fa"))


def article(blog, **fields):
    from masthead.kinds.article.models import Article

    return blog.add_child(instance=Article(**{"headline": "Hello World", **fields}))


def note(blog, text="<p>A few &amp; good words</p>", **fields):
    from masthead.kinds.note.models import Note

    return blog.add_child(instance=Note(body=[("text", text)], **fields))


class TestIdentity:
    @given(st.uuids())
    def test_rank_and_code_follow_from_the_permanent_id(self, permanent_id):
        assert 0 <= rank_of(permanent_id) < 2**63
        assert rank_of(permanent_id) == rank_of(uuid.UUID(str(permanent_id)))
        code = code_of(permanent_id)
        assert len(code) == 12
        assert set(code) <= set("abcdefghijklmnopqrstuvwxyz234567")

    def test_they_never_change(self):
        """Addresses and sheets of every site stand on these."""
        assert rank_of(uuid.UUID(int=1)) == 6851208228030603201
        assert code_of(uuid.UUID(int=1)) == "cfzvwltla77k"

    @given(st.datetimes())
    def test_microseconds_are_exact(self, moment):
        moment = moment.replace(tzinfo=dt.UTC)
        assert dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds(moment)) == moment

    def test_days_are_those_of_the_zone(self):
        late = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
        assert days_of(late, dt.timezone(dt.timedelta(hours=3))) == (2027, 202701, 20270101)


class TestDerived:
    def test_an_entry_takes_blog_language_and_kind_from_where_it_stands(self, blog):
        entry = article(blog)
        assert (entry.blog_id, entry.language, entry.kind) == (blog.pk, "fa", "article")

    def test_a_note_needs_no_headline(self, blog):
        entry = note(blog)
        assert entry.headline == ""
        assert entry.slug == entry.code
        assert entry.title == "A few & good words"

    def test_an_entry_without_any_word_has_a_label(self, blog):
        entry = note(blog, text="", date=dt.datetime(2026, 5, 3, tzinfo=dt.UTC))
        assert entry.title == "note 2026-05-03"

    def test_a_headline_of_symbols_can_be_saved(self, blog):
        entry = article(blog, headline="🙂")
        assert entry.slug == entry.code
        assert entry.title == "🙂"

    @pytest.mark.parametrize("headline", ["2024", "Tags", "older"])
    def test_a_headline_that_makes_a_reserved_slug_takes_the_code(self, blog, headline):
        entry = article(blog, headline=headline)
        assert entry.slug == entry.code

    def test_one_headline_many_times_is_no_quadratic_search(self, blog):
        slugs = [article(blog).slug for _ in range(4)]
        assert slugs[:2] == ["hello-world", "hello-world-2"]
        assert all(slug.startswith("hello-world-") and len(slug) == 24 for slug in slugs[2:])

    def test_a_slug_stays_when_the_headline_changes(self, blog):
        entry = article(blog)
        entry.headline = "Another"
        entry.save()
        assert entry.slug == "hello-world"

    def test_a_headline_that_comes_later_gives_the_slug(self, blog):
        entry = article(blog, headline="")
        assert entry.slug == entry.code
        entry.headline = "At last"
        entry.save()
        assert entry.slug == "at-last"

    def test_publishing_a_draft_does_not_move_the_entry(self, blog):
        """Drafts are JSON with milliseconds only."""
        entry = article(blog, date=dt.datetime(2026, 5, 3, 10, 0, 0, 123456, tzinfo=dt.UTC))
        before = entry.at
        entry.save_revision().publish()
        entry.refresh_from_db()
        assert entry.at == before
        assert entry.modified == microseconds(entry.last_published_at)


class TestCopies:
    def test_a_copy_is_another_entry(self, blog):
        entry = article(blog, source="wordpress:example.org:7")
        entry.save_revision().publish()
        copy = entry.copy()
        assert copy.permanent_id != entry.permanent_id
        assert copy.code == code_of(copy.permanent_id)
        assert copy.rank == rank_of(copy.permanent_id)
        assert copy.slug != entry.slug
        assert copy.source == ""

    def test_the_drafts_of_a_copy_do_not_bring_the_first_identity(self, blog):
        entry = article(blog)
        entry.save_revision()
        copy = entry.copy()
        copy.get_latest_revision().publish()
        copy.refresh_from_db()
        entry.refresh_from_db()
        assert copy.permanent_id != entry.permanent_id
        assert copy.slug != entry.slug

    def test_a_copied_note_is_called_by_its_own_code(self, blog):
        entry = note(blog)
        copy = entry.copy()
        assert copy.slug == copy.code != entry.code

    def test_aliases_are_refused(self, blog):
        from wagtail.actions.create_alias import CreatePageAliasAction

        entry = article(blog)
        with pytest.raises(ValidationError, match="Masthead has no aliases"):
            entry.create_alias()
        with pytest.raises(ValidationError, match="Masthead has no aliases"):
            CreatePageAliasAction(entry, update_slug="again").execute(skip_permission_checks=True)


class TestAddresses:
    @pytest.mark.parametrize("slug", ["desk", "people", "media"])
    def test_a_blog_may_not_take_a_reserved_address(self, home, slug):
        from masthead.entries.models import Blog

        with pytest.raises(ValidationError, match="Masthead needs itself"):
            home.add_child(instance=Blog(title="Blog", slug=slug))

    @pytest.mark.parametrize("slug", ["tags", "older", "1999"])
    def test_an_entry_may_not_take_a_reserved_address(self, blog, slug):
        with pytest.raises(ValidationError, match="Masthead needs itself"):
            article(blog, slug=slug)

    def test_a_draft_may_not_either(self, blog):
        with pytest.raises(ValidationError, match="Masthead needs itself"):
            article(blog, slug="tags", live=False)

    def test_wagtail_is_told_the_public_address(self, blog):
        entry = article(blog)
        assert entry.url.endswith("/stories/hello-world/")
        assert note(blog, date=dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)).url_path

    def test_what_is_not_public_has_no_address(self, blog):
        entry = article(blog, live=False)
        assert entry.url is None
        entry.save_revision().publish()
        entry.refresh_from_db()
        blog.unpublish()
        assert entry.get_url_parts() is None


class TestDrafts:
    def test_a_draft_opens_when_a_person_and_a_category_it_names_are_gone(self, blog):
        from masthead.entries.models import Byline, Category, Person

        person = Person.objects.create(name="Somebody")
        category = Category.objects.create(blog=blog, name="Topic")
        entry = article(blog)
        entry.bylines = [Byline(person=person)]
        entry.categories = [category]
        entry.save_revision()
        person.delete()
        category.delete()
        draft = entry.get_latest_revision_as_object()
        assert list(draft.bylines.all()) == []
        assert list(draft.categories.all()) == []
        entry.get_latest_revision().publish()
        entry.refresh_from_db()
        assert entry.live
        assert not Byline.objects.filter(entry_id=entry.pk).exists()


class TestTerms:
    def test_a_category_cannot_stand_below_itself(self, blog):
        from masthead.entries.models import Category

        top = Category.objects.create(blog=blog, name="Top")
        below = Category.objects.create(blog=blog, name="Below", parent=top)
        top.parent = below
        with pytest.raises(ValidationError, match="below itself"):
            top.full_clean()

    def test_slugs_follow_from_names(self, blog):
        from masthead.entries.models import Person, Tag

        assert Tag.objects.create(blog=blog, name="زن، زندگی، آزادی").slug == "زن-زندگی-آزادی"
        assert Person.objects.create(name="Ada Barrow").slug == "ada-barrow"


def test_a_new_block_needs_no_migration():
    from masthead.entries.models import Entry

    _name, path, args, options = Entry._meta.get_field("body").deconstruct()
    assert path == "masthead.entries.models.fields.BodyField"
    assert (args, options) == ([], {"blank": True})


def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_tree_is_sound_after_copies_moves_and_deletions(home, blog):
    from wagtail.models import Page

    from masthead.entries.models import Blog

    other = home.add_child(instance=Blog(title="Other", slug="other"))
    entries = [article(blog) for _ in range(5)]
    entries[0].copy(to=other)
    entries[1].move(other, pos="last-child")
    entries[2].delete()
    assert Page.find_problems() == ([], [], [], [], [])
