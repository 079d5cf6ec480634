from __future__ import annotations

import re
import shutil
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import mf2py
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.ext import extract_from_ast
from lxml import etree, html
from markupsafe import Markup, escape
from theme_samples import WORDS, chrome, in_another_language, laid_out, pages, teaser

from masthead.entries import rendering
from masthead.entries.languages import read_catalogues, strings
from masthead.entries.richtext import visible
from masthead.pages import facets
from masthead.pages.records import NotFound, PersonLink
from masthead.themes.layers import Layer, ThemeError, layers_of
from masthead.themes.sandbox import Sources, begin_page, environment
from masthead.themes.theme import Theme, load_theme, slim

FOLDER = Path(sys.modules[Theme.__module__].__file__ or "").parent / "default"
RENDERING = Path(rendering.__file__).parent
THEME = load_theme()
KINDS = [(language, kind) for language in WORDS for kind in pages(language)]


def rendered(language: str, kind: str, **changes: object) -> str:
    template, page = pages(language)[kind]
    page = page._replace(**changes)
    return THEME.render(template, language, page=page, chrome=page.chrome, page_title="A page",
                        canonical="https://lantern.example/x/")  # fmt: skip


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "own"))


def loaded(folder: Path) -> Theme:
    """A theme that is whole in one folder."""
    return load_theme([Layer("own", folder)])


class TestLoading:
    def test_a_theme_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            THEME.name = "other"  # type: ignore[misc]

    def test_two_loads_agree(self) -> None:
        assert load_theme().digest == THEME.digest

    def test_any_source_moves_the_digest_and_only_the_style_moves_its_name(self, tmp_path: Path) -> None:
        folder = copied(tmp_path)
        with (folder / "gone.html").open("a") as file:
            file.write("<!-- more -->")
        changed = loaded(folder)
        assert (changed.digest != THEME.digest, changed.style_name) == (True, THEME.style_name)
        (folder / "style.css").write_text("body {}")
        assert loaded(folder).style_name != THEME.style_name

    def test_the_style_name_holds_a_digest(self) -> None:
        assert re.fullmatch(r"style-[0-9a-f]{12}\.css", THEME.style_name)

    def test_the_icon_is_one_that_browsers_know_and_moves_the_digest(self, tmp_path: Path) -> None:
        assert THEME.icon.startswith(b"\0\0\1\0")
        folder = copied(tmp_path)
        (folder / "favicon.ico").write_bytes(b"\0\0\1\0 another")
        assert loaded(folder).digest != THEME.digest
        (folder / "favicon.ico").unlink()
        with pytest.raises(ThemeError, match=r"lacks favicon\.ico"):
            loaded(folder)

    def test_a_missing_template_is_named(self, tmp_path: Path) -> None:
        folder = copied(tmp_path)
        (folder / "gone.html").unlink()
        with pytest.raises(ThemeError, match=r"^The theme own lacks gone\.html: copy it from the default theme\.$"):
            loaded(folder)

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ThemeError, match=r"^There is no theme “none”: .*/themes/none is no folder\."):
            layers_of(tmp_path, "none")

    def test_a_template_with_an_error_is_refused_at_loading(self, tmp_path: Path) -> None:
        folder = copied(tmp_path)
        (folder / "gone.html").write_text("\n{% if %}")
        with pytest.raises(ThemeError, match=r"^own/gone\.html, line 2: "):
            loaded(folder)

    def test_rendering_opens_no_file(self, tmp_path: Path) -> None:
        folder = copied(tmp_path)
        theme = loaded(folder)
        shutil.rmtree(folder)
        page = NotFound(chrome("en"), ())
        assert "There is no page here" in theme.render(
            "not_found.html", "en", page=page, chrome=page.chrome, page_title="", canonical=""
        )


ECHO = environment(Sources({"t.html": "{{ text }}|{{ html }}"})).get_template("t.html")


class TestSandbox:
    def run(self, source: str, **context: object) -> str:
        begin_page("en")
        return environment(Sources({"t.xml": source})).get_template("t.xml").render(**context)

    def test_everything_is_escaped_whatever_the_name(self) -> None:
        assert self.run("{{ text }}", text='<&">') == "&lt;&amp;&#34;&gt;"

    @given(st.text() | st.text(alphabet="&<>\"'a"))
    def test_a_text_is_written_as_markup_has_it(self, text: str) -> None:
        begin_page("en")
        assert ECHO.render(text=text, html=Markup(text)) == f"{escape(text)}|{text}"

    def test_a_name_that_is_not_there_is_an_error(self) -> None:
        with pytest.raises(UndefinedError):
            self.run("{{ nothing }}")

    @pytest.mark.parametrize("way", ["", " with context"])
    def test_no_page_goes_on_where_another_stopped(self, way: str) -> None:
        counter = "{% set seen = namespace(pages=0) %}{% macro count() %}{% set seen.pages = seen.pages + 1 %}"
        sources = {"page.html": '{% import "c.html" as c' + way + " %}{{ c.count() }}"}
        sources["c.html"] = counter + "{{ seen.pages }}{% endmacro %}"
        page = environment(Sources(sources)).get_template("page.html")
        begin_page("en")
        assert [page.render() for _ in range(3)] == ["1", "1", "1"]

    def test_a_template_bears_its_own_name_whatever_it_imports(self) -> None:
        sources = {
            "page.html": '{% import "m.html" as m %}{{ m.word() }}',
            "m.html": "{% macro word() %}x{% endmacro %}",
        }
        page = environment(Sources(sources)).get_template("page.html")
        assert page.name == "page.html"

    def test_macros_that_know_the_page_are_made_for_each(self) -> None:
        sources = {"page.html": '{% import "m.html" as m %}{{ m.first() }}'}
        sources["m.html"] = "{% macro first() %}{{ second() }}{% endmacro %}"
        sources["m.html"] += "{% macro second() %}{{ name }}{% endmacro %}"
        page = environment(Sources(sources)).get_template("page.html")
        begin_page("en")
        assert [page.render(name=name) for name in ("one", "two")] == ["one", "two"]

    def test_what_is_shared_by_all_pages_speaks_the_language_of_each(self) -> None:
        sources = {"page.html": '{% import "m.html" as m %}{{ m.word() }}'}
        sources["m.html"] = '{% macro word() %}{{ _("Menu") }}{% endmacro %}'
        held = Sources(sources)
        page = environment(held).get_template("page.html")
        assert held.shared == ["m.html"]
        for language, word in (("en", "Menu"), ("fa", "منو"), ("en", "Menu")):
            begin_page(language)
            assert page.render() == word


class TestStyle:
    def test_comments_and_white_space_are_not_sent_and_what_is_quoted_is(self) -> None:
        style = '/* Why. */\na::after {\n  content: "/* \\" \n  { kept */";\n\n  color: red; /* no */\n}\n'
        style += ".a :hover,\n  b /* no */ i { b: c }"
        assert slim(style) == '\na::after{content: "/* \\" \n  { kept */";color: red}\n.a :hover,\nb i{b: c}\n'


class TestWords:
    def test_the_persian_catalogue_says_just_what_templates_and_blocks_say(self) -> None:
        said = {*facets.KINDS, *facets.KINDS.values()}
        for file in FOLDER.glob("*.html"):
            tree = environment(Sources({})).parse(file.read_text())
            for _, _, message in extract_from_ast(tree, ("_", "gettext", "say")):
                parts = message if isinstance(message, tuple) else (message,)
                said |= {part for part in parts if part}
        for file in (*RENDERING.glob("*.py"), RENDERING.parent / "edtf.py"):
            said |= set(re.findall(r'\.say\("([^"]+)"', file.read_text()))
        catalogue = read_catalogues(FOLDER.parent / "locale")["fa"]._catalog  # type: ignore[attr-defined]
        assert said == {message for message in catalogue if message}
        assert all(catalogue.values())

    def test_places_in_messages_survive_translation(self) -> None:
        for message, translation in strings("fa")._catalog.items():  # type: ignore[attr-defined]
            # What counts is filed under its message and the number of its form.
            source = message[0] if isinstance(message, tuple) else message
            if source:
                assert re.findall(r"%\(\w+\)s", source) == re.findall(r"%\(\w+\)s", translation)

    def test_a_foreign_teaser_speaks_its_own_language(self) -> None:
        page = rendered("en", "blog", teasers=laid_out((teaser("fa", 1),)))
        assert "ادامهٔ مطلب" in page
        assert "Read more" not in page


class TestPages:
    @pytest.mark.parametrize(("language", "kind"), KINDS)
    def test_every_kind_has_one_h1_a_title_and_its_direction(self, language: str, kind: str) -> None:
        page = html.fromstring(rendered(language, kind))
        assert page.get("lang") == language
        assert page.get("dir") == {"en": "ltr", "fa": "rtl"}[language]
        assert len(page.xpath("//h1")) == 1
        assert page.xpath("string(//title)") == "A page"
        assert not page.xpath("//script | //style | //@style | //*[starts-with(name(), 'on')]")

    @pytest.mark.parametrize(("language", "kind"), KINDS)
    def test_every_name_of_a_person_is_isolated(self, language: str, kind: str) -> None:
        page = html.fromstring(rendered(language, kind))
        assert all(card.tag == "bdi" or [child.tag for child in card] == ["bdi"]
                   for card in page.xpath("//*[@class='p-author h-card' or @class='h-card']"))  # fmt: skip

    def test_read_more_says_which_entry_it_opens(self) -> None:
        page = html.fromstring(rendered("en", "blog"))
        words = page.xpath("//*[@class='more']")[0].text_content()
        assert words == f"Read more: {WORDS['en'].headline}"

    def test_a_note_that_is_whole_has_no_heading_and_no_read_more(self) -> None:
        page = html.fromstring(rendered("en", "blog", teasers=laid_out((
            teaser("en", 1, headline="", excerpt="Short.", cut=False),))))  # fmt: skip
        [article] = page.xpath("//article")
        assert not article.xpath(".//h2 | .//*[@class='more']")
        assert article.xpath("string(.//a/@href)") == "/lamplighter/entry-1/"

    def test_names_are_joined_by_role_and_language(self) -> None:
        people = tuple(PersonLink(name, "", "author") for name in ("Ada", "Ben <b>", "Cleo"))
        page = html.fromstring(rendered("en", "entry", people=(*people, PersonLink("Dee", "", "translator"))))
        assert [line.text_content() for line in page.xpath("//*[@class='byline']")] == [
            "By Ada, Ben <b> and Cleo", "Translated by Dee"]  # fmt: skip

    def test_an_entry_in_another_language_keeps_the_pages_frame(self) -> None:
        _, entry = pages("en")["entry"]
        page = THEME.render("entry.html", "en", page=in_another_language(entry, "fa"), chrome=chrome("en"),
                            page_title="", canonical="")  # fmt: skip
        assert '<article class="entry h-entry" lang="fa" dir="rtl">' in page
        assert "موضوع‌ها" in page
        assert "Skip to the content" in page

    def test_feeds_are_announced(self) -> None:
        page = html.fromstring(rendered("en", "entry"))
        assert page.xpath("//link[@rel='alternate']/@type") == [
            "application/rss+xml", "application/atom+xml", "application/feed+json",
        ]  # fmt: skip

    def test_a_page_without_an_address_has_no_canonical_link(self) -> None:
        page = NotFound(chrome("en"), ())
        text = THEME.render("not_found.html", "en", page=page, chrome=page.chrome, page_title="", canonical="")
        assert "canonical" not in text

    def test_a_description_is_given_where_there_is_one(self) -> None:
        assert html.fromstring(rendered("en", "entry")).xpath("string(//meta[@name='description']/@content)")
        assert 'name="description"' not in rendered("en", "entry", excerpt="")

    @settings(deadline=None)  # the first page loads what the others find
    @given(st.text())
    def test_no_text_breaks_out_of_its_place(self, text: str) -> None:
        page = html.fromstring(rendered("en", "entry", headline=text or "x", label=text, excerpt=text))
        assert len(page.xpath("//body/*")) == 4
        assert not page.xpath("//script")


class TestMicroformats:
    def test_a_blog_is_a_feed_of_entries(self) -> None:
        [feed] = mf2py.parse(doc=rendered("en", "blog"), url="https://lantern.example/x/")["items"]
        assert feed["type"] == ["h-feed"]
        assert feed["properties"]["name"] == [WORDS["en"].blog]
        first, note, interview, *_ = feed["children"]
        assert first["type"] == ["h-entry"]
        assert first["properties"]["name"] == [WORDS["en"].headline]
        assert first["properties"]["url"] == ["https://lantern.example/lamplighter/entry-1/"]
        assert first["properties"]["published"] == ["2024-05-27T18:00:00+0000"]
        assert first["properties"]["summary"]
        [author] = first["properties"]["author"]
        assert author["properties"] == {"name": [WORDS["en"].person], "url": ["https://lantern.example/people/ada/"]}
        assert "name" not in note["properties"]
        assert [author["value"] for author in interview["properties"]["author"]] == [
            WORDS["en"].person, WORDS["en"].other_person]  # fmt: skip

    def test_an_entry_page_is_one_entry(self) -> None:
        [entry] = mf2py.parse(doc=rendered("en", "entry"), url="https://lantern.example/x/")["items"]
        assert entry["type"] == ["h-entry"]
        assert entry["properties"]["url"] == ["https://lantern.example/x/"]
        assert entry["properties"]["content"][0]["html"].startswith("<p>At six")
        assert entry["properties"]["category"]

    def test_a_note_has_no_name(self) -> None:
        [note] = mf2py.parse(doc=rendered("en", "note"), url="https://lantern.example/x/")["items"]
        assert "name" not in note["properties"]


class TestVisible:
    def test_what_no_page_may_hold_is_left_out(self) -> None:
        assert visible("a\x00b\x0b\x85\ud800\ufdd0\ufffe\tc\n") == "ab\tc\n"

    @given(st.text(st.characters(codec=None, exclude_categories=[])))
    def test_what_is_left_is_xml(self, text: str) -> None:
        left = visible(text)
        element = etree.Element("x")
        element.text = left
        assert set(left) <= set(text)
