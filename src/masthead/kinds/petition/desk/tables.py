"""Signatures from a table, and into one; and the papers for the addressees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from masthead.kinds.petition import inbox, rows
from masthead.kinds.petition.desk.access import PetitionForm
from masthead.kinds.petition.inbox import Judged
from masthead.kinds.petition.signatures import Signature

LARGEST: Final = 2_000_000
"""Letters of a table that goes through the desk; the command line takes more."""
SHOWN: Final = 200
MOST_IN_PDF: Final = 5000


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=gettext_lazy(
            "As CSV. The first line names the columns: name, and of email, place, comment, shown (yes or no), signed "
            "(2026-05-03) and language those that there are. Nothing is taken in before you have seen it."
        ),
    )


class SeenForm(forms.Form):
    """What would become of a table, and the table itself until it is taken in."""

    plan = forms.CharField(
        label=gettext_lazy("What will become of it"), disabled=True, required=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("Each of them signed this petition, and knew what for"),
        required=False,
        help_text=gettext_lazy(
            "They count at once, and nobody gets a letter. Who is marked as shown has agreed that readers see the name "
            "on the web; the addressees get every name, and never an address."
        ),
    )
    text = forms.CharField(widget=forms.HiddenInput, strip=False)


class Import(PetitionForm):
    """First a file, then what would become of it."""

    page_title = gettext_lazy("Signatures from a table")
    submit = gettext_lazy("Look at it first")

    def get_form_class(self) -> type[forms.Form]:
        return SeenForm if "text" in self.request.POST else FileForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        seen = isinstance(form, SeenForm)
        try:
            text = form.cleaned_data["text"] if seen else rows.text_of(form.cleaned_data["file"].read())
            if len(text) > LARGEST:
                raise rows.NotATable(
                    _("This table is too large for the desk. `masthead petition import` takes it, on the server.")
                )
            judged = inbox.judge(self.petition, rows.read(text))
        except rows.NotATable as error:
            return self.refuse(form, None if seen else "file", error)
        if seen and form.cleaned_data["consent"]:
            return self._bring(judged)
        if seen:
            messages.error(self.request, _("Say first that each of them signed."))
        shown = SeenForm(initial={"text": text, "plan": "\n".join(told(judged))})
        context = self.get_context_data(form=shown) | {"submit_button_label": _("Take in what is new")}
        return self.render_to_response(context)

    def _bring(self, judged: list[Judged]) -> HttpResponse:
        taken = inbox.bring(self.petition, judged, self.request.user)  # type: ignore[arg-type]
        said = ngettext("%(number)s signature was taken in.", "%(number)s signatures were taken in.", taken)
        messages.success(self.request, said % {"number": taken})
        return redirect(self.here("signatures"))


def told(judged: list[Judged]) -> Iterator[str]:
    """What will become of each row; what is wrong first."""
    found = inbox.counts(judged)
    words = {
        "new": _("new"), "known": _("here already"), "double": _("twice in this table"), "wrong": _("wrong"),
    }  # fmt: skip
    yield " · ".join(f"{word}: {found[fate]}" for fate, word in words.items())  # type: ignore[index]
    for each in sorted(judged, key=lambda one: one.fate != "wrong")[:SHOWN]:
        line = _("Line %(line)s: %(reason)s") % {"line": each.row.line, "reason": each.reason or words[each.fate]}
        yield f"{line} — {' · '.join(filter(None, (each.row.name, each.row.place)))}"
    if len(judged) > SHOWN:
        yield "…"


class ExportForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What for"),
        widget=forms.RadioSelect,
        initial="pdf",
        choices=[
            ("pdf", gettext_lazy("For the addressees, to print: text and all names, as PDF")),
            ("delivered", gettext_lazy("For the addressees, as a table: all names, places, comments, as CSV")),
            ("kept", gettext_lazy("To keep: all that there is, with addresses of mail, as CSV")),
        ],
        help_text=gettext_lazy(
            "The addressees get the names of all who signed, also of those who are not shown on the web, and never an "
            "address of mail. What is not confirmed is in none of them but the last. The petition's history notes "
            "that you took it."
        ),
    )


class Export(PetitionForm):
    form_class = ExportForm
    page_title = gettext_lazy("Take signatures with you")
    submit = gettext_lazy("Take with you")
    header_icon = "download"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        what = form.cleaned_data["what"]
        if what == "pdf" and inbox.confirmed(self.petition).count() > MOST_IN_PDF:
            reason = _("More than 5000 names take too long here: `masthead petition pdf` makes it.")
            return self.refuse(form, "what", reason)
        inbox.note_export(self.petition, self.request.user)  # type: ignore[arg-type]
        return self._pdf() if what == "pdf" else self._table(what)  # type: ignore[return-value]

    def _pdf(self) -> HttpResponse:
        # Half a second to start, for each command, and few ever need it.
        from masthead.kinds.petition.delivering import as_pdf

        response = HttpResponse(as_pdf(self.petition), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="petition-{self.petition.code}.pdf"'
        return response

    def _table(self, what: str) -> StreamingHttpResponse:
        found = Signature.objects.filter(petition=self.petition).order_by("signed_at", "pk")
        columns = rows.KEPT if what == "kept" else rows.DELIVERED
        signatures = found if what == "kept" else inbox.confirmed(self.petition)
        lines = rows.written(columns, inbox.as_rows(signatures))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="signatures-{self.petition.code}-{what}.csv"'
        return response
