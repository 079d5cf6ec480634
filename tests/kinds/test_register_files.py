"""Files from outside: what is read of them, what is refused, and what becomes of the rows that are there."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from html import unescape
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.editors import Desk
from kinds.test_register import COLUMNS, a_register, add, columns, do

ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>{rows}
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def packed(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def ods(*rows: tuple[str, ...]) -> bytes:
    lines = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in rows)
    body = ODS.format(rows="".join(f"<table:table-row>{line}</table:table-row>" for line in lines))
    return packed(**{"mimetype": "x", "content.xml": body})


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_tables_are_read_from_what_people_have() -> None:
    from masthead.kinds.register.importing.reading import read

    def words(name: str, content: bytes) -> list[tuple[str, ...]]:
        sheet = read(name, content)
        return [sheet.headings, *(line.cells for line in sheet.lines)]

    plain = [("Name", "Born"), ("Ada, B.", "1988"), ("آذر", "1367")]
    for delimiter in ",;\t|":
        text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in plain)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
            assert words("a.csv", text.encode(encoding)) == plain
    assert words("a.ods", ods(*plain)) == plain
    made = xlsx(("Name", "Born"), ("Ada, B.", 1988), ("آذر", dt.datetime(1988, 7, 28)), ("Sum", "=1+1"), ("'=x", 1.5))  # noqa: DTZ001
    assert words("a.xlsx", made) == [
        ("Name", "Born"), ("Ada, B.", "1988"), ("آذر", "1988-07-28"), ("Sum",), ("=x", "1.5"),
    ]  # fmt: skip


FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row>
</sheetData></worksheet>"""


def with_sheet(sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(("Name",)))) as package, zipfile.ZipFile(out, "w") as copy:
        for member in package.infolist():
            data = sheet if member.filename == "xl/worksheets/sheet1.xml" else package.read(member)
            copy.writestr(member.filename, data)
    return out.getvalue()


HOSTILE = {
    "nothing": (lambda: b"", "nothing"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", ""),
    "a broken package": (lambda: b"PK\x03\x04 and nothing more", ""),
    "another package": (lambda: packed(**{"word__document.xml": "<a/>"}), ""),
    "a bomb": (lambda: packed(**{"content.xml": b" " * (120 << 20)}), "unpacked"),
    "entities": (lambda: packed(**{"content.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}), "doctype"),
    "elements for gigabytes": (lambda: packed(**{"content.xml": b"<a>" + b"<b/>" * 300_000 + b"</a>"}), "elements"),
    "a row for gigabytes": (lambda: with_sheet(FAR.replace(b"<c ", b"<c/>" * 300_000 + b"<c ", 1)), "elements"),
    "a hundred thousand columns": (lambda: b",".join(b"x" for _ in range(100_000)), "columns"),
    "a cell in the last corner": (lambda: with_sheet(FAR), "rows"),
    "a worksheet that ends": (lambda: with_sheet(FAR[:200]), ""),
    "no Unicode": (lambda: "ä".encode("latin-1"), "encoding"),
    "a cell without an end": (lambda: b'a,b\n"' + b"x" * 200_000, ""),
}
"""What is large is made where it is tried only."""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused(name: str) -> None:
    from masthead.kinds.register.importing.reading import Unreadable, read

    made, reason = HOSTILE[name]
    content = made()
    with pytest.raises(Unreadable) as refused:
        read("a.xlsx", content)
    assert reason in str(refused.value)


def test_dates_of_four_calendars_are_understood() -> None:
    from masthead.kinds.register import dates

    for text, calendar, day in (
        ("1988-07-28", "gregorian", "19880728"), ("28.7.1988", "gregorian", "19880728"),
        ("۱۳۶۷/۵/۶", "persian", "19880728"),
        ("1367-05-06[u-ca=persian]", "gregorian", "19880728"), ("1445/1/1", "islamic-civil", "20230719"),
        ("1582-10-05", "julian", "15821015"), ("1367", "persian", "19880321"), ("1399-12-30", "persian", "20210320"),
        ("1988-07-28 00:00:00", "gregorian", "19880728"), ("1984/1986", "gregorian", "19840000"),
    ):  # fmt: skip
        cell = dates.read(text, calendar)
        assert cell is not None, text
        assert dates.first_day(cell) == day, text
        assert dates.read(cell, calendar) == cell
    for text in ("28/7/1988", "1400-12-30", "1367-13", "soon", "1988-02-30"):
        assert dates.read(text, "persian" if text.startswith("1400") else "gregorian") is None, text
    for cell, english, persian in (
        ("1367-05-06[u-ca=persian]", "28 July 1988", "۶ مرداد ۱۳۶۷"),
        ("1367-05[u-ca=persian]", "23\xa0July\xa01988\u2009–\u200922\xa0August\xa01988", "مرداد ۱۳۶۷"),
        ("1367~[u-ca=persian]", "about 1988\u2009–\u20091989", "حدود ۱۳۶۷"),
    ):
        assert (dates.in_words(cell, "en"), dates.in_words(cell, "fa")) == (english, persian)
    assert (dates.year("1367-05-06[u-ca=persian]", "en"), dates.year("1988-07-28", "fa")) == (1988, 1367)


FILE = """Name;Born;Ship;Town;Remarks
Zia;1988-07-28;heron;Quay;x
Arno;1367/5/6;Tern;Quay;
Bo;soon;Raft;;
;;;;
Zia;;;;
"""


def test_an_editor_sees_what_a_file_would_change_before_it_is_done(desk: Desk) -> None:
    from masthead.kinds.register.models import Row, Upload
    from masthead.respond.running import all_once

    entry = a_register(desk.world)
    add(entry, {"name": "Arno", "born": "1900", "ship": "Heron"})
    (hidden,) = add(entry, {"name": "Zia", "ship": "Tern"})
    add(entry, {"name": "Gone"})
    do(entry, hidden, "hidden")
    base = f"/desk/registers/{entry.pk}/rows/"
    file = io.BytesIO(FILE.encode())
    file.name = "list.csv"
    sent = desk.admin.post(f"{base}file/", {"file": file, "source": "Harbour book"})
    assert sent.status_code == 302, sent.content.decode()
    page = unescape(desk.admin.get(sent.url).content.decode())
    assert "“Raft” is no choice of “Ship”." in page
    assert "Remarks" in page
    assert "<del>1900</del>" in page
    assert Row.objects.get(pk=hidden.pk).cells == '{"name": "Zia", "ship": "Tern"}', "nothing is done yet"
    expected = page.partition('name="expected" value="')[2].partition('"')[0]
    other = desk.member("olga", "editor").get(sent.url)
    assert other.status_code == 404, "whoever sent it, and nobody else"
    done = desk.admin.post(sent.url, {"expected": "old", "gone": "erase"})
    assert done.url == sent.url, "the register was changed meanwhile"
    done = desk.admin.post(sent.url, {"expected": expected, "gone": "erase"})
    assert done.url == base
    assert not Upload.objects.exists()
    Upload.objects.create(register_id=entry.pk, name="old.csv", table="[]")
    Upload.objects.update(made=dt.datetime.now(dt.UTC) - dt.timedelta(days=2))
    all_once()
    assert not Upload.objects.exists(), "nobody said yes to it for a day"
    rows = {row.key: row for row in Row.objects.filter(register_id=entry.pk, erased=False)}
    assert {key: row.state for key, row in rows.items()} == {"zia": "hidden", "arno": "public"}
    assert rows["zia"].source == "Harbour book"
    assert '"born": "1367-05-06"' in rows["arno"].cells
    listed = unescape(desk.admin.get(f"{base}?q=arno").content.decode())
    assert "Arno" in listed
    assert "Zia" not in listed
    assert "Arno" not in unescape(desk.admin.get(f"{base}?state=hidden").content.decode())


def test_a_row_is_written_hidden_and_deleted_at_the_desk(desk: Desk) -> None:
    from masthead.kinds.register.models import Row

    entry = a_register(desk.world)
    base = f"/desk/registers/{entry.pk}/rows/"
    form = {"cell-name": "Ada", "cell-born": "sometime", "cell-ship": "Tern", "source": "A letter", "state": "public"}
    asked = unescape(desk.admin.get(f"{base}add/").content.decode())
    assert "Or a name" in asked
    assert "snippet-chooser.js" in asked, "the chooser of people needs its script"
    assert desk.admin.post(f"{base}add/", form).status_code == 302
    said = unescape(desk.admin.get(base).content.decode())
    assert "“sometime” was not understood as a date" in said
    again = unescape(desk.admin.post(f"{base}add/", form).content.decode())
    assert "Another row has the same" in again
    bad = unescape(
        desk.admin.post(f"{base}add/", {**form, "cell-name": "B", "cell-letter": "javascript:1"}).content.decode()
    )
    assert "begins with https://" in bad
    row = Row.objects.get(register_id=entry.pk)
    assert desk.admin.post(f"{base}{row.pk}/", {**form, "state": "hidden"}).status_code == 302
    assert Row.objects.get().state == "hidden"
    writer = desk.member("wilma", "writer")
    assert writer.get(base).status_code in (302, 403), "a public register is for who may publish"
    assert desk.admin.post(f"{base}{row.pk}/delete/", {}).status_code == 302
    assert not Row.objects.exists()
    add(entry, {"name": "Ben", "born": "1929-05"})
    assert "<bdi>May 1929</bdi>" in desk.admin.get(base).content.decode()


def test_columns_keep_their_short_names_while_there_are_rows(desk: Desk) -> None:
    from wagtail.test.utils.form_data import streamfield

    entry = a_register(desk.world, columns=columns([COLUMNS[0]]))
    add(entry, {"name": "Ada"})
    first = entry.columns.get_prep_value()[0]
    one = {"label": "Full name", "calendar": "gregorian", "choices": ""}
    both = [("column", {**one, "name": "other", "type": "text"}), ("column", {**one, "name": "", "type": "choice"})]
    sent = streamfield(both)
    sent["0-id"] = first["id"]
    address = f"/desk/pages/{entry.pk}/edit/"
    form = desk.form(headline="Home", columns=sent, about="person", **{"action-publish": "1"})
    answer = unescape(desk.admin.post(address, form).content.decode())
    assert "This column needs choices" in answer
    sent["1-value-choices"] = "One\nTwo"
    form = desk.form(headline="Home", columns=sent, about="person", **{"action-publish": "1"})
    answer = desk.admin.post(address, form)
    assert answer.status_code == 302, unescape(answer.content.decode())
    assert [column.name for column in type(entry).objects.get(pk=entry.pk).shape()] == ["name", "full-name"]


NAMES = st.sampled_from(["Ada", "ada", "Bo", "پری", "Zia B", "Ö", ""])
LINES = st.lists(
    st.tuples(NAMES, st.sampled_from(["", "1988", "soon"]), st.sampled_from(["", "Tern", "heron"])), max_size=9
)


def test_a_file_after_another_makes_what_it_would_have_made_alone(desk: Desk) -> None:
    from masthead.kinds.register.importing.bringing import bring
    from masthead.kinds.register.importing.reading import Line, Sheet
    from masthead.kinds.register.models import Place, Row, RowList
    from masthead.kinds.register.models import Sheet as Part

    entry = a_register(desk.world)

    def sheet(lines: list[tuple[str, str, str]]) -> Any:
        return Sheet(("Name", "Born", "Ship"), tuple(Line(n, line) for n, line in enumerate(lines, 2)))

    def state() -> Any:
        rows = {row.pk: row.code for row in Row.objects.filter(register_id=entry.pk, erased=False)}
        told = sorted((row.code, row.key, row.cells) for row in Row.objects.filter(pk__in=rows))
        places = sorted((p.of.of_column, p.of.word, rows[p.item], rows.get(p.sheet, "")) for p in
                        Place.objects.filter(item__gt=0).select_related("of"))  # fmt: skip
        counts = sorted((p.of.of_column, p.of.word, p.of.count, p.of.label) for p in Part.objects.select_related("of"))
        return told, places, counts

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(LINES, LINES)
    def check(first: list[Any], second: list[Any]) -> None:
        bring(entry, sheet(first), gone="erase")
        bring(entry, sheet(second), gone="erase")
        after = state()
        assert bring(entry, sheet(second), gone="erase").new == ()
        assert state() == after, "a second time does nothing"
        bring(entry, sheet([("Nobody", "", "")]), gone="erase")
        Row.objects.filter(register_id=entry.pk).delete()
        RowList.objects.all().delete()
        bring(entry, sheet(second), gone="erase")
        assert state() == after

    check()


def test_rows_of_a_register_that_is_being_reviewed_or_planned_stay_as_they_were_seen(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from wagtail.models import Revision

    from masthead.kinds.register.models import Row

    writer, editor = desk.member("wilma", "writer"), desk.member("milo", "editor")
    owner = User.objects.get(username="wilma")
    entry = a_register(desk.world, 1, live=False, entry={"owner": owner})
    base = f"/desk/registers/{entry.pk}/rows/"
    assert "Or a name" in writer.get(f"{base}add/").content.decode()
    new = {"cell-name": "Mallory", "state": "public"}

    entry.save_revision()
    entry.get_workflow().start(entry, owner)
    refused = writer.post(f"{base}add/", new, follow=True).content.decode()
    assert "is being reviewed" in refused
    entry.current_workflow_state.cancel(user=owner)
    revision = entry.save_revision(approved_go_live_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    assert writer.post(f"{base}add/", new).status_code == 302
    assert Row.objects.filter(register_id=entry.pk).count() == 1
    assert editor.get(base).status_code == 200
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    writer.post(f"{base}add/", new)
    assert Row.objects.filter(register_id=entry.pk).count() == 2, "a draft is its author's"
