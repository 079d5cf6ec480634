"""The demo's published pages in a real browser: each kind of page, in English and Persian, light and dark, wide and
narrow. One site, one browser, no server: what the browser asks for is answered by the readers' side itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from masthead.reader.application import Reader

CHROMIUM = Path("/usr/bin/chromium")
ORIGIN = "http://localhost"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
FIRST_VIEW = 14 * 1024
STYLE = 20_000
"""The theme's own and what the kinds bring, as it is sent."""

ENGLISH, PERSIAN = "/blog/", "/چراغ-بان/"
KINDS = {
    "home": "/",
    "blog": ENGLISH,
    "blog, fa": PERSIAN,
    "sheet": "/blog/older/*/",
    "sheet, fa": "/چراغ-بان/older/*/",
    "entry": f"{ENGLISH}where-the-water-stood/",
    "entry, fa": f"{PERSIAN}شب-یلدا-و-چهل-ویک-چراغ/",
    "entry with film": f"{ENGLISH}six-lamps-four-seconds/",
    "entry with code": f"{ENGLISH}the-switch-explained-for-those-who-will-have-to-repair-it/",
    "entry with HTML, notes": f"{ENGLISH}a-short-history-of-the-customs-house-as-far-as-it-admits-to-one/",
    "entry with sound": f"{ENGLISH}the-tram-that-goes-to-the-sea-and-waits/",
    "entry with files": f"{ENGLISH}how-to-change-the-glass-of-a-lamp/",
    "entry with a card": f"{ENGLISH}minutes-of-the-meeting-about-the-umbrella-stand/",
    "entry in another language": f"{PERSIAN}what-i-read-in-a-language-i-cannot-read/",
    "passage": f"{ENGLISH}what-he-will-charge-for-the-dark/",
    "passage with translation": f"{ENGLISH}a-letter-about-a-chair/",
    "passage, fa": f"{PERSIAN}برای-تاریکی-چند-می-گیرند/",
    "note": "/blog/2019/09/*/*/",
    "note, fa": "/چراغ-بان/2020/10/*/*/",
    "note about a page": "/blog/2025/06/21/*/",
    "person": "/people/tomasz-wrona/",
    "person, both": "/people/mehrnoush-karaneh/",
    "person, older": "/people/ottilie-marsh/older/*/",
    "category": f"{ENGLISH}topics/the-street/",
    "category, fa": f"{PERSIAN}topics/کوچه/",
    "category below": f"{ENGLISH}topics/the-street/the-bakery/",
    "tag": f"{ENGLISH}tags/lamps/",
    "tag, fa": f"{PERSIAN}tags/چراغ/",
    "overview": f"{ENGLISH}topics/",
    "overview, fa": f"{PERSIAN}tags/",
    "people": "/people/",
    "archive": f"{ENGLISH}archive/",
    "archive, fa": f"{PERSIAN}archive/",
    "year": f"{ENGLISH}2024/",
    "year, fa": f"{PERSIAN}1403/",
    "month": f"{ENGLISH}2024/01/",
    "month, fa": f"{PERSIAN}1403/10/",
    "kind": f"{ENGLISH}kinds/note/",
    "kind, fa": f"{PERSIAN}kinds/note/",
    "language": f"{ENGLISH}languages/fa/",
    "language, fa": f"{PERSIAN}languages/en/",
    "static page": "/about/",
    "static page, fa": "/درباره/",
    "404": "/404.html",
    "410": "/410.html",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium: apt install chromium to run this"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., CompletedProcess[str]]) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "site"
    for command in (("new", folder, "--demo"), ("--site", folder, "press")):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    return folder / "public"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


class Readers:
    """Opens pages of a store in one window, and notes whatever is asked of anybody else, and each complaint."""

    def __init__(self, store: Path, context: BrowserContext) -> None:
        self.store, self.context = store, context
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self._reader = Reader(store)
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error} {self.page.url}"))

    def _note(self, message: Any) -> None:
        # That a page which answers 404 does so is no fault of it.
        if not (self.page.url.startswith(f"{ORIGIN}/4") and "status of 404" in message.text):
            self.complaints.append(f"{message.text} {self.page.url}")

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if not route.request.url.startswith(f"{ORIGIN}/"):
            self.foreign.append(route.request.url)
            return route.abort()
        said = self._reader.respond("GET", parts.path.encode(), parts.query.encode(), [])
        if parts.path == "/410.html":  # at an address of its own it is no page, and what answers there is 404.html
            said = said._replace(body=(self.store / "410.html").read_bytes())
        body = said.body or (Path(said.file).read_bytes() if said.file else b"")
        headers = {name.decode(): value.decode("latin-1") for name, value in said.headers}
        return route.fulfill(status=said.status, body=body, headers=headers)

    def open(self, pattern: str) -> Page:
        address = found(self.store, pattern)
        answer = self.page.goto(ORIGIN + address)
        assert answer is not None
        assert answer.status in ((200, 404) if address.startswith("/4") else (200,)), address
        return self.page


@pytest.fixture(scope="module")
def readers(store: Path, browser: Browser) -> Iterator[Readers]:
    context = browser.new_context(bypass_csp=True)
    yield Readers(store, context)
    context.close()


def test_the_desk_has_the_name_that_readers_see(store: Path) -> None:
    assert '\nname = "The Lantern Street Association"\n' in (store.parent / "masthead.toml").read_text(encoding="utf-8")
    assert "<title>The Lantern Street Association</title>" in (store / "index.html").read_text(encoding="utf-8")


def test_every_kind_of_page_is_tried(store: Path) -> None:
    """Of all addresses of the demo, what differs within a kind taken out, one at least is in the list."""
    pages = {"/" + path.relative_to(store).as_posix().removesuffix("index.html") for path in store.rglob("*.html")}
    assert {shape(address) for address in pages} == {shape(found(store, pattern)) for pattern in KINDS.values()}


def shape(address: str) -> str:
    """What kind of page an address is of."""
    if "/older/" in address:
        return "sheet"
    if not address.startswith((ENGLISH, PERSIAN)):
        own = address in ("/", "/404.html", "/410.html", "/people/")
        return address if own else "person" if address.startswith("/people/") else "static page"
    inner = address.removeprefix(ENGLISH).removeprefix(PERSIAN)
    if inner in ("topics/", "tags/", "series/"):
        return "overview"
    if re.match(r"\d", inner):
        return f"date of {inner.count('/')}"
    listing = re.match(r"(topics|tags|kinds|languages)/", inner)
    return listing[1] if listing else inner if inner in ("", "archive/") else "entry"


def found(store: Path, pattern: str) -> str:
    """The first address of this shape."""
    if "*" not in pattern:
        return pattern
    path = min(store.glob(pattern.strip("/")), key=lambda path: path.as_posix())
    return f"/{path.relative_to(store).as_posix()}/"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(readers: Readers, kind: str) -> None:
    page = readers.open(KINDS[kind])
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("rules => axe.run(rules)", RULES)
        assert [told(violation) for violation in found["violations"]] == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)


def told(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: {[node['html'][:200] for node in violation['nodes'][:3]]}"


@pytest.mark.parametrize("kind", ["blog", "entry", "entry, fa", "archive, fa", "person, both", "entry with film"])
def test_where_the_keyboard_is_can_be_seen(readers: Readers, kind: str) -> None:
    page = readers.open(KINDS[kind])
    page.set_viewport_size({"width": 320, "height": 700})
    count = page.locator("a[href], summary, audio, video, [tabindex='0']").count()
    seen = 0
    for _ in range(min(count, 40)):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const {top, bottom, width, height} = element.getBoundingClientRect();
            return {outline: style.outlineStyle, thick: parseFloat(style.outlineWidth), top, bottom, width, height,
                    player: element.matches("audio, video"), out: element.outerHTML.slice(0, 120)};
        }""")
        if at["player"]:  # browsers show the focus inside of it
            continue
        assert at["outline"] == "solid", at
        assert at["thick"] >= 2, at
        assert (at["top"] < 700, at["bottom"] > 0, min(at["width"], at["height"]) > 8) == (True, True, True), at
        seen += 1
    assert seen > 3


@pytest.mark.parametrize("kind", ["entry", "entry, fa", "passage", "note about a page", "entry in another language"])
def test_all_of_an_entry_but_its_date_stands_in_the_column_of_its_text(readers: Readers, kind: str) -> None:
    page = readers.open(KINDS[kind])
    page.set_viewport_size({"width": 1280, "height": 900})
    columns = page.evaluate("""() =>
        [...document.querySelectorAll(".entry > :not(header), .entry > header > :not(.when)")]
        .map(element => element.getBoundingClientRect()).filter(({width}) => width > 1)
        .map(({left, right}) => `${left} ${right}`)""")
    assert len(columns) >= 3
    assert len(set(columns)) == 1, columns


def test_an_archive_on_paper_has_its_years(readers: Readers) -> None:
    page = readers.open(KINDS["archive, fa"])
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="۱۴۰۳").is_visible()
    page.emulate_media(media="screen")


def test_the_film_plays_and_has_its_captions(readers: Readers) -> None:
    page = readers.open(KINDS["entry with film"])
    page.evaluate("""() => {
        const film = document.querySelector("video");
        film.preload = "auto";
        film.load();
        film.textTracks[0].mode = "showing";
    }""")
    page.wait_for_function("document.querySelector('video').readyState >= 2", timeout=120_000)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(4.2)
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 3", timeout=120_000)


def test_no_page_asks_anybody_else_and_no_browser_complains(store: Path, browser: Browser) -> None:
    """Under the policy that readers get, and with all that a page would load later."""
    context = browser.new_context()
    readers = Readers(store, context)
    for address in KINDS.values():
        page = readers.open(address)
        page.evaluate("""() => Promise.all([...document.images].map(
            image => { image.loading = "eager"; return image.decode().catch(() => null); }))""")
    context.close()
    assert (readers.foreign, readers.complaints) == ([], [])


@pytest.mark.parametrize("address", ["/", ENGLISH, PERSIAN, KINDS["entry"], KINDS["entry, fa"]])
def test_the_first_view_arrives_with_the_first_packets(store: Path, address: str) -> None:
    """HTML and style together, as browsers get them, in what a server sends before it waits for an answer."""
    page = (store / unquote(address).strip("/") / "index.html").read_bytes()
    (style,) = (store / "theme").glob("style-*.css")
    twins = [store / unquote(address).strip("/") / "index.html.br", style.with_name(f"{style.name}.br")]
    assert [brotli.decompress(twin.read_bytes()) for twin in twins] == [page, style.read_bytes()]
    assert sum(len(twin.read_bytes()) for twin in twins) < FIRST_VIEW


def test_the_style_is_small_and_knows_no_left_or_right(store: Path) -> None:
    (style,) = (store / "theme").glob("style-*.css")
    text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert style.stat().st_size < STYLE
    sides = r"(?<!-)\b(?:left|right)\b|\b(?:margin|padding|border)-(?:top|bottom)\b"
    sizes = r"(?<![\w-])(?:max-)?(?:width|height)\s*:(?! *[\d.]+rem\))"
    assert re.findall(f"{sides}|{sizes}", text) == []
