from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.pages.facts import registry
from masthead.pages.kinds import Answers, Kind, Writing, declare
from masthead.press.answers import record
from masthead.press.facts import Join
from masthead.press.manifest import Claim, Group, Page

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing


@record
class RecipeRow(NamedTuple):
    serves: int
    ingredients: str


recipe = registry.fact(
    "recipe",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join("masthead_recipe", "entry_ptr_id", "entry_id"),),
    select=("masthead_recipe.serves", "masthead_recipe.ingredients:text"),
    one=True,
    record=RecipeRow,
)


class Cooking(NamedTuple):
    """What the templates get as `own`."""

    serves: int
    ingredients: tuple[str, ...]


@registry.page()
def shopping_list(entry_id: int) -> Page:
    """The ingredients as plain text."""
    return Page(f"{recipe(entry_id).ingredients}\n".encode())


class RecipeKind(Kind):
    name = "recipe"
    plural = "Recipes"
    files = ("shopping.txt",)

    def own(self, row: EntryRow, writing: Writing) -> Cooking:
        return self.brief(row)

    def brief(self, row: EntryRow) -> Cooking:
        found: RecipeRow = recipe(row.entry_id)
        return Cooking(found.serves, tuple(filter(None, found.ingredients.splitlines())))

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        return {**thing, "@type": "Recipe", "recipeIngredient": list(self.brief(row).ingredients)}

    def further(self, row: DayRow) -> Group:
        return Group((Claim(f"{row.address}shopping.txt", shopping_list.ref(row.entry_id)),))

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        return [(recipe, (entry.pk or 0,), RecipeRow(version.serves, version.ingredients))]

    def facts(self) -> tuple[str, ...]:
        return ("recipe",)


declare(RecipeKind())
