"""Signing over the web: the form, the letter, its two links, the count. Asked as the server asks."""

from __future__ import annotations

import datetime as dt
import email
from collections.abc import Iterator
from email import policy
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.site.folder import SiteFolder
from respond.asked import Readers, field, later, paths

ADA = {"name": "Ada Quay", "email": "ada@example.org", "place": "Little Quay", "comment": "It is far round.", "shown": "yes"}  # fmt: skip  # noqa: E501


@pytest.fixture
def readers(site: SiteFolder) -> Iterator[Readers]:
    asked = Readers(site)
    yield asked
    asked.close()


class Called:
    """A petition and who signs it."""

    def __init__(self, readers: Readers, **fields: Any) -> None:
        from masthead.entries.models import Blog
        from masthead.kinds.petition.models import Petition

        self.readers = readers
        given = {"headline": "A bridge for Little Quay", "language": "en"} | fields
        self.row = Blog.objects.get().add_child(instance=Petition(**given, live=False))
        self.row.save_revision().publish()
        self.path = f"/respond/petition/{self.row.permanent_id.hex}/"
        self.token = ""

    def sign(self, network: str = "203.0.113.7", **filled: str) -> httpx.Response:
        self.token = self.token or field(self.readers.get(self.path), "token")
        with later(10):
            return self.readers.post(self.path, ADA | {"token": self.token} | filled, X_Forwarded_For=network)

    def confirm(self, link: str) -> httpx.Response:
        shown = self.readers.get(link)
        return self.readers.post(link, {"version": field(shown, "version")})


@pytest.fixture
def called(readers: Readers) -> Called:
    return Called(readers)


def letters() -> list[Any]:
    from masthead.mail.models import Letter

    rows = Letter.objects.order_by("pk")
    return [email.message_from_bytes(bytes(row.message), policy=policy.default) for row in rows]


def links(letter: Any) -> list[str]:
    return paths(letter.get_content())


def signatures() -> list[Any]:
    from masthead.kinds.petition.models import Signature

    return list(Signature.objects.order_by("pk"))


def tally(called: Called) -> Any:
    from masthead.kinds.petition.counting import count
    from masthead.kinds.petition.models import Tally

    count()
    return Tally.objects.filter(pk=called.row.pk).first() or Tally()


def shown() -> list[tuple[str, str, int]]:
    from masthead.kinds.petition.models import ShownSignature

    return list(ShownSignature.objects.order_by("number").values_list("name", "comment", "number"))


def test_a_signature_counts_once_its_letter_is_followed_and_goes_by_the_other_link(called: Called) -> None:
    answer = called.sign()
    assert (answer.status_code, answer.headers["location"]) == (303, f"{called.path}sent/")
    assert "look into your mail" in called.readers.get(answer.headers["location"]).text
    assert tally(called).total == 0

    (letter,) = letters()
    assert letter["To"] == "ada@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"].strip() == "Confirm your signature: “A bridge for Little Quay”"
    assert "Ada" not in letter.get_content(), "else anybody could have us write anything to anybody"
    confirm, erase = links(letter)

    page = called.readers.get(confirm)
    assert all(text in page.text for text in ADA.values() if text != "yes")
    assert tally(called).total == 0, "what reads mail follows links"
    assert "Your signature counts" in called.confirm(confirm).text
    assert "Your signature counts" in called.readers.get(confirm).text
    moment = signatures()[0].confirmed_at
    called.readers.post(confirm, {})
    assert signatures()[0].confirmed_at == moment, "it was confirmed once"
    assert (tally(called).total, shown()) == (1, [("Ada Quay", "It is far round.", 1)])

    assert called.readers.get(erase).status_code == 200
    gone = called.readers.post(erase, {})
    assert "is erased" in called.readers.get(gone.headers["location"]).text
    assert (signatures(), shown(), tally(called).total) == ([], [], 0)
    assert called.readers.get(confirm).status_code == called.readers.get(erase).status_code == 404
    assert called.sign().status_code == 303, "who was erased may sign again"


def test_who_confirms_reads_who_sees_it_as_the_form_said(called: Called) -> None:
    told = ("editors of ", "hose who call for th")
    assert all(words in called.readers.get(called.path).text for words in (*told, "never the e-mail address"))
    called.sign(shown="")
    called.sign(email="eve@example.org")
    hidden, public = (called.readers.get(links(letter)[0]).text for letter in letters())
    assert all(words in hidden and words in public for words in told)
    assert "Those to whom it is addressed get all but the e-mail address. Readers see only that" in hidden
    assert "Everybody. Only the e-mail address stays with" in public
    assert "nobody sees" not in letters()[0].get_content(), "editors see it before it is confirmed"


def test_form_and_letter_call_the_site_what_its_pages_call_it(called: Called) -> None:
    from masthead.entries.models import SiteSettings

    SiteSettings.objects.update(name="The New Name")
    called.sign()
    assert "and the editors of <bdi>The New Name</bdi>" in called.readers.get(called.path).text
    assert "-- \r\nThe New Name\r\n" in letters()[0].get_content()


def test_what_is_wrong_is_said_at_its_field_and_everything_is_kept(called: Called) -> None:
    answer = called.sign(email="ada at example", name="", comment="x" * 1001)
    assert answer.status_code == 422
    for part in ('id="name-wrong"', 'aria-describedby="email-hint email-wrong"', 'href="#comment"', "ada at example", "x" * 1001):  # fmt: skip  # noqa: E501
        assert part in answer.text
    assert "Take out at least 1 character" in answer.text
    assert 'value="Little Quay"' in answer.text
    assert signatures() == letters() == []


def test_robots_are_told_like_anybody(called: Called) -> None:
    token = field(called.readers.get(called.path), "token")
    quick = called.readers.post(called.path, ADA | {"token": token})
    assert (quick.status_code, "very quickly" in quick.text) == (422, True)
    assert field(quick, "token") == token, "it will be good in a moment"
    assert "Leave this field empty" in called.sign(website="https://spam.example").text
    for forged in ("", "x", token[:-2] + "xx", token * 9):
        assert called.sign(token=forged).status_code == 422
    with later(7 * 60 * 60):
        late = called.readers.post(called.path, ADA | {"token": token})
        assert (late.status_code, field(late, "token") != token) == (422, True)
        assert "It is far round." in late.text
    for header in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        with later(10):
            assert called.readers.post(called.path, ADA | {"token": token}, **header).status_code == 422
    assert signatures() == []
    with later(10):
        same = {"Sec_Fetch_Site": "same-origin"}
        assert called.readers.post(called.path, ADA | {"token": token}, **same).status_code == 303


def test_nobody_learns_from_the_page_whether_an_address_has_signed(called: Called) -> None:
    first = called.sign()
    again = called.sign(name="Somebody Else")
    assert (first.status_code, first.headers["location"]) == (again.status_code, again.headers["location"])
    assert len(letters()) == 1, "one letter in some minutes"
    called.confirm(links(letters()[0])[0])
    _age_letters(dt.timedelta(minutes=11))
    assert called.sign().headers["location"] == first.headers["location"]
    assert "You have signed already" in letters()[1]["Subject"]
    assert len(links(letters()[1])) == 1
    for _ in range(6):
        _age_letters(dt.timedelta(minutes=11))
        called.sign(network=f"198.51.100.{_}")
    assert len(letters()) == 5, "and so many in a day"
    assert [row.name for row in signatures()] == ["Somebody Else"]


def _age_letters(by: dt.timedelta) -> None:
    from django.db.models import F

    from masthead.kinds.petition.models import Signature

    Signature.objects.update(lettered_at=F("lettered_at") - by)


def test_a_letter_holds_its_links_whatever_the_petition_and_the_signer_are_called(readers: Readers) -> None:
    called = Called(readers, headline="🙂" * 250)
    called.sign(email="0-token-of-signature-0@example.org")
    (letter,) = letters()
    assert letter["To"] == "0-token-of-signature-0@example.org"
    assert [readers.get(link).status_code for link in links(letter)] == [200, 200]


def test_nobody_can_have_a_mailbox_flooded_by_spelling_it_in_many_ways(called: Called) -> None:
    token = field(called.readers.get(called.path), "token")
    ways = [*(f"a.da+{n}@example.org" for n in range(12)), *(f"ada+x{n}@example.org" for n in range(12))]
    with later(10):
        answers = called.readers.together(*((called.path, ADA | {"token": token, "email": mail}) for mail in ways))
    assert {answer.status_code for answer in answers} == {303}, "nobody learns of it"
    assert len(letters()) == 20
    assert called.sign(email="adab@example.org", network="198.51.100.1").status_code == 303
    assert len(letters()) == 21, "others get theirs"


def test_a_letter_that_waits_for_its_turn_keeps_back_none_that_can_go_at_once(called: Called) -> None:
    """A stranger in a network far ahead of its pace signs with somebody's address."""
    from masthead.kinds.petition.models import Signature

    called.sign()
    hours = dt.timedelta(hours=20)
    Signature.objects.update(lettered_at=dt.datetime.now(dt.UTC) + hours, letters=1)
    called.sign(network="198.51.100.1")
    assert len(letters()) == 2
    called.sign(network="198.51.100.2")
    assert len(letters()) == 2


def test_what_is_confirmed_is_what_was_shown(called: Called) -> None:
    """Somebody else may fill in the form with the address, between the page and its button."""
    called.sign()
    (confirm, _) = links(letters()[0])
    version = field(called.readers.get(confirm), "version")
    called.sign(name="Mallory", comment="Buy this")
    answer = called.readers.post(confirm, {"version": version})
    assert "changed meanwhile" in answer.text
    assert "Mallory" in answer.text
    assert signatures()[0].confirmed_at is None


def test_the_same_address_and_the_same_link_at_the_same_moment(called: Called) -> None:
    token = field(called.readers.get(called.path), "token")
    with later(10):
        mails = ("ada@example.org", "aDa@EXAMPLE.org", "ada+b@example.org")
        answers = called.readers.together(*((called.path, ADA | {"token": token, "email": mail}) for mail in mails))
    assert {answer.status_code for answer in answers} == {303}
    assert sorted(row.email_key for row in signatures()) == ["ada+b@example.org", "ada@example.org"]
    assert len(letters()) == 2
    confirm = links(letters()[0])[0]
    form = {"version": field(called.readers.get(confirm), "version")}
    assert ["counts" in each.text for each in called.readers.together((confirm, form), (confirm, form))] == [True, True]
    assert tally(called).total == 1


@pytest.mark.parametrize("hostile", ["Ada\r\nBcc: all@example.org", "a\0b\x1b[2J", "\u202eadA", "\u3164\u2800\ufe0f\U000e0100", "<script>alert(1)</script>", "x" * 5000])  # fmt: skip  # noqa: E501
def test_hostile_texts_stay_texts(called: Called, hostile: str) -> None:
    for name in ("name", "email", "place", "comment"):
        answer = called.sign(**{name: hostile})
        assert answer.status_code in (303, 422)
        assert "<script>alert" not in answer.text
        assert not set(answer.text) & set("\0\x1b\u202e")
    for row in signatures():
        assert not {"\n", "\r", "\0", "\u202e", "\u3164"} & set(row.name + row.email + row.place)
        assert row.name
    assert {str(letter["To"]) for letter in letters()} <= {"ada@example.org"}
    assert not [letter for letter in letters() if letter["Bcc"]]


def test_links_that_nobody_was_sent_lead_nowhere(called: Called, site: SiteFolder) -> None:
    (site.store / "index.html").write_text("There is a site.")
    called.sign()
    confirm, _ = links(letters()[0])
    other = Called(called.readers, headline="Another")
    tokens = ["A" * 22, confirm.split("/")[-3][:-1] + "_"]
    for path in [f"{called.path}{token}/{verb}/" for token in tokens for verb in ("confirm", "erase")]:
        assert called.readers.get(path).status_code == 404
        called.readers.post(path, {"version": ""})
    assert called.readers.get(confirm.replace(called.path, other.path)).status_code == 404
    assert called.readers.get("/respond/petition/zz/").status_code == 404
    assert called.readers.get(f"/respond/petition/{'0' * 32}/").status_code == 404
    assert [row.confirmed_at for row in signatures()] == [None]


def test_only_an_open_public_petition_takes_signatures(readers: Readers) -> None:
    today = dt.date.today()  # noqa: DTZ011 - the site's zone is UTC
    day = dt.timedelta(days=2)
    coming = Called(readers, headline="Coming", opens=today + day)
    over = Called(readers, headline="Over", opens=today - 2 * day, closes=today - day)
    assert [coming.readers.get(each.path).status_code for each in (coming, over)] == [404, 410]
    assert readers.post(over.path, ADA).status_code == 410
    draft = Called(readers, headline="SECRET")
    draft.sign()
    confirm, erase = links(letters()[0])
    draft.row.refresh_from_db()
    draft.row.unpublish()
    from masthead.kinds.petition import respond

    respond.room().petitions.forget()
    for path in (draft.path, confirm, erase, f"{draft.path}sent/"):
        answer = readers.get(path)
        assert "SECRET" not in answer.text
        assert answer.status_code == (200 if path == erase else 404)
    readers.post(erase, {})
    assert signatures() == []


def test_above_the_pace_of_a_network_nobody_is_refused(called: Called) -> None:
    from masthead.respond.pace import RULES

    for number in range(RULES[0].at_once):
        assert called.sign(email=f"a{number}@example.org").status_code == 303
    ahead = called.sign(email="one@example.org")
    assert (ahead.status_code, len(signatures())) == (429, RULES[0].at_once)
    assert "script-src 'self'" in ahead.headers["content-security-policy"]
    kept = {name: field(ahead, name) for name in ("token", "name", "email", "place", "comment", "shown", "challenge")}
    assert kept["email"] == "one@example.org"

    waits = called.sign(**kept | {"later": "yes"})
    assert waits.headers["location"].endswith("sent/?minutes=1")
    assert "turn" in called.readers.get(waits.headers["location"]).text
    from masthead.mail.models import Letter

    last = Letter.objects.latest("pk")
    assert dt.timedelta(seconds=50) < last.next_try_at - last.written_at <= dt.timedelta(minutes=1)

    proof = _worked(kept["challenge"])
    assert called.sign(**kept | {"proof": proof, "email": "two@example.org"}).status_code == 429, "another receiver"
    assert called.sign(**kept | {"proof": "1", "email": "one@example.org"}).status_code == 429
    two = called.sign(email="two@example.org")
    challenge = field(two, "challenge")
    done = called.sign(email="two@example.org", challenge=challenge, proof=_worked(challenge))
    assert done.headers["location"].endswith("sent/")
    assert called.sign(network="2001:db8::7", email="three@example.org").status_code == 303, "others are not concerned"


def _worked(challenge: str) -> str:
    from hashlib import sha256

    from masthead.respond.work import BITS

    number = 0
    while int.from_bytes(sha256(f"{challenge} {number}".encode()).digest()[:8], "big") >> 64 - BITS:
        number += 1
    return str(number)


def test_where_somebody_signs_from_is_kept_nowhere(called: Called, site: SiteFolder) -> None:
    from django.db import connection

    from masthead.respond.models import Pace
    from masthead.respond.pace import forget

    called.sign(network="203.0.113.77")
    connection.close()
    raw = b"".join(path.read_bytes() for path in site.database.parent.glob("*.sqlite3*"))
    assert b"203.0.113" not in raw
    assert Pace.objects.count() == 3, "two networks, and a mailbox"
    forget(2**62)
    assert Pace.objects.count() == 0


def test_with_a_signature_go_its_letters_that_were_not_delivered(called: Called) -> None:
    from masthead.mail.models import Letter

    called.sign()
    called.sign(email="ben@example.org")
    Letter.objects.update(given_up=True)
    called.readers.post(links(letters()[0])[1], {})
    assert [str(letter["To"]) for letter in letters()] == ["ben@example.org"]


def test_letters_go_with_their_signature_whatever_spelling_and_wherever_else_somebody_signed(readers: Readers) -> None:
    from masthead.kinds.petition.models import Signature
    from masthead.kinds.petition.signing.erasing import clear_away

    called, other = Called(readers), Called(readers, headline="Another bridge")
    called.sign(email="Ada@example.org")
    _age_letters(dt.timedelta(minutes=11))
    called.sign()
    other.sign()
    assert [str(letter["To"]) for letter in letters()] == ["Ada@example.org", "ada@example.org", "ada@example.org"]
    readers.post(links(letters()[1])[1], {})
    (left,) = letters()
    assert "Another bridge" in left["Subject"]
    called.sign()
    Signature.objects.update(signed_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=8))
    clear_away()
    assert letters() == []


@pytest.mark.parametrize("deleted", ["petition", "blog"])
def test_nobody_is_written_to_about_a_petition_that_was_deleted(called: Called, deleted: str) -> None:
    called.sign()
    (called.row if deleted == "petition" else called.row.get_parent()).delete()
    assert (signatures(), letters()) == ([], [])


def test_letters_of_before_are_taken_back_too(called: Called) -> None:
    """Those that wait while Masthead is upgraded do not say yet which signature they are about."""
    from importlib import import_module

    from django.apps import apps

    from masthead.mail.models import Letter

    called.sign()
    Letter.objects.update(about=None)
    import_module("masthead.kinds.petition.migrations.0006_letters_about").mark(apps, None)
    assert [letter.about for letter in Letter.objects.all()] == [signatures()[0].public_id]


def test_what_one_person_sends_spoils_it_for_nobody_else(called: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that looks like ASCII to a pattern without regard to case; and any fault that comes to light later."""
    from masthead.kinds.petition.signing import taking

    def falls(petition: Any, sort: Any, receiver: str, *more: Any) -> Any:
        if receiver.startswith("odd"):
            raise UnicodeEncodeError("ascii", receiver, 0, 1, "a fault of the code")
        return written(petition, sort, receiver, *more)

    token = field(called.readers.get(called.path), "token")
    mails = ("mi\u017fter@example.org", "m\u0131ster@example.org", "ada@example.org", "ben@example.org")
    with later(10):
        answers = called.readers.together(*((called.path, ADA | {"token": token, "email": mail}) for mail in mails))
        assert [answer.status_code for answer in answers] == [422, 422, 303, 303]
        written = taking.letter
        monkeypatch.setattr(taking, "letter", falls)
        mails = ("cleo@example.org", "odd@example.org", "dora@example.org")
        answers = called.readers.together(*((called.path, ADA | {"token": token, "email": mail}) for mail in mails))
    assert [answer.status_code for answer in answers] == [303, 500, 303]
    assert sorted(row.email[:3] for row in signatures()) == ["ada", "ben", "cle", "dor"]


def test_what_nobody_confirms_is_erased_after_a_week(called: Called) -> None:
    from masthead.kinds.petition.models import Signature
    from masthead.kinds.petition.signing.erasing import clear_away

    called.sign()
    called.sign(email="ben@example.org")
    called.confirm(links(letters()[1])[0])
    clear_away()
    assert len(signatures()) == 2
    Signature.objects.update(signed_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=8))
    clear_away()
    assert [row.email for row in signatures()] == ["ben@example.org"]


def test_no_cookie_and_no_script_and_nothing_kept_by_browsers(called: Called) -> None:
    form = called.readers.get(called.path)
    assert "set-cookie" not in form.headers
    assert form.headers["cache-control"] == "no-store"
    assert form.headers["referrer-policy"] == "same-origin"
    assert "form-action 'self'" in form.headers["content-security-policy"]
    assert "script" not in form.headers["content-security-policy"]
    assert called.readers.run(called.readers._ask("PUT", called.path, {}, {})).status_code == 405
    assert called.sign(comment="x" * 70_000).status_code == 413
    torn = {"Content_Type": "multipart/form-data; boundary="}
    assert called.readers.post(called.path, {"name": "x"}, **torn).status_code == 400


def test_counting_sets_names_on_sheets_and_keeps_their_places(called: Called) -> None:
    from masthead.kinds.petition.models import Paper, Sheet, ShownSignature, Signature, Tally

    now = dt.datetime.now(dt.UTC)
    Signature.objects.bulk_create(
        Signature(petition=called.row, name=f"N{n}", email_key=f"{n}@x.org", shown=n % 2 == 0, confirmed_at=now)
        for n in range(450)
    )
    assert (tally(called).total, tally(called).shown) == (450, 225)
    assert list(Sheet.objects.values_list("number", flat=True)) == [1, 2]
    assert ShownSignature.objects.filter(block=2).count() == 25
    Paper.objects.create(petition=called.row, number=1000)
    hidden = Signature.objects.get(name="N0")
    hidden.withheld, hidden.counted_at = "all", None
    hidden.save()
    Tally.objects.update(stale=True)
    found = tally(called)
    assert (found.total, found.on_paper, found.shown, found.given, found.stale) == (1450, 1000, 224, 225, False)
    assert ShownSignature.objects.order_by("number").first().number == 2


NAMES = st.text(alphabet="abcXYZ019._+-", min_size=1, max_size=20).filter(lambda name: "." not in (name[0], name[-1]) and ".." not in name)  # fmt: skip  # noqa: E501


@given(NAMES, st.sampled_from(["Example.ORG", "bücher.example", "xn--bcher-kva.example", "example.org."]))
def test_a_mailbox_has_one_spelling_and_keeps_its_name(name: str, domain: str) -> None:
    from masthead.kinds.petition.signing.mailbox import mailbox

    found = mailbox(f" {name}@{domain} ")
    assert found is not None
    assert found.typed.rpartition("@")[0] == name
    assert found.key.isascii()
    assert {
        each.key for each in map(mailbox, (found.key, f"{name}@{domain.upper()}", found.typed.upper())) if each
    } == {found.key}


@pytest.mark.parametrize(("typed", "sent"), [
    ("ada@faß.example", "ada@xn--fa-hia.example"), ("ada@fass.example", "ada@fass.example"),
    ("ada@نامه\u200cای.example", "ada@xn--mgba3gch31f060k.example"),
    ("ada@نامهای.example", "ada@xn--mgba3gch31f.example"),
])  # fmt: skip
def test_no_letter_goes_to_another_domain_that_looks_alike(typed: str, sent: str) -> None:
    from masthead.kinds.petition.signing.mailbox import mailbox

    found = mailbox(typed)
    assert found is not None
    assert found.typed == sent


@pytest.mark.parametrize(("typed", "kept"), [
    ("\u3164\u2800\U000e0100\ufe0f \u200c \ufe0f", ""), ("می\u200cخواهم", "می\u200cخواهم"), ("❤\ufe0f!", "❤\ufe0f!"),
    ("e\u034f\u0301", "é"), ("ب" + "\u064b\u0650" * 999, "ب" + "\u064b" * 3 + "\u0650" * 3),
])  # fmt: skip
def test_a_line_has_what_can_be_seen(typed: str, kept: str) -> None:
    from masthead.kinds.petition.signing.lines import line

    assert line(typed) == kept


@given(st.text(max_size=80))
def test_whatever_is_typed_for_an_address_is_one_line_or_none(text: str) -> None:
    from masthead.kinds.petition.signing.mailbox import mailbox

    found = mailbox(text)
    if found is not None:
        assert found.typed.isascii()
        assert found.typed.isprintable()
        assert found.typed.count("@") == 1
        assert " " not in found.typed


@given(st.uuids(), st.text(max_size=30))
def test_a_link_leads_to_one_signature(public_id: Any, other: str) -> None:
    from masthead.kinds.petition.signing.letters import public_id_of, token_of

    assert public_id_of(token_of(public_id)) == public_id
    found = public_id_of(other)
    assert found is None or token_of(found) == other
