"""Every kind of page in a real browser: both directions, three widths, light and dark. Pictures of each stay in
pytest's temporary folder, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright
from theme_samples import WORDS, body, pages

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
