"""Random histories of a whole site: after each step the store equals a full press, byte for byte.

Everything that may happen to a site is a rule: what editors do, bulk updates by SQL, transactions that are rolled
back, pages that fail, presses that are killed, restarts, a new stamp, a lost ledger. Texts that nobody may read carry
a canary, which must be in no file at any step.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image as Pillow

from desk.bodies import picture, upload
from kinds.test_register import COLUMNS, columns
from masthead.press.edition import CRASH_POINTS
from masthead.site.folder import SiteFolder
from media.drawn import saved
from pages.world import CANARY, World, restore, text_block
from recordings import MP3, VTT, WEBM

THOROUGH = os.environ.get("PRESS_THOROUGH") == "1"
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
DATES = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + dt.timedelta(minutes=minutes))
NOTES = "(select page_ptr_id from masthead_entry where kind = 'note')"
ARTICLES = "(select page_ptr_id from masthead_entry where kind = 'article')"
WORDS = st.sampled_from(["Lantern", "Bread", "River", "پل", "<b>Bold</b>", "A & B", "🙂", "Lantern"])
TEXTS = st.sampled_from(["One.", "Two words.", "<a linktype='page' id='{other}'>there</a>", "x " * 80, "فانوس"])
PICK = st.integers(0, 10_000)


class Killed(BaseException):
    """Ends a run of the press as a power cut would."""


class Stubborn(World):
    """Goes on where the desk would show an error: after SQL gave two entries one slug, say."""

    def publish(self, entry: Any) -> None:
        with contextlib.suppress(ValidationError):
            super().publish(entry)


class Histories(RuleBasedStateMachine):
    template: SiteFolder
    folder: SiteFolder

    @initialize(lot=st.integers(0, 99))
    def fresh(self, lot: int) -> None:
        restore(self.template, self.folder)
        self.world = Stubborn(self.folder, cache=50)
        self.world.ids = itertools.count(1_000 * (1 + lot))  # where lists are cut
        self.world.person("Ada Barrow")
        self.world.person("Ben Cole")
        top = self.world.category("Garden")
        self.world.category("Roses", parent=top)
        self.world.tag("red")
        self.world.series("The Long Walk")
        self.seen: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    def entries(self, **which: Any) -> list[Any]:
        from masthead.entries.models import Entry

        return list(Entry.objects.filter(**which).order_by("pk"))

    def some_entry(self, pick: int, **which: Any) -> Any:
        found = self.entries(**which)
        return found[pick % len(found)].specific if found else None

    def text(self, text: str) -> str:
        others = self.entries()
        return text.replace("{other}", str(others[len(text) % len(others)].pk if others else 1))

    # -- editors

    @rule(headline=WORDS, text=TEXTS, date=DATES, live=st.booleans())
    def write_article(self, headline: str, text: str, date: dt.datetime, live: bool) -> None:
        mark = "" if live else CANARY
        self.world.article(
            f"{headline} {mark}", text=f"<p>{self.text(text)}{mark}</p>", date=date.isoformat()[:19], live=live
        )

    @rule(text=TEXTS, date=DATES, language=st.sampled_from(["", "", "fa", "de"]))
    def write_note(self, text: str, date: dt.datetime, language: str) -> None:
        self.world.note(f"<p>{self.text(text)}</p>", date=date.isoformat()[:19], language=language)

    @rule(pick=PICK, text=TEXTS, time=st.sampled_from(["", "0:05", "later"]), name=st.sampled_from(["Ada", "Zed"]))
    def let_somebody_speak(self, pick: int, text: str, time: str, name: str) -> None:
        """An interview, or one turn more of it, before the others; what is pasted is for no reader."""
        from masthead.kinds.interview.models import Interview

        turn = {
            "speaker": name,
            "text": f"<p>{self.text(text)}</p>",
            "time": time,
            "language": "fa" if pick % 2 else "",
        }
        recording = [{"type": "audio", "value": {"file": self.files()[1], "title": ""}}] if pick % 3 else []
        entry = self.some_entry(pick, live=True, kind="interview")
        if entry is None:
            entry = self.world._add(Interview(headline=f"A talk with {name}", body="[]", date=START), live=False)
        said = [{"type": "turn", "value": turn}, *entry.turns.get_prep_value()]
        self.world.edit(entry, turns=json.dumps(said), recording=json.dumps(recording), pasted=CANARY)

    @rule(pick=PICK, text=TEXTS, date=st.sampled_from(["", "1911-03-14", "198X", "soon"]), title=WORDS)
    def quote_a_source(self, pick: int, text: str, date: str, title: str) -> None:
        """A passage, or the same from another source; its shelf mark was another once, which is for no reader."""
        from masthead.kinds.passage.models import Passage

        entry = self.some_entry(pick, live=True, kind="passage")
        if entry is None:
            draft = Passage(headline="Quoted", body="[]", source_shelf_mark=CANARY, date=START)
            entry = self.world._add(draft, live=False)
        shown = {"image": self.files()[0], "name": title, "places": []}
        self.world.edit(
            entry,
            passage=json.dumps([text_block(f"<p>{self.text(text)} [...]</p>")]),
            translation=json.dumps([text_block(f"<p>{title}</p>")] if pick % 2 else []),
            facsimiles=json.dumps([{"type": "facsimile", "value": shown}]),
            passage_language="fa" if pick % 3 else "", omitted_after=bool(pick % 2), source_title=title,
            source_date=date, source_shelf_mark="",
        )  # fmt: skip

    @rule(pick=PICK, text=TEXTS, warned=st.booleans(), date=st.sampled_from(["", "1984-23", "198X", "2024/.."]))
    def let_somebody_tell(self, pick: int, text: str, warned: bool, date: str) -> None:
        """A testimony, or one that is warned of, or no more; what is sealed with it is for no reader."""
        from masthead.kinds.testimony.models import SealedLink, Testimony

        entry = self.some_entry(pick, live=True, kind="testimony")
        if entry is None:
            entry = self.world._add(Testimony(headline="Told", body="[]", date=START), live=False)
        warnings = self.text(text) if warned else ""
        self.world.edit(entry, warnings=warnings, events_date=date, events="Told of", told_place="Here")
        SealedLink.objects.update_or_create(entry_id=entry.pk, defaults={"box": CANARY.encode()})

    @rule(pick=PICK, name=WORDS, many=st.booleans(), state=st.sampled_from(["open", "closed", "delivered", "?"]))
    def let_somebody_sign(self, pick: int, name: str, many: bool, state: str) -> None:
        """A petition, or names more of it, or one less; where they write and who hides is for no reader."""
        from masthead.kinds.petition.counting import count
        from masthead.kinds.petition.models import Petition, Signature

        entry = self.some_entry(pick, live=True, kind="petition")
        if entry is None:
            entry = self.world._add(Petition(headline="Called", body="[]", date=START), live=True)
        self.world.sql("update masthead_petition set state = %s, goal = %s", state, pick)
        if pick % 4 == 0 and (gone := Signature.objects.filter(petition=entry.pk).first()):
            gone.delete()
        for number in range(150 if many else 1):
            shown = bool((pick + number) % 3)
            Signature.objects.create(
                petition_id=entry.pk, name=name if shown else CANARY, email=CANARY, comment="", shown=shown,
                confirmed_at=START if number % 5 else None, place="" if number % 5 else CANARY,
            )  # fmt: skip
        count()

    @rule(pick=PICK, text=TEXTS)
    def rewrite(self, pick: int, text: str) -> None:
        if entry := self.some_entry(pick, live=True):
            self.world.rewrite(entry, f"<p>{self.text(text)}</p>")

    @rule(pick=PICK, sorts=st.sets(st.sampled_from(["image", "gallery", "audio", "video", "embed", "raw_html"])))
    def show_files(self, pick: int, sorts: set[str]) -> None:
        if entry := self.some_entry(pick, live=True):
            image, sound, film, captions = self.files()
            pictures = [{"type": "item", "value": {"image": image}}] * 2
            track = {"file": captions, "language": "fa", "label": "", "kind": "subtitles"}
            values: dict[str, Any] = {
                "image": {"image": image, "alt": "", "caption": "<p>Seen[^b]</p>", "credit": ""},
                "gallery": {"pictures": pictures},
                "audio": {"file": sound, "title": "", "transcript": "<p>Heard[^b]</p>"},
                "video": {"file": film, "poster": image, "tracks": [{"type": "item", "value": track}]},
                "embed": {"url": "https://example.org/", "title": "There", "image": image},
                "raw_html": {"source": "<table><tr><td>By hand"},
            }
            notes = [{"type": "item", "value": {"label": label, "text": f"<p>{label}</p>"}} for label in "ab"]
            blocks = [{"type": sort, "value": values[sort]} for sort in sorted(sorts)]
            body = [text_block("<p>Told[^a]</p>"), *blocks, {"type": "footnotes", "value": {"notes": notes}}]
            self.world.edit(entry, body=json.dumps(body))

    def files(self) -> list[int]:
        """A picture, a recording, a film, captions; sent anew once they are gone."""
        from wagtail.documents.models import Document

        from masthead.entries.models import Image

        image = Image.objects.first()
        found = [image.pk if image else picture(self.folder)]
        for name, content in (("bells.mp3", MP3), ("film.webm", WEBM), ("film.vtt", VTT)):
            document = Document.objects.filter(file__endswith=name[-4:]).first()
            found.append(document.pk if document else upload(name, content))
        return found

    @rule(pick=PICK, name=WORDS, what=st.sampled_from(["write", "hide", "withdraw", "erase", "columns"]))
    def keep_a_register(self, pick: int, name: str, what: str) -> None:
        """Rows come, go and are hidden; what nobody may read stands in those that are not public."""
        from masthead.kinds.register.models import Register, Row, State
        from masthead.kinds.register.rows import changing

        entry = self.some_entry(pick, kind="register")
        if entry is None:
            common = self.world._common(pick, "", "", {})
            entry = self.world._add(Register(headline="A list", columns=columns(), **common), live=True)
        if what == "columns":
            self.world.edit(entry, columns=columns(COLUMNS[pick % 3 :]), downloadable=bool(pick % 2))
            return
        row = Row.objects.filter(register_id=entry.pk, state=State.PUBLIC).order_by("-pk").first()
        with changing(Register.objects.get(pk=entry.pk)) as hand:
            if what == "write" or row is None:
                for number in range(1 + pick % 20):
                    hand.add({"name": f"{name} {number}", "town": name, "born": str(1900 + number % 3)})
                hand.add({"name": CANARY, "town": CANARY}, state=State.HIDDEN, source=CANARY)
            elif what == "erase":
                hand.delete(row)
            else:
                hand.change(row, {"name": f"{CANARY} {name}", "town": CANARY}, CANARY)
                hand.set_state(row, State.HIDDEN if what == "hide" else State.WITHDRAWN)

    @rule(x=st.integers(0, 400), y=st.integers(0, 300))
    def say_what_matters_in_a_picture(self, x: int, y: int) -> None:
        self.world.sql("update masthead_image set focal_point_x = %s, focal_point_y = %s", x, y)

    @rule(colour=st.sampled_from(["teal", "plum"]), side=st.sampled_from([90, 500]))
    def replace_a_picture(self, colour: str, side: int) -> None:
        from masthead.entries.models import Image

        if image := Image.objects.first():
            image.file = ContentFile(saved(Pillow.new("RGB", (side, 300), colour), "PNG"), name="another.png")
            image.save()

    @rule()
    def delete_a_picture(self) -> None:
        from masthead.entries.models import Image

        Image.objects.all().delete()

    @rule(title=WORDS)
    def rename_documents(self, title: str) -> None:
        self.world.sql("update wagtaildocs_document set title = %s", title)

    @rule(ending=st.sampled_from(["mp3", "webm", "vtt"]))
    def delete_a_document(self, ending: str) -> None:
        from wagtail.documents.models import Document

        Document.objects.filter(file__endswith=ending).delete()

    @rule()
    def make_files_private_or_public_again(self) -> None:
        from wagtail.models import Collection, CollectionViewRestriction

        gone, _ = CollectionViewRestriction.objects.all().delete()
        if not gone:
            root = Collection.get_first_root_node()
            CollectionViewRestriction.objects.create(collection=root, restriction_type="login")

    @rule(pick=PICK, headline=WORDS)
    def rename(self, pick: int, headline: str) -> None:
        if entry := self.some_entry(pick, live=True):
            self.world.edit(entry, headline=headline)

    @rule(pick=PICK)
    def save_a_draft_of_what_is_public(self, pick: int) -> None:
        if entry := self.some_entry(pick, live=True):
            entry.headline = f"{CANARY} tomorrow"
            with contextlib.suppress(ValidationError):
                entry.save_revision()

    @rule(pick=PICK, date=DATES)
    def redate(self, pick: int, date: dt.datetime) -> None:
        if entry := self.some_entry(pick, live=True):
            self.world.edit(entry, date=date)

    @rule(pick=PICK, slug=st.sampled_from(["lantern", "bread", "elsewhere"]))
    def change_slug(self, pick: int, slug: str) -> None:
        entry = self.some_entry(pick, live=True, kind="article")
        if entry and not self.entries(slug=slug):
            self.world.edit(entry, slug=slug)

    @rule(pick=PICK)
    def unpublish(self, pick: int) -> None:
        if entry := self.some_entry(pick, live=True):
            entry.unpublish()

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if entry := self.some_entry(pick):
            entry.delete()

    @rule(pick=PICK, headline=WORDS, ends=st.booleans())
    def let_the_clock_tick(self, pick: int, headline: str, ends: bool) -> None:
        """A version that was planned goes live, unless its end has passed, too."""
        from masthead.clock.tick import tick

        if entry := self.some_entry(pick):
            entry.headline, entry.go_live_at = headline, START
            if not entry.live:
                # It is to be read from now on, so it may not hold what nobody may read.
                entry.body = json.dumps([text_block("<p>Planned.</p>")])
            entry.expire_at = START + dt.timedelta(days=1) if ends else None
            with contextlib.suppress(ValidationError):
                entry.save_revision(approved_go_live_at=START)
            tick(START + dt.timedelta(days=2))

    @rule(there=st.booleans())
    def delete_or_make_a_tag(self, there: bool) -> None:
        from masthead.entries.models import Tag

        if not there:
            Tag.objects.all().delete()
        elif not Tag.objects.exists():
            self.world.tag("red")

    @rule(pick=PICK, people=st.integers(0, 3), term=st.booleans())
    def sign_and_file(self, pick: int, people: int, term: bool) -> None:
        from masthead.entries.models import Category, Person, Tag

        if entry := self.some_entry(pick, live=True):
            self.world.byline(entry, *[p for i, p in enumerate(Person.objects.order_by("pk")) if people >> i & 1])
            fresh = type(entry).objects.get(pk=entry.pk)
            fresh.categories = list(Category.objects.order_by("pk")[: 1 + pick % 2]) if term else []
            fresh.tags = list(Tag.objects.all()) if term else []
            self.world.publish(fresh)

    @rule(picks=st.lists(PICK, max_size=4), name=WORDS, slug=st.sampled_from(["walk", "way"]))
    def order_a_series(self, picks: list[int], name: str, slug: str) -> None:
        """Of whatever parts, also such as are not public; under another name and address."""
        from masthead.entries.models import Part, Series

        series = Series.objects.get()
        series.name, series.slug, series.introduction = name, slug, f"<p>{name}</p>"
        series.save()
        chosen = dict.fromkeys(entry.pk for pick in picks if (entry := self.some_entry(pick)))
        Part.objects.all().delete()
        Part.objects.bulk_create(
            Part(series=series, entry_id=number, sort_order=place) for place, number in enumerate(chosen)
        )

    @rule(pick=PICK, others=st.lists(PICK, max_size=3))
    def lead_on(self, pick: int, others: list[int]) -> None:
        """To whatever entries, also such as are not public, and to itself."""
        from masthead.entries.models import Related

        if entry := self.some_entry(pick, live=True):
            found = [other for each in others if (other := self.some_entry(each))]
            entry.related = [Related(other_id=other.pk, sort_order=place) for place, other in enumerate(found)]
            self.world.publish(entry)

    @rule(pick=PICK)
    def merge_people(self, pick: int) -> None:
        """One of the two becomes one with somebody new, who has the name and the address of before."""
        from masthead.actions.merge_people import merge
        from masthead.entries.models import Person

        people = list(Person.objects.order_by("pk"))
        other = people[pick % len(people)]
        twin = self.world.person(f"{other.name} {next(self.world.numbers)}")
        if self.world.leads(f"/people/{other.slug}/") != 404:
            self.seen.add(f"/people/{other.slug}/")
        merge(twin, other)
        if other.name == "Ben Cole":
            Person.objects.filter(pk=twin.pk).update(name="Ben Cole")

    @rule(pick=PICK, on=st.booleans())
    def pin(self, pick: int, on: bool) -> None:
        if entry := self.some_entry(pick, live=True):
            self.world.edit(entry, pinned=on)

    @rule(pick=PICK, other=PICK, on=st.booleans())
    def link_translations(self, pick: int, other: int, on: bool) -> None:
        """Also of what is not public: its group is known, and nothing of it is told."""
        entry, original = self.some_entry(pick, live=True), self.some_entry(other)
        if entry and original:
            self.world.edit(entry, translation_group=original.group if on else uuid.uuid4())

    @rule(pick=PICK, count=st.integers(0, 13), kinds=st.lists(st.sampled_from(["lead", "blog", "text"]), max_size=4))
    def compose_home(self, pick: int, count: int, kinds: list[str]) -> None:
        from masthead.entries.models import Home

        entry = self.some_entry(pick)
        values = {
            "lead": {"entry": entry.pk if entry else None},
            "blog": {"blog": self.world.blog.pk, "entries": count},
            "text": "<p>Welcome.</p>",
        }
        home = Home.objects.get()
        home.sections = json.dumps([{"type": kind, "value": values[kind]} for kind in kinds])
        self.world.publish(home)

    @rule(pick=PICK, on=st.booleans())
    def restrict(self, pick: int, on: bool) -> None:
        from wagtail.models import PageViewRestriction

        if on and (entry := self.some_entry(pick, live=True)):
            PageViewRestriction.objects.create(page=entry, restriction_type="login")
        elif not on:
            PageViewRestriction.objects.all().delete()

    # -- the site around

    @rule(name=WORDS)
    def rename_person(self, name: str) -> None:
        from masthead.entries.models import Person

        person = Person.objects.order_by("pk").first()
        person.name = name
        person.save()

    @rule(slug=st.sampled_from(["ada", "ada-b"]))
    def move_person(self, slug: str) -> None:
        self.world.sql("update masthead_person set slug = %s where name = 'Ben Cole'", slug)

    @rule(name=WORDS, slug=st.sampled_from(["garden", "gardens"]))
    def rename_category(self, name: str, slug: str) -> None:
        first = "(select id from (select min(id) as id from masthead_category) c)"
        self.world.sql(f"update masthead_category set name = %s, slug = %s where id = {first}", name, slug)

    @rule(below=st.booleans())
    def move_category(self, below: bool) -> None:
        from masthead.entries.models import Category

        top = Category.objects.filter(parent=None).order_by("pk").first()
        roses = Category.objects.order_by("-pk").first()
        roses.parent = top if below and roses.pk != top.pk else None
        roses.save()

    @rule(name=WORDS, tagline=WORDS)
    def change_settings(self, name: str, tagline: str) -> None:
        from masthead.entries.models import SiteSettings

        SiteSettings.objects.update(name=name, tagline=tagline)

    @rule(pick=PICK, label=WORDS)
    def change_menu(self, pick: int, label: str) -> None:
        from masthead.entries.models import MenuItem, SiteSettings

        MenuItem.objects.all().delete()
        entry = self.some_entry(pick)
        settings = SiteSettings.objects.get()
        MenuItem.objects.create(settings=settings, label=label, page=entry and entry.page_ptr, sort_order=0)
        MenuItem.objects.create(settings=settings, label="Below", url="/below/", below=True, sort_order=1)

    @rule(title=st.sampled_from(["About", "Hall", "Room"]), live=st.booleans())
    def write_static_page(self, title: str, live: bool) -> None:
        from masthead.entries.models import StaticPage

        above = StaticPage.objects.order_by("pk").first()
        if StaticPage.objects.filter(title=title).exists():
            page = StaticPage.objects.get(title=title)
            self.world.publish(page) if live else page.unpublish()
        else:
            self.world.static_page(title, parent=above, live=live)

    @rule(slug=st.sampled_from(["blog", "journal"]), name=WORDS)
    def rename_blog(self, slug: str, name: str) -> None:
        from masthead.entries.models import Blog

        blog = Blog.objects.get(pk=self.world.blog.pk)
        blog.slug, blog.title = slug, name
        self.world.publish(blog)

    @rule(language=st.sampled_from(["en", "fa"]))
    def change_language(self, language: str) -> None:
        """The calendar changes with it, and so do the addresses of all months."""
        from masthead.entries.models import Blog

        blog = Blog.objects.get(pk=self.world.blog.pk)
        blog.language = language
        self.world.publish(blog)

    @rule(live=st.booleans())
    def close_and_open_the_blog(self, live: bool) -> None:
        from masthead.entries.models import Blog

        blog = Blog.objects.get(pk=self.world.blog.pk)
        self.world.publish(blog) if live else blog.unpublish()

    # -- what goes past all models

    @rule(minutes=st.integers(-3000, 3000))
    def shift_by_sql(self, minutes: int) -> None:
        self.world.sql("update masthead_entry set at = at + %s where kind = 'article'", minutes * 60_000_000)

    @rule(live=st.booleans())
    def hide_or_show_all_by_sql(self, live: bool) -> None:
        self.world.sql(f"update wagtailcore_page set live = %s where id in {NOTES}", live)

    @rule(slug=st.sampled_from(["bread", "twice"]))
    def one_slug_for_all_by_sql(self, slug: str) -> None:
        """A double address: whoever wins, a full press must agree."""
        self.world.sql(f"update wagtailcore_page set slug = %s where id in {ARTICLES}", slug)

    @rule(
        pick=PICK,
        body=st.sampled_from(["[]", '[{"type": "unheard of", "value": 1}]', '[{"type": "text", "value": null}]']),
    )
    def break_a_body_by_sql(self, pick: int, body: str) -> None:
        if entry := self.some_entry(pick):
            self.world.sql("update masthead_entry set body = %s where page_ptr_id = %s", body, entry.pk)

    @rule(pick=PICK)
    def roll_back(self, pick: int) -> None:
        from django.db import transaction

        if entry := self.some_entry(pick, live=True):
            with transaction.atomic():
                entry.headline = f"{CANARY} never was"
                entry.body = json.dumps([text_block(f"<p>{CANARY}</p>")])
                self.world.publish(entry)
                transaction.set_rollback(True)

    # -- the press

    @rule(point=st.sampled_from(CRASH_POINTS))
    def kill_the_press(self, point: str) -> None:
        def at(reached: str) -> None:
            if reached == point:
                raise Killed

        self.world.restart(at_point=at)
        try:
            self.world.run()
        except Killed:
            pass
        finally:
            self.world.restart()

    @rule()
    def lose_the_ledger(self) -> None:
        self.world.run(forget=True)

    @rule(page=st.sampled_from(["index.html", "blog/index.html", "robots.txt"]))
    def damage_the_store(self, page: str) -> None:
        path = self.folder.store / page
        if path.exists():
            path.write_text("somebody was here", encoding="utf-8")
            self.world.run(forget=True)

    @invariant()
    def the_store_equals_a_full_press(self) -> None:
        if hasattr(self, "world"):
            self.world.run()
            self.world.prove()
            self.old_addresses_never_die()

    def old_addresses_never_die(self) -> None:
        """Where a page or a sheet of the blog was once, something answers: another address, or that it is gone."""
        from masthead.entries.models import ListingEntry, PublicPage

        self.seen |= set(PublicPage.objects.values_list("address", flat=True))
        if ListingEntry.objects.filter(listing=10**12 + self.world.blog.pk).exists():
            base = PublicPage.objects.get(page_id=self.world.blog.pk).address
            found = self.folder.store.glob(f"{base.strip('/')}/older/*/index.html")
            self.seen |= {f"{base}older/{path.parent.name}/" for path in found}
            lost = {address for address in self.seen if self.world.leads(address) == 404}
        else:
            lost = {address for address in self.seen if self.world.leads(address) == 404 and "/older/" not in address}
        assert lost == set()


@pytest.mark.usefixtures("site")
def test_after_any_history_the_store_equals_a_full_press(site_template: Any, site_folder: SiteFolder) -> None:
    histories = type("TestedHistories", (Histories,), {"template": SiteFolder(site_template), "folder": site_folder})
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=40 if THOROUGH else 4,
            stateful_step_count=40 if THOROUGH else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking a history takes minutes: on demand only.
            phases=tuple(Phase) if THOROUGH else (Phase.explicit, Phase.reuse, Phase.generate),
            print_blob=True,
        ),
    )
