"""Who is renamed, merged or deleted: rows that name them are found and sorted by what they are called now."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from masthead.entries.models import MergedPerson, Person
from masthead.kinds.register.columns import Cells, cells_of


def watch() -> None:
    post_save.connect(_changed, sender=Person, dispatch_uid="masthead.register.saved")
    post_delete.connect(_changed, sender=Person, dispatch_uid="masthead.register.deleted")


def _changed(sender: Any, instance: Person, created: bool = False, **_: Any) -> None:
    from masthead.kinds.register.models import Register, Row
    from masthead.kinds.register.rows import changing

    if created:
        return
    named = Row.objects.filter(cells__contains=f'{{"person": {instance.pk}}}', erased=False)
    remains = MergedPerson.objects.filter(number=instance.pk).values_list("person_id", flat=True).first()
    for register_id in named.order_by().values_list("register_id", flat=True).distinct():
        with changing(Register.objects.get(pk=register_id)) as hand:
            for row in named.filter(register_id=register_id):
                hand.change(row, _renumbered(cells_of(row.cells), instance.pk, remains), row.source)


def _renumbered(cells: Cells, number: int, remains: int | None) -> Cells:
    """With the person who remains in the place of one who became part of them."""
    if remains is None:
        return cells
    return {name: {"person": remains} if cell == {"person": number} else cell for name, cell in cells.items()}
