"""One row: a form that is made of the register's columns."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from masthead.entries.models import Image, Person
from masthead.kinds.register.arranging import Arranger
from masthead.kinds.register.columns import Cells, Column, cells_of, image_of, person_of, text_of, title_column, typed
from masthead.kinds.register.desk.common import RegisterForm, told
from masthead.kinds.register.models import Register, Row, State
from masthead.kinds.register.rows import changing

CELL: Final = "cell-"
WHO: Final = "person-"
ALT: Final = "alt-"
DATE: Final = _(
    "As exact as it is known: 1367-05-06, 1367-05, 1367; 1367~ for about, 1984/1986 for a span. What is no date stays "
    "as you write it."
)
STATE: Final = _("Nobody sees a hidden row. A withdrawn one's address tells readers that it is gone.")


class RowForm(forms.Form):
    def __init__(self, *args: Any, register: Register, row: Row | None = None, **options: Any) -> None:
        self.register, self.row = register, row
        self.arranger = Arranger(register)
        self.doubts: list[str] = []
        super().__init__(*args, **options)
        cells = cells_of(row.cells) if row else {}
        for column in self.arranger.columns:
            self._ask(column, cells)
        self.fields["source"] = forms.CharField(
            label=_("Source"), required=False, max_length=2000, initial=row.source if row else "",
            widget=AdminAutoHeightTextInput(attrs={"rows": 1, "dir": "auto"}),
            help_text=_("Where this row is from. Readers see it below the row."),
        )  # fmt: skip
        self.fields["state"] = forms.ChoiceField(
            label=_("State"), choices=State.choices, initial=row.state if row else State.PUBLIC,
            widget=forms.RadioSelect, help_text=STATE,
        )  # fmt: skip

    def _ask(self, column: Column, cells: Cells) -> None:
        name, cell = f"{CELL}{column.name}", cells.get(column.name)
        line = forms.TextInput(attrs={"dir": "auto"})
        if column.type == "image":
            self.fields[name] = forms.ModelChoiceField(
                label=column.label, queryset=Image.objects.all(), required=False, initial=image_of(cell),
                widget=AdminImageChooser,
            )  # fmt: skip
            self.fields[f"{ALT}{column.name}"] = forms.CharField(
                label=_("Description of the picture"), required=False, max_length=500, widget=line,
                initial=cell.get("alt", "") if isinstance(cell, dict) else "",
            )  # fmt: skip
            return
        if column.type == "choice":
            choices = [("", "—"), *((choice, choice) for choice in column.choices)]
            self.fields[name] = forms.ChoiceField(
                label=column.label, choices=choices, required=False, initial=text_of(cell)
            )
            return
        if column.type == "person":
            self.fields[f"{WHO}{column.name}"] = forms.ModelChoiceField(
                label=column.label, queryset=Person.objects.all(), required=False, initial=person_of(cell),
                widget=AdminSnippetChooser(Person),
            )  # fmt: skip
        widget = AdminAutoHeightTextInput(attrs={"rows": 1, "dir": "auto"}) if column.type == "text" else line
        self.fields[name] = forms.CharField(
            label=_("Or a name") if column.type == "person" else column.label, required=False, max_length=5000,
            initial=text_of(cell), widget=widget, help_text=DATE if column.type == "date" else "",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        before = cells_of(self.row.cells) if self.row else {}
        names = {column.name for column in self.arranger.columns}
        # What stands in a column that was taken out stays.
        cells: Cells = {name: cell for name, cell in before.items() if name not in names}
        for column in self.arranger.columns:
            cells[column.name] = self._cell(column, cleaned)
        if not any(cells.get(name) for name in names):
            self.add_error(next(iter(self.fields)), _("Write something into the row."))
        self._refuse_twins(cells)
        cleaned["cells"] = {name: cell for name, cell in cells.items() if cell}
        return cleaned

    def _cell(self, column: Column, cleaned: dict[str, Any]) -> Any:
        given: Any = cleaned.get(f"{CELL}{column.name}") or ""
        if column.type == "image":
            alt = cleaned.get(f"{ALT}{column.name}", "")
            return {"image": given.pk, "alt": " ".join(alt.split())} if given else ""
        person = cleaned.get(f"{WHO}{column.name}")
        if person:
            if given:
                self.add_error(f"{CELL}{column.name}", _("Choose a person or write a name, not both."))
            return {"person": person.pk}
        found = typed(column, given)
        if found.problem and column.type == "link":
            self.add_error(f"{CELL}{column.name}", _("The address of a website begins with https:// or http://."))
        if found.doubt:
            self.doubts.append(found.doubt)
        return found.cell

    def _refuse_twins(self, cells: Cells) -> None:
        """Two rows that a later file could not tell apart."""
        key = self.arranger.key(cells)
        twins = Row.objects.filter(register_id=self.register.pk, erased=False, key=key)
        others = twins.exclude(pk=self.row.pk) if self.row else twins
        if key and any(column.key for column in self.arranger.columns) and others.exists():
            sentence = _("Another row has the same in the columns that tell rows apart.")
            self.add_error(f"{CELL}{self.arranger.telling[0].name}", sentence)


class RowPage(RegisterForm):
    form_class = RowForm
    page_title = gettext_lazy("Add a row")
    row: Row | None = None

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().setup(request, *args, **options)
        if "row" in options:
            self.row = get_object_or_404(Row, pk=options["row"], register_id=options["number"], erased=False)
            self.page_title = gettext_lazy("Row")

    def get_page_subtitle(self) -> str:
        arranger = Arranger(self.register)
        column = title_column(arranger.columns)
        words = arranger.words(column, cells_of(self.row.cells).get(column.name)) if self.row and column else ""
        return words or str(self.page_title)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.row is None:
            return []
        return [HeaderButton(_("Delete"), url=self.address("delete", self.row.pk), icon_name="bin")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "register": self.register, "row": self.row}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        cleaned = form.cleaned_data
        with changing(self.register) as hand:
            if self.row is None:
                hand.add(cleaned["cells"], source=cleaned["source"], state=cleaned["state"])
            else:
                hand.change(self.row, cleaned["cells"], cleaned["source"])
                hand.set_state(self.row, cleaned["state"])
            told(self.register, self.request.user, rows=1)
        messages.success(self.request, gettext("The row is saved."))
        for doubt in form.doubts:  # type: ignore[attr-defined]  # a RowForm
            sentence = gettext("“%(words)s” was not understood as a date. Readers see it as it stands.")
            messages.warning(self.request, sentence % {"words": doubt})
        return redirect(self.address("rows"))


class DeletePage(RowPage):
    form_class = forms.Form  # type: ignore[assignment]
    page_title = gettext_lazy("Delete the row")
    submit = gettext_lazy("Delete it")

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().setup(request, *args, **options)
        self.page_title = gettext_lazy("Delete the row")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        return RegisterForm.get_form_kwargs(self)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        sentence = gettext(
            "Nothing of it will be left, and nobody can bring it back. To keep it from readers, hide it."
        )
        messages.warning(request, sentence)
        return super().get(request, *args, **options)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        assert self.row is not None  # noqa: S101  # its address has a number
        with changing(self.register) as hand:
            hand.delete(self.row)
            told(self.register, self.request.user, deleted=1)
        messages.success(self.request, gettext("The row is deleted."))
        return redirect(self.address("rows"))
