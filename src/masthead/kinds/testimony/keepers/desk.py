"""Pages of the desk: one where editors seal a link and never see it again, one where keepers read it.

Apart from the entry's own form, because what is typed there lies in sessions for previews, in drafts that save
themselves, and stands in the form again after a mistake.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.admin import messages

from masthead.entries.form_page import FormPage
from masthead.kinds.testimony.keepers import keeping
from masthead.kinds.testimony.models import SealedLink, Testimony

LONGEST: Final = 1500
REASONS: Final[dict[type[keeping.KeepingError], Any]] = {
    keeping.NoKeepers: _("This site has no keepers, so nobody could open it. Ask an administrator to make one."),
    keeping.Refused: _("This is not your passphrase."),
    keeping.TooOften: _("The passphrase was wrong too often. Try again in a quarter of an hour."),
    keeping.Damaged: _("What lies there was not sealed for this entry, or is damaged. Ask an administrator."),
}


def reason(error: keeping.KeepingError) -> Any:
    return REASONS.get(type(error), error)


class Unseen(forms.Textarea):
    """Never shows what was typed."""

    def format_value(self, value: Any) -> None:
        return None


class SealForm(forms.Form):
    link = forms.CharField(
        label=_("Who it is"),
        max_length=LONGEST,
        widget=Unseen(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "The name, and how to reach them if you like. It is sealed as soon as you send it: you will not see it "
            "again, and it takes the place of what was sealed before."
        ),
    )


class ReadForm(forms.Form):
    entry = forms.ModelChoiceField(label=_("Testimony"), queryset=SealedLink.objects.none())
    passphrase = forms.CharField(
        label=_("Your passphrase"),
        max_length=keeping.LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("That you opened it is written into the history of the entry."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["entry"]
        field.queryset = SealedLink.objects.select_related("entry").order_by("entry__title", "pk")
        field.label_from_instance = lambda link: link.entry.title


class ToldForm(forms.Form):
    """What a keeper reads; nobody sends it."""

    link = forms.CharField(
        label=_("Who it is"), disabled=True, required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class _Page(FormPage):
    header_icon = "lock"
    breadcrumbs_items: list[Any] = []  # noqa: RUF012  # Wagtail's, which names a list


@method_decorator([never_cache, sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class Seal(_Page):
    form_class = SealForm
    page_title = gettext_lazy("Pseudonym")
    submit = gettext_lazy("Seal")
    entry: Testimony

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        self.entry = get_object_or_404(Testimony, pk=options["number"])
        is_keeper = keeping.keeper_of(request.user) is not None
        if not is_keeper and not self.entry.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        # It is the only link that there is: who cannot read it shall not destroy it.
        if keeping.sealed(self.entry) and not is_keeper:
            messages.info(
                request, gettext("Who stands behind this pseudonym is sealed. Only a keeper can change or erase it.")
            )
            return redirect("wagtailadmin_pages:edit", self.entry.pk)
        return super().dispatch(request, *args, **options)

    def get_page_subtitle(self) -> str:
        return str(self.entry.title)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if keeping.sealed(self.entry):
            button = messages.button(reverse("masthead_pseudonym_erase", args=[self.entry.pk]), gettext("Erase it"))
            messages.info(request, gettext("Who stands behind this pseudonym is sealed."), buttons=[button])
        return super().get(request, *args, **options)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            keeping.seal(self.entry, form.cleaned_data["link"], self.request.user)  # type: ignore[arg-type]
        except keeping.KeepingError as error:
            return self.refuse(form, "link", reason(error))
        messages.success(self.request, gettext("It is sealed: only keepers can read it."))
        return redirect("wagtailadmin_pages:edit", self.entry.pk)


@method_decorator(never_cache, name="dispatch")
class Erase(Seal):
    form_class = forms.Form  # type: ignore[assignment]
    page_title = gettext_lazy("Erase who stands behind the pseudonym")
    submit = gettext_lazy("Erase it")

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return FormPage.get(self, request, *args, **options)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        keeping.erase(self.entry, self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, gettext("Nothing is sealed with this entry any more."))
        return redirect("wagtailadmin_pages:edit", self.entry.pk)


@method_decorator([never_cache, sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class Read(_Page):
    """Nobody gets here by being an administrator: neither the page nor, without a passphrase, a link."""

    form_class = ReadForm
    page_title = gettext_lazy("Pseudonyms")
    submit = gettext_lazy("Read it")

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        if keeping.keeper_of(request.user) is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        # What was read is closed.
        if "passphrase" not in request.POST:
            return redirect("masthead_pseudonyms")
        return super().post(request, *args, **options)

    def get_initial(self) -> dict[str, Any]:
        number = self.request.GET.get("entry", "")
        found = SealedLink.objects.filter(entry_id=int(number)).first() if number.isdecimal() else None
        return {"entry": found}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        link, passphrase = form.cleaned_data["entry"], form.cleaned_data["passphrase"]
        try:
            words = keeping.read(link, self.request.user, passphrase)  # type: ignore[arg-type]
        except keeping.KeepingError as error:
            return self.refuse(form, "passphrase", reason(error))
        # An answer to this request alone: neither a message, which a session keeps, nor an address.
        context = self.get_context_data(form=ToldForm(initial={"link": words}))
        context |= {"page_subtitle": link.entry.title, "submit_button_label": gettext("Close")}
        return self.render_to_response(context)
