"""What readers get of a petition."""

from __future__ import annotations

from masthead.pages.kinds import Kind, declare

ORGANISER = "organiser"


class PetitionKind(Kind):
    name = "petition"
    plural = "Petitions"
    authors = (ORGANISER,)


declare(PetitionKind())
