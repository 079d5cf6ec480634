"""Two persons who are one: one of them remains, and takes over all that named the other.

Bylines, menus, the addresses of before, what imports know, and whatever else names a person by a foreign key. Drafts
keep the number of old in their text, so it is remembered (`MergedPerson`) and read as that of who remains. Who stands
behind a pseudonym is sealed with the entry, names nobody's number, and stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from wagtail.log_actions import log

from masthead.entries.listings import PERSON, listing_number
from masthead.entries.models import (
    AddressHistory,
    Byline,
    GoneListing,
    Imported,
    Listing,
    ListingEntry,
    LostCut,
    MenuItem,
    MergedPerson,
    Person,
    PublicEntry,
)
from masthead.entries.projection import bulk
from masthead.entries.projection.definitions import SHARDS, sheet_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FILLED: Final = ("bio", "website")
"""What who remains takes over, where they have nothing of their own."""


class CannotMerge(ValueError):
    """Two persons who cannot become one; the text is a sentence."""


class Foreseen(NamedTuple):
    """What merging would change."""

    public: int  # entries that readers see
    others: int  # that they do not see
    menu: tuple[str, ...]  # lines of the menu that would lead to who remains
    address: str  # that would lead to the other's
    taken: tuple[str, ...]  # columns that who remains has nothing in
    dropped: tuple[str, ...]  # columns in which both have something, so that the other's goes


def foresee(remains: Person, other: Person) -> Foreseen:
    """What `merge` would do. Raises `CannotMerge`."""
    _check(remains, other)
    named = set(Byline.objects.filter(person=other).values_list("entry_id", flat=True))
    public = PublicEntry.objects.filter(entry_id__in=Byline.objects.filter(person=other).values("entry_id")).count()
    written = [name for name in FILLED if getattr(other, name)]
    return Foreseen(
        public,
        len(named) - public,
        tuple(_menu(other).values_list("label", flat=True)),
        f"/people/{other.slug}/",
        tuple(name for name in written if not getattr(remains, name)),
        tuple(name for name in written if getattr(remains, name) not in ("", getattr(other, name))),
    )


def merge(remains: Person, other: Person, *, user: User | None = None) -> Person:
    """Let `remains` take over all that is the other's, who goes. Raises `CannotMerge`."""
    _check(remains, other)
    with transaction.atomic():
        # In one order, so that two editors who merge the same two do not wait for each other for ever.
        both = {
            row.pk: row
            for row in Person.objects.select_for_update().filter(pk__in=(remains.pk, other.pk)).order_by("pk")
        }
        if len(both) < 2:
            raise CannotMerge("One of the two has gone meanwhile.")
        remains, other = both[remains.pk], both[other.pk]
        number = other.pk
        # Settled once: an author may have written thousands of entries.
        with bulk():
            _menu(other).update(url=f"/people/{remains.slug}/")
            _take_over_rows(remains, other)
        MergedPerson.objects.create(number=number, person=remains, source=other.source)
        Imported.objects.filter(kind="person", target_id=number).update(target_id=remains.pk)
        for name in FILLED:
            setattr(remains, name, getattr(remains, name) or getattr(other, name))
        log(other, "wagtail.delete", user=user)
        other.delete()
        remains.save()
        log(remains, "wagtail.edit", user=user)
        # The row that went left its address behind: it leads to who remains now.
        AddressHistory.objects.filter(target_kind="person", target_id=number).update(target_id=remains.pk)
        lists = listing_number(PERSON, remains.pk), listing_number(PERSON, number)
        _take_over_sheets(*lists)
        _take_over_absence(*lists)
    return remains


def _check(remains: Person, other: Person) -> None:
    if remains.pk == other.pk:
        raise CannotMerge("These are one person already: name two.")


def _menu(person: Person) -> Any:
    return MenuItem.objects.filter(url=f"/people/{person.slug}/")


def _take_over_rows(remains: Person, other: Person) -> None:
    """All rows that name the other by a foreign key. Who stands in one byline twice in one role stands there once."""
    twice = Byline.objects.filter(person=other)
    for role in twice.order_by().values_list("role", flat=True).distinct():
        also = Byline.objects.filter(person=remains, role=role).values("entry_id")
        twice.filter(role=role, entry_id__in=also).delete()
    relations: list[Any] = Person._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            field = relation.field
            field.model._base_manager.filter(**{field.name: other}).update(**{field.name: remains})


def _take_over_sheets(remains: int, other: int) -> None:
    """The older parts of the other's list have addresses, too; they lead to the sheet that has the same days now."""
    starts = ListingEntry.objects.filter(listing=remains, cut=1).values("entry_id")
    lost = LostCut.objects.filter(listing=remains).values("entry_id")
    LostCut.objects.filter(listing=other).filter(Q(entry_id__in=starts) | Q(entry_id__in=lost)).delete()
    LostCut.objects.filter(listing=other).update(listing=remains)
    with connection.cursor() as cursor:
        sheet = sheet_of("masthead_lost_cut")
        cursor.execute(f"update masthead_lost_cut set sheet = {sheet} where listing = %s", [remains])  # noqa: S608


def _take_over_absence(remains: int, other: int) -> None:
    """Where nothing of either is public now, the addresses still say that something was."""
    gone = GoneListing.objects.filter(listing=other)
    if gone.exists() and not Listing.objects.filter(listing=remains).exists():
        GoneListing.objects.get_or_create(listing=remains, defaults={"shard": remains % SHARDS})
    gone.delete()
