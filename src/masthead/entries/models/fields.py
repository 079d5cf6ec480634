"""Fields whose definition stays out of migrations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockWidget
from wagtail.fields import RichTextField, StreamField

from masthead.entries import edtf

RICH: tuple[str, ...] = ("bold", "italic", "link", "document-link", "ol", "ul")


class BodyField(StreamField):  # type: ignore[misc]
    """A stream field that is, to a migration, a column of JSON.

    Which blocks there are is code, not schema: a new block needs no migration, and old migrations import no
    block. Historical models therefore see raw JSON only.
    """

    def __init__(self, block_types: Any = (), block_lookup: Any = None, **options: Any) -> None:
        super().__init__(block_types or [], block_lookup=block_lookup, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options

    def formfield(self, **options: Any) -> Any:
        return super().formfield(widget=BodyWidget(self.stream_block), **options)


class BodyWidget(BlockWidget):  # type: ignore[misc]
    """What the desk's script is told of the blocks is the same in all forms of one language. To put it together takes a
    fourth of what a form takes."""

    _js_context: Any
    _block_json: Any

    def _build_block_json(self) -> None:
        told = self.block_def.__dict__.setdefault("_told", {})
        language = get_language()
        if language not in told:
            super()._build_block_json()
            told[language] = self._js_context, self._block_json
        self._js_context, self._block_json = told[language]


class ShortTextField(RichTextField):  # type: ignore[misc]
    """Rich text of a few lines; its buttons, like the blocks of a body, are no matter of migrations."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("features", list(RICH))
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        options.pop("features", None)
        return name, path, list(args), options


def check_date(value: str) -> None:
    """Raise ValidationError for what is no date of EDTF."""
    if value and edtf.parse(value) is None:
        raise ValidationError(
            _(
                "Write the date as far as it is known: 1984, 1984-10, 1984-10-03, 1984-23 for its autumn (21 is "
                "spring), 198X for the eighties, 1984~ for about, 1984/1986 for a span."
            )
        )


class KnownDateField(models.CharField):  # type: ignore[type-arg]
    """A date as exact as it is known, as EDTF (`masthead.entries.edtf`); empty: nothing is known."""

    default_validators = [check_date]  # noqa: RUF012  # Django's, which names a list

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", edtf.LONGEST)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        return edtf.normalised(value) if isinstance(value, str) else super().to_python(value)
