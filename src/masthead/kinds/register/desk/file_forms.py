"""Rows from a file: choose it, look at what it would change, say yes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from masthead.kinds.register.arranging import Arranger
from masthead.kinds.register.columns import cells_of
from masthead.kinds.register.desk.common import RegisterForm, told
from masthead.kinds.register.importing.bringing import KEEP, Moved, bring
from masthead.kinds.register.importing.matching import Difference, Problem, counted, difference
from masthead.kinds.register.importing.reading import LARGEST, Line, Sheet, TooLarge, Unreadable, read
from masthead.kinds.register.importing.refusing import refusal
from masthead.kinds.register.models import Register, State, Upload
from masthead.kinds.register.rows import ERASE

MOST_SHOWN: Final = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, XLSX or ODS. Its first line names the columns, as the register does. A column “Source” says where "
            "each row is from. Of formulas their results are read; pictures are not."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=2000, help_text=_("Of rows for which the file names none.")
    )

    def clean_file(self) -> Sheet:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(refusal(TooLarge("size")))
        try:
            return read(file.name, file.read())
        except Unreadable as error:
            raise ValidationError(refusal(error)) from None


class Report(forms.Widget):
    """What a file would change. Nobody types here."""

    def __init__(self, html: SafeString) -> None:
        super().__init__()
        self.html = html

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return self.html

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None


class ConfirmForm(forms.Form):
    def __init__(self, *args: Any, found: Difference, register: Register, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label, html in _reports(found, register):
            self.fields[name] = forms.Field(label=label, required=False, widget=Report(html))
        if found.new:
            self.fields["state"] = forms.ChoiceField(
                label=_("New rows are"), choices=State.choices[:2], initial=State.PUBLIC, widget=forms.RadioSelect
            )
        if found.gone:
            self.fields["gone"] = forms.ChoiceField(
                label=_("Rows that the file does not have"),
                choices=[
                    (KEEP, _("stay as they are")),
                    (State.HIDDEN.value, _("are hidden")),
                    (State.WITHDRAWN.value, _("are withdrawn")),
                    (ERASE, _("are deleted for good")),
                ],
                initial=KEEP,
                widget=forms.RadioSelect,
            )
        self.fields["expected"] = forms.CharField(widget=forms.HiddenInput, initial=found.print)


def _table(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> SafeString:
    head = format_html_join("", "<th scope='col'>{}</th>", ((heading,) for heading in headings))
    lines = (format_html_join("", "<td dir='auto'>{}</td>", ((cell,) for cell in row)) for row in rows)
    body = format_html_join("", "<tr>{}</tr>", ((line,) for line in lines))
    return format_html('<table class="listing"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


def _reports(found: Difference, register: Register) -> Iterable[tuple[str, Any, SafeString]]:
    arranger = Arranger(register)
    counts = counted(found)
    sums = (
        (_("New"), counts["new"]), (_("Changed"), counts["changed"]), (_("As before"), counts["same"]),
        (_("Not in the file"), counts["gone"]), (_("Left out"), counts["wrong"]),
        (_("Dates that were not understood"), counts["doubts"]),
    )  # fmt: skip
    yield "sums", _("What the file would change"), _table([label for label, _number in sums], [[n for _l, n in sums]])
    if found.unused or found.missing:
        rows = []
        if found.unused:
            rows.append((_("In the file, and no column here"), ", ".join(found.unused)))
        if found.missing:
            rows.append((_("A column here, and not in the file: its cells stay"), ", ".join(found.missing)))
        yield "headings", _("Headings"), _table(["", ""], rows)
    if found.wrong:
        wrong = [(w.line, w.text, "; ".join(map(_reason, w.problems))) for w in found.wrong[:MOST_SHOWN]]
        yield "wrong", _("Left out"), _table([_("Line"), _("What stands there"), _("Why")], wrong)
    if found.changed:
        changed = [
            (c.line, heading, format_html("<del>{}</del>", old), format_html("<ins>{}</ins>", new))
            for c in found.changed[:MOST_SHOWN] for heading, old, new in c.differences
        ]  # fmt: skip
        yield "changed", _("Changed"), _table([_("Line"), _("Column"), _("Now"), _("Then")], changed)
    if found.new:
        columns = [column for column in arranger.columns if column.type != "image"][:6]
        new = [[n.line, *(arranger.words(c, n.cells.get(c.name)) for c in columns)] for n in found.new[:MOST_SHOWN]]
        yield "new", _("New"), _table([_("Line"), *(column.label for column in columns)], new)
    if found.gone:
        columns = [column for column in arranger.columns if column.type != "image"][:6]
        gone = [
            [*(arranger.words(c, cells_of(row.cells).get(c.name)) for c in columns), row.get_state_display()]
            for row in found.gone[:MOST_SHOWN]
        ]
        yield "gone_rows", _("Not in the file"), _table([*(column.label for column in columns), _("State")], gone)
    if found.doubts:
        doubts = [(d.line, d.column, d.text) for d in found.doubts[:MOST_SHOWN]]
        yield (
            "doubts",
            _("Dates that were not understood"),
            _table([_("Line"), _("Column"), _("Kept as words")], doubts),
        )


def _reason(problem: Problem) -> str:
    if problem.sort == "choice":
        sentence = gettext("“%(text)s” is no choice of “%(column)s”.")
    elif problem.sort == "link":
        sentence = gettext("“%(text)s” in “%(column)s” is no address of the web.")
    elif problem.sort == "twice":
        sentence = gettext("An earlier line has the same in the columns that tell rows apart.")
    else:
        sentence = gettext("The columns that tell rows apart are empty.")
    return sentence % {"text": problem.text[:100], "column": problem.column}


class FilePage(RegisterForm):
    form_class = FileForm
    page_title = gettext_lazy("Bring rows from a file")
    submit = gettext_lazy("Show what would change")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        sheet: Sheet = form.cleaned_data["file"]
        file: Any = self.request.FILES["file"]
        user: Any = self.request.user
        name = PurePath(file.name or "").name[:255]
        upload = Upload.objects.create(
            register_id=self.register.pk, user=user, name=name,
            table=json.dumps([form.cleaned_data["source"], sheet]),
        )  # fmt: skip
        return redirect(self.address("preview", upload.pk))


class PreviewPage(RegisterForm):
    form_class = ConfirmForm
    page_title = gettext_lazy("What the file would change")
    submit = gettext_lazy("Do it")
    upload: Upload
    found: Difference

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        # Whoever sent it, and nobody else.
        self.upload = get_object_or_404(Upload, pk=options["upload"], register_id=options["number"], user=request.user)
        source, (headings, lines) = json.loads(self.upload.table)
        self.source = source
        self.sheet = Sheet(tuple(headings), tuple(Line(number, tuple(cells)) for number, cells in lines))
        return super().dispatch(request, *args, **options)

    def get_page_subtitle(self) -> str:
        return self.upload.name

    def get_form_kwargs(self) -> dict[str, Any]:
        found = difference(self.register, self.sheet, source=self.source)
        return {**super().get_form_kwargs(), "found": found, "register": self.register}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        given = form.cleaned_data
        try:
            found = bring(
                self.register, self.sheet, state=given.get("state") or State.PUBLIC, gone=given.get("gone") or KEEP,
                source=self.source, expected=given["expected"],
            )  # fmt: skip
        except Moved:
            messages.warning(self.request, gettext("The register was changed meanwhile. Look at it once more."))
            return redirect(self.address("preview", self.upload.pk))
        told(self.register, self.request.user, file=self.upload.name, **counted(found))
        self.upload.delete()
        sentence = gettext("New rows: %(new)s. Changed: %(changed)s. Left out: %(wrong)s.")
        messages.success(self.request, sentence % counted(found))
        return redirect(self.address("rows"))
