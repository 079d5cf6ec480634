"""Fields whose definition stays out of migrations."""

from __future__ import annotations

from typing import Any

from wagtail.fields import RichTextField, StreamField

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


class ShortTextField(RichTextField):  # type: ignore[misc]
    """Rich text of a few lines; its buttons, like the blocks of a body, are no matter of migrations."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("features", list(RICH))
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        options.pop("features", None)
        return name, path, list(args), options
