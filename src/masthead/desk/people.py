"""Merging persons at the desk: who the other is, then what would change and what is kept, then the act."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView
from wagtail.snippets.widgets import AdminSnippetChooser

from masthead.actions.merge_people import CannotMerge, foresee, merge
from masthead.entries.form_page import FormPage
from masthead.entries.models import Person

COLUMNS: Final = {"bio": _("About this person"), "website": _("Website")}


def may_merge(user: Any) -> bool:
    """One person changes, another goes."""
    return bool(user.has_perms(("masthead.change_person", "masthead.delete_person")))


class PersonEdit(EditView):  # type: ignore[misc]
    @property
    def header_more_buttons(self) -> list[Any]:
        found = list(super().header_more_buttons)
        if may_merge(self.request.user):
            url = reverse("masthead_merge_people", args=[self.object.pk])
            found.append(Button(gettext("Merge with another"), url=url, icon_name="group", priority=15))
        return found


class MergeForm(forms.Form):
    other = forms.ModelChoiceField(
        label=_("The same person, once more"),
        queryset=Person.objects.all(),
        help_text=_("Who becomes one with the person above, and then is gone. Nothing happens before you confirm it."),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, remains: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        # Made anew each time: it speaks the language of the moment in which it was made.
        self.fields["other"].widget = AdminSnippetChooser(model=Person)
        self.remains = remains

    def clean_other(self) -> Person:
        other: Person = self.cleaned_data["other"]
        if other.pk == self.remains.pk:
            raise forms.ValidationError(_("This is the person above: choose the other one."))
        return other


class Merge(FormPage):
    template_name = "masthead_desk/people/merge.html"
    form_class = MergeForm
    page_title = gettext_lazy("Merge persons")
    header_icon = "group"
    submit = gettext_lazy("Go on")
    breadcrumbs_items: list[Any] = []  # noqa: RUF012  # Wagtail's, which names a list
    remains: Person

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        if not may_merge(request.user):
            raise PermissionDenied
        self.remains = get_object_or_404(Person, pk=options["number"])
        return super().dispatch(request, *args, **options)

    def get_page_subtitle(self) -> str:
        return self.remains.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "remains": self.remains}

    def get_context_data(self, **context: Any) -> Any:
        return super().get_context_data(**{"remains": self.remains, **context})

    def form_valid(self, form: Any) -> HttpResponse:
        other: Person = form.cleaned_data["other"]
        try:
            if form.cleaned_data["sure"]:
                return self._merged(other)
            foreseen = foresee(self.remains, other)
        except CannotMerge as error:
            return self.refuse(form, "other", error)
        form.fields["other"].widget = forms.HiddenInput()
        form.data = {**form.data.dict(), "sure": "True"}
        columns = {sort: [COLUMNS[name] for name in getattr(foreseen, sort)] for sort in ("taken", "dropped")}
        context = self.get_context_data(form=form, other=other, foreseen=foreseen, columns=columns)
        context["submit_button_label"] = context["submit_button_active_label"] = gettext("Merge")
        return self.render_to_response(context)

    def _merged(self, other: Person) -> HttpResponse:
        name = other.name
        merge(self.remains, other, user=self.request.user)  # type: ignore[arg-type]
        messages.success(
            self.request,
            gettext("“%(other)s” has become one with “%(remains)s”.") % {"other": name, "remains": self.remains.name},
        )
        return redirect(Person.snippet_viewset.get_url_name("edit"), self.remains.pk)
