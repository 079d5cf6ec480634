"""The old site's menu, its sticky posts, what it said of its tags."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from loaded import database, entry, sound
from wxr import HEAD, item, meta

from masthead.importers.report import Report
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]
TERMS = (
    "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>city</wp:category_nicename>"
    "<wp:cat_name>City</wp:cat_name></wp:category>"
    "<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>lane</wp:category_nicename>"
    "<wp:cat_name>Lane</wp:cat_name><wp:category_parent>city</wp:category_parent></wp:category>"
    "<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>rain</wp:tag_slug><wp:tag_name>Rain</wp:tag_name>"
    "<wp:tag_description>All &lt;b&gt;wet&lt;/b&gt; days</wp:tag_description></wp:tag>"
)


def line(number: int, order: int, title: str = "", *, menu: str = "main", **how: str) -> str:
    inner = f'<category domain="nav_menu" nicename="{menu}">M</category>'
    inner += "".join(meta(f"_menu_item_{name}", value) for name, value in how.items())
    return item(number, title=title, kind="nav_menu_item", slug=str(number), menu_order=order, inner=inner)


def lines() -> list[tuple[str, str | None, str]]:
    from masthead.entries.models import MenuItem

    return [
        ("  " * found.below + found.label, found.page.title if found.page else None, found.url)
        for found in MenuItem.objects.all()
    ]


MENU = [
    item(1, title="About us", kind="page", slug="about"),
    item(2, title="A post", slug="post"),
    item(3, title="Draft", kind="page", status="draft"),
    line(11, 5, "Elsewhere", type="custom", url="https://example.org/x?y=1"),
    line(12, 1, type="post_type", object="page", object_id="1", menu_item_parent="0"),
    line(13, 2, "Renamed", type="post_type", object="post", object_id="2"),
    line(14, 3, type="taxonomy", object="category", object_id="4"),
    line(15, 4, "Wet", type="taxonomy", object="post_tag", object_id="5"),
    line(16, 6, "Home", type="custom", url="http://old.example/"),
    line(17, 7, "The post", type="custom", url="http://www.old.example/2015/03/post/"),
    line(18, 8, "Not yet", type="post_type", object="page", object_id="3"),
    line(19, 9, "Below", type="custom", url="https://example.org/", menu_item_parent="12"),
    line(24, 11, "Deeper", type="post_type", object="post", object_id="2", menu_item_parent="19"),
    line(25, 12, "More", type="custom", url="#"),
    line(26, 13, "Within", type="custom", url="https://example.org/within", menu_item_parent="25"),
    line(27, 14, "Orphan", type="custom", url="https://example.org/orphan", menu_item_parent="999"),
    line(20, 9, "Script", type="custom", url="javascript:alert(1)"),
    line(21, 9, "Nothing", type="custom", url="#"),
    line(22, 9, "Gone", type="post_type", object="page", object_id="99"),
    line(23, 1, "Other menu", menu="footer", type="custom", url="https://example.org/footer"),
]


def test_the_menu_comes_in_its_order_with_its_targets(bring: Import) -> None:
    report = bring(*MENU, head=HEAD + TERMS).as_dict()
    assert lines() == [
        ("About us", "About us", ""),
        ("  Below", None, "https://example.org/"),
        ("  Deeper", "A post", ""),
        ("Renamed", "A post", ""),
        ("Lane", None, "/blog/topics/city/lane/"),
        ("Wet", None, "/blog/tags/rain/"),
        ("Elsewhere", None, "https://example.org/x?y=1"),
        ("Home", None, "/"),
        ("The post", "A post", ""),
        ("Not yet", "Draft", ""),
        ("More", None, ""),
        ("  Within", None, "https://example.org/within"),
        ("Orphan", None, "https://example.org/orphan"),
    ]
    rows = [row for row in report["items"]["rows"] if row["type"] == "nav_menu_item"]
    assert {(row["outcome"], row["reason"]): row["count"] for row in rows} == {
        ("carried", ""): 12, ("changed", "stands higher: menus have two levels"): 1,
        ("held", "leads to nothing that was carried"): 3, ("held", "of another menu than the longest"): 1,
    }  # fmt: skip
    assert sum(row["count"] for row in report["elements"]["rows"]) == report["elements"]["total"]


def test_a_site_with_a_menu_keeps_it(bring: Import) -> None:
    from masthead.entries.models import MenuItem, SiteSettings

    MenuItem.objects.create(settings=SiteSettings.objects.get(), label="Mine", url="/x/")
    report = bring(*MENU, head=HEAD + TERMS).as_dict()
    assert lines() == [("Mine", None, "/x/")]
    assert any(row["reason"] == "this site has a menu already" for row in report["items"]["rows"])


def test_a_menu_that_editors_emptied_stays_empty_and_the_same_import_changes_nothing(bring: Import) -> None:
    from masthead.entries.models import MenuItem

    bring(*MENU, head=HEAD + TERMS)
    before = database()
    bring(*MENU, head=HEAD + TERMS)
    assert database() == before
    MenuItem.objects.all().delete()
    bring(*MENU, head=HEAD + TERMS)
    assert lines() == []


def test_a_menu_is_taken_back_with_its_import_and_a_page_on_the_editors_menu_stays(
    bring: Import, site: SiteFolder
) -> None:
    from masthead.entries.models import Import as Row
    from masthead.entries.models import MenuItem, SiteSettings, StaticPage
    from masthead.importers.undoing import undo

    bring(*MENU, head=HEAD + TERMS)
    about = StaticPage.objects.get(title="About us")
    MenuItem.objects.create(settings=SiteSettings.objects.get(), label="By hand", page=about)
    answer = undo(Row.objects.get().pk, site.var / "staging").as_dict()
    assert lines() == [("By hand", "About us", "")]
    assert answer["kept"] == [{"kind": "page", "name": "About us", "reason": "used by something else"}]
    sound()


def test_a_line_that_was_brought_while_menus_had_one_level_is_still_as_it_was(bring: Import) -> None:
    from masthead.entries.models import MenuItem
    from masthead.importers.brought import states_of

    bring(*MENU, head=HEAD + TERMS)
    for found in MenuItem.objects.all():
        values = json.dumps((found.label, found.page_id, found.url, found.sort_order), ensure_ascii=False)
        of_before = hashlib.blake2b(values.encode(), digest_size=12).hexdigest()
        assert (states_of("menu", [found.pk])[found.pk] == of_before) is not found.below, found.label
    assert {found.below for found in MenuItem.objects.all()} == {True, False}


def test_sticky_posts_are_pinned_the_newest_five(bring: Import) -> None:
    from masthead.entries.models import PublicEntry

    posts = [
        item(
            n,
            title=f"T{n}",
            is_sticky=1,
            post_date=f"20{n:02}-01-01 00:00:00",
            post_date_gmt=f"20{n:02}-01-01 00:00:00",
        )
        for n in range(10, 17)
    ]
    report = bring(*posts, item(1, title="Plain", is_sticky=0), item(2, title="D", is_sticky=1, status="draft"))
    assert [entry(f"T{n}").pinned for n in range(10, 17)] == [False, False, True, True, True, True, True]
    assert (entry("Plain").pinned, entry("D").pinned) == (False, False)
    assert PublicEntry.objects.filter(pinned=1).count() == 5
    assert report.as_dict()["changes"]["sticky on the old site, not pinned"]["count"] == 3
    sound()


def test_what_was_said_of_a_tag_is_carried(bring: Import) -> None:
    from masthead.entries.models import Tag

    bring(item(1, inner='<category domain="post_tag" nicename="rain">Rain</category>'), head=HEAD + TERMS)
    assert Tag.objects.get().description == "All wet days"
