"""Whatever somebody imports or writes, no script of theirs runs before a reader, and nothing of it is asked for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from browser.people import Person
from browser.serving import Served, Window, served
from importers.wxr import export, item

pytestmark = pytest.mark.browser

# Whatever a script would do first, it does here, and is seen.
CANARY = """
window.touched = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = (...words) => { window.touched.push(`${name}(${words})`); };
"""
# What may run or lead to running, wherever it stands.
ACTIVE = """() => [
    ...document.querySelectorAll("script:not([type='application/ld+json']), iframe, frame, object, embed, applet, form,"
        + "base, style, meta[http-equiv=refresh i], link[rel~=import i], svg, math, video[onerror], [srcdoc]"),
    ...[...document.querySelectorAll("*")].filter(each => [...each.attributes].some(attribute =>
        /^on/i.test(attribute.name) || /^[\\0-\\x20]*(javascript|vbscript|data|livescript):/i.test(attribute.value)))
].map(each => each.outerHTML.slice(0, 300))"""
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)><a href='javascript:alert(4)'>x</a>"
    "<iframe srcdoc='<script>parent.alert(5)</script>'></iframe><body onload=alert(6)><details open ontoggle=alert(7)>"
    "<style>@import 'http://elsewhere.example/x.css';</style><img src=http://elsewhere.example/x.png>"
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(8)>"
)


class Watched:
    """A reader's window without the policy that would stop scripts: what was cleaned must be clean by itself."""

    def __init__(self, browser: Browser, site: Served, *, bypass_csp: bool = True) -> None:
        self.window = Window(browser, site, bypass_csp=bypass_csp)
        self.page = self.window.page
        self.page.add_init_script(CANARY)
        self.page.on("dialog", self._note)

    def _note(self, dialog: Any) -> None:
        self.window.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    @property
    def seen(self) -> list[str]:
        return [*self.page.evaluate("window.touched"), *self.window.complaints]

    def look(self, address: str) -> list[str]:
        """All that is wrong with a page."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, address
        return [*self.seen, *self.page.evaluate(ACTIVE)]


@pytest.fixture
def watched(browser: Browser, site: Served) -> Iterator[Watched]:
    opened = Watched(browser, site)
    yield opened
    opened.window.close()


def payloads(folder: Path) -> list[str]:
    """Lines that broke somebody's cleaning once."""
    lines = (folder / "payloadbox-xss-payload-list.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    cases = json.loads((folder / "html5lib-sanitizer-tests1.json").read_text(encoding="utf-8"))
    feeds = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("feedparser*/*.xml"))]
    return [line for line in (*lines, *(case["input"] for case in cases), *feeds) if line.strip()]


def legal(text: str) -> str:
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@pytest.fixture(scope="module")
def attacked(site_template: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site that has imported all of them, as bodies, titles, captions and excerpts."""
    scratch = tmp_path_factory.mktemp("attacked")
    found = [legal(line) for line in payloads(shared_data / "html" / "sanitizer")]
    assert len(found) > 6000
    items = []
    for number, start in enumerate(range(0, len(found) - 10, 150), 1):
        some = found[start : start + 150]
        body = "\n\n".join(some)
        caption = f'[caption id="x" width="1" caption="{some[0]}"]<img src="x.png" alt="{some[1]}">{some[2]}[/caption]'
        inner = f"<excerpt:encoded>{escape(some[3])}</excerpt:encoded>"
        text = f"{caption}\n\n{body}".replace("]]>", "]]]]><![CDATA[>")
        items.append(item(number, title=escape(some[number % len(some)]), body=text, inner=inner))
    folder = Path(shutil.copytree(site_template, scratch / "site"))
    attack = export(scratch / "attack.xml", *items)
    with served(folder) as site:
        site.command("import", "wordpress", str(attack), "--blog", "blog")
        site.rest()
        yield site


def test_nothing_that_is_imported_runs(browser: Browser, attacked: Served) -> None:
    watched = Watched(browser, attacked)
    pages = sorted(path.parent for path in (attacked.store / "blog").rglob("index.html"))
    assert len(pages) > 45
    found = {}
    for page in pages:
        if wrong := watched.look(f"/{page.relative_to(attacked.store).as_posix()}/"):
            found[page.name] = wrong[:5]
    watched.window.close()
    assert found == {}


def test_nothing_that_is_written_at_the_desk_runs(admin: Person, site: Served, watched: Watched) -> None:
    page = admin.page
    page.on("dialog", lambda dialog: pytest.fail(f"dialog {dialog.message}"))
    admin.start("Article")
    page.fill("input[name=headline]", f'Storm"{HOSTILE}'[:250])
    admin.write(HOSTILE)
    page.locator("[role=textbox][contenteditable=true]").last.evaluate(
        """(editor, html) => { const data = new DataTransfer(); data.setData("text/html", html);
            const pasted = {clipboardData: data, bubbles: true, cancelable: true};
            editor.dispatchEvent(new ClipboardEvent("paste", pasted)); }""",
        f"<p>pasted <a href='javascript:alert(9)'>link</a>{HOSTILE}</p>",
    )
    admin.add_block("Heading")
    page.locator("input[name$=text]").last.fill(HOSTILE[:250])
    admin.add_block("Code")
    page.locator("textarea[name$=code]").last.fill(f"</code></pre>{HOSTILE}")
    admin.add_block("HTML (shown, administrators only)")
    page.locator("textarea[name$=source]").last.fill(f"<p>shown by an administrator</p>{HOSTILE}")
    admin.add_block("Video, sound or post elsewhere")
    page.locator("input[name$=url]").last.fill("https://example.org/?x='onmouseover=alert(1)&y=%22%3E")
    page.locator("input[name$=title]").last.fill(HOSTILE[:200])
    page.locator("input[name$=author]").last.fill(HOSTILE[:200])
    page.locator("textarea[name$=description]").last.fill(HOSTILE)
    page.fill("input[name=slug]", "storm")
    page.wait_for_timeout(600)
    expect(admin.preview().get_by_text("shown by an administrator")).to_be_visible()
    admin.publish()
    site.rest()
    [made] = list(site.store.glob("blog/storm*/index.html"))
    address = f"/{made.parent.relative_to(site.store).as_posix()}/"
    assert watched.look(address) == []
    assert "shown by an administrator" in watched.page.inner_text("main")
    assert "alert(1)" in watched.page.inner_text("main")  # as words, where words were meant
    assert watched.look("/blog/") == []


def test_no_link_of_the_desk_leads_to_a_script(admin: Person) -> None:
    page = admin.page
    admin.start("Article")
    page.fill("input[name=headline]", "A link")
    admin.add_block("Video, sound or post elsewhere")
    page.locator("input[name$=url]").last.evaluate(
        "(field) => { field.type = 'text'; field.value = 'javascript:alert(1)'; }"
    )
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Enter a valid URL").first).to_be_visible()


def hostile_answer(route: Any) -> None:
    route.fulfill(response=route.fetch(), body=f"<!doctype html><title>x</title>{HOSTILE}<p id=end>")


def test_the_policy_stops_what_would_slip_into_a_page(browser: Browser, site: Served) -> None:
    """The page's own headers, with a body that nobody cleaned: nothing runs, nothing is asked for elsewhere."""
    watched = Watched(browser, site, bypass_csp=False)
    watched.page.route("**/blog/", hostile_answer)
    watched.page.goto("/blog/")
    watched.page.wait_for_timeout(300)
    touched, complaints = watched.page.evaluate("window.touched"), watched.window.complaints
    watched.window.close()
    assert touched == []
    assert len([said for said in complaints if "Content Security Policy" in said]) > 5
    assert [said for said in complaints if said.startswith(("asked", "dialog")) and "elsewhere" not in said] == []


def test_the_canary_notices_a_script(browser: Browser, site: Served) -> None:
    watched = Watched(browser, site)
    watched.page.route("**/blog/", hostile_answer)
    watched.page.route("http://elsewhere.example/**", lambda route: route.abort())
    watched.page.goto("/blog/")
    watched.page.wait_for_timeout(300)
    touched, active = watched.page.evaluate("window.touched"), watched.page.evaluate(ACTIVE)
    complaints = watched.window.complaints
    watched.window.close()
    assert "alert(1)" in touched
    assert len(active) > 5
    assert [said for said in complaints if said.startswith("asked http://elsewhere.example/")]
