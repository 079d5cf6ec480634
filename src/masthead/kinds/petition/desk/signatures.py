"""The signatures of one petition, and each of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_filters import ChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from masthead.entries.shown import isolated, moment
from masthead.kinds.petition import inbox
from masthead.kinds.petition.desk.access import OfPetition, PetitionForm
from masthead.kinds.petition.models import Signature
from masthead.kinds.petition.signatures import SOURCES

STATES: dict[str, tuple[Any, Q]] = {
    "counted": (gettext_lazy("Counts"), Q(confirmed_at__isnull=False)),
    "waiting": (gettext_lazy("Waits for confirmation"), Q(confirmed_at__isnull=True)),
    "shown": (gettext_lazy("Readers see it"), Q(confirmed_at__isnull=False, shown=True) & ~Q(withheld="all")),
    "hidden": (gettext_lazy("Readers do not see it"), Q(shown=False) | Q(withheld="all")),
    "withheld": (gettext_lazy("Taken out of view"), ~Q(withheld="")),
}
NUMBERS = 50


def state_of(signature: Signature) -> str:
    """What has become of it, in words."""
    if signature.confirmed_at is None:
        return _("Waits for confirmation")
    if not signature.shown or signature.withheld == "all":
        return _("Counts; readers do not see it")
    return _("Counts; readers see it without the comment") if signature.withheld else _("Counts; readers see it")


def when(signature: Signature) -> str:
    return moment(signature.confirmed_at or signature.signed_at)


class Filters(WagtailFilterSet):  # type: ignore[misc]
    state = ChoiceFilter(
        label=gettext_lazy("State"), choices=[(name, label) for name, (label, _q) in STATES.items()], method="of_state"
    )
    source = ChoiceFilter(label=gettext_lazy("Came"), choices=SOURCES)

    class Meta:
        model = Signature
        fields: ClassVar[list[str]] = []

    def of_state(self, found: QuerySet[Signature], name: str, value: str) -> QuerySet[Signature]:
        return found.filter(STATES[value][1])


@method_decorator(never_cache, name="dispatch")
class Signatures(OfPetition, IndexView):  # type: ignore[misc]
    model = Signature
    page_title = gettext_lazy("Signatures")
    header_icon = "group"
    paginate_by = NUMBERS
    filterset_class = Filters
    search_fields: ClassVar = ["name", "email", "place", "comment"]
    search_backend_name = None
    is_searchable = True
    default_ordering = "-pk"
    # Who may publish the petition: see `OfPetition`.
    any_permission_required = None

    @cached_property
    def verbose_name_plural(self) -> str:
        return _("signatures")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=lambda each: isolated(each.name),
                get_url=lambda each: self.here("signature", each.pk),
            ),
            Column("email", label=_("Email")),
            Column("place", label=_("Place"), accessor=lambda each: isolated(each.place)),
            Column("comment", label=_("Comment"), accessor=lambda each: isolated(_short(each.comment))),
            Column("state", label=_("State"), accessor=state_of),
            Column("source", label=_("Came"), accessor=lambda each: each.get_source_display()),
            Column("when", label=_("When"), accessor=when),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("From paper"), url=self.here("paper"), icon_name="edit"),
            HeaderButton(_("From a table"), url=self.here("import"), icon_name="upload"),
            HeaderButton(_("Take with you"), url=self.here("export"), icon_name="download"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[HeaderButton]:
        return []

    def get_base_queryset(self) -> QuerySet[Signature]:
        return Signature.objects.filter(petition=self.petition)

    def get_index_url(self) -> str:
        return self.here("signatures")

    def get_index_results_url(self) -> str:
        return self.here("signatures_results")


def _short(comment: str) -> str:
    return comment if len(comment) <= 120 else f"{comment[:119]}…"


class SignatureForm(forms.Form):
    """What was signed is for reading; only what readers see of it is for editors to say."""

    told = forms.CharField(label=gettext_lazy("Signature"), disabled=True, required=False,
                           widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))  # fmt: skip
    withheld = forms.ChoiceField(
        label=gettext_lazy("Out of view"),
        required=False,
        choices=[
            ("", gettext_lazy("Nothing: readers see what the signer agreed to")),
            ("comment", gettext_lazy("The comment")),
            ("all", gettext_lazy("Name, place and comment")),
        ],
        help_text=gettext_lazy("The signature counts all the same, and the addressees get the name."),
    )


class _Of(PetitionForm):
    signature: Signature

    def look_up(self, options: dict[str, Any]) -> None:
        self.signature = get_object_or_404(Signature, pk=options["signature"], petition=self.petition)


class One(_Of):
    """A signature."""

    form_class = SignatureForm
    page_title = gettext_lazy("Signature")
    submit = gettext_lazy("Save")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Erase"), url=self.here("signature_erase", self.signature.pk), icon_name="bin")]

    def get_initial(self) -> dict[str, Any]:
        each = self.signature
        lines = [each.name, each.email, each.place, each.comment, "", state_of(each),
                 f"{each.get_source_display()}, {when(each)}"]  # fmt: skip
        told = "\n".join(line for place, line in enumerate(lines) if line or place == 4)
        return {"told": told, "withheld": each.withheld}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        inbox.withhold(self.signature, form.cleaned_data["withheld"], self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Saved. Readers see it so within seconds."))
        return redirect(self.here("signatures"))


class Erase(_Of):
    """Asks once more."""

    form_class = forms.Form
    page_title = gettext_lazy("Erase this signature")
    submit = gettext_lazy("Erase it for ever")

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        messages.warning(
            request, _("“%(name)s” will be erased, and counts no more. Nobody can bring it back.")
            % {"name": self.signature.name}
        )  # fmt: skip
        return super().get(request, *args, **options)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        inbox.erase(self.signature, self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("The signature was erased."))
        return redirect(self.here("signatures"))
