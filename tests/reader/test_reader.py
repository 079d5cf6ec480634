"""The reader, asked as a server asks it: over a small store written here."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import time
from collections.abc import Callable
from email.utils import formatdate
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import pytest

from masthead.reader.application import Reader
from masthead.reader.files import LARGEST_KEPT
from masthead.reader.responses import STRICT_TRANSPORT

LATER = 4_000_000_000.0
HOME = b"<!doctype html><title>Home</title>" + b"<p>Good morning.</p>" * 40
PERSIAN = "/بلاگ/نامه/"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Store(NamedTuple):
    root: Path

    def write(self, name: str, body: bytes, *, twins: bool = False, at: int = 1_700_000_000) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        forms = {"": body, ".gz": gzip.compress(body), ".br": brotli.compress(body)} if twins else {"": body}
        for suffix, form in forms.items():
            new = path.with_name(f"{path.name}{suffix}.new")
            new.write_bytes(form)
            os.utime(new, (at, at))
            new.rename(f"{path}{suffix}")
        return path

    def answer(self, address: str, **said: Any) -> None:
        name = blake2b(address.encode(), digest_size=16).hexdigest()
        self.write(f".answers/{name[:2]}/{name[2:]}.json", json.dumps({"address": address} | said).encode())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "public")
    made.write("index.html", HOME, twins=True)
    made.write("404.html", b"<title>Nothing here</title>", twins=True)
    made.write("410.html", b"<title>Gone</title>")
    return made


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store.root, clock=lambda: LATER)


def ask(reader: Reader, target: str, method: str = "GET", **headers: str) -> Answer:
    path, _, query = target.partition("?")
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "raw_path": path.encode(),
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
    asyncio.run(reader(scope, None, send))  # type: ignore[arg-type]
    start, *bodies = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    assert len(found) == len(start["headers"]), "a header is given twice"
    assert not bodies[-1].get("more_body", False)
    return Answer(start["status"], found, b"".join(part["body"] for part in bodies))


def test_a_page_has_exactly_these_headers(reader: Reader) -> None:
    answer = ask(reader, "/")
    assert answer == Answer(
        200,
        {
            "content-type": "text/html; charset=utf-8",
            "etag": f'"{blake2b(HOME, digest_size=12).hexdigest()}"',
            "cache-control": "no-cache",
            "vary": "Accept-Encoding",
            "last-modified": formatdate(1_700_000_000, usegmt=True),
            "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; media-src 'self'; "
            "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
            "cross-origin-opener-policy": "same-origin",
            "content-length": str(len(HOME)),
        },
        HOME,
    )


def test_no_answer_sets_a_cookie_or_lacks_a_policy(reader: Reader, store: Store) -> None:
    store.answer("/gone/", status=410)
    store.answer("/old/", status=301, location="/")
    store.write("media/a.bin", b"12345")
    targets = ["/", "/nothing/", "/gone/", "/old/", "/%ff", "/media/a.bin"]
    answers = [ask(reader, target) for target in targets]
    answers += [ask(reader, "/", "POST"), ask(reader, "/media/a.bin", range="bytes=9-")]
    assert [answer.status for answer in answers] == [200, 404, 410, 301, 404, 200, 405, 416]
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_strict_transport_is_said_where_the_site_is_secure(store: Store) -> None:
    assert "strict-transport-security" not in ask(Reader(store.root), "/").headers
    answer = ask(Reader(store.root, STRICT_TRANSPORT), "/")
    assert answer.headers["strict-transport-security"] == "max-age=2592000"


def test_head_has_the_headers_of_get_and_no_body(reader: Reader) -> None:
    for target in ("/", "/nothing/"):
        get, head = ask(reader, target), ask(reader, target, "HEAD")
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_pages_can_only_be_read(reader: Reader, method: str) -> None:
    answer = ask(reader, "/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", None),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("br;q=nonsense", "br"),
        ("", None),
    ],
)
def test_the_form_is_the_one_the_reader_wants(reader: Reader, accept: str, encoding: str | None) -> None:
    answer = ask(reader, "/", accept_encoding=accept)
    assert answer.headers.get("content-encoding") == encoding
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert decode(answer.body) == HOME
    assert answer.headers["content-length"] == str(len(answer.body))


def test_each_form_has_a_tag_of_its_own(reader: Reader) -> None:
    tags = {ask(reader, "/", accept_encoding=name).headers["etag"] for name in ("br", "gzip", "identity")}
    assert len(tags) == 3


@pytest.mark.parametrize("spelled", ["{}", "W/{}", '"other", {}', '"other",W/{},"third"', "*"])
def test_a_known_page_is_answered_with_304(reader: Reader, spelled: str) -> None:
    known = ask(reader, "/")
    answer = ask(reader, "/", if_none_match=spelled.format(known.headers["etag"]))
    assert (answer.status, answer.body) == (304, b"")
    kept = ("etag", "cache-control", "vary", "last-modified")
    assert answer.headers == {name: known.headers[name] for name in kept}


@pytest.mark.parametrize("tags", ['"other"', "", "nonsense", '"unfinished'])
def test_another_tag_gets_the_page(reader: Reader, tags: str) -> None:
    assert ask(reader, "/", if_none_match=tags).status == 200


def test_the_tag_of_one_form_is_not_known_for_another(reader: Reader) -> None:
    tag = ask(reader, "/", accept_encoding="gzip").headers["etag"]
    assert ask(reader, "/", accept_encoding="br", if_none_match=tag).status == 200


def test_the_date_counts_only_without_a_tag_and_only_when_it_is_the_very_same(reader: Reader) -> None:
    date = ask(reader, "/").headers["last-modified"]
    assert ask(reader, "/", if_modified_since=date).status == 304
    assert ask(reader, "/", if_modified_since=date, if_none_match='"other"').status == 200
    assert ask(reader, "/", if_modified_since=formatdate(1_700_000_001, usegmt=True)).status == 200
    assert ask(reader, "/", if_modified_since="yesterday").status == 200


def test_a_page_of_this_very_second_has_no_date(store: Store) -> None:
    """It could change again within the second and keep its date."""
    reader = Reader(store.root, clock=lambda: 1_700_000_000.9)
    assert "last-modified" not in ask(reader, "/").headers
    assert ask(reader, "/", if_modified_since=formatdate(1_700_000_000, usegmt=True)).status == 200


def test_a_change_is_seen_by_the_next_request_even_with_the_same_size_and_date(reader: Reader, store: Store) -> None:
    before = ask(reader, "/", accept_encoding="gzip")
    changed = HOME.replace(b"morning", b"evening")
    store.write("index.html", changed, twins=True)
    after = ask(reader, "/", accept_encoding="gzip", if_none_match=before.headers["etag"])
    assert (after.status, gzip.decompress(after.body)) == (200, changed)


def test_a_page_that_goes_is_gone_at_once(reader: Reader, store: Store) -> None:
    assert ask(reader, "/").status == 200
    for path in store.root.glob("index.html*"):
        path.unlink()
    assert ask(reader, "/").status == 404


@pytest.mark.parametrize("suffix", [".gz", ".br"])
def test_a_twin_that_is_older_than_its_page_is_not_given_out(reader: Reader, store: Store, suffix: str) -> None:
    old = (store.root / f"index.html{suffix}").read_bytes()
    store.write("index.html", b"<title>new</title>", twins=True)
    (store.root / f"index.html{suffix}").write_bytes(old)
    accept = {".gz": "gzip", ".br": "br"}[suffix]
    answer = ask(reader, "/", accept_encoding=accept)
    assert (answer.body, answer.headers.get("content-encoding")) == (b"<title>new</title>", None)


@pytest.mark.parametrize(
    "damaged", [b"", b"not gzip", gzip.compress(HOME, mtime=0)[:30]], ids=["empty", "other", "cut"]
)
def test_a_damaged_twin_is_not_given_out(reader: Reader, store: Store, damaged: bytes) -> None:
    (store.root / "index.html.gz").write_bytes(damaged)
    assert ask(reader, "/", accept_encoding="gzip").body == HOME


def test_twins_and_stand_ins_have_no_address_of_their_own(reader: Reader) -> None:
    for target in ("/index.html.gz", "/index.html.br", "/404.html", "/410.html"):
        assert ask(reader, target).status == 404


def test_a_download_that_happens_to_be_compressed_has_one(reader: Reader, store: Store) -> None:
    store.write("media/letters-abc.tar.gz", b"bytes")
    assert ask(reader, "/media/letters-abc.tar.gz").status == 200


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/blog", "/blog/"),
        ("/blog?page=2", "/blog/?page=2"),
        ("/blog/index.html", "/blog/"),
        ("/index.html", "/"),
        ("/100%25", "/100%25/"),
        ("/%D8%A8%D9%84%D8%A7%DA%AF/%D9%86%D8%A7%D9%85%D9%87", "/%D8%A8%D9%84%D8%A7%DA%AF/%D9%86%D8%A7%D9%85%D9%87/"),
    ],
)
def test_a_folder_without_its_slash_leads_to_it(reader: Reader, store: Store, target: str, location: str) -> None:
    for folder in ("blog", "100%", PERSIAN.strip("/")):
        store.write(f"{folder}/index.html", b"here")
    answer = ask(reader, target)
    assert (answer.status, answer.headers["location"]) == (301, location)


def test_persian_addresses_are_read_encoded_or_not_and_led_to_their_normal_form(reader: Reader, store: Store) -> None:
    store.write("یک‌دو/index.html", b"here")  # with a zero-width non-joiner
    store.write("café/index.html", b"coffee")
    assert ask(reader, "/یک‌دو/").body == b"here"
    assert ask(reader, "/%DB%8C%DA%A9%E2%80%8C%D8%AF%D9%88/").body == b"here"
    answer = ask(reader, "/cafe%CC%81/")
    assert (answer.status, answer.headers["location"]) == (301, "/caf%C3%A9/")


def test_moved_and_gone_addresses_answer_as_the_store_says(reader: Reader, store: Store) -> None:
    store.answer("/alt/نامه/", status=301, location="/بلاگ/نامه/")
    store.answer("/withdrawn/", status=410)
    moved, gone = ask(reader, "/alt/%D9%86%D8%A7%D9%85%D9%87/"), ask(reader, "/withdrawn/")
    location = "/%D8%A8%D9%84%D8%A7%DA%AF/%D9%86%D8%A7%D9%85%D9%87/"
    assert (moved.status, moved.headers["location"], moved.headers["cache-control"]) == (301, location, "no-store")
    assert (gone.status, gone.body) == (410, b"<title>Gone</title>")


def test_with_a_page_goes_what_stood_below_it(reader: Reader, store: Store) -> None:
    store.answer("/blog/list/", status=410)
    store.answer("/blog/list/moved/", status=301, location="/")
    for target in ("/blog/list/list.csv", "/blog/list/a1b2/", "/blog/list/by/town/quay", "/blog/list/moved/on/"):
        assert ask(reader, target).status == 410, target
    assert ask(reader, "/blog/list/moved/").status == 301
    assert ask(reader, "/blog/listing/a1b2/").status == 404
    assert ask(reader, "/blog/list" + "/x" * 900).status == 410
    assert ask(reader, "/blog/list/" + "%CC%81" * 1000).status == 404, "no page has so long an address"
    assert ask(reader, "/x" * 900).status == 404


def test_an_old_address_with_a_query_goes_before_the_page_of_its_path(reader: Reader, store: Store) -> None:
    store.answer("/?p=3", status=301, location="/blog/x/")
    assert ask(reader, "/?p=3").headers["location"] == "/blog/x/"
    assert ask(reader, "/?p=3&fbclid=abc").headers["location"] == "/blog/x/"
    assert ask(reader, "/?p=33").status == 200
    assert ask(reader, "/?").status == 200


def test_an_old_path_moves_whatever_query_comes_with_it(reader: Reader, store: Store) -> None:
    store.answer("/old/", status=301, location="/")
    assert ask(reader, "/old/?utm_source=letter").headers["location"] == "/"


@pytest.mark.parametrize("location", ["//evil.example/", "https://evil.example/", "/\\evil.example/", None, 3])
def test_the_store_cannot_lead_readers_off_the_site(reader: Reader, store: Store, location: object) -> None:
    store.answer("/old/", status=301, location=location)
    assert ask(reader, "/old/").status == 404


def test_an_answer_for_another_address_is_not_used(reader: Reader, store: Store) -> None:
    store.answer("/a/", status=410)
    name = blake2b(b"/b/", digest_size=16).hexdigest()
    there = next((store.root / ".answers").glob("*/*.json"))
    there.rename(store.write(f".answers/{name[:2]}/{name[2:]}.json", b""))
    assert ask(reader, "/b/").status == 404


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/blog/../../secret.txt",
        "/.%2e/secret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/.answers/",
        "/.hidden.txt",
        "/blog/.hidden.txt",
        "/%00",
        "/index.html%00.txt",
        "/" + "a" * 5000,
        "/%ff%fe",
        "secret.txt",
        "",
        "/linked.txt",
        "/linked/secret.txt",
    ],
)
def test_nothing_outside_the_store_is_ever_read(reader: Reader, store: Store, target: str) -> None:
    (store.root.parent / "secret.txt").write_text("secret")
    store.write(".hidden.txt", b"secret")
    store.write("blog/.hidden.txt", b"secret")
    (store.root / "linked.txt").symlink_to(store.root.parent / "secret.txt")
    (store.root / "linked").symlink_to(store.root.parent)
    answer = ask(reader, target)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_a_well_known_address_can_be_read(reader: Reader, store: Store) -> None:
    store.write(".well-known/security.txt", b"Contact: mailto:desk@example.org")
    assert ask(reader, "/.well-known/security.txt").headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("blog/rss.xml", "application/rss+xml; charset=utf-8"),
        ("blog/atom.xml", "application/atom+xml; charset=utf-8"),
        ("blog/feed.json", "application/feed+json; charset=utf-8"),
        ("blog/a/cite.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
        ("blog/a/cite.bib", "application/x-bibtex; charset=utf-8"),
        ("blog/a/cite.ris", "application/x-research-info-systems; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("theme/style-abc.css", "text/css; charset=utf-8"),
        ("media/a-abc.webp", "image/webp"),
        ("media/a-abc.JPG", "image/jpeg"),
        ("media/a-abc.unheard-of", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_name(reader: Reader, store: Store, name: str, kind: str) -> None:
    store.write(name, b"x")
    assert ask(reader, f"/{name}").headers["content-type"] == kind


def test_names_with_a_digest_are_kept_for_ever_and_pages_are_not(reader: Reader, store: Store) -> None:
    store.write("media/a-abc.jpg", b"x")
    store.write("theme/style-abc.css", b"x")
    for target in ("/media/a-abc.jpg", "/theme/style-abc.css"):
        assert ask(reader, target).headers["cache-control"] == "private, max-age=31536000, immutable"
    assert ask(reader, "/nothing/").headers["cache-control"] == "no-store"


def test_what_an_editor_sent_is_shown_only_when_that_is_harmless(reader: Reader, store: Store) -> None:
    for name in ("a.jpg", "a.pdf", "a.svg", "a.html", "a.docx"):
        store.write(f"media/{name}", b"x")
    kept = {n: ask(reader, f"/media/a.{n}").headers.get("content-disposition") for n in ("jpg", "pdf")}
    assert kept == {"jpg": None, "pdf": None}
    for name in ("svg", "html", "docx"):
        assert ask(reader, f"/media/a.{name}").headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    ("wanted", "status", "part", "said"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/{size}"),
        ("bytes=4-", 206, slice(4, None), "bytes 4-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), "bytes {tail}-{last}/{size}"),
        ("bytes=0-99999999", 206, slice(0, None), "bytes 0-{last}/{size}"),
        ("bytes=0-1,4-5", 200, slice(0, None), None),
        ("bytes=5-4", 200, slice(0, None), None),
        ("bytes=-", 200, slice(0, None), None),
        ("lines=1-2", 200, slice(0, None), None),
    ],
)
@pytest.mark.parametrize("size", [1000, LARGEST_KEPT + 1000])
def test_a_part_of_a_file_can_be_asked_for(
    reader: Reader, store: Store, size: int, wanted: str, status: int, part: slice, said: str | None
) -> None:
    body = os.urandom(size)
    store.write("media/film-abc.mp4", body)
    answer = ask(reader, "/media/film-abc.mp4", range=wanted)
    assert (answer.status, answer.body) == (status, body[part])
    assert answer.headers["content-length"] == str(len(body[part]))
    expected = said and said.format(size=size, last=size - 1, tail=size - 5)
    assert answer.headers.get("content-range") == expected


def test_a_part_that_does_not_exist_is_refused(reader: Reader, store: Store) -> None:
    store.write("media/a.bin", b"12345")
    answer = ask(reader, "/media/a.bin", range="bytes=5-")
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */5")


def test_a_part_of_a_file_that_has_changed_is_answered_with_the_whole(reader: Reader, store: Store) -> None:
    store.write("media/a.bin", b"12345")
    tag = ask(reader, "/media/a.bin").headers["etag"]
    assert ask(reader, "/media/a.bin", range="bytes=0-1", if_range=tag).status == 206
    assert ask(reader, "/media/a.bin", range="bytes=0-1", if_range='"other"').status == 200


def test_a_large_file_is_sent_whole_and_known_by_its_tag(reader: Reader, store: Store) -> None:
    body = os.urandom(LARGEST_KEPT + 300_000)
    store.write("media/film-abc.mp4", body)
    answer = ask(reader, "/media/film-abc.mp4")
    assert answer.body == body
    assert ask(reader, "/media/film-abc.mp4", if_none_match=answer.headers["etag"]).status == 304
    assert ask(reader, "/media/film-abc.mp4", "HEAD").body == b""


def test_before_the_first_press_readers_are_told_to_wait(tmp_path: Path) -> None:
    answer = ask(Reader(tmp_path), "/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def receive_while(reader: Reader, target: str, at: str, do: Callable[[], object], **headers: str) -> Answer:
    """A request during which something is done: before the file is opened, or between headers and body."""
    from masthead.reader import application

    opened, done = application._opened, []

    def opening(response: Any) -> Any:
        if at == "before" and not done:
            done.append(do())
        return opened(response)

    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)
        if at == "between" and not done:
            done.append(do())

    scope = {
        "type": "http", "method": "GET", "path": target, "raw_path": target.encode(), "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "_opened", opening)
        asyncio.run(reader(scope, None, send))  # type: ignore[arg-type]
    start = sent[0]
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(message["body"] for message in sent[1:]))


@pytest.mark.parametrize("at", ["before", "between"])
def test_a_large_page_that_is_replaced_meanwhile_is_never_torn(reader: Reader, store: Store, at: str) -> None:
    """Headers and body are of one file, the old or the new one: the press may come at any instant."""
    old, new = b"a" * (LARGEST_KEPT + 500_000), b"b" * (LARGEST_KEPT + 1)
    store.write("large.bin", old)
    before = ask(reader, "/large.bin")
    answer = receive_while(reader, "/large.bin", at, lambda: store.write("large.bin", new, at=1_700_000_001))
    after = ask(reader, "/large.bin")
    expected = after if at == "before" else before
    assert (answer.body, answer.headers["etag"]) == (expected.body, expected.headers["etag"])
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert before.headers["etag"] != after.headers["etag"]


def test_a_large_file_that_goes_before_it_is_opened_is_not_found(reader: Reader, store: Store) -> None:
    path = store.write("large.bin", b"a" * (LARGEST_KEPT + 1))
    assert receive_while(reader, "/large.bin", "before", path.unlink).status == 404


@pytest.mark.parametrize(("accept", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_twins_of_a_large_page_are_given_out_once_they_are_known_to_be_right(
    reader: Reader, store: Store, accept: str, decode: Callable[[bytes], bytes]
) -> None:
    body = b"<p>A long list of names, each of which counts.</p>\n" * 40_000
    store.write("large.html", body, twins=True)
    until = time.monotonic() + 60
    while "content-encoding" not in (answer := ask(reader, "/large.html", accept_encoding=accept)).headers:
        assert answer.body == body
        assert time.monotonic() < until
        time.sleep(0.01)
    assert answer.headers["content-encoding"] == accept
    assert answer.headers["vary"] == "Accept-Encoding"
    assert decode(answer.body) == body
    assert ask(reader, "/large.html", accept_encoding=accept, if_none_match=answer.headers["etag"]).status == 304
    assert ask(reader, "/large.html").body == body


def test_a_twin_of_a_large_page_that_is_another_text_is_not_given_out(store: Store) -> None:
    from masthead.reader.files import Files

    body = b"<p>withdrawn</p>\n" * 100_000
    store.write("large.html", body, twins=True)
    path = store.root / "large.html"
    path.write_bytes(b"<p>corrected</p>" * 100_000)
    path.with_name("large.html.br").write_bytes(brotli.compress(path.read_bytes())[:-9])
    files, until = Files(store.root), time.monotonic() + 60
    while not (found := files.find("large.html")).is_settled:  # type: ignore[union-attr]
        assert time.monotonic() < until
        time.sleep(0.01)
    assert list(found.forms) == ["identity"]  # type: ignore[union-attr]


def test_a_large_file_is_not_read_before_it_is_asked_for(reader: Reader, store: Store) -> None:
    """An event loop has one thread: whoever asks for a film's size must not hold up all other readers."""
    path = store.write("media/aa/film.bin", b"x")
    with path.open("r+b") as file:
        file.truncate(1 << 38)  # a hole: to hash it would take minutes
    os.utime(path, (1_700_000_000, 1_700_000_000))
    answer = ask(reader, "/media/aa/film.bin", "HEAD")
    assert (answer.status, answer.headers["content-length"]) == (200, str(1 << 38))
    part = ask(reader, "/media/aa/film.bin", range="bytes=5-8")
    assert (part.status, part.body) == (206, b"\0" * 4)


def test_a_large_page_for_what_is_not_there_is_sent_whole(reader: Reader, store: Store) -> None:
    body = b"<p>Nothing here.</p>" * 60_000
    store.write("404.html", body)
    answer = ask(reader, "/nowhere/")
    assert (answer.status, answer.body) == (404, body)
