"""Makes the pictures of the manual: pages of the demo site, as Debian's Chromium shows them.

    python docs/pictures.py                        makes the demo, and docs/pictures/ anew
    python docs/pictures.py --looks                makes only the sheets of docs/reference/looks.md
    python docs/pictures.py --site DIR --all DIR   shoots every kind of page of a site, in every look, to be looked at

No server is needed: the browser's requests are answered from the store by the readers' side itself.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from masthead.reader.application import Reader

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
sys.path.insert(0, str(HERE))

import looks  # noqa: E402

from browser.people import Person  # noqa: E402 - how hands work at the desk, the tests know
from browser.serving import Window, served  # noqa: E402

CHROMIUM = Path("/usr/bin/chromium")
ORIGIN = "http://lantern.example"
COLOURS = 96


class Shot(NamedTuple):
    address: str
    width: int = 1280
    dark: bool = False
    height: int = 0  # 0: the whole page
    density: int = 1
    look: Literal["screen", "print", "forced"] = "screen"  # forced: colours that the reader has chosen


ENGLISH, PERSIAN = "/blog/", "/چراغ-بان/"
NARROW = {"width": 360, "height": 760}
MANUAL = {
    "home": Shot("/", height=1100),
    "home-dark-narrow": Shot("/", dark=True, **NARROW),
    "entry": Shot(f"{ENGLISH}where-the-water-stood/", height=1300),
    "entry-persian-dark": Shot(f"{PERSIAN}شب-یلدا-و-چهل-ویک-چراغ/", height=1200, dark=True),
    "entry-narrow-persian": Shot(f"{PERSIAN}فهرست-صداهای-کوچه/", **NARROW),
    "entry-code": Shot(f"{ENGLISH}the-switch-explained-for-those-who-will-have-to-repair-it/", height=1000),
    "note": Shot("/blog/2019/09/*/*/", height=500),
    "sheet-persian": Shot("/چراغ-بان/older/*/", height=800),
    "archive": Shot(f"{ENGLISH}archive/", height=560),
    "archive-persian": Shot(f"{PERSIAN}archive/", height=560),
    "year": Shot(f"{ENGLISH}2024/", height=480),
    "month-persian": Shot(f"{PERSIAN}1403/10/", height=800),
    "person": Shot("/people/mehrnoush-karaneh/", height=1000),
    "organisation": Shot("/people/the-lantern-street-association/", height=800),
    "topic-narrow": Shot(f"{ENGLISH}topics/the-street/", **NARROW),
    "tag-persian-narrow-dark": Shot(f"{PERSIAN}tags/چراغ/", dark=True, **NARROW),
    "kind": Shot(f"{ENGLISH}kinds/note/", height=700),
    "interview": Shot(f"{ENGLISH}four-seconds-of-line-6/", height=1100),
    "testimony-persian": Shot(f"{PERSIAN}یازده-پله/", height=1000),
    "petition": Shot(f"{ENGLISH}a-bench-at-the-last-stop/", height=1200),
    "petition-narrow-persian": Shot(f"{PERSIAN}نیمکتی-در-ایستگاه-آخر/", **NARROW),
    "register": Shot(f"{ENGLISH}boats-that-were-waved-in/", height=1100),
    "register-narrow-persian-dark": Shot(f"{PERSIAN}درخت-های-کوچه/", dark=True, **NARROW),
    "passage": Shot(f"{ENGLISH}what-he-will-charge-for-the-dark/", height=1200),
    "series": Shot(f"{ENGLISH}series/*/", height=900),
    "static-page-persian": Shot("/درباره/", height=800),
    "not-found": Shot("/404.html", height=400),
    "gone": Shot("/410.html", height=400),
}
DESK = {"desk": "/desk/", "desk-entries": "/desk/entries/"}
SPEAK = (
    "from django.contrib.auth.models import User; from wagtail.users.models import UserProfile; "
    "UserProfile.objects.update_or_create(user=User.objects.get(), defaults={{'preferred_language': '{language}'}})"
)
NUMBER = "from wagtail.models import Page; print(Page.objects.filter(title__startswith={beginning!r}).first().pk)"
LOOKS = {
    "wide": Shot("", 1280),
    "wide-dark": Shot("", 1280, dark=True),
    "narrow": Shot("", 320),
    "narrow-dark": Shot("", 320, dark=True),
    "print": Shot("", 800, look="print"),
    "forced": Shot("", 1000, look="forced"),
}
PAIR = (Shot(ENGLISH, width=760, height=900), Shot(PERSIAN, width=760, height=900))


def kinds_of_page(store: Path) -> Iterator[str]:
    """The shortest address of each kind of page, and every entry, in both languages."""
    found = {"/" + path.relative_to(store).as_posix().removesuffix("index.html") for path in store.rglob("*.html")}
    seen = set()
    for address in sorted(found, key=lambda address: (len(address), address)):
        kind = re.sub(r"\d+", "N", re.sub(r"/(older|topics|tags|people|kinds|languages)/.+", r"/\1/", address))
        if kind not in seen:
            seen.add(kind)
            yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )


def found(store: Path, pattern: str) -> str:
    """The first address of this shape: those of notes and sheets have codes in them."""
    if "*" not in pattern:
        return pattern
    path = min(store.glob(pattern.strip("/")), key=lambda path: path.as_posix())
    return f"/{path.relative_to(store).as_posix()}/"


def shoot(browser: Browser, reader: Reader, shot: Shot) -> bytes:
    """The picture of one page, as PNG."""
    tab = browser.new_page(
        viewport={"width": shot.width, "height": shot.height or 900},
        color_scheme="dark" if shot.dark else "light",
        device_scale_factor=shot.density,
    )
    tab.emulate_media(
        media="print" if shot.look == "print" else "screen", forced_colors="active" if shot.look == "forced" else "none"
    )
    tab.route("**/*", lambda route: answer(reader, route))
    tab.goto(ORIGIN + shot.address)
    load_all(tab)
    made = tab.screenshot(full_page=not shot.height)
    tab.close()
    return made


def load_all(tab: Page) -> None:
    """Also what the browser would load only when it is scrolled to."""
    tab.evaluate("Promise.all([...document.images].map(e => { e.loading = 'eager'; return e.decode(); }))")


def answer(reader: Reader, route: Route) -> None:
    parts = urlsplit(route.request.url)
    said = reader.respond("GET", parts.path.encode(), parts.query.encode(), [])
    if parts.path == "/410.html":  # at an address of its own it is no page, and what answers there is 404.html
        said = said._replace(body=(Path(reader._store) / "410.html").read_bytes())
    body = said.body or (Path(said.file).read_bytes() if said.file else b"")
    route.fulfill(status=said.status, body=body, headers={n.decode(): v.decode("latin-1") for n, v in said.headers})


def small(*pictures: bytes) -> Image.Image:
    """Pictures side by side, in a palette: these are pages, and few colours show them."""
    opened = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    gap = 24 if len(opened) > 1 else 0
    width = sum(each.width for each in opened) + gap * (len(opened) - 1)
    whole = Image.new("RGB", (width, max(each.height for each in opened)), "#8a8f94")
    at = 0
    for each in opened:
        whole.paste(each, (at, 0))
        at += each.width + gap
    return whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def make_demo(folder: Path) -> Path:
    site = folder / "site"
    _masthead(site, "new", str(site), "--demo")
    _masthead(site, "press")
    return site


def _masthead(site: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "masthead", "--site", str(site), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own


def make_manual(browser: Browser, reader: Reader, site: Path) -> None:
    shots = {name: shot._replace(address=found(site / "public", shot.address)) for name, shot in MANUAL.items()}
    pictures = {name: small(shoot(browser, reader, shot)) for name, shot in shots.items()}
    pictures["blog"] = small(*(shoot(browser, reader, shot) for shot in PAIR))
    pictures |= {name: small(picture) for name, picture in shoot_desk(browser, site).items()}
    for name, picture in pictures.items():
        picture.save(HERE / "pictures" / f"{name}.png", optimize=True)


def shoot_desk(browser: Browser, site: Path) -> dict[str, bytes]:
    """The desk, as an administrator of the demo sees it: in English, then in Persian."""
    made = {}
    speak(site, "en")  # as whoever logs in expects
    with served(site) as at:
        window = Window(browser, at)
        window.page.set_viewport_size({"width": 1280, "height": 900})
        Person(window, "admin").arrive("administrator")
        for language in ("en", "fa"):
            speak(site, language)
            for name, address in DESK.items():
                window.page.goto(address)
                window.page.wait_for_load_state("networkidle")
                made[f"{name}-{language}"] = window.page.screenshot()
        window.close()
    return made


def make_looks(browser: Browser, reader: Reader, site: Path) -> None:
    """A sheet for every kind of page, and the page of the manual that shows them."""
    store = site / "public"

    def shot(address: str, look: looks.Look) -> bytes:
        return shoot(browser, reader, Shot(found(store, address), look.width, look.dark, look.height))

    looks.make_public(shot)
    with served(site) as at:
        looks.make_signing(browser, at.url)
        window = Window(browser, at)
        Person(window, "admin").arrive("administrator")
        looks.make_desk(window.page, partial(speak, site), partial(number_of, site))
        window.close()
    looks.write_page()


def speak(site: Path, language: str) -> None:
    """The desk speaks the language of whoever has logged in."""
    _masthead(site, "shell", "-c", SPEAK.format(language=language))


def number_of(site: Path, beginning: str) -> int:
    """The number of the entry whose title begins so."""
    return int(_masthead(site, "shell", "-c", NUMBER.format(beginning=beginning)))


def make_all(browser: Browser, reader: Reader, store: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for address in kinds_of_page(store):
        name = re.sub(r"[^\w-]+", "-", address).strip("-") or "home"
        for look, shot in LOOKS.items():
            (folder / f"{name}-{look}.png").write_bytes(shoot(browser, reader, shot._replace(address=address)))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--site", type=Path)
    given.add_argument("--looks", action="store_true")
    given.add_argument("--all", type=Path)
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        site = chosen.site or make_demo(Path(scratch))
        store = site / "public"
        reader = Reader(store)
        if chosen.all:
            make_all(browser, reader, store, chosen.all)
            return
        make_looks(browser, reader, site)
        if not chosen.looks:
            make_manual(browser, reader, site)


if __name__ == "__main__":
    main()
