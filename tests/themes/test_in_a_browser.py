"""Every kind of page in a real browser: both directions, three widths, light and dark. Pictures of each stay in
pytest's temporary folder, to be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import Markup
from playwright.sync_api import Browser, Page, Route, sync_playwright
from theme_samples import WORDS, body, laid_out, pages, teaser

from masthead.entries.richtext import visible
from masthead.entries.titles import document_title
from masthead.pages.records import HomeSection, Link, MenuLine, PersonLink, TermLink
from masthead.themes.theme import load_theme

CHROMIUM = Path("/usr/bin/chromium")
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; media-src 'self'; form-action 'none'; base-uri 'none'"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="640"><rect width="1200" height="640"/></svg>'
KINDS = [(language, kind) for language in WORDS for kind in pages(language)]
THEME = load_theme()

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium: apt install chromium to run this"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


def opened(
    browser: Browser, language: str, kind: str, *, record: Any = None, width: int = 1280, **options: Any
) -> tuple[Page, list[str]]:
    """Open a page as readers get it; also give every complaint of the browser and every foreign request."""
    template, page = pages(language)[kind]
    page = record or page
    text = THEME.render(
        template,
        language,
        page=page,
        chrome=page.chrome,
        page_title=f"{kind} in {language}",
        canonical="http://localhost/x/",
    )
    complaints: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        if not address.startswith("http://localhost/"):
            complaints.append(address)
        if address.endswith(".css"):
            route.fulfill(body=THEME.style, content_type="text/css")
        elif address.endswith(".svg"):
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        else:
            route.fulfill(
                body=text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

    tab = browser.new_page(viewport={"width": width, "height": 900}, **options)
    tab.on("console", lambda message: complaints.append(message.text))
    tab.route("**/*", answer)
    tab.goto("http://localhost/")
    return tab, complaints


@pytest.mark.parametrize(("language", "kind"), KINDS)
def test_axe_finds_nothing(browser: Browser, language: str, kind: str) -> None:
    tab, _ = opened(browser, language, kind, bypass_csp=True)
    found = Axe().run(tab, options=RULES)
    tab.close()
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize(("language", "kind"), [("en", "blog"), ("fa", "entry"), ("en", "entry"), ("fa", "category")])
def test_axe_finds_nothing_in_other_colours_on_a_small_screen(
    browser: Browser, language: str, kind: str, look: dict[str, str]
) -> None:
    tab, _ = opened(browser, language, kind, bypass_csp=True, width=320, **look)
    found = Axe().run(tab, options=RULES)
    tab.close()
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize(("language", "kind"), KINDS)
def test_nothing_is_wider_than_the_screen_and_nothing_is_refused(
    browser: Browser, language: str, kind: str, tmp_path: Path
) -> None:
    tab, complaints = opened(browser, language, kind)
    for width in (1280, 640, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.screenshot(path=tmp_path / f"{kind}-{language}-{width}.png", full_page=True)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
    assert complaints == []


def test_the_skip_link_comes_first_and_shows_itself(browser: Browser) -> None:
    tab, _ = opened(browser, "en", "entry")
    skip = tab.locator(".skip")
    hidden = skip.bounding_box()
    tab.keyboard.press("Tab")
    shown = skip.bounding_box()
    assert hidden is not None
    assert shown is not None
    assert (hidden["width"], shown["height"] >= 24) == (1, True)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#main")
    tab.close()


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("fa", "right")])
def test_dates_stand_where_the_line_begins(browser: Browser, language: str, side: str) -> None:
    tab, _ = opened(browser, language, "blog")
    date = tab.locator(".teaser .when").first.bounding_box()
    text = tab.locator(".teaser .headline").first.bounding_box()
    tab.close()
    assert date is not None
    assert text is not None
    assert (date["x"] < text["x"]) == (side == "left")


@pytest.mark.parametrize(("language", "other"), [("en", "fa"), ("fa", "en")])
def test_an_entry_in_the_other_direction_keeps_the_pages_columns(browser: Browser, language: str, other: str) -> None:
    _, blog = pages(language)["blog"]
    mixed = blog._replace(teasers=laid_out((teaser(language, 1), teaser(other, 2), teaser(language, 3))))
    tab, _ = opened(browser, language, "blog", record=mixed)
    columns = tab.evaluate("""[...document.querySelectorAll(".teaser")].map(entry => [".when", ".excerpt"].map(
        name => { const at = entry.querySelector(name).getBoundingClientRect(); return [at.left, at.right]; }))""")
    turned = tab.locator(".teaser .excerpt").nth(1).evaluate("e => getComputedStyle(e).direction")
    tab.close()
    assert columns[0] == columns[1] == columns[2]
    assert turned == {"en": "ltr", "fa": "rtl"}[other]


@pytest.mark.parametrize("kind", ["static", "not_found"])
@pytest.mark.parametrize("language", WORDS)
def test_a_page_without_dates_stands_in_the_middle(browser: Browser, language: str, kind: str) -> None:
    tab, _ = opened(browser, language, kind)
    text = tab.locator("main .prose").first.bounding_box()
    tab.close()
    assert text is not None
    assert abs(text["x"] - (1280 - text["x"] - text["width"])) < 1


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", WORDS)
def test_the_foot_begins_where_the_pages_lines_begin(browser: Browser, language: str, width: int) -> None:
    tab, _ = opened(browser, language, "blog", width=width)
    parts = tab.evaluate("""[...document.querySelectorAll(".feeds li:first-child a, .onward a, .imprint p")].map(
        part => { const range = document.createRange(); range.selectNodeContents(part);
                  const at = range.getBoundingClientRect(); return [at.left, at.right]; })""")
    tab.close()
    assert len(parts) >= 3
    begin = [right if language == "fa" else left for left, right in parts]
    assert max(begin) - min(begin) < 1


def test_nothing_stands_above_the_name_of_a_fresh_site(browser: Browser) -> None:
    _, home = pages("en")["home"]
    tab, _ = opened(browser, "en", "home", record=home._replace(chrome=home.chrome._replace(menu=(), footer=Markup())))
    above = tab.locator(".nameplate").evaluate("e => getComputedStyle(e).borderBlockStartWidth")
    foot = tab.locator(".colophon").is_visible()
    tab.close()
    assert (above, foot) == ("0px", False)


def test_naughty_names_reorder_no_neighbour(browser: Browser, shared_data: Path) -> None:
    """Whatever a name is made of, what stands before it on its line goes on standing before it."""
    names = [visible(name) for name in json.loads((shared_data / "i18n" / "blns.json").read_text(encoding="utf-8"))]
    # Chromium closes the isolate of a name, and not that of its element, where a name leaves one open.
    open_ended = {name for name in names if set(name) & set("\u2066\u2067\u2068")}
    naughty = ["\u202eabc", "\u202babc אבג", *(name for name in names if name.strip() and name not in open_ended)]
    assert len(open_ended) < 4
    assert len(naughty) > 400
    for language in WORDS:
        _, blog = pages(language)["blog"]
        entries = [
            teaser(language, 1, headline=name, label=name, excerpt=name,
                   people=tuple(PersonLink(each, "", "author") for each in ("First", name, "Last")))
            for name in naughty
        ]  # fmt: skip
        record = blog._replace(teasers=laid_out(tuple(entries)))
        tab, complaints = opened(browser, language, "blog", record=record, width=1280)
        found = tab.evaluate("""[...document.querySelectorAll(".teaser .byline")].map(
            line => [...line.querySelectorAll("bdi")].map(
                name => { const at = name.getBoundingClientRect(); return [at.top, at.left, at.right, at.height]; }
            ))""")
        shown = tab.evaluate("[...document.querySelectorAll('.teaser .headline')].map(e => e.textContent)")
        tab.close()
        assert complaints == []
        assert shown == [name.replace("\r\n", "\n").replace("\r", "\n") for name in naughty]
        for name, places in zip(naughty, found, strict=True):
            assert len(places) == 3, name
            for (top, left, right, height), (next_top, next_left, next_right, next_height) in pairwise(places):
                if abs(top - next_top) < 2 and abs(height - next_height) < 2:  # on one line
                    assert (next_left >= right) if language == "en" else (next_right <= left), (repr(name), places)


RUNS = """selector => [...document.querySelectorAll(selector)].map(run => {
    const at = run.getBoundingClientRect(); return [at.top, at.left, at.right, at.height]; })"""


def reordered(places: list[list[float]], language: str) -> list[int]:
    """Of runs that follow one another in the text, those that do not on their line."""
    wrong = []
    for number, ((top, left, right, height), (next_top, next_left, next_right, next_height)) in enumerate(
        pairwise(places)
    ):
        on_one_line = abs(top - next_top) < 2 and abs(height - next_height) < 2 and right > left
        if on_one_line and not (next_left >= right - 1 if language == "en" else next_right <= left + 1):
            wrong.append(number)
    return wrong


def naughty_names(shared_data: Path) -> list[str]:
    written = json.loads((shared_data / "i18n" / "blns.json").read_text(encoding="utf-8"))
    names = [visible(name) for name in written]
    # Chromium closes the isolate of a name, and not that of its element, where a name leaves one open.
    closed = (name for name in names if name.strip() and not set(name) & set("\u2066\u2067\u2068"))
    return ["\u202eabc", "\u202babc אבג", *closed]


@pytest.mark.parametrize("language", WORDS)
def test_naughty_terms_blogs_and_menus_reorder_no_neighbour(browser: Browser, shared_data: Path, language: str) -> None:
    """As category, tag, parent, blog and page of a menu, each between two plain names."""
    names = [each for name in naughty_names(shared_data) for each in ("First", name, "Last")]
    terms, links = tuple(TermLink(name, "/x/") for name in names), tuple(Link(name, "/x/") for name in names)
    menu = tuple(MenuLine(name, "/x/") for name in names)
    _, entry = pages(language)["entry"]
    _, term = pages(language)["category"]
    _, archive = pages(language)["archive"]
    tried = {
        "entry": (entry._replace(categories=terms, tags=terms),
                  (".terms:first-child dd bdi", ".terms:last-child dd bdi")),
        "category": (term._replace(parents=terms, children=terms, chrome=term.chrome._replace(menu=menu)),
                     (".path bdi", ".narrower bdi", ".menu bdi")),
        "archive": (archive._replace(periods=links), (".periods:first-of-type bdi",)),
    }  # fmt: skip
    for kind, (record, selectors) in tried.items():
        tab, complaints = opened(browser, language, kind, record=record)
        for selector in selectors:
            places = tab.evaluate(RUNS, selector)
            assert len(places) >= len(names), selector
            assert [names[number : number + 2] for number in reordered(places, language)] == [], selector
        assert tab.evaluate("document.documentElement.scrollWidth") <= 1280, kind
        tab.close()
        assert complaints == []


@pytest.mark.parametrize("language", WORDS)
def test_a_naughty_name_stays_in_its_sentence(browser: Browser, shared_data: Path, language: str) -> None:
    """The name of a blog in a sentence: what the sentence says before and after it stays before and after it."""
    _, home = pages(language)["home"]
    (front,) = (part.blog for part in home.sections[2:3])
    fronts = tuple(HomeSection("blog", Markup(), front._replace(name=name)) for name in naughty_names(shared_data))
    tab, _ = opened(browser, language, "home", record=home._replace(sections=fronts))
    wrong = tab.evaluate("""rtl => [...document.querySelectorAll(".blog > .onward a")].filter(link => {
        const name = link.querySelector("bdi"), range = document.createRange();
        if (!name) return true;
        range.setStart(link, 0); range.setEndBefore(name);
        const [before] = range.getClientRects(), [at] = name.getClientRects();
        if (!before || !at || Math.abs(before.top - at.top) > 3) return false;
        return rtl ? at.right > before.left + 1 : at.left < before.right - 1;
    }).map(link => link.textContent)""", language == "fa")  # fmt: skip
    count = tab.locator(".blog > .onward a").count()
    tab.close()
    assert (count, wrong) == (len(fronts), [])


@pytest.mark.parametrize("language", WORDS)
def test_a_naughty_title_leaves_the_parts_of_the_documents_title_in_order(
    browser: Browser, shared_data: Path, language: str
) -> None:
    """As a tab shows it: plain text whose direction is that of its first strong letter."""
    words = WORDS[language]
    titles = [document_title([name, words.blog, words.site], language) for name in naughty_names(shared_data)]
    tab, _ = opened(browser, language, "empty")
    wrong = tab.evaluate("""([titles, blog, site, rtl]) => {
        const line = document.createElement("div");
        line.style = "unicode-bidi: plaintext; white-space: nowrap; position: absolute";
        document.body.append(line);
        const place = (text, part) => {
            const range = document.createRange(), at = text.data.lastIndexOf(part);
            range.setStart(text, at); range.setEnd(text, at + part.length);
            return range.getBoundingClientRect();
        };
        return titles.filter(title => {
            line.textContent = title;
            const one = place(line.firstChild, blog), other = place(line.firstChild, site);
            const first = line.getBoundingClientRect();
            return rtl ? !(other.right <= one.left && other.left <= first.left + 1)
                       : !(one.right <= other.left && other.right >= first.right - 1);
        });
    }""", [titles, words.blog, words.site, language == "fa"])  # fmt: skip
    tab.close()
    assert len(titles) > 400
    assert wrong == []


@pytest.fixture
def wide_frames(browser: Browser) -> Iterator[Page]:
    """An entry whose table and code are wider than the text."""
    _, entry = pages("en")["entry"]
    wide = entry._replace(body=body("en", columns=14, code="lamps(" + "harbour, " * 30 + ")"))
    tab, _ = opened(browser, "en", "entry", record=wide, bypass_csp=True)
    yield tab
    tab.close()


def test_wide_tables_and_code_scroll_in_their_own_frame(wide_frames: Page) -> None:
    for frame in (".table", "pre"):
        inner, outer = wide_frames.evaluate(f"(e => [e.scrollWidth, e.clientWidth])(document.querySelector('{frame}'))")
        assert inner > outer
    assert wide_frames.evaluate("document.documentElement.scrollWidth") <= 1280


def test_frames_that_scroll_can_be_reached_with_the_keyboard(wide_frames: Page) -> None:
    found = Axe().run(wide_frames, options=RULES)
    assert not found.violations_count, found.generate_report()
