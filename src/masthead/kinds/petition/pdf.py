"""A petition for those to whom it is addressed, as PDF: the text, and the names of all who signed, never an address.

The letters are of DejaVu Sans, which stands beside this and has those of Europe and of the Arabic script; HarfBuzz
joins them. What it has no letter for, Chinese say, is an empty box.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from fpdf import FPDF

from masthead.entries.languages import direction, format_number

FONT: Final = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
FACE: Final = "DejaVu"
MARGIN: Final = 20
LINE: Final = 6.0
NUMBER: Final = 18.0
NAME: Final = 85.0


class Signer(NamedTuple):
    name: str
    place: str


class Delivered(NamedTuple):
    """What is on paper, in the petition's language."""

    language: str
    title: str
    head: tuple[str, ...]  # who calls, to whom, how many
    text: str
    heading: str  # above the names
    signers: Iterable[Signer]
    foot: tuple[str, ...]  # below the names: the numbers of lists on paper
    address: str  # of the petition on the web


class _Sheets(FPDF):
    """Numbers its pages; turns round for languages that run from right to left."""

    def __init__(self, language: str) -> None:
        super().__init__(format="A4")
        self._language = language
        self._direction = direction(language)
        self.rtl = self._direction == "rtl"
        self.str_alias_nb_pages = ""  # else who is called {nb} is printed as the number of pages
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.add_font(FACE, "", FONT)
        self.set_font(FACE, size=11)
        self.set_text_shaping(True, direction=self._direction)
        self.set_lang(language)

    def footer(self) -> None:
        self.set_y(-MARGIN + 5)
        self.set_font(FACE, size=8)
        self.cell(0, 5, format_number(self.page_no(), self._language), align="C")

    def words(self, text: str, size: float = 11, after: float = 2, direction: str = "") -> None:
        if not text:
            return
        self.set_font(FACE, size=size)
        self.set_text_shaping(True, direction=direction or self._direction)
        self.multi_cell(0, size * 0.55, text, align="R" if self.rtl else "L", new_x="LMARGIN", new_y="NEXT")
        self.ln(after)

    def signer(self, number: str, signer: Signer) -> None:
        """One line of the list; a name that is longer than its column is set smaller."""
        if self.will_page_break(LINE):
            self.add_page()
        self.set_font(FACE, size=10)
        self.set_text_shaping(True, direction=self._direction)
        top, right = self.get_y(), self.w - MARGIN
        place = self.epw - NUMBER - NAME
        at: float = MARGIN
        for text, width in ((number, NUMBER), (signer.name, NAME), (signer.place, place)):
            self.set_xy(right - (at - MARGIN) - width if self.rtl else at, top)
            self._fit(text, width)
            at += width
        self.set_xy(MARGIN, top + LINE)

    def _fit(self, text: str, width: float) -> None:
        size = 10.0
        self.set_font(FACE, size=size)
        while size > 5 and self.get_string_width(text) > width - 2:
            size -= 1
            self.set_font(FACE, size=size)
        self.cell(width, LINE, text, align="R" if self.rtl else "L")


def written(what: Delivered) -> bytes:
    pdf = _Sheets(what.language)
    pdf.set_title(what.title)
    pdf.add_page()
    pdf.words(what.title, 18, 4)
    for line in what.head:
        pdf.words(line, after=1)
    pdf.ln(4)
    for paragraph in filter(None, what.text.split("\n")):
        pdf.words(paragraph, after=3)
    pdf.words(what.address, 9, 6, "ltr")
    pdf.words(what.heading, 14, 3)
    for number, signer in enumerate(what.signers, 1):
        pdf.signer(format_number(number, what.language), signer)
    pdf.ln(4)
    for line in what.foot:
        pdf.words(line, after=1)
    made: Any = pdf.output()
    return bytes(made)
