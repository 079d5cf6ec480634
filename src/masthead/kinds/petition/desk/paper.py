"""Signatures from paper: a number, or names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from masthead.entries.shown import day, isolated
from masthead.kinds.petition import inbox
from masthead.kinds.petition.days import not_to_come
from masthead.kinds.petition.desk.access import OfPetition, PetitionForm
from masthead.kinds.petition.models import Paper
from masthead.kinds.petition.signatures import PAPER

MOST_NAMES = 5000


class PaperForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("So many signatures"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=gettext_lazy("If you enter no names. Keep the sheets: the number alone proves nothing."),
    )
    names = forms.CharField(
        label=gettext_lazy("Or their names"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy("One a line; a place behind a semicolon, as “Ada Barrow; Little Quay”."),
    )
    shown = forms.BooleanField(
        label=gettext_lazy("All of them agreed that readers see their names on the web"),
        required=False,
        help_text=gettext_lazy("Only if the sheet said so before they signed. The addressees get every name."),
    )
    collected_on = forms.DateField(
        label=gettext_lazy("Collected on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    collected_at = forms.CharField(label=gettext_lazy("Collected at"), required=False, max_length=200)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("For editors: who counted, where the sheets are kept."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("number")) == bool(cleaned.get("names")) and "number" not in self.errors:
            self.add_error("number", _("Enter a number or names: one of the two."))
        if len(cleaned.get("names", "").splitlines()) > MOST_NAMES:
            self.add_error("names", _("These are more than 5000 lines. Enter them in parts, or from a table."))
        return cleaned

    def clean_collected_on(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["collected_on"])


@method_decorator(never_cache, name="dispatch")
class Papers(OfPetition, IndexView):  # type: ignore[misc]
    """The numbers that were entered."""

    model = Paper
    page_title = gettext_lazy("From paper")
    header_icon = "edit"
    default_ordering = "-pk"
    paginate_by = 50
    # Who may publish the petition: see `OfPetition`.
    any_permission_required = None

    @cached_property
    def verbose_name_plural(self) -> str:
        return _("numbers from paper")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("number", label=_("Signatures"), get_url=lambda each: self.here("paper_erase", each.pk)),
            Column("collected_on", label=_("Collected on"), accessor=lambda each: day(each.collected_on)),
            Column("collected_at", label=_("Collected at"), accessor=lambda each: isolated(each.collected_at)),
            Column("note", label=_("Note"), accessor=lambda each: isolated(each.note)),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Enter signatures"), url=self.here("paper_add"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[HeaderButton]:
        return []

    def get_base_queryset(self) -> QuerySet[Paper]:
        return Paper.objects.filter(petition=self.petition)

    def get_index_url(self) -> str:
        return self.here("paper")


class Add(PetitionForm):
    form_class = PaperForm
    page_title = gettext_lazy("Enter signatures from paper")
    submit = gettext_lazy("Enter them")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        given: dict[str, Any] = form.cleaned_data
        if given["number"]:
            wanted = ("number", "collected_on", "collected_at", "note")
            paper = Paper(petition=self.petition, **{name: given[name] for name in wanted})
            inbox.enter_number(paper, self.request.user)  # type: ignore[arg-type]
            messages.success(self.request, _("They count within seconds."))
            return redirect(self.here("paper"))
        rows = inbox.from_paper(given["names"], shown=given["shown"], signed=given["collected_on"])
        judged = inbox.judge(self.petition, rows)
        if wrong := [each for each in judged if each.fate == "wrong"]:
            reasons = [_("Line %(line)s: %(reason)s") % {"line": e.row.line, "reason": e.reason} for e in wrong[:5]]
            return self.refuse(form, "names", " ".join(reasons))
        taken = inbox.bring(self.petition, judged, self.request.user, source=PAPER)  # type: ignore[arg-type]
        said = ngettext("%(number)s name was entered.", "%(number)s names were entered.", taken) % {"number": taken}
        if left := len(judged) - taken:
            said += " " + ngettext(
                "%(number)s stood here already, or twice.", "%(number)s stood here already, or twice.", left
            ) % {"number": left}
        messages.success(self.request, said)
        return redirect(self.here("signatures"))


class Erase(PetitionForm):
    form_class = forms.Form
    page_title = gettext_lazy("Erase a number from paper")
    submit = gettext_lazy("Erase it for ever")
    paper: Paper

    def look_up(self, options: dict[str, Any]) -> None:
        self.paper = get_object_or_404(Paper, pk=options["paper"], petition=self.petition)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        said = _("%(number)s signatures from paper will count no more. To correct a number, enter it anew.")
        messages.warning(request, said % {"number": self.paper.number})
        return super().get(request, *args, **options)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        inbox.erase_number(self.paper, self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("The number was erased."))
        return redirect(self.here("paper"))
