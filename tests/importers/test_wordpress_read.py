"""Reading: what stands in the staging file, and what is refused with which sentence."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from counter import count
from wxr import HEAD, export, item, meta

from masthead.importers.errors import Forbidden, ImportRefused, Malformed, NotAnExport, TooLarge, UnknownVersion
from masthead.importers.records import File, Item
from masthead.importers.staging import Staging
from masthead.importers.wordpress import read

Reader = Callable[..., Staging]


@pytest.fixture
def staged(tmp_path: Path) -> Reader:
    def make(*items: str, head: str = HEAD) -> Staging:
        path = export(tmp_path / f"{len(list(tmp_path.iterdir()))}.xml", *items, head=head)
        return read([path], tmp_path / "staging")

    return make


def records(staging: Staging, sort: str = "entry") -> list[Item]:
    return [Item.from_json(record) for _, record in staging.items(sort)]


def notes(staging: Staging) -> list[str]:
    return [code for _, code, _ in staging.notes()]


# What is carried


def test_a_post_has_its_words_dates_author_terms_and_addresses(staged: Reader) -> None:
    inner = (
        '<excerpt:encoded>Short</excerpt:encoded><category domain="category" nicename="news">News</category>'
        '<category domain="post_tag" nicename="a">A</category><guid>http://old.example/?p=7</guid>'
    ) + meta("_wp_old_slug", "bonjour")
    title = "Hello &amp;amp; &lt;b&gt;you&lt;/b&gt;"
    post = item(7, title=title, body="text", slug="hello", post_modified_gmt="2016-01-01 00:00:00", inner=inner)
    with staged(post) as staging:
        (entry,) = records(staging)
        assert (entry.headline, entry.slug, entry.summary, entry.state) == ("Hello & you", "hello", "Short", "public")
        assert (entry.date, entry.modified) == ("2015-03-04T09:20:30+00:00", "2016-01-01T00:00:00+00:00")
        assert entry.addresses == ("/2015/03/hello/", "/?p=7", "/2015/03/bonjour/")
        assert entry.terms == ("wordpress:old.example:category:news", "wordpress:old.example:tag:a")
        assert [person.name for _, person in staging.persons()] == ["ann"]
        assert [term.name for _, term in staging.terms()] == ["News", "A"]


def test_without_gmt_the_wall_clock_is_kept_as_such(staged: Reader) -> None:
    with staged(item(1, status="draft", post_date_gmt="0000-00-00 00:00:00")) as staging:
        assert records(staging)[0].date == "2015-03-04T10:20:30"


@pytest.mark.parametrize(
    ("status", "password", "state"),
    [
        ("publish", "", "public"), ("future", "", "scheduled"), ("draft", "", "draft"), ("pending", "", "draft"),
        ("private", "", "draft"), ("publish", "pw", "draft"), ("future", "pw", "draft"), ("", "", "draft"),
    ],
)  # fmt: skip
def test_only_what_was_public_is_public(staged: Reader, status: str, password: str, state: str) -> None:
    for kind, sort in (("post", "entry"), ("page", "page")):
        with staged(item(1, kind=kind, status=status, post_password=password)) as staging:
            assert [record.state for record in records(staging, sort)] == [state]


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("post", "trash", "in the trash"),
        ("nav_menu_item", "publish", "type nav_menu_item"),
        ("", "publish", "no type"),
        ("post", "archived", "status archived"),
        ("attachment", "trash", "in the trash"),
    ],
)
def test_what_is_not_understood_is_held_and_named(staged: Reader, kind: str, status: str, reason: str) -> None:
    with staged(item(1, kind=kind, status=status)) as staging:
        assert [(held.outcome, held.reason) for held in staging.held()] == [("held", reason)]


def test_categories_find_their_parents_in_any_order_and_circles_end(staged: Reader) -> None:
    def category(slug: str, parent: str) -> str:
        return (
            f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>"
            f"<wp:category_parent>{parent}</wp:category_parent></wp:category>"
        )

    head = HEAD + category("leaf", "branch") + category("branch", "root") + category("root", "") + category("x", "y")
    with staged(head=head + category("y", "x") + category("orphan", "nobody")) as staging:
        terms = [(term.slug, term.parent.rpartition(":")[2]) for _, term in staging.terms()]
        assert terms[:3] == [("root", ""), ("branch", "root"), ("leaf", "branch")]
        assert terms[3:] == [("y", ""), ("x", "y"), ("orphan", "")]


def test_links_to_later_items_and_pictures_meet_their_staging_numbers(staged: Reader) -> None:
    attached = item(
        3, kind="attachment", status="inherit", slug="cat", inner=meta("_wp_attached_file", "2015/03/cat.jpg"),
        attachment_url="http://old.example/wp-content/uploads/2015/03/cat.jpg", post_parent=1,
    )  # fmt: skip
    body = '<a href="http://old.example/?p=2">later</a>\n\n[gallery]'
    with staged(item(1, body=body), item(2, slug="later"), attached) as staging:
        text, picture = records(staging)[0].body
        assert text["value"].startswith('<p><a linktype="page" id="\ufdd22\ufdd3"')
        assert picture["value"]["image"] == "\ufdd23\ufdd3"
        ((_, file),) = list(staging.files())
        assert isinstance(file, File)
        assert (file.path, file.parent) == ("2015/03/cat.jpg", 1)


def test_a_percent_encoded_slug_cut_in_a_letter_is_decoded_as_far_as_it_goes(staged: Reader) -> None:
    with staged(item(1, slug="%d8%b3%d9%84%d8%a7%d9")) as staging:
        assert records(staging)[0].slug == "سلا"


def test_numbers_that_repeat_are_told_apart_and_true_repeats_held(staged: Reader) -> None:
    with staged(item(1, title="A"), item(1, title="B"), item(1, title="A")) as staging:
        assert [(r.key, r.headline) for r in records(staging)] == [
            ("wordpress:old.example:1", "A"), ("wordpress:old.example:1~2", "B"),
        ]  # fmt: skip
        assert [held.reason for held in staging.held()] == ["repeated in the file"]


def test_no_address_of_a_person_is_shown_in_place_of_a_name(staged: Reader) -> None:
    with staged(item(1).replace(">ann<", ">ann@mail.example<")) as staging:
        ((_, person),) = staging.persons()
        assert person.name == "ann"
        assert "@" not in person.to_json()


def author(login: str, name: str) -> str:
    fields = f"<wp:author_login>{login}</wp:author_login><wp:author_display_name>{name}</wp:author_display_name>"
    return f"<wp:author>{fields}</wp:author>"


def byline(*names: str) -> str:
    return "".join(f'<category domain="author" nicename="{name}">{name}</category>' for name in names)


def test_a_byline_of_several_names_accounts_guests_and_strangers_in_order(staged: Reader) -> None:
    guest = (
        meta("cap-display_name", "Gül Guest")
        + meta("cap-website", "https://g.example")
        + meta("cap-user_email", "g@h.i")
    )
    linked = meta("cap-display_name", "Other Name") + meta("cap-linked_account", "ann")
    items = [
        item(7, inner=byline("cap-gul", "cap-bob-b", "cap-annie", "cap-cap-new", "cap-gul")),
        item(8, kind="guest-author", title="Gül", slug="cap-gul", inner=guest),
        item(9, kind="guest-author", title="Annie", slug="cap-annie", inner=linked),
        item(10, kind="guest-author", title="Gone", slug="cap-gone", status="trash"),
    ]
    with staged(*items, head=HEAD + author("ann", "Ann A") + author("Bob B", "Bob")) as staging:
        people = {person.key: person for _, person in staging.persons()}
        (entry,) = records(staging)
        assert [people[key].name for key in entry.authors] == ["Gül Guest", "Bob", "Ann A", "new"]
        gul = people[entry.authors[0]]
        assert (gul.website, gul.addresses) == ("https://g.example", ("/author/gul/",))
        assert len(people) == 4
        fates = {(found.number, found.outcome, found.reason) for found in staging.held()}
        assert fates == {
            (8, "changed", "guest author, made a person"), (9, "changed", "guest author, made a person"),
            (10, "held", "type guest-author"),
        }  # fmt: skip


def test_without_terms_of_its_own_a_byline_is_the_author(staged: Reader) -> None:
    with staged(item(7), head=HEAD + author("ann", "Ann A")) as staging:
        assert records(staging)[0].authors == ("wordpress:old.example:person:ann",)


def test_a_sticky_post_is_pinned(staged: Reader) -> None:
    with staged(item(7, title="Look", is_sticky="1"), item(8, is_sticky="0")) as staging:
        assert [Item.from_json(record).pinned for _, record in staging.items("entry")] == [True, False]
        assert list(staging.notes()) == []


def test_titles_and_excerpts_read_as_wordpress_showed_them(staged: Reader) -> None:
    inner = '<excerpt:encoded>"So" -- it\'s</excerpt:encoded>'
    with staged(item(7, title='"It\'s"', inner=inner), head=HEAD.replace(">en<", ">fa-IR<")) as staging:
        (entry,) = records(staging)
        assert (entry.headline, entry.summary) == ("«It’s»", "«So» — it’s")


def test_passwords_addresses_and_comments_do_not_even_reach_the_staging_file(staged: Reader) -> None:
    author = (
        "<wp:author><wp:author_login>ann</wp:author_login><wp:author_email>a@mail.example</wp:author_email></wp:author>"
    )
    comment = "<wp:comment><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP></wp:comment>"
    with staged(item(1, post_password="open-sesame", inner=comment), head=HEAD + author) as staging:
        content = staging.path.read_bytes()
    assert b"wordpress:old.example:1" in content
    for personal in (b"open-sesame", b"a@mail.example", b"192.0.2.7"):
        assert personal not in content


def test_any_prefix_and_older_versions_of_the_namespace_are_understood(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xml", item(1, body="x", inner="<excerpt:encoded>S</excerpt:encoded>"))
    text = path.read_text().replace("wp:", "other:").replace("xmlns:wp", "xmlns:other")
    path.write_text(
        text.replace("export/1.2/", "export/1.0/").replace("excerpt:", "e:").replace("xmlns:excerpt", "xmlns:e")
    )
    with read([path], tmp_path / "staging") as staging:
        assert records(staging)[0].summary == "S"


def test_several_files_are_one_export(tmp_path: Path) -> None:
    first = export(tmp_path / "a.xml", item(1, body='<a href="/?p=2">x</a>'))
    second = export(tmp_path / "b.xml", item(2))
    with read([first, second], tmp_path / "staging") as staging:
        assert len(records(staging)) == 2
        assert "linktype" in records(staging)[0].body[0]["value"]


def test_split_cdata_and_control_characters_make_one_text(staged: Reader) -> None:
    with staged(item(1, body="a]]]]><![CDATA[>b\x0bc")) as staging:
        assert records(staging)[0].body[0]["value"] == "<p>a]]&gt;bc</p>"
        assert "characters repaired" in notes(staging)


# What is refused


def refused(path: Path, tmp_path: Path) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read([path], tmp_path / "staging")
    assert [left.name for left in (tmp_path / "staging").iterdir()] == ["import.lock"]
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("not XML at all", NotAnExport, "not XML"),
        ("", NotAnExport, "not XML"),
        ("<html><body/></html>", NotAnExport, "outermost element is “html”"),
        ('<rss version="2.0"></rss>', NotAnExport, "no channel"),
        (HEAD.replace("<wp:wxr_version>1.2</wp:wxr_version>", "") + "</channel></rss>", UnknownVersion, "no WordPress"),
        (HEAD.replace(">1.2<", ">abc<") + "</channel></rss>", UnknownVersion, "“abc”"),
        (HEAD + "\n\n<item>\n<title>A</title>", Malformed, "line 5"),
        (HEAD + "<title>a & b</title></channel></rss>", Malformed, "line 2"),
        (
            '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>' + HEAD[39:] + "</channel></rss>",
            Forbidden,
            "document type",
        ),
        (HEAD + "<a>" * 60, TooLarge, "nested"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_its_reason(
    tmp_path: Path, text: str, kind: type[ImportRefused], words: str
) -> None:
    path = tmp_path / "file.xml"
    path.write_text(text)
    error = refused(path, tmp_path)
    assert type(error) is kind
    assert words in str(error)
    assert str(error).startswith("file.xml is not imported: ")
    assert str(error).endswith(".")


def test_one_bad_file_of_two_refuses_both(tmp_path: Path) -> None:
    good = export(tmp_path / "a.xml", item(1))
    bad = tmp_path / "b.xml"
    bad.write_text("<rss>")
    with pytest.raises(ImportRefused):
        read([good, bad], tmp_path / "staging")
    assert [left.name for left in (tmp_path / "staging").iterdir()] == ["import.lock"]


def test_the_same_files_are_read_once(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xml", item(1))
    read([path], tmp_path / "staging").close()
    steps: list[str] = []
    read([path], tmp_path / "staging", lambda step, _done, _total: steps.append(step)).close()
    assert steps == []


def test_many_workers_write_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from masthead.importers.wordpress import working

    items = [
        item(n, body=f'<a href="/?p={n + 1}">x</a>[odd_one]').replace(">ann<", f">u{n % 3}<") for n in range(1, 20)
    ]
    path = export(tmp_path / "a.xml", *items)

    def tables(folder: str) -> list[str]:
        with read([path], tmp_path / folder) as staging:
            return list(staging.db.iterdump())

    alone = tables("one")
    monkeypatch.setattr(working, "STRETCH", 2)
    monkeypatch.setattr(working, "WORTH_WORKERS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    assert tables("three") == alone


# Real exports


REFUSED = {
    "ghost-migrate/sample.xml": (Malformed, "line 109"),
    "ghost-migrate/sample-no-slug.xml": (Malformed, "line 109"),
    "wagtail-wordpress-import/test.xml": (NotAnExport, "catalog"),
    "wordpress-importer/invalid-version-tag.xml": (UnknownVersion, "abc"),
    "wordpress-importer/malformed.xml": (Malformed, "line 90"),
    "wordpress-importer/missing-version-tag.xml": (UnknownVersion, "names no"),
}


def test_every_real_export_is_read_whole_or_refused_for_its_reason(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "wxr/MANIFEST.tsv").open() as file:
        manifest = list(csv.DictReader(file, delimiter="\t"))
    assert len(manifest) == len(list((shared_data / "wxr").rglob("*.xml")))
    refusals = set()
    for row in manifest:
        name = row["file"].removeprefix("wxr/")
        path = shared_data / row["file"]
        if name in REFUSED:
            kind, words = REFUSED[name]
            error = refused(path, tmp_path / name)
            assert type(error) is kind
            assert words in str(error)
            refusals.add(name)
            continue
        with read([path], tmp_path / "staging") as staging:
            types = Counter(staged.type for staged in staging.staged_items())
        expected = (row["items"], row["posts"], row["pages"], row["attachments"])
        assert tuple(map(str, (types.total(), types["post"], types["page"], types["attachment"]))) == expected, name
        assert types == count(path)[1], name
    assert refusals == set(REFUSED)


def test_every_element_of_every_real_export_is_accounted_for(shared_data: Path, tmp_path: Path) -> None:
    for path in sorted((shared_data / "wxr").rglob("*.xml")):
        if str(path.relative_to(shared_data / "wxr")) in REFUSED:
            continue
        elements, _ = count(path)
        with read([path], tmp_path / "staging") as staging:
            shapes = staging.shape_counts()
            rows = staging.db.execute("SELECT shape, count(*) FROM item GROUP BY 1 UNION ALL SELECT * FROM channel")
            total = sum(shapes[shape].total() * times for shape, times in rows)
        assert total == elements.total(), path


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process' memory")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    repository = Path(__file__).parents[2]
    # The kernel's high-water mark: `getrusage` would count the test runner's own memory, inherited at the fork.
    script = (
        "import sys; from pathlib import Path; from masthead.importers.wordpress import read;"
        "read([Path(sys.argv[1])], Path(sys.argv[2]));"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    peaks = []
    for posts in (200, 3000):
        path = tmp_path / f"{posts}.xml"
        subprocess.run([sys.executable, repository / "bench/generate_wxr.py", str(posts), path], check=True)
        done = subprocess.run(
            [sys.executable, "-c", script, path, tmp_path / f"staging{posts}"],
            capture_output=True,
            text=True,
            check=True,
        )
        peaks.append(int(done.stdout) << 10)
    assert peaks[1] - peaks[0] < 12 << 20
    assert peaks[1] < 100 << 20
