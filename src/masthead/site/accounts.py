"""Accounts of editors, and passwords that are good for one log-in.

A one-time password is marked in its stored form, so that the mark goes when another password is set: there is
no column to forget.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

ALGORITHM: Final = "one_time"
# Without letters and digits that look alike.
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


class AccountError(Exception):
    """The account cannot be made or changed; the message says why."""


class OneTimePasswordHasher(PBKDF2PasswordHasher):
    algorithm = ALGORITHM


class Accounts(ModelBackend):
    """Django's accounts; a one-time password keeps its mark when it is used."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        user = User.objects.filter(username=username).first() if username else None
        if user is None or password is None or not has_one_time_password(user):
            return super().authenticate(request, username=username, password=password, **kwargs)
        # Django's own check would store the password anew in its preferred form.
        is_right = identify_hasher(user.password).verify(password, user.password)
        return user if is_right and self.user_can_authenticate(user) else None


class OwnPasswordFirst:
    """Middleware: who came in with a one-time password chooses one of their own before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not has_one_time_password(request.user) or _is_on_the_way(request.path):
            return self.get_response(request)
        return HttpResponseRedirect(reverse("masthead_own_password"))


def _is_on_the_way(path: str) -> bool:
    """What choosing a password itself needs."""
    names = ("masthead_own_password", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite")
    return path in {reverse(name) for name in names}


def has_one_time_password(user: Any) -> bool:
    return str(getattr(user, "password", "")).startswith(f"{ALGORITHM}$")


def give_one_time_password(user: User) -> str:
    """A new password for this account, good until its owner has chosen another. Not stored anywhere in clear."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    user.password = make_password(password, hasher=ALGORITHM)
    user.save(update_fields=["password"])
    return password


def add_account(name: str, *, mail: str = "", role: str = "", blogs: Iterable[str] = ()) -> str:
    """Makes an account and answers with its one-time password. For the role see `set_role`.

    Raises AccountError, also for what the desk's form would refuse.
    """
    # The log-in needs this module before there are models.
    from masthead.site.roles import set_role

    name = User.normalize_username(name)
    if User.objects.filter(username=name).exists():
        raise AccountError(f"There is an account “{name}” already. `masthead user list` shows all of them.")
    user = User(username=name, email=User.objects.normalize_email(mail))
    user.set_unusable_password()
    _check(user)
    with transaction.atomic():
        user.save()
        set_role(user, role, blogs)
        return give_one_time_password(user)


def _check(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        wrong = error.message_dict
    else:
        return
    if "username" in wrong:
        raise AccountError(
            f"“{user.username}” cannot be the name of an account: 1 to 150 letters, digits and @ . + - _, no spaces."
        )
    raise AccountError(f"“{user.email}” is no mail address.")


def account(name: str) -> User:
    """Raises AccountError when there is none."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise AccountError(f"There is no account “{name}”. `masthead user list` shows all of them.")
    return found


def switch_off(name: str) -> None:
    """Ends the account's sessions and its password; what it wrote stays, and so does its role.

    Raises AccountError for the last administrator.
    """
    user = account(name)
    keep_an_administrator(user)
    # Sessions are bound to the password: they do not come back with the account.
    user.set_unusable_password()
    user.is_active = False
    user.save(update_fields=["password", "is_active"])


def switch_on(name: str) -> str:
    """Lets the account in again, with a one-time password."""
    user = account(name)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return give_one_time_password(user)


def keep_an_administrator(user: User) -> None:
    """Raises AccountError if this is the last one."""
    if user.is_superuser and not _administrators().exclude(pk=user.pk).exists():
        raise AccountError(
            f"“{user.username}” is the only administrator. Make another one before: "
            "`masthead user add NAME --role administrator`."
        )


def _administrators() -> QuerySet[User]:
    return User.objects.filter(is_superuser=True, is_active=True)
