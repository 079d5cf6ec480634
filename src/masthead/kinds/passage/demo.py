"""Passages for the demo: a newspaper, a letter, and an archive, none of which exist."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from masthead.demo.records import EntryData, KindData, text

PAPER, INK, GREY = (238, 229, 206), (52, 45, 38), (118, 108, 94)
WIDTH, HEIGHT, COLUMNS = 1200, 1600, 4


def newspaper() -> bytes:
    """Page three of a newspaper, as a camera sees it that cannot read."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pencil = ImageDraw.Draw(page)
    pencil.text((WIDTH / 2, 110), "The Ambrel Mercury", INK, ImageFont.load_default(92), anchor="mm")
    pencil.text(
        (WIDTH / 2, 200), "No. 57      Tuesday, 14 March 1911      Page 3", INK, ImageFont.load_default(26), "mm"
    )
    for y in (165, 232):
        pencil.line([(60, y), (WIDTH - 60, y)], INK, 3)
    for column in range(COLUMNS):
        _column(pencil, 60 + column * 275, column)
    file = BytesIO()
    page.save(file, "JPEG", quality=84)
    return file.getvalue()


def _column(pencil: ImageDraw.ImageDraw, left: int, number: int) -> None:
    """Lines of unequal length, with a heading here and there."""
    y, line = 262, 0
    while y < HEIGHT - 70:
        if (line * 7 + number * 13) % 31 == 0:
            y += 14
            pencil.rectangle([left + 30, y, left + 210, y + 12], INK)
            y += 32
        short = (line * 5 + number * 3) % 8 == 0
        pencil.rectangle([left, y, left + (120 + (line * 37) % 90 if short else 250), y + 5], GREY)
        y += 15
        line += 1
    if number:
        pencil.line([(left - 12, 250), (left - 12, HEIGHT - 60)], GREY, 1)


LAMP_TAX = (
    text(
        "that a street which cannot be seen at night is not thereby made shorter, and that His Worship, who "
        "proposes to "
        "tax the lamps one by one, has yet to tell the Council what he will charge for the dark.",
    ),
    {"type": "omission", "value": None},
    text(
        "Mr. Pell asked whether a lamp that has gone out is to be taxed as a lamp or as a post. (Laughter.) The "
        "Mayor: As "
        "a lamp. Mr. Pell: Then I move that we put them all out, and tax His Worship for the candle that he "
        "will need to "
        "find his way home [...] (Renewed laughter, and some applause from the gallery, which was reproved.)",
    ),
)
LAMP_TAX_IN_PERSIAN = (
    text(
        "که خیابانی که شب‌ها دیده نمی‌شود با این کار کوتاه‌تر نمی‌شود، و جناب شهردار، که پیشنهاد می‌کند از "
        "چراغ‌ها یکی‌یکی "
        "مالیات بگیرند، هنوز به انجمن نگفته‌اند برای تاریکی چند می‌گیرند.",
    ),
    {"type": "omission", "value": None},
    text(
        "آقای Pell پرسید چراغی که خاموش شده باشد مالیات چراغ می‌دهد یا مالیات تیر. (خنده.) شهردار: مالیات چراغ. آقای "
        "Pell: پس پیشنهاد می‌کنم همه را خاموش کنیم و از جناب شهردار بابت شمعی که با آن راه خانه را پیدا می‌کنند مالیات "
        "بگیریم [...] (خندهٔ دوباره، و کمی کف‌زدن از جایگاه تماشاچیان، که تذکر گرفت.)",
    ),
)
MERCURY: dict[str, Any] = {
    "source_sort": "newspaper",
    "source_title": "The Council: A Tax on Lamps",
    "source_container": "The Ambrel Mercury",
    "source_issue": "57",
    "source_place": "Port Ambrel",
    "source_date": "1911-03-14",
    "source_pages": "3",
    "source_archive": "Port Ambrel Town Archive",
    "source_shelf_mark": "News 4/11",
    "omitted_before": True,
    "passage": list(LAMP_TAX),
}


def _facsimile(name: str, alt: str, caption: str) -> list[dict[str, Any]]:
    place = {"left": "50.4", "top": "36.5", "width": "21.5", "height": "19"}
    places = [{"type": "item", "value": place}]
    value = {"image": "mercury", "name": name, "alt": alt, "places": places, "caption": caption, "credit": ""}
    return [{"type": "facsimile", "value": value}]


DEMO = KindData(
    {
        "lamplighter": (
            EntryData(
                "en-lamp-tax",
                (2024, 3, 14, 9, 0),
                (
                    text(
                        "The tax was never levied. The <i>Mercury</i> does not say what became of the motion; the "
                        "minutes do: it was carried by one vote, and nobody could be found to put the lamps out.",
                        "Josiah Pell, chandler, sold candles. It has to be said.",
                    ),
                ),
                kind="passage",
                headline="“What he will charge for the dark”",
                slug="what-he-will-charge-for-the-dark",
                byline=(("ottilie", "editor"),),
                categories=("Minutes",),
                tags=("lamps",),
                translation="lamp-tax",
                own={
                    **MERCURY,
                    "facsimiles": _facsimile(
                        "Page 3",
                        "A newspaper page in four columns. The passage stands in the third, somewhat above its middle.",
                        "<p>From the bound volume, which smells of the harbour.</p>",
                    ),
                },
            ),
            EntryData(
                "en-chair-letter",
                (2025, 6, 2, 8, 0),
                (
                    text(
                        "Found in the tin box, folded around a key that fits nothing. The hand is that of "
                        "Golnar Karaneh, "
                        "who kept the tea house at number thirty; there is no date, but she writes of the new lamps, "
                        "which came in 1924.",
                    ),
                ),
                kind="passage",
                headline="A letter about a chair",
                slug="a-letter-about-a-chair",
                byline=(("mehrnoush", "translator"), ("ottilie", "editor")),
                categories=("The street",),
                tags=("beginnings",),
                own={
                    "source_sort": "letter",
                    "source_authors": "کرانه، گلنار",
                    "source_title": "نامه به خواهرش",
                    "source_date": "1924~",
                    "source_archive": "The tin box of the Lantern Street Association",
                    "source_shelf_mark": "Letters, 7",
                    "omitted_before": True,
                    "omitted_after": True,
                    "passage_language": "fa",
                    "passage": [
                        text(
                            "صندلی را که برایم فرستاده بودی گذاشتم زیر چراغ تازه. پرسیدند برای کیست. گفتم برای کسی که "
                            "خسته می‌رسد. حالا هر شب کسی رویش نشسته است و هیچ‌کس نمی‌پرسد",
                        )
                    ],
                    "translation": [
                        text(
                            "The chair that you sent I have put under the new lamp. They asked whom it was for. "
                            "I said: "
                            "for whoever arrives tired. Now somebody sits on it every night, and nobody asks",
                        )
                    ],
                },
            ),
        ),
        "چراغ-بان": (
            EntryData(
                "fa-lamp-tax",
                (2024, 3, 15, 9, 0),
                (
                    text(
                        "این مالیات هرگز گرفته نشد. روزنامه نمی‌گوید بر سر پیشنهاد چه آمد، اما صورت‌جلسه "
                        "می‌گوید: با یک "
                        "رأی تصویب شد و کسی پیدا نشد که چراغ‌ها را خاموش کند.",
                    ),
                ),
                kind="passage",
                headline="«برای تاریکی چند می‌گیرند؟»",
                slug="برای-تاریکی-چند-می-گیرند",
                byline=(("mehrnoush", "translator"),),
                translation="lamp-tax",
                own={
                    **MERCURY,
                    "passage_language": "en",
                    "translation": list(LAMP_TAX_IN_PERSIAN),
                    "facsimiles": _facsimile(
                        "صفحهٔ ۳", "صفحهٔ روزنامه‌ای در چهار ستون؛ این بخش در ستون سوم، کمی بالاتر از میانه است.", ""
                    ),
                },
            ),
        ),
    },
    pictures={
        "mercury": ("The Ambrel Mercury, page 3", "A page of a newspaper in four columns of small print.", newspaper)
    },
)
