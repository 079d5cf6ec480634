"""Turns from texts as people and programs write them, and what is said of the rest."""

from __future__ import annotations

import time

import pytest

from masthead.kinds.interview.cast import Cast, Participant
from masthead.kinds.interview.importing import Spoken, as_block, read
from masthead.kinds.interview.moments import seconds_of, written

ADA, BEN = Participant("Ada Barrow", "interviewer"), Participant("Ben Cole", "interviewee")
YAVAR, MEHRNOUSH = Participant("یاور فانوسی", "interviewee"), Participant("مهرنوش کرانه", "interviewer")
CAST = Cast((ADA, BEN))
NOBODY = Cast(())


def said(text: str, cast: Cast = CAST) -> list[tuple[str, str]]:
    return [(turn.speaker, " / ".join(turn.paragraphs)) for turn in read(text, cast).turns]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Barrow: Who are you?\nBen Cole: Nobody.",
        "Ada: Who are you?\n\nBen: Nobody.\n",
        "AB: Who are you?\r\nB.C.: Nobody.",
        "Q: Who are you?\rA: Nobody.",
        "**Ada:** Who are you?\n__Ben__: Nobody.",
        "Ada\xa0: Who are you?\nBEN COLE：Nobody.",
        "[0:01] Ada: Who are you?\n0:02 - Ben: Nobody.",
        "Ada (00:01): Who are you?\nBen [0:02.500]: Nobody.",
        "Ada Barrow  0:01\nWho are you?\n\nBen Cole  0:02\nNobody.",
        "[0:01]\nAda: Who are you?\n[0:02]\nBen: Nobody.",
        "WEBVTT\n\n0:01.000 --> 0:02.000\n<v Ada>Who are you?\n\n0:02.000 --> 0:03.000\n<v.loud Ben>Nobody.</v>",
        "\ufeffWEBVTT x\n\nNOTE <v Zed>no\n\n1\n0:01.000 --> 0:02.000 a\n<v Ada>Who <i>are</i>\nyou?<v Ben>Nobody.</v>",
        "WEBVTT\n\n0:01.000 --> 0:02.000\nAda: Who are\n\n0:02.000 --> 0:03.000\n<v Ada Barrow>you?</v><v Ben>Nobody.",
    ],
)
def test_names_are_found_however_they_are_written(text: str) -> None:
    assert said(text) == [("Ada Barrow", "Who are you?"), ("Ben Cole", "Nobody.")]
    script = read(text, CAST)
    assert (script.left, script.strangers, script.doubtful, script.voiceless) == ((), (), (), 0)


def test_persian_names_are_found_with_the_letters_of_other_keyboards() -> None:
    cast = Cast((YAVAR, MEHRNOUSH))
    text = "مهرنوش: چرا؟\nياور فانوسي: نمی‌دانم.\n[۱:۰۵] پرسش: نه؟\nج: بله."
    assert [turn.speaker for turn in read(text, cast).turns] == [MEHRNOUSH.name, YAVAR.name, MEHRNOUSH.name, YAVAR.name]
    assert read(text, cast).turns[2].seconds == 65


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:15", 75), ("00:01:15.250", 75), ("1:02:03", 3723), ("۱:۱۵", 75), ("125:00", 7500),
        ("1:60", None), ("1:60:00", None), ("75", None), ("", None), ("1:15;alert", None),
    ],
)  # fmt: skip
def test_moments(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
    assert seconds is None or seconds_of(written(seconds)) == seconds


def test_moments_come_with_the_turn_that_they_belong_to() -> None:
    text = "[0:05] Ada: One.\nBen (1:02:03): Two.\n0:07\nAda: Three.\n[0:09]\nStill three."
    assert [turn.seconds for turn in read(text, CAST).turns] == [5, 3723, 7, 9]
    captions = "WEBVTT\n\n00:05.000 --> 00:06.000\n<v Ada>One,\n\n00:06.000 --> 00:07.000\n<v Ada>and one.\n"
    assert read(captions, CAST).turns == (Spoken("Ada Barrow", ("One, and one.",), 5),)


def test_paragraphs_stay_and_lines_broken_for_the_eye_are_joined() -> None:
    assert said("Ada: One.\nTwo.\nBen: Three.") == [("Ada Barrow", "One. / Two."), ("Ben Cole", "Three.")]
    assert said("Ada: One\ntwo.\n\nThree\nfour.") == [("Ada Barrow", "One two. / Three four.")]
    long = "x" * 120
    assert said(f"Ada: One.\n{long}\n\nThree.") == [("Ada Barrow", f"One. / {long} / Three.")]


def test_what_is_not_understood_is_told_and_nothing_is_lost() -> None:
    script = read(
        "On a bench.\nAda: Three things:\nFirst of all: bread.\nZed: No.\nAda: See https://a.b: c\nZed: Yes.", CAST
    )
    assert script.left == ("On a bench.",)
    assert script.strangers == ("Zed",)
    assert script.doubtful == ((3, "First of all"),)
    assert script.turns[0].paragraphs == ("Three things:", "First of all: bread.")
    captions = read("WEBVTT\n\n0:00.000 --> 0:01.000\n(music)\n\n0:01.000 --> 0:02.000\n<v Ada>Hm.\n\n"
                    "0:02.000 --> 0:03.000\nWell.\n", CAST)  # fmt: skip
    assert captions.left == ("(music)",)
    assert captions.voiceless == 2
    assert captions.turns[0].paragraphs == ("Hm. Well.",)


def test_while_nobody_takes_part_yet_short_labels_are_names() -> None:
    script = read("Ada: Who?\nBen: Me.\nWhat I wanted to say: nothing.", NOBODY)
    assert [turn.speaker for turn in script.turns] == ["Ada", "Ben"]
    assert script.strangers == ("Ada", "Ben")
    assert not read("No names here.\nNor here.", NOBODY).turns


def test_a_label_that_could_mean_two_means_neither() -> None:
    cast = Cast((ADA, Participant("Ada Cole", "interviewee"), BEN))
    assert cast.find("Ada") is None
    assert cast.find("Ada Cole") == Participant("Ada Cole", "interviewee")
    assert cast.find("A") is None, "two answer"
    assert cast.find("…") is None


def test_words_are_stored_as_text_never_as_markup() -> None:
    (turn,) = read("Ada: <b>a & b</b>", CAST).turns
    assert as_block(turn)["value"]["text"] == "<p>&lt;b&gt;a &amp; b&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 300_000 + "b",
        "a" + "\xa0" * 300_000,
        "*_" * 200_000,
        "0:00 " * 100_000,
        "A b c d e f g h " * 50_000 + ":",
        "WEBVTT\n\n0:00.000 --> 0:01.000\n" + "<v " * 200_000,
        "WEBVTT\n\n0:00.000 --> 0:01.000\n" + "<" * 400_000,
        "WEBVTT\n" + "\n \t" * 200_000,
        "[" * 400_000,
    ],
)
def test_no_text_takes_longer_than_it_is_long(text: str) -> None:
    begin = time.process_time()
    read(text, CAST)
    assert time.process_time() - begin < 20
