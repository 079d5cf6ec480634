"""Makes the sheets of `reference/looks.md`: every kind of page, and the desk, in every look. Used by `pictures.py`.

A sheet has a row a language: wide and light, wide and dark, narrow and light, narrow and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser

HERE = Path(__file__).parent
SHEETS = HERE / "pictures" / "looks"
PAGE = HERE / "reference" / "looks.md"
HEAD = """\
Every kind of page of the demo site, as Debian’s Chromium shows it. Each sheet has a row a language, English and Persian
where both are there: wide and light, wide and dark, narrow and light, narrow and dark."""
ENGLISH, PERSIAN = "/blog/", "/چراغ-بان/"


class Look(NamedTuple):
    width: int
    height: int
    scale: float
    dark: bool


LOOKS: Final = tuple(Look(*size, dark) for size in ((1280, 1000, 0.5), (360, 680, 0.735)) for dark in (False, True))
PUBLIC: Final = {
    "home": ("Home", "/"),
    "blog": ("The front of a blog", ENGLISH, PERSIAN),
    "sheet": ("An older sheet", "/blog/older/*/", "/چراغ-بان/older/*/"),
    "article": ("An article", f"{ENGLISH}where-the-water-stood/", f"{PERSIAN}شب-یلدا-و-چهل-ویک-چراغ/"),
    "film": ("An article with a film", f"{ENGLISH}six-lamps-four-seconds/", f"{PERSIAN}شش-چراغ-در-چهار-ثانیه/"),
    "note": ("A note", "/blog/2025/06/21/*/", "/چراغ-بان/2020/10/*/*/"),
    "testimony": ("A testimony", f"{ENGLISH}eleven-steps/", f"{PERSIAN}یازده-پله/"),
    "interview": ("An interview", f"{ENGLISH}four-seconds-of-line-6/", f"{PERSIAN}چهار-ثانیه-از-خط-شش/"),
    "petition": ("A petition", f"{ENGLISH}a-bench-at-the-last-stop/", f"{PERSIAN}نیمکتی-در-ایستگاه-آخر/"),
    "delivered": ("A petition that was delivered", f"{ENGLISH}let-the-bell-ring-once/"),
    "signatures": (
        "Who signed a petition", f"{ENGLISH}a-bench-at-the-last-stop/signatures/1/",
        f"{PERSIAN}نیمکتی-در-ایستگاه-آخر/signatures/1/"),
    "register": ("A register", f"{ENGLISH}boats-that-were-waved-in/", f"{PERSIAN}درخت-های-کوچه/"),
    "row": ("A row of a register", "/blog/boats-that-were-waved-in/2*/", "/چراغ-بان/درخت-های-کوچه/2*/"),
    "filter": (
        "A filter of a register", f"{ENGLISH}boats-that-were-waved-in/by/from/saltwick/",
        f"{PERSIAN}درخت-های-کوچه/by/کنار/بندر/"),
    "passage": ("A passage", f"{ENGLISH}a-letter-about-a-chair/", f"{PERSIAN}برای-تاریکی-چند-می-گیرند/"),
    "person": ("A person", "/people/tomasz-wrona/", "/people/mehrnoush-karaneh/"),
    "category": ("A category", f"{ENGLISH}topics/the-street/", f"{PERSIAN}topics/کوچه/"),
    "tag": ("A tag", f"{ENGLISH}tags/lamps/", f"{PERSIAN}tags/چراغ/"),
    "kind": ("A kind", f"{ENGLISH}kinds/petition/", f"{PERSIAN}kinds/note/"),
    "language": ("Another language", f"{ENGLISH}languages/fa/", f"{PERSIAN}languages/en/"),
    "series": ("A series", "/blog/series/*/", "/چراغ-بان/series/*/"),
    "overview": ("An overview", f"{ENGLISH}topics/", f"{PERSIAN}tags/"),
    "archive": ("An archive", f"{ENGLISH}archive/", f"{PERSIAN}archive/"),
    "year": ("A year", f"{ENGLISH}2024/", f"{PERSIAN}1403/"),
    "month": ("A month", f"{ENGLISH}2024/01/", f"{PERSIAN}1403/10/"),
    "static-page": ("A page outside the blogs", "/about/", "/درباره/"),
    "not-found": ("Where nothing ever was", "/404.html"),
    "gone": ("Where something was withdrawn", "/410.html"),
}  # fmt: skip
SIGNING: Final = {
    "signing": "The form of a petition",
    "signing-faults": "The form, with what is missing",
    "signing-sent": "After signing",
}
DESK: Final = {
    "desk": ("The desk’s start page", "/desk/"),
    "desk-entries": ("The entries", "/desk/entries/"),
    "desk-article": ("The form of an article", "Where the water stood"),
    "desk-note": ("The form of a note", "You ask who shall pay for"),
    "desk-testimony": ("The form of a testimony", "Eleven steps"),
    "desk-interview": ("The form of an interview", "Four seconds of line 6"),
    "desk-petition": ("The form of a petition", "A bench at the last stop"),
    "desk-register": ("The form of a register", "Boats that were waved in"),
    "desk-passage": ("The form of a passage", "A letter about a chair"),
    "desk-reach": ("What a publication changes", "Where the water stood"),
}


def sheet(name: str, rows: list[list[bytes]]) -> None:
    """Puts pictures into one, each in the size of its look."""
    gap = 16
    sizes = [(round(look.width * look.scale), round(look.height * look.scale)) for look in LOOKS]
    width = sum(wide for wide, _ in sizes) + gap * (len(sizes) - 1)
    whole = Image.new("RGB", (width, (sizes[0][1] + gap) * len(rows) - gap), "#8a8f94")
    for down, row in enumerate(rows):
        across = 0
        for picture, size in zip(row, sizes, strict=True):
            shown = Image.open(BytesIO(picture)).convert("RGB").resize(size, Image.Resampling.LANCZOS)
            whole.paste(shown, (across, down * (sizes[0][1] + gap)))
            across += size[0] + gap
    SHEETS.mkdir(parents=True, exist_ok=True)
    whole.save(SHEETS / f"{name}.webp", quality=60, method=6)


def make_public(shoot: Callable[[str, Look], bytes]) -> None:
    for name, (_, *addresses) in PUBLIC.items():
        sheet(name, [[shoot(address, look) for look in LOOKS] for address in addresses])


def make_signing(browser: Browser, url: str) -> None:
    """The form as it is, sent empty, and sent filled in."""
    rows: dict[str, list[list[bytes]]] = {name: [[], []] for name in SIGNING}
    _, *petitions = PUBLIC["petition"]
    for row, address in enumerate(petitions):
        for number, look in enumerate(LOOKS):
            tab = browser.new_page(
                viewport={"width": look.width, "height": look.height}, color_scheme="dark" if look.dark else "light"
            )
            tab.goto(url + address)
            tab.click(".sign a")
            rows["signing"][row].append(tab.screenshot())
            tab.click("form button")
            tab.wait_for_selector(".faults")
            rows["signing-faults"][row].append(tab.screenshot())
            tab.wait_for_timeout(3000)  # whoever is quicker than anybody reads is taken for a robot
            tab.fill("#name", "Ottilie Marsh")
            tab.fill("#email", f"reader-{row}-{number}@example.org")
            tab.click("form button")
            tab.wait_for_selector("form", state="detached")
            rows["signing-sent"][row].append(tab.screenshot())
            tab.close()
    for name, made in rows.items():
        sheet(name, made)


def make_desk(page: Any, speak: Callable[[str], None], number_of: Callable[[str], int]) -> None:
    """`page` is the window of an administrator who has logged in."""
    addresses = {}
    for name, (_, what) in DESK.items():
        act = "reach/publish" if name == "desk-reach" else "edit"
        addresses[name] = what if what.startswith("/") else f"/desk/pages/{number_of(what)}/{act}/"
    rows: dict[str, list[list[bytes]]] = {name: [] for name in DESK}
    for language in ("en", "fa"):
        speak(language)
        for name, address in addresses.items():
            rows[name].append(list(_desk(page, address)))
    for name, made in rows.items():
        sheet(name, made)


def _desk(page: Any, address: str) -> Iterator[bytes]:
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": look.height})
        page.emulate_media(color_scheme="dark" if look.dark else "light")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        yield page.screenshot()


def write_page() -> None:
    """The page of the manual that shows the sheets."""
    titles = {name: title for name, (title, *_) in PUBLIC.items()} | SIGNING
    desk = {name: title for name, (title, _) in DESK.items()}
    parts = [
        "# Looks",
        HEAD,
        "<!-- Written by docs/pictures.py. -->",
        "## What readers get",
        *_shown(titles),
        "## The desk",
        *_shown(desk),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _shown(titles: dict[str, str]) -> Iterator[str]:
    for name, title in titles.items():
        yield f"### {title}"
        yield f"![{title}, in every look.](../pictures/looks/{name}.webp)"
