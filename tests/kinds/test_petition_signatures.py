"""Who signed: what readers see of it, what nobody sees, and what editors do with it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from pypdf import PdfReader

from desk.editors import Desk
from kinds.petitions import ADDRESS, JUNE, TEXT, a_petition, sign
from pages.world import CANARY, World


def pressed(world: World) -> set[str]:
    """Counts, and presses; the pages that were written."""
    from masthead.kinds.petition.counting import count

    count()
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    return {*outcome.receipt.changed, *outcome.receipt.appeared} if outcome.receipt else set()


def shown(world: World, address: str) -> str:
    return " ".join(html.fromstring(world.page(address)).xpath("string(//main)").split())


def people(petition: Any, first: int, last: int) -> None:
    from masthead.kinds.petition.models import Signature

    Signature.objects.bulk_create(
        Signature(petition=petition, name=f"Signer {n}", email=f"{CANARY}{n}@example.org", email_key=f"{CANARY}{n}",
                  shown=True, signed_at=JUNE, confirmed_at=JUNE)
        for n in range(first, last + 1)
    )  # fmt: skip


def test_a_name_writes_its_petition_and_one_sheet_and_nothing_else_is_ever_in_a_file(world: World) -> None:
    from masthead.kinds.petition.models import Signature

    petition = a_petition(world)
    world.article("Another", date="2024-05-01T10:00:00")
    world.run()
    people(petition, 1, 199)
    sign(petition, f"Hidden {CANARY}", shown=False)
    sign(petition, f"Waiting {CANARY}", confirmed_at=None)
    sign(petition, "Judged", comment=CANARY, withheld="comment", place="The quay")
    assert pressed(world) == {ADDRESS, f"{ADDRESS}signatures/1/"}
    assert "201 signatures" in shown(world, ADDRESS)
    assert "Judged The quay" in shown(world, ADDRESS)
    assert "Signer 150" not in shown(world, ADDRESS)
    assert "Signer 150" in shown(world, f"{ADDRESS}signatures/1/")
    assert world.leads(f"{ADDRESS}signatures/2/") == 404
    world.prove()

    # The next stands on a new sheet, and the old one only learns of it.
    sign(petition, "The first of the second", comment="At last.")
    assert pressed(world) == {ADDRESS, f"{ADDRESS}signatures/1/", f"{ADDRESS}signatures/2/"}
    sign(petition, "The second of the second")
    assert pressed(world) == {ADDRESS, f"{ADDRESS}signatures/2/"}
    assert shown(world, f"{ADDRESS}signatures/2/").count("of the second") == 2
    world.prove()

    # One that is erased leaves its sheet at once, and no name moves.
    Signature.objects.get(name="Signer 3").delete()
    assert world.run().receipt.changed.keys() == {f"{ADDRESS}signatures/1/"}
    assert (
        html.fromstring(world.page(f"{ADDRESS}signatures/1/")).xpath("//li[@id='name-4']//bdi/text()")[0] == "Signer 4"
    )
    world.prove()
    petition = world.edit(petition, slug="ferry")
    world.run()
    assert world.leads(f"{ADDRESS}signatures/2/") == "/blog/ferry/signatures/2/"
    petition.unpublish()
    world.run()
    assert {world.leads(f"{at}signatures/1/") for at in (ADDRESS, "/blog/ferry/")} == {410}
    world.prove()
    type(petition).objects.get(pk=petition.pk).delete()
    world.run()
    for tail in ("", "signatures/1/", "petition.txt"):
        assert [world.status(f"{at}{tail}") for at in (ADDRESS, "/blog/ferry/")] == [410, 410], tail
    world.prove()


def test_editors_take_out_of_view_and_erase_and_others_see_nothing(desk: Desk) -> None:
    from wagtail.models import PageLogEntry

    from masthead.kinds.petition.models import Signature

    world = desk.world
    petition = a_petition(world)
    rude = sign(petition, "Rude Robin", comment="Something unkind")
    sign(petition, "Kind Kim", confirmed_at=None)
    pressed(world)
    here = f"/desk/petitions/{petition.pk}/"
    editor, writer = desk.member("edda", "editor"), desk.member("wanda", "writer")
    for page in ("signatures/", f"signatures/{rude.pk}/", "paper/", "import/", "export/"):
        refused = writer.get(f"{here}{page}")
        assert refused.status_code in (302, 403)
        assert editor.get(f"{here}{page}").status_code == 200, page
    assert writer.get(f"{here}signatures/99999/").status_code == refused.status_code, "nor which there are"
    listed = editor.get(f"{here}signatures/?state=waiting").content.decode()
    assert "Kind Kim" in listed
    assert "Rude Robin" not in listed
    found = editor.get(f"{here}signatures/results/?q=unkind").content.decode()
    assert "Rude Robin" in found
    assert "<bdi>Something unkind</bdi>" in found, "a comment of another direction keeps its full stop"

    editor.post(f"{here}signatures/{rude.pk}/", {"withheld": "comment"})
    pressed(world)
    assert "Rude Robin" in shown(world, ADDRESS)
    assert "unkind" not in shown(world, ADDRESS)
    editor.post(f"{here}signatures/{rude.pk}/", {"withheld": "all"})
    pressed(world)
    assert "Robin" not in shown(world, ADDRESS)
    assert "1 signature Goal" in shown(world, ADDRESS)
    assert "Rude Robin" in editor.get(f"{here}signatures/{rude.pk}/erase/").content.decode()
    assert Signature.objects.filter(pk=rude.pk).exists(), "to look is not to do"
    editor.post(f"{here}signatures/{rude.pk}/erase/")
    pressed(world)
    assert "0 signatures" in shown(world, ADDRESS)
    other = a_petition(world, slug="other")
    foreign = sign(other, "Somewhere else")
    assert editor.get(f"{here}signatures/{foreign.pk}/").status_code == 404
    history = PageLogEntry.objects.filter(page=petition.pk, action__startswith="masthead.petition")
    assert history.count() == 3
    assert not [entry for entry in history if "Robin" in str(entry.data)]


def test_the_author_of_a_petition_cannot_delete_what_others_signed(desk: Desk) -> None:
    from django.contrib.auth.models import User

    from masthead.kinds.petition.models import Petition

    writer, editor = desk.member("wanda", "writer"), desk.member("edda", "editor")
    petition = a_petition(desk.world, live=False, owner=User.objects.get(username="wanda"))
    unsigned = a_petition(desk.world, live=False, owner=petition.owner, slug="unsigned")
    sign(petition, "Ada")
    many = f"/desk/bulk/wagtailcore/page/delete/?id={petition.pk}&next=/desk/"
    assert "only who may publish it" in writer.post(many, follow=True).content.decode()
    for page in (petition, unsigned):
        writer.post(f"/desk/pages/{page.pk}/delete/")
    assert list(Petition.objects.all()) == [petition]
    editor.post(f"/desk/pages/{petition.pk}/delete/")
    assert not Petition.objects.exists()


def test_paper_counts_by_numbers_and_by_names_once_each(desk: Desk) -> None:
    from masthead.kinds.petition.models import Paper, Signature

    world = desk.world
    petition = a_petition(world)
    here = f"/desk/petitions/{petition.pk}/paper/"
    editor = desk.member("edda", "editor")
    refused = editor.post(f"{here}add/", {"number": "3", "names": "A"}).content.decode()
    assert "one of the two" in refused
    editor.post(f"{here}add/", {"number": "40", "collected_on": "2024-05-03", "collected_at": "The bakery"})
    names = "Ada Barrow; Little Quay\n\n  Ben   Cole\nآدا بارو؛ اسکله\nada barrow; little quay\n"
    said = editor.post(f"{here}add/", {"names": names, "shown": "on"}, follow=True).content.decode()
    assert "3 names were entered. 1 stood here already, or twice." in said
    editor.post(f"{here}add/", {"names": f"Hidden {CANARY}"})
    pressed(world)
    assert "44 signatures Goal: 1,000 44 of them on paper" in shown(world, ADDRESS)
    for words in ("Ada Barrow Little Quay", "Ben Cole", "آدا بارو اسکله"):
        assert words in shown(world, ADDRESS)
    assert set(Signature.objects.values_list("email_key", "source")) == {(None, "paper")}
    assert "The bakery" in editor.get(here).content.decode()
    editor.post(f"{here}{Paper.objects.get().pk}/erase/")
    pressed(world)
    assert "4 signatures Goal" in shown(world, ADDRESS)
    world.prove()


def test_what_nobody_confirmed_keeps_nobody_from_being_brought(desk: Desk) -> None:
    """A stranger may have typed all addresses of a list into the form. Whoever got a letter can still erase by it."""
    from masthead.kinds.petition import inbox, rows
    from masthead.kinds.petition.models import Signature

    petition = a_petition(desk.world)
    typed = sign(petition, "Mallory", email="ada@example.org", email_key="ada@example.org", confirmed_at=None)
    sign(petition, "Ben Cole", email="ben@example.org", email_key="ben@example.org")
    table = "name,email\nAda Quay,Ada@example.org\nBen Cole,ben@example.org\nCleo Dyer,cleo@example.org\n"
    judged = inbox.judge(petition, rows.read(table))
    assert [each.fate for each in judged] == ["new", "known", "new"]
    assert inbox.bring(petition, judged, None) == 2
    assert sorted(inbox.confirmed(petition).values_list("name", flat=True)) == ["Ada Quay", "Ben Cole", "Cleo Dyer"]
    assert Signature.objects.get(email_key="ada@example.org").public_id == typed.public_id


def test_the_way_to_the_names_stays_when_the_newest_are_erased(world: World) -> None:
    from masthead.kinds.petition.inbox import erase
    from masthead.kinds.petition.models import Signature

    petition = a_petition(world)
    people(petition, 1, 450)
    pressed(world)
    for each in Signature.objects.order_by("-pk")[:250]:
        erase(each, None)
    pressed(world)
    page = world.page(ADDRESS)
    assert "Who signed last" not in page
    assert f'href="{ADDRESS}signatures/3/"' in page
    world.prove()


EVIL = (
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\uff1dx",
    "'=kept",
    "plain;=1+1",
    "a\n=b;\"-1;'@c",
    "x; -$A$1",
)


def test_a_table_runs_nothing_and_comes_back_as_it_was(desk: Desk) -> None:
    from masthead.kinds.petition import rows
    from masthead.kinds.petition.models import Signature

    petition = a_petition(desk.world)
    for number, cell in enumerate(EVIL):
        sign(
            petition,
            f"Signer {number}",
            comment=cell,
            place=" ".join(cell.split()),
            shown=bool(number % 2),
            language="fa",
        )
    sign(petition, "Never confirmed", confirmed_at=None)
    sign(petition, "=cmd", withheld="all", language="fa")
    editor = desk.member("edda", "editor")
    here = f"/desk/petitions/{petition.pk}/"
    kept = b"".join(editor.post(f"{here}export/", {"what": "kept"}).streaming_content)
    assert kept.startswith(b'\xef\xbb\xbf"number"')
    cells = [cell for line in csv.reader(io.StringIO(kept.decode("utf-8-sig"))) for cell in line]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\uff1d" and cell]
    parted = [cell for line in csv.reader(io.StringIO(kept.decode("utf-8-sig")), delimiter=";") for cell in line]
    assert not [cell for cell in parted if cell.lstrip(' "')[:1] in "=+-@\t\uff1d" and cell.strip(' "')]
    Signature.objects.filter(comment="\tx").update(comment="x")  # spaces around are no part of it
    delivered = b"".join(editor.post(f"{here}export/", {"what": "delivered"}).streaming_content).decode()
    assert "example.org" not in delivered
    assert "Never confirmed" not in delivered
    assert "Signer 0" in delivered

    columns = ("name", "email", "place", "comment", "shown", "withheld", "language", "confirmed_at")
    confirmed = Signature.objects.filter(confirmed_at__isnull=False).order_by("name")
    before = list(confirmed.values_list(*columns))
    Signature.objects.all().delete()
    seen = editor.post(f"{here}import/", {"file": SimpleUploadedFile("kept.csv", kept)})
    told = html.fromstring(seen.content.decode())
    [plan] = told.xpath("//textarea[@name='plan']/text()")
    assert "new: 11 · here already: 0 · twice in this table: 0 · wrong: 1" in plan
    assert "It was never confirmed" in plan
    assert not Signature.objects.exists(), "nothing is taken in before it was seen"
    [text] = told.xpath("//input[@name='text']/@value")
    assert "Say first" in editor.post(f"{here}import/", {"text": text}).content.decode()
    editor.post(f"{here}import/", {"text": text, "consent": "on"})
    assert list(confirmed.values_list(*columns)) == before
    again = html.fromstring(editor.post(f"{here}import/", {"text": text}).content.decode())
    assert "new: 0 · here already: 11" in again.xpath("//textarea[@name='plan']/text()")[0]
    assert [row.name for row in rows.read("Name;E-Mail\r\nAda;a@example.org\r\n")] == ["Ada"]


def test_names_from_tables_and_paper_are_as_tidy_as_those_of_the_form(desk: Desk) -> None:
    from masthead.kinds.petition.models import Signature

    petition = a_petition(desk.world)
    here = f"/desk/petitions/{petition.pk}/"
    rows = (
        "name,place,comment,signed",
        f"Abe,,{'x' * 200},",
        "\u202eA\0da\x1b,Quay,so\0,0001-01-01T00:00+14:00",
        "\u3164,x,y,",
        "B\0o,,b\u202e,",
    )
    table = "\n".join(rows)
    seen = desk.admin.post(f"{here}import/", {"file": SimpleUploadedFile("a.csv", table.encode())})
    told = html.fromstring(seen.content.decode())
    assert "new: 2 · here already: 0 · twice in this table: 0 · wrong: 2" in told.xpath("//textarea/text()")[0]
    [text] = told.xpath("//input[@name='text']/@value")
    desk.admin.post(f"{here}import/", {"text": text, "consent": "on"})
    desk.admin.post(f"{here}paper/add/", {"names": "\u202eC\u2066y; Qu\u3164ay"})
    assert list(Signature.objects.order_by("pk").values_list("name", "place", "comment"))[1:] == [
        ("Bo", "", "b"), ("Cy", "Quay", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"mail\nx@example.org\n", "one of them is"),
        ("name\nJosé\n".encode("latin-1"), "not in UTF-8"),
        (b'name\n"open', "no table that can be read"),
        (b"name,email\nAda,nowhere\n,a@example.org\n", "nowhere” is no address of mail"),
        (b"name,signed\nAda,soon\n", "soon” is no date"),
        (b"", "This field is required"),
    ],
)
def test_what_is_no_good_table_is_refused_in_a_sentence(desk: Desk, content: bytes, sentence: str) -> None:
    from masthead.kinds.petition.models import Signature

    petition = a_petition(desk.world)
    file = {"file": SimpleUploadedFile("a.csv", content)} if content else {}
    answer = desk.admin.post(f"/desk/petitions/{petition.pk}/import/", file)
    assert sentence in " ".join(html.fromstring(answer.content.decode()).xpath("string(//main)").split())
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Called for by Friends of the ferry", "To: The council, Boats", "44 signatures", "On paper: 40")),
        ("fa", ("به فراخوان", "خطاب به", "۴۴ امضا", "نام امضاکنندگان", "روی کاغذ")),
    ],
)
def test_papers_for_the_addressees_have_all_names_and_no_address(
    desk: Desk, language: str, words: tuple[str, ...]
) -> None:
    from masthead.kinds.petition.models import Paper

    petition = a_petition(desk.world, language=language)
    Paper.objects.create(petition=petition, number=40)
    for name in ("Ada Barrow", "سهراب دریابندی", "A. " + "N. " * 60 + "Umbrella"):
        sign(petition, name, shown=False, email="secret@example.org", email_key=name, place="موتورخانه")
    sign(petition, "Also {nb}")
    sign(petition, "Never confirmed", confirmed_at=None)
    answer = desk.admin.post(f"/desk/petitions/{petition.pk}/export/", {"what": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for found in (
        *words,
        "Keep the night ferry",
        TEXT.rstrip("."),
        "Ada Barrow",
        "سهراب دریابندی",
        "Also {nb}",
        "موتورخانه",
    ):
        assert found in text, text
    assert "secret" not in text
    assert "Never" not in text
