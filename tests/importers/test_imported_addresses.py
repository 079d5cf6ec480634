"""Old addresses as a reader asks for them: an import, a press, and the store's own answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from loaded import attached, entry, png
from wxr import HEAD, item

from masthead.importers.report import Report
from masthead.reader.application import Reader
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]

TERMS = (
    "<wp:author><wp:author_id>7</wp:author_id><wp:author_login>ann</wp:author_login></wp:author>"
    "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>city</wp:category_nicename></wp:category>"
    "<wp:category><wp:category_nicename>east</wp:category_nicename><wp:category_parent>city</wp:category_parent>"
    "</wp:category><wp:category><wp:category_nicename>lane</wp:category_nicename>"
    "<wp:category_parent>east</wp:category_parent></wp:category>"
    "<wp:tag><wp:tag_slug>rain</wp:tag_slug></wp:tag>"
)
IN_TERMS = '<category domain="category" nicename="lane">Lane</category><category domain="post_tag" nicename="rain"/>'


class Old(NamedTuple):
    """The old site's addresses, asked of the new one."""

    site: SiteFolder

    def press(self) -> None:
        from masthead.pages.pressing import site_press
        from masthead.site.options import load

        press = site_press(self.site, load(self.site.configuration).options)
        outcome = press.run()
        press.close()
        assert not outcome.failed

    def asked(self, address: str) -> tuple[int, str]:
        """Status and place to go of one answer."""
        path, _, query = address.partition("?")
        found = Reader(self.site.store).respond("GET", path.encode(), query.encode(), [])
        return found.status, dict(found.headers).get(b"location", b"").decode()

    def leads(self, address: str) -> str:
        """Where a browser ends up, or the status that stops it."""
        for _ in range(4):
            status, to = self.asked(address)
            if status != 301:
                return address if status == 200 else str(status)
            address = to
        return "too many redirects"


@pytest.fixture
def old(site: SiteFolder) -> Old:
    return Old(site)


def test_feeds_lists_and_dates_of_wordpress_lead_to_what_stands_for_them(bring: Import, old: Old) -> None:
    bring(item(1, title="One", slug="one", inner=IN_TERMS), head=HEAD + TERMS)
    old.press()
    tag, lane, ann = "/blog/tags/rain/", "/blog/topics/city/east/lane/", "/people/ann/"
    expected = {
        "/feed/": "/blog/rss.xml", "/feed": "/blog/rss.xml", "/feed/rss2/": "/blog/rss.xml",
        "/feed/atom/": "/blog/atom.xml", "/comments/feed/": "/blog/rss.xml", "/?feed=rss2": "/blog/rss.xml",
        "/?feed=atom&utm_source=x": "/blog/atom.xml", "/wp-rss2.php": "/blog/rss.xml",
        "/category/city/east/lane/feed/": f"{lane}rss.xml", "/category/lane": lane, "/category/lane/page/2/": lane,
        "/tag/rain/feed/atom/": f"{tag}atom.xml", "/tag/rain/page/12/": tag, "/?tag=rain": tag,
        "/author/ann/feed/": f"{ann}rss.xml", "/author/ann/page/2": ann, "/?author=7": ann,
        "/2015/03/one/feed/": "/blog/one/", "/2015/03/one/comment-page-2/": "/blog/one/",
        "/2015/03/one/trackback/": "/blog/one/", "/index.php?p=1": "/blog/one/",
        "/page/2/": "/blog/", "/page/345": "/blog/", "/?paged=4": "/blog/",
        "/2015/": "/blog/2015/", "/2015/03/": "/blog/2015/03/", "/2015/03/04/": "/blog/2015/03/",
        "/2015/03/04": "/blog/2015/03/", "/2015/page/2/": "/blog/2015/", "/2015/03/04/page/3/": "/blog/2015/03/",
        "/2015/feed/": "/blog/2015/", "/?m=201503": "/blog/2015/03/",
        "/?cat=3": "/blog/topics/city/",
        "/?utm_source=feed": "/?utm_source=feed", "/?s=word": "/?s=word",
    }  # fmt: skip
    assert {address: old.leads(address) for address in expected} == expected
    for nothing in (
        "/?p=999", "/?cat=99", "/?author=99", "/?tag=none", "/?feed=none", "/?p=999&utm_source=x", "/?p=", "/2014/",
        "/2015/04/", "/2014/03/04/", "/category/none/feed/", "/none/page/2/", "/author/none/", "/page/x/",
    ):  # fmt: skip
        assert old.leads(nothing) == "404", nothing


def test_a_blog_in_a_folder_keeps_its_front_and_its_feed(bring: Import, old: Old) -> None:
    head = HEAD.replace("http://old.example<", "http://old.example/weblog<")
    bring(item(1, title="One", slug="one").replace("/2015/03/", "/weblog/archives/2015/03/"), head=head)
    old.press()
    expected = {
        "/weblog/": "/blog/", "/weblog": "/blog/", "/weblog/feed/": "/blog/rss.xml", "/weblog/page/2/": "/blog/",
        "/weblog/?p=1": "/blog/one/", "/weblog/archives/2015/": "/blog/2015/", "/weblog/2015/03/": "/blog/2015/03/",
        "/feed/": "404", "/page/2/": "404",
    }  # fmt: skip
    assert {address: old.leads(address) for address in expected} == expected


def test_dates_of_a_persian_blog_lead_into_its_own_calendar(bring: Import, old: Old) -> None:
    from masthead.entries.models import Blog

    Blog.objects.update(language="fa")
    bring(item(1, title="نخست", slug="one"))
    old.press()
    assert old.leads("/2015/03/") == "/blog/1393/12/"
    assert old.leads("/2015/") == "/blog/1393/"


def test_a_file_leads_to_where_readers_are_shown_it_and_else_nowhere(bring: Import, old: Old, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2015/03").mkdir(parents=True)
    for name in ("shown.png", "hidden.png", "big-scaled.png"):
        (uploads / "2015/03" / name).write_bytes(png(3, 2))
    (uploads / "2015/03/report.pdf").write_bytes(b"%PDF-1.4 words")
    folder = "/wp-content/uploads/2015/03"
    body = f'<img src="{folder}/shown.png"> <a href="{folder}/report.pdf">r</a> <img src="{folder}/big-scaled.png">'
    bring(
        item(1, title="Public", slug="public", body=body),
        item(2, title="Draft", status="draft", body=f'<img src="{folder}/hidden.png">'),
        *(attached(number, f"2015/03/{name}") for number, name in
          enumerate(("shown.png", "hidden.png", "report.pdf", "big-scaled.png"), 3)),
        uploads=uploads,
    )  # fmt: skip
    old.press()
    shown = old.leads(f"{folder}/shown.png")
    assert shown.startswith("/media/")
    for size in ("-300x200", "-150x150", "-scaled"):
        assert old.leads(f"{folder}/shown{size}.png") == shown
    assert old.leads(f"{folder}/report.pdf").endswith("/report.pdf")
    assert old.leads(f"{folder}/big.png") == old.leads(f"{folder}/big-scaled.png") != "404"
    # The page of a file that belongs to no post shows the file.
    assert old.leads("/2015/03/file-3/") == shown
    assert old.leads("/2015/03/file-4/") == "404"
    assert old.leads(f"{folder}/hidden.png") == old.leads(f"{folder}/hidden-300x200.png") == "404"
    # Withdrawn with the last page that showed it, and back with it.
    public = entry("Public")
    public.unpublish()
    old.press()
    assert old.leads(f"{folder}/shown.png") == "404"


def test_the_same_import_again_finds_all_its_addresses_taken_by_itself(bring: Import, old: Old) -> None:
    first = bring(item(1, title="One"), head=HEAD + TERMS).as_dict()
    again = bring(item(1, title="One"), head=HEAD + TERMS).as_dict()
    assert first["address_conflicts"] == again["address_conflicts"] == 0
