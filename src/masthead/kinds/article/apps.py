from __future__ import annotations

from django.apps import AppConfig


class ArticleConfig(AppConfig):
    name = "masthead.kinds.article"
    label = "masthead_article"
    verbose_name = "Articles"
    default = True
