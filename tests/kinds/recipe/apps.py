from __future__ import annotations

from django.apps import AppConfig


class RecipeConfig(AppConfig):
    name = "masthead.kinds.recipe"
    label = "masthead_recipe"
    verbose_name = "Recipes"
    default = True
