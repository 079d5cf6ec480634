"""A theme from a stranger: it reads nothing but what it is given, changes nothing, and comes to an end."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from masthead.themes.layers import LARGEST_FILE, Layer, ThemeError, default_layer, layers_of
from masthead.themes.sandbox import WORK
from masthead.themes.theme import Theme, load_theme
from masthead.themes.trying import context, settled, try_out

GENEROUS = 120.0
"""Seconds: an endless loop has none."""
MEMORY = 256 << 10
"""Kilobytes."""


def themed(site: Path, template: str, source: str) -> Theme:
    """A site's theme whose own `template` is this."""
    (site / "theme").mkdir(exist_ok=True)
    (site / "theme" / template).write_text(source, encoding="utf-8")
    return load_theme(layers_of(site))


REACHING = [
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ page._replace.__globals__ }}",
    "{{ page.__class__ }}",
    "{{ page._replace(chrome=1) }}",
    "{{ page.chrome._asdict() }}",
    "{{ say.__globals__ }}",
    "{{ direction.__wrapped__ }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ (1).__class__ }}",
    "{{ (1).to_bytes(9, 'big') }}",
    "{{ 0.5.hex() }}",
    "{{ [].append(1) }}",
    "{{ {}.update(a=1) }}",
    "{{ '{0.__class__}'.format(page) }}",
    "{{ '{0}'.format_map({}) }}",
    "{{ ('<b>'|e).unescape() }}",
    "{{ '%s' % page }}",
    "{{ environment }}",
    "{{ open('/etc/passwd') }}",
    "{{ lipsum() }}",
    "{{ _.__globals__ }}",
    "{% for x in page.__dict__ %}{% endfor %}",
]

GROWING = (
    "{{% set big = range(9999)|join(' ') %}}{{% set ns = namespace(x={first}) %}}"
    "{{% for a in range(99999) %}}{step}{{% endfor %}}"
)

ENDLESS = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) if false %}{% endfor %}{% endfor %}",
    "{% for a in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% include 'SELF' %}",
    GROWING.format(first="'ab'", step="{% set ns.x = ns.x ~ ns.x %}"),
    GROWING.format(first="'ab'", step="{% set ns.x = ns.x + ns.x %}"),
    GROWING.format(first="[1]", step="{% set ns.x = ns.x + ns.x %}"),
    GROWING.format(first="9", step="{% set ns.x = ns.x * ns.x %}"),
    GROWING.format(first="'ab'", step="{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}"),
    GROWING.format(first="[]", step="{% set ns.x = ns.x + [big[1:]] %}"),
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ 'ffffffffffffffffff'|int(0, 16) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ range(1000000000)|list }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a'.ljust(1000000000) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ say('en', '%(n)1000000000d', n=1) }}",
    "{{ _('%(n)1000000000d', n=1) }}",
    "{{ range(99999)|joined('en') }}",
    "{% set big = range(99999)|join('0123456789') %}{{ range(99999)|join(big) }}",
    "{% for a in range(99999) %}" + "0123456789" * 1000 + "{% endfor %}",
]

REFUSED_WHEN_READ = [
    ("{% include '../../masthead.toml' %}", "there is no template “../../masthead.toml” in the theme."),
    ("{% include '/etc/passwd' %}", "there is no template “/etc/passwd” in the theme."),
    ("{% extends '../theme/base.html' %}", "there is no template “../theme/base.html” in the theme."),
    ("{% import 'themes/none/parts.html' as p %}", "there is no template “themes/none/parts.html” in the theme."),
    ("{% include page.title %}", "name one template, in quotation marks."),
    ("{% include ['a.html', 'b.html'] %}", "name one template, in quotation marks."),
    ("{% autoescape false %}{{ page }}{% endautoescape %}", "a theme cannot switch escaping off."),
    ("{{ page|safe }}", "No filter named 'safe'."),
    ("{{ page|tojson }}", "No filter named 'tojson'."),
    ("{{ page|attr('__class__') }}", "No filter named 'attr'."),
    ("{{ [page]|map(attribute='__class__') }}", "No filter named 'map'."),
    ("{{ [1, 2]|random }}", "No filter named 'random'."),
    ("{{ 'a'|center(1000000000) }}", "No filter named 'center'."),
    ("{{ 'a'|replace('', 'b') }}", "No filter named 'replace'."),
    ("{% if %}", "Expected an expression, got 'end of statement block'."),
    ("{{ page", "unexpected end of template, expected 'end of print statement'."),
    ("{% endblock %}", None),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """All of them in one theme, which can be read: what is wrong with them shows when they run."""
    own = tmp_path_factory.mktemp("site") / "theme"
    own.mkdir()
    for number, source in enumerate((*REACHING, *ENDLESS)):
        (own / f"own{number}.html").write_text(f"\n{source.replace('SELF', f'own{number}.html')}")
    return load_theme(layers_of(own.parent))


def fails(theme: Theme, number: int) -> str:
    with pytest.raises(ThemeError) as caught:
        theme.render(f"own{number}.html", "en", **context("gone.html", is_full=True))
    assert re.match(rf"theme/own{number}\.html, line [12]: .", str(caught.value))
    return str(caught.value)


@pytest.mark.parametrize("number", range(len(REACHING)), ids=REACHING)
def test_a_template_reaches_nothing_but_what_it_is_given(hostile: Theme, number: int) -> None:
    assert "line 2" in fails(hostile, number)


@pytest.mark.parametrize("number", range(len(REACHING), len(REACHING) + len(ENDLESS)), ids=[s[:60] for s in ENDLESS])
def test_a_template_comes_to_an_end(hostile: Theme, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if number != len(REACHING):  # one does all the work that a page may, the others a tenth
        monkeypatch.setattr("masthead.themes.sandbox.WORK", WORK // 10)
    begun, before = time.monotonic(), getrusage(RUSAGE_SELF).ru_maxrss
    fails(hostile, number)
    assert time.monotonic() - begun < GENEROUS
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < MEMORY


@pytest.mark.parametrize(("source", "sentence"), REFUSED_WHEN_READ)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, source: str, sentence: str | None) -> None:
    with pytest.raises(ThemeError) as caught:
        themed(tmp_path, "gone.html", f"\n{source}")
    said = str(caught.value)
    assert said.startswith("theme/gone.html, line 2: ")
    assert said.endswith(".")
    assert sentence is None or said.endswith(sentence)


@pytest.mark.parametrize("source", ["{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{% if 1 %}" * 3000])
def test_deep_nesting_is_a_sentence_too(tmp_path: Path, source: str) -> None:
    with pytest.raises(ThemeError, match=r"^theme/gone\.html, line \d+: "):
        themed(tmp_path, "gone.html", source)


def test_an_endless_loop_ends_in_any_thread_of_the_desk(hostile: Theme) -> None:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(fails(hostile, len(REACHING))))
    thread.start()
    thread.join(GENEROUS)
    (sentence,) = said
    assert sentence.endswith("line 2: this does more work than a page may. Look for a loop without an end.")


def test_a_slow_page_is_stopped_by_the_clock_where_no_count_holds_it(
    hostile: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masthead.themes.sandbox.SECONDS", -1.0)
    assert "more work than a page may" in fails(hostile, len(REACHING))


def test_everything_is_escaped_whatever_a_theme_does(tmp_path: Path) -> None:
    source = (
        "{% set x = page.chrome.site_name %}{{ x }}{{ x ~ x }}{{ [x]|join(x) }}{{ [x]|joined('en') }}{{ x|e|string }}"
        "{{ _(x) }}{{ gettext(x) }}{{ ngettext(x, x, 1) }}{{ say('fa', x) }}{{ say('en', '%(x)s', x=x) }}"
    )
    theme = themed(tmp_path, "gone.html", source)
    text = theme.render("gone.html", "en", page=hostile_page(), chrome=None)
    assert "<" not in text.replace("&lt;", "")


def hostile_page() -> object:
    from masthead.pages.records import Gone

    page = context("gone.html", is_full=True)["page"]
    assert isinstance(page, Gone)
    return page._replace(chrome=page.chrome._replace(site_name="<script>alert(1)</script>"))


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    own = tmp_path / "theme"
    own.mkdir()
    (own / "gone.html").symlink_to(secret)
    with pytest.raises(ThemeError, match=r"^theme/gone\.html is a link to another file: put the file itself"):
        load_theme(layers_of(tmp_path))
    (own / "gone.html").unlink()
    os.mkfifo(own / "gone.html")
    with pytest.raises(ThemeError, match=r"^theme/gone\.html is no file: take it away\.$"):
        load_theme(layers_of(tmp_path))


def test_a_folder_below_a_theme_and_what_is_no_template_are_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "theme"
    (own / "below").mkdir(parents=True)
    (own / "below" / "gone.html").write_text("{% if %}")
    (own / "notes.txt").symlink_to("/etc/passwd")
    assert settled(layers_of(tmp_path)).origins["gone.html"] == "default"


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "theme"
    own.mkdir()
    (own / "gone.html").write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(ThemeError, match=r"^theme/gone\.html is larger than 512 kB: make it smaller\.$"):
        load_theme(layers_of(tmp_path))
    (own / "gone.html").write_bytes(b"\n\n\xff")
    with pytest.raises(ThemeError, match=r"^theme/gone\.html, line 3: it is not a text in UTF-8\. Save it as one\.$"):
        load_theme(layers_of(tmp_path))


@pytest.mark.parametrize("line", ["@import url(//x.example/a.css);", "a { background: url( 'https://x.example/' ) }"])
@pytest.mark.parametrize("name", ["style.css", "more.css"])
def test_a_style_that_asks_another_site_is_refused(tmp_path: Path, name: str, line: str) -> None:
    with pytest.raises(ThemeError, match=rf"^theme/{name}, line 2: it asks another site"):
        themed(tmp_path, name, f"/* mine */\n{line}")


def test_a_page_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    theme = themed(tmp_path, "gone.html", "{% for a in range(5) %}{{ page.chrome.footer }}{% endfor %}")
    page = hostile_page()
    large = page._replace(chrome=page.chrome._replace(footer="x" * (4 << 20)))  # type: ignore[attr-defined]
    with pytest.raises(ThemeError, match=r"^theme/gone\.html, line 1: it makes a page of more than 16 MB\.$"):
        theme.render("gone.html", "en", page=large, chrome=None)


class TestLayers:
    def test_a_later_folder_wins_and_can_build_on_what_lies_under_it(self, tmp_path: Path) -> None:
        chosen, own = tmp_path / "themes" / "winter", tmp_path / "theme"
        chosen.mkdir(parents=True)
        own.mkdir()
        (chosen / "gone.html").write_text("winter")
        (chosen / "moved.html").write_text("{% extends 'default/moved.html' %}{% block body_class %}cold{% endblock %}")
        (chosen / "more.css").write_text("a {}")
        (own / "gone.html").write_text("mine, then {% include 'themes/winter/gone.html' %}")
        (own / "more.css").write_text("b {}")
        theme = settled(layers_of(tmp_path, "winter"))
        assert theme.render("gone.html", "en") == "mine, then winter"
        assert theme.style.endswith(b"a{}\nb{}\n")
        assert {theme.origins[name] for name in ("gone.html", "moved.html", "home.html")} == {
            "theme", "themes/winter", "default"}  # fmt: skip
        assert theme.unused == ()

    def test_a_file_that_no_page_is_made_of_is_named(self, tmp_path: Path) -> None:
        assert themed(tmp_path, "entyr.html", "").unused == ("theme/entyr.html",)

    def test_every_file_of_every_layer_moves_the_digest(self, tmp_path: Path) -> None:
        digests = {load_theme().digest}
        for name, source in (("gone.html", "a"), ("gone.html", "b"), ("more.css", "a {}"), ("unused.html", "")):
            digests.add(themed(tmp_path, name, source).digest)
        assert len(digests) == 5

    def test_the_default_theme_fits_every_record_it_may_be_given(self) -> None:
        try_out(load_theme([default_layer()]))

    def test_a_theme_that_fails_with_an_empty_record_alone_is_found(self, tmp_path: Path) -> None:
        with pytest.raises(ThemeError, match=r"^theme/entry\.html, line 1: .*url"):
            try_out(themed(tmp_path, "entry.html", "{{ page.newer.url }}"))

    def test_a_layer_alone_must_be_whole(self, tmp_path: Path) -> None:
        with pytest.raises(ThemeError, match=r"lacks archive\.html"):
            load_theme([Layer("mine", tmp_path)])
