"""Accounts of editors, and passwords that are good for one log-in.

A one-time password is marked in its stored form, so that the mark goes when another password is set: there is
no column to forget.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password
from django.contrib.auth.models import Group, User
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


def add_account(name: str, *, mail: str = "", role: str = "") -> str:
    """Makes an account and answers with its one-time password. `role`: a group's name, or administrator."""
    users = User.objects
    if users.filter(username=name).exists():
        raise AccountError(f"There is an account “{name}” already. `masthead user list` shows all of them.")
    group = None if role == "administrator" else _group(role)
    user = users.create_user(username=name, email=mail)
    user.is_staff = user.is_superuser = group is None
    user.save()
    if group is not None:
        user.groups.add(group)
    return give_one_time_password(user)


def _group(role: str) -> Group:
    group = Group.objects.filter(name__iexact=role).first()
    if group is None:
        known = ", ".join(["administrator", *Group.objects.order_by("name").values_list("name", flat=True)])
        raise AccountError(f"There is no role “{role}”. The roles are: {known}.")
    return group
