"""What is handed over: the petition with all names, in its own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from masthead.entries.languages import format_date, format_number, strings
from masthead.entries.rendering import plain_text
from masthead.kinds.petition import pdf
from masthead.kinds.petition.days import today
from masthead.kinds.petition.inbox import confirmed
from masthead.kinds.petition.plain import who_and_to_whom
from masthead.kinds.petition.signatures import Paper
from masthead.kinds.petition.words import ORGANISER, addressees_of, signatures

if TYPE_CHECKING:
    from masthead.kinds.petition.models import Petition


def as_pdf(petition: Petition) -> bytes:
    """Of the public version, as of now."""
    language = petition.language
    gettext = strings(language).gettext
    papers = Paper.objects.filter(petition=petition).order_by("collected_on", "pk")
    names = confirmed(petition)
    total = names.count() + (papers.aggregate(all=Sum("number"))["all"] or 0)
    callers = [str(b.person or b.name) for b in petition.bylines.all() if b.role == ORGANISER]
    addressees = addressees_of(petition.addressees.get_prep_value())
    head = [
        *who_and_to_whom(callers, addressees, language),
        f"{signatures(total, language)} · {format_date(today(), language)}",
    ]
    return pdf.written(
        pdf.Delivered(
            language=language,
            title=petition.headline or petition.title,
            head=tuple(head),
            text=plain_text(petition.body.get_prep_value()),
            heading=gettext("Names of those who signed"),
            signers=(pdf.Signer(*found) for found in names.values_list("name", "place").iterator()),
            foot=tuple(_on_paper(paper, language) for paper in papers),
            address=petition.full_url or "",
        )
    )


def _on_paper(paper: Paper, language: str) -> str:
    number = format_number(paper.number, language)
    found = [strings(language).gettext("On paper: %(number)s") % {"number": number}, paper.collected_at]
    return " · ".join(filter(None, [*found, format_date(paper.collected_on, language) if paper.collected_on else ""]))
