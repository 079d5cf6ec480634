"""Interviews about a sound and a film that the demo has, one of them in two languages. All of it is invented."""

from __future__ import annotations

from typing import Any

from masthead.demo.records import Block, EntryData, KindData, film, heading, text


def turn(speaker: str, *paragraphs: str, time: str = "", language: str = "") -> Block:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return {"type": "turn", "value": {"speaker": speaker, "text": words, "time": time, "language": language}}


def bell(title: str) -> dict[str, Any]:
    return {"type": "audio", "value": {"file": "bell", "title": title, "caption": ""}}


BRAM, YAVAR = "Bram Ketteridge", "یاور فانوسی"
PASSENGER, PASSENGER_FA = "A passenger with a cello case", "مسافری با جعبهٔ ویولنسل"

ENGLISH = EntryData(
    "en-four-seconds",
    (2025, 3, 16, 10, 0),
    (
        text(
            "Nineteen years of line 6 have left one recording: its bell, struck once, four seconds long. Yavar Fanousi "
            "made it on his last evening, with a machine that belonged to the school. We listened to it in the bakery, "
            "before the ovens were lit, and then we went on listening.",
        ),
    ),
    kind="interview",
    headline="Four seconds of line 6",
    slug="four-seconds-of-line-6",
    byline=(("yavar", "interviewee"), (PASSENGER, "interviewee"), ("bram", "interviewer"), ("mehrnoush", "translator")),
    categories=("The harbour",),
    tags=("tram",),
    translation="four-seconds",
    own={
        "recording": [bell("The bell of line 6, once, softly")],
        "turns": [
            turn(BRAM, "Why only once?", time="0:00"),
            turn(
                YAVAR,
                "Because once is a word, and twice is a complaint. I had four seconds of tape, and the bell knew it.",
                "If you listen to the end, there is a place where it stops being a bell and is only the room.",
                time="0:01",
            ),
            turn(BRAM, "What is behind the bell? I hear something like water.", time="0:02"),
            turn(
                YAVAR,
                "That is water. We were at the last stop, and the doors were open on the wrong side.",
                time="0:02",
            ),
            heading("Who else was there"),
            turn(BRAM, "You said that the tram was empty."),
            turn(PASSENGER, "It was not. I was in it. I held my breath for four seconds, so as not to be on the tape."),
            turn(YAVAR, "من نوزده سال خیال می‌کردم تنها بوده‌ام.", language="fa"),
            turn(BRAM, "He says that he thought for nineteen years that he was alone."),
            turn(
                PASSENGER,
                "He may have it in writing. <i>I was there, second row, on the side of the sea.</i>",
            ),
            {"type": "text", "value": "<p>Here the ovens were lit, and nobody said anything for a while.</p>"},
            turn(BRAM, "Would you ring it again, if they let you?"),
            turn(YAVAR, "They would have to take it down from my kitchen first.", time="0:03"),
        ],
    },
)

PERSIAN = EntryData(
    "fa-four-seconds",
    (2025, 3, 16, 12, 0),
    (
        text(
            "از نوزده سال خط شش تنها یک صدا مانده است: زنگش، یک ضربه، چهار ثانیه. یاور فانوسی آن را شب آخر با دستگاهی "
            "ضبط کرد که مال مدرسه بود. در نانوایی به آن گوش دادیم، پیش از آنکه تنورها روشن شوند؛ و بعد هم گوش دادیم.",
        ),
    ),
    kind="interview",
    headline="چهار ثانیه از خط شش",
    slug="چهار-ثانیه-از-خط-شش",
    byline=(
        ("yavar", "interviewee"),
        (PASSENGER_FA, "interviewee"),
        ("bram", "interviewer"),
        ("mehrnoush", "translator"),
    ),
    categories=("بندر",),
    tags=("تراموا",),
    translation="four-seconds",
    own={
        "recording": [bell("زنگ خط شش، یک بار، آهسته")],
        "turns": [
            turn(BRAM, "چرا فقط یک بار؟", time="0:00"),
            turn(
                YAVAR,
                "چون یک بار حرف است و دو بار گله. من چهار ثانیه نوار داشتم و زنگ هم می‌دانست.",
                "اگر تا آخر گوش بدهید، جایی می‌رسد که دیگر زنگ نیست و فقط صدای اتاق است.",
                time="0:01",
            ),
            turn(BRAM, "پشت زنگ چیست؟ چیزی مثل آب می‌شنوم.", time="0:02"),
            turn(YAVAR, "خودِ آب است. ایستگاه آخر بودیم و درها را از آن طرف دیگر باز کرده بودم.", time="0:02"),
            heading("دیگر چه کسی آنجا بود"),
            turn(BRAM, "گفته بودید تراموا خالی بود."),
            turn(PASSENGER_FA, "نبود. من نشسته بودم. چهار ثانیه نفسم را نگه داشتم که روی نوار نیفتم."),
            turn(BRAM, "I did not know that. Nineteen years, and nobody told me.", language="en"),
            turn(YAVAR, "می‌گوید نمی‌دانسته. من هم نوزده سال خیال می‌کردم تنها بوده‌ام."),
            turn(PASSENGER_FA, "می‌توانم برایش بنویسم: <i>من آنجا بودم، ردیف دوم، طرف دریا.</i>"),
            {"type": "text", "value": "<p>اینجا تنورها را روشن کردند و تا مدتی کسی چیزی نگفت.</p>"},
            turn(BRAM, "اگر بگذارند، باز هم زنگ را می‌زنید؟"),
            turn(YAVAR, "اول باید آن را از دیوار آشپزخانهٔ من پایین بیاورند.", time="0:03"),
        ],
    },
)

LENE, WREN = "Lene Obermoos", "Wren Achterberg"

FILM = EntryData(
    "en-one-director",
    (2025, 4, 6, 15, 0),
    (
        text(
            "Wren Achterberg has made a film of six lamps. It is four seconds long, and everybody in the street has "
            "seen it twice. She answered questions at the ironing board.",
        ),
    ),
    kind="interview",
    headline="“I asked everybody to do nothing”",
    slug="i-asked-everybody-to-do-nothing",
    byline=(("wren", "interviewee"), ("lene", "interviewer")),
    categories=("The street",),
    tags=("lamps",),
    own={
        "recording": [film("dusk", "Six lamps are lit", "lamps", "dusk-captions", "")],
        "turns": [
            turn(LENE, "How does one make people do nothing?", time="0:00"),
            turn(WREN, "You say “now”, and then you wait. They stop when they think that it is over.", time="0:01"),
            turn(LENE, "The third lamp is late."),
            turn(WREN, "It is not late. It is shy. You can see it look at the fourth.", time="0:02"),
            turn(LENE, "And the next film?"),
            turn(WREN, "The same, with bread. <b>I am told that bread holds still.</b>"),
        ],
    },
)

DEMO = KindData({"lamplighter": (ENGLISH, FILM), "چراغ-بان": (PERSIAN,)})
