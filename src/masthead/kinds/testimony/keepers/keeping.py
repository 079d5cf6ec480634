"""What keepers and editors do. Each act at the desk stands in the entry's history: who, when, never what."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from masthead.kinds.testimony.keepers import box
from masthead.kinds.testimony.keepers.models import Keeper, SealedLink, SiteKey
from masthead.kinds.testimony.models import Testimony

SEALED: Final = "masthead.pseudonym.sealed"
ERASED: Final = "masthead.pseudonym.erased"
OPENED: Final = "masthead.pseudonym.opened"
REFUSED: Final = "masthead.pseudonym.refused"
SHORTEST: Final = 16
LONGEST: Final = 1024
TRIES: Final = 5
PAUSE: Final = dt.timedelta(minutes=15)


class KeepingError(Exception):
    """It cannot be done; the message says why.

    NoKeepers      nobody could open what is sealed
    NotAKeeper     this account may not
    Refused        the passphrase is wrong
    TooOften       it was wrong too often
    Damaged        what lies there was not sealed here
    """


class NoKeepers(KeepingError):
    pass


class NotAKeeper(KeepingError):
    pass


class Refused(KeepingError):
    pass


class TooOften(KeepingError):
    pass


class Damaged(KeepingError):
    pass


# Keepers


def keeper_of(user: Any) -> Keeper | None:
    """The keeper that this account is. Administrators are none by being administrators."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Keeper.objects.filter(user_id=user.pk).first()


def check_passphrase(passphrase: str) -> None:
    length = len(box.written(passphrase))
    if not SHORTEST <= length <= LONGEST:
        raise KeepingError(
            f"A passphrase has at least {SHORTEST} characters: four or five words that do not belong together."
        )


@transaction.atomic
def add_first(name: str, passphrase: str) -> Keeper:
    """Makes the site's pair of keys, and its first keeper."""
    if SiteKey.objects.exists():
        raise KeepingError("This site has keepers: one of them has to let the next one in.")
    pair = box.new_pair()
    SiteKey.objects.create(public=pair.public)
    return _keeper(name, passphrase, pair.private)


@transaction.atomic
def add(name: str, passphrase: str, *, by: str, by_passphrase: str) -> Keeper:
    """One more keeper, let in by another."""
    return _keeper(name, passphrase, _private(keeper_named(by), by_passphrase))


def keeper_named(name: str) -> Keeper:
    found = Keeper.objects.filter(name=name).first()
    if found is None:
        raise KeepingError(f"“{name}” is no keeper. `masthead keepers list` names them.")
    return found


@transaction.atomic
def remove(name: str, *, lose_links: bool = False) -> int:
    """Takes a keeper's key away; gives the number of links that are lost with it."""
    found = keeper_named(name)
    if Keeper.objects.exclude(pk=found.pk).exists():
        found.delete()
        return 0
    lost = SealedLink.objects.count()
    if lost and not lose_links:
        raise KeepingError(
            f"“{name}” is the last keeper: {lost} sealed links could never be read again. Add another keeper first, "
            "or give --lose-links."
        )
    for model in (SealedLink, Keeper, SiteKey):
        model.objects.all().delete()
    return lost


def _keeper(name: str, passphrase: str, private: bytes) -> Keeper:
    check_passphrase(passphrase)
    user = User.objects.filter(username=name).first()
    if user is None:
        raise KeepingError(f"There is no account “{name}”. `masthead user add {name}` makes one.")
    if Keeper.objects.filter(user=user).exists():
        raise KeepingError(f"“{name}” is a keeper already.")
    # The key of an account that is gone gives way to the new one of that name.
    Keeper.objects.filter(name=name, user=None).delete()
    locked = box.lock(private, passphrase)
    return Keeper.objects.create(
        user=user, name=name, salt=locked.salt, operations=locked.operations, memory=locked.memory, box=locked.box
    )


def _private(keeper: Keeper, passphrase: str) -> bytes:
    try:
        private = box.unlock(keeper.locked, passphrase)
    except box.WrongPassphrase:
        raise Refused("This is not the passphrase.") from None
    key = SiteKey.objects.first()
    if key is None or bytes(key.public) != box.public_of(private):
        raise Damaged(
            "The site's public key is not the one that keepers have the private key of: somebody changed it in the "
            "database. Put a backup in its place; what was sealed meanwhile may be known to others."
        )
    return private


# Links


def sealed(entry: Testimony) -> SealedLink | None:
    return SealedLink.objects.defer("box").filter(entry_id=entry.pk).first()


@transaction.atomic
def seal(entry: Testimony, link: str, user: User) -> None:
    """Keeps who stands behind the pseudonym, in place of what was kept before. Raises NoKeepers."""
    key = SiteKey.objects.first()
    if key is None or not Keeper.objects.exists():
        raise NoKeepers("This site has no keepers: nobody could open it. `masthead keepers add` makes one.")
    closed = box.seal(bytes(key.public), entry.permanent_id.hex, link)
    SealedLink.objects.update_or_create(entry_id=entry.pk, defaults={"box": closed})
    log(entry, SEALED, user=user)


@transaction.atomic
def erase(entry: Testimony, user: User) -> None:
    SealedLink.objects.filter(entry_id=entry.pk).delete()
    log(entry, ERASED, user=user)


def read(link: SealedLink, user: User, passphrase: str) -> str:
    """Who it is. It stands in the entry's history before it is told. Raises KeepingError."""
    keeper = keeper_of(user)
    if keeper is None:
        raise NotAKeeper("Only keepers read this.")
    entry = link.entry
    # Counted before it is tried, which takes long: many at once are no way round.
    attempt = log(entry, REFUSED, user=user)
    if _refused_lately(user) > TRIES:
        attempt.delete()
        raise TooOften("The passphrase was wrong too often. Try again in a quarter of an hour.")
    private = _private(keeper, passphrase)
    attempt.delete()
    log(entry, OPENED, user=user)
    try:
        return box.unseal(private, entry.permanent_id.hex, bytes(link.box))
    except box.NotSealedHere:
        raise Damaged("What lies there was not sealed for this entry, or is damaged. Look into a backup.") from None


def _refused_lately(user: User) -> int:
    since = timezone.now() - PAUSE
    return int(PageLogEntry.objects.filter(user=user, action=REFUSED, timestamp__gte=since).count())
