"""A testimony as plain text: who tells, what to know before reading, and then the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from masthead.entries.languages import join_list, strings
from masthead.entries.rendering import Blocks, plain_text

if TYPE_CHECKING:
    from masthead.kinds.testimony.pages import Telling
    from masthead.pages.records import PersonLink


def as_text(own: Telling, headline: str, body: Blocks, language: str) -> str:
    say = strings(language).gettext
    warnings = "\n".join([say("Content warnings"), *(f"* {each}" for each in own.warnings)]) if own.warnings else ""
    parts = [
        headline.strip(),
        "\n".join(_byline(own.people, language)),
        warnings,
        own.summary,
        "\n".join(_circumstances(own, language)),
        plain_text(body),
        own.url,
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _byline(people: tuple[PersonLink, ...], language: str) -> Iterator[str]:
    say = strings(language).gettext
    said = {
        "witness": say("Told by %(names)s"),
        "translator": say("Translated by %(names)s"),
        "photographer": say("Photographs by %(names)s"),
        "editor": say("Edited by %(names)s"),
        "author": say("By %(names)s"),
    }
    for role in dict.fromkeys(someone.role for someone in people):
        names = join_list([someone.name for someone in people if someone.role == role], language)
        yield said.get(role, "%(names)s") % {"names": names}


def _circumstances(own: Telling, language: str) -> Iterator[str]:
    say = strings(language).gettext
    labelled = ((say("Told"), own.told), (say("Tells of"), own.tells_of), (say("Original language"), own.original))
    for label, words in labelled:
        if words:
            yield f"{label}: {words}"
