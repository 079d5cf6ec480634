"""The menu of an old site becomes the site's own, where that has none yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from masthead.entries.models import Blog, Category, MenuItem, SiteSettings, Tag
from masthead.importers.brought import deleted_here

if TYPE_CHECKING:
    from masthead.importers.brought import Brought
    from masthead.importers.places import Places
    from masthead.importers.report import Report
    from masthead.importers.staging import Staging
    from masthead.importers.vocabulary import Vocabulary

HAS_ONE: Final = "this site has a menu already"
NO_TARGET: Final = "leads to nothing that was carried"
MOVED: Final = "stands higher: menus have two levels"


def carry_menu(
    staging: Staging, blog: Blog, words: Vocabulary, places: Places, report: Report, brought: Brought
) -> None:
    """Add the lines in their order, and say what became of each."""
    lines: list[dict[str, Any]] = json.loads(staging.meta("menu") or "[]")
    for seq, reason in json.loads(staging.meta("menu held") or "{}").items():
        report.hold(int(seq), reason)
    settings = SiteSettings.objects.order_by("pk").first()
    if settings is None or not lines:
        return
    if MenuItem.objects.filter(settings=settings).exists() or deleted_here("menu", [line["key"] for line in lines]):
        for line in lines:
            report.hold(line["seq"], HAS_ONE)
        return
    with transaction.atomic():
        for order, line in enumerate(lines):
            item = MenuItem(
                settings=settings, label=line["label"], sort_order=order, below=line["below"],
                **_target(line, blog, words, places),
            )  # fmt: skip
            if line["leads"] and not (item.page_id or item.url) and not report.dry_run:
                report.hold(line["seq"], NO_TARGET)
                continue
            report.carry(line["seq"], MOVED if line["moved"] else "")
            if not report.dry_run:
                item.save()
                brought.add("menu", [(line["key"], item.pk)])


def _target(line: dict[str, Any], blog: Blog, words: Vocabulary, places: Places) -> dict[str, Any]:
    if "item" in line:
        return {"page_id": places.page(line["item"])}
    if "term" not in line:
        return {"url": line.get("url", "")}
    if line["taxonomy"] == "tag":
        tag = Tag.objects.filter(pk=words.tags.get(line["term"], 0)).first()
        return {"url": f"/{blog.slug}/tags/{tag.slug}/" if tag else ""}
    category = Category.objects.filter(pk=words.categories.get(line["term"], 0)).first()
    slugs: list[str] = []
    while category is not None and len(slugs) < 20:
        slugs.insert(0, category.slug)
        category = category.parent
    return {"url": f"/{blog.slug}/topics/{'/'.join(slugs)}/" if slugs else ""}
