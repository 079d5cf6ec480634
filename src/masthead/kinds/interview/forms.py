"""The desk's form of an interview: text becomes turns when its button is pressed, and not by saving on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from masthead.entries.models.forms import EntryForm
from masthead.kinds.interview import dialogue
from masthead.kinds.interview.cast import Cast, Participant
from masthead.kinds.interview.importing import Script, as_block, read

if TYPE_CHECKING:
    from masthead.entries.rendering import Blocks

BUTTON: Final = "make-turns"
LONGEST: Final = 1_000_000
MOST_TURNS: Final = 1000
"""Of one text. A form of many more is beyond browsers, and what Django accepts at once."""
MOST_NAMED: Final = 5


class FileAndButton(forms.FileInput):
    """A file, and the button that makes turns of it and of the text above."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '{}<p class="w-mt-4">'
            '<button type="submit" name="{}" value="1" class="button button-secondary">{}</button></p>',
            super().render(name, value, attrs, renderer),
            BUTTON,
            _("Make turns of it"),
        )


class InterviewForm(EntryForm):
    pasted = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=AdminAutoHeightTextInput(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("The button puts the turns behind those that are there, and saves a draft."),
    )
    pasted_file = forms.FileField(
        required=False,
        widget=FileAndButton(attrs={"accept": ".txt,.vtt,text/plain,text/vtt"}),
        help_text=gettext_lazy("A text (.txt) or captions (.vtt), read when the button is pressed."),
    )

    def clean(self) -> Any:
        # Before the others look at what is told.
        if BUTTON in self.data:
            self._make_turns()
        elif not self.is_deferred_validation and self.cleaned_data.get("pasted", "").strip():
            sentence = _("This text has not become turns yet. Press the button below it, or empty the field.")
            self.add_error("pasted", sentence)
        return super().clean()

    def told(self) -> Blocks:
        return dialogue.told(super().told(), self._turns())

    def _turns(self) -> list[Any]:
        turns = self.cleaned_data.get("turns")
        return list(turns.get_prep_value()) if turns else []

    def clean_pasted_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data["pasted_file"]
        if file is None:
            return ""
        if file.size > LONGEST:
            raise ValidationError(_("This file is too large for a conversation."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("This file is not a text in UTF-8.")) from None

    def _make_turns(self) -> None:
        cleaned = self.cleaned_data
        cast = Cast(self._participants())
        left: list[str] = []
        found: list[Script] = []
        for name in ("pasted", "pasted_file"):
            if text := cleaned.get(name, "").strip():
                script = read(text, cast)
                if not script.turns:
                    sentence = _("No line begins with a name and a colon, as “Ada:”, and no caption names a voice.")
                    self.add_error(name, sentence)
                    return
                found.append(script)
                left += script.left
        turns = [as_block(turn) for script in found for turn in script.turns]
        if len(turns) > MOST_TURNS:
            self.add_error("pasted", _("More than %(most)s turns are too many at once.") % {"most": MOST_TURNS})
        elif turns and "turns" in cleaned:
            block = self.instance._meta.get_field("turns").stream_block
            cleaned["turns"] = block.to_python([*self._turns(), *turns])
            cleaned["pasted"] = "\n".join(left)
            self.instance.said_of_turns = [_said_added(len(turns)), *(said for each in found for said in notes(each))]

    def _participants(self) -> Iterator[Participant]:
        """Those of the byline as it was typed."""
        for form in self.formsets["bylines"].forms if "bylines" in self.formsets else ():
            form.is_valid()
            given = getattr(form, "cleaned_data", {})
            person = given.get("person")
            name = person.name if person else given.get("name") or ""
            if name and not given.get("DELETE"):
                yield Participant(name, given.get("role") or "")


def _said_added(count: int) -> str:
    return ngettext("%(count)s turn was added.", "%(count)s turns were added.", count) % {"count": count}


def notes(script: Script) -> Iterator[str]:
    """What was not understood, in sentences."""
    if script.left:
        words = " ".join(script.left)
        shown = words if len(words) < 60 else f"{words[:60].rsplit(' ', 1)[0]} …"
        yield _("“%(words)s” stands before the first name: it stays in the field.") % {"words": shown}
    if script.strangers:
        names = _few([f"“{name}”" for name in script.strangers])
        yield _("Not among the participants: %(names)s. Add them with their role, or mend the names.") % {
            "names": names
        }
    if script.doubtful:
        lines = [_("“%(label)s” in line %(line)s") % {"label": label, "line": line} for line, label in script.doubtful]
        yield _("Taken for words, as nobody of that name takes part: %(lines)s.") % {"lines": _few(lines)}
    if script.voiceless:
        yield ngettext(
            "%(count)s caption names no voice: its words stand with whoever spoke before.",
            "%(count)s captions name no voice: their words stand with whoever spoke before.",
            script.voiceless,
        ) % {"count": script.voiceless}


def _few(items: list[str]) -> str:
    return "; ".join(items if len(items) <= MOST_NAMED else [*items[:MOST_NAMED], "…"])
