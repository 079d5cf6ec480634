"""Pictures of a site, for whoever wants to look at it: `python tests/browser/shots.py SITE FOLDER ADDRESS…`.

Each address is shot at three widths, light and dark. Addresses of the desk need `--password WORD` (of admin).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from serving import Window, chromium, served

WIDTHS = (1280, 768, 360)


def shoot(window: Window, address: str, folder: Path, widths: tuple[int, ...] = WIDTHS) -> list[Path]:
    """The whole page at each width; the names of the pictures say what they show."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "-", address).strip("-") or "home"
    made = []
    window.page.goto(address)
    window.page.wait_for_load_state("networkidle")
    for width in widths:
        window.page.set_viewport_size({"width": width, "height": 1000})
        path = folder / f"{name}-{width}.png"
        window.page.screenshot(path=path, full_page=True)
        made.append(path)
    return made


def log_in(window: Window, name: str, password: str) -> None:
    window.page.goto("/desk/login/")
    window.page.fill("input[name=username]", name)
    window.page.fill("input[name=password]", password)
    window.page.click("button[type=submit]")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("site", type=Path)
    reader.add_argument("folder", type=Path)
    reader.add_argument("address", nargs="+")
    reader.add_argument("--password", default="")
    reader.add_argument("--dark", action="store_true")
    given = reader.parse_args()
    with served(given.site) as site, chromium() as browser:
        window = Window(browser, site, color_scheme="dark" if given.dark else "light")
        if given.password:
            log_in(window, "admin", given.password)
        for address in given.address:
            for path in shoot(window, address, given.folder):
                print(path)
        for complaint in window.complaints:
            print("complaint:", complaint)


if __name__ == "__main__":
    main()
