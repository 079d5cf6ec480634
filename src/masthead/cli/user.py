"""`masthead user`"""

from __future__ import annotations

from collections.abc import Mapping

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import json_option, say_json

blog_option = click.option(
    "--blog", "blogs", multiple=True, metavar="SLUG", help="For this blog only; may be given several times."
)


@click.group()
def user() -> None:
    """Make and list accounts, give passwords, end sessions, switch accounts off."""


@user.command()
@click.argument("name")
@click.option("--mail", default="", help="Where a forgotten password is sent.")
@click.option("--role", default="writer", show_default=True, help="writer, editor or administrator.")
@blog_option
@json_option
@pass_site
def add(site: Context, name: str, mail: str, role: str, blogs: tuple[str, ...], as_json: bool) -> None:
    """Make an account called NAME, with a one-time password."""
    site.started()
    from masthead.site.accounts import add_account

    _tell_password(site, name, add_account(name, mail=mail, role=role, blogs=blogs), as_json=as_json)


@user.command()
@click.argument("name")
@click.argument("role")
@blog_option
@pass_site
def role(site: Context, name: str, role: str, blogs: tuple[str, ...]) -> None:
    """Give the account NAME another ROLE: writer, editor or administrator."""
    site.started()
    from masthead.site.accounts import account
    from masthead.site.roles import roles_of, set_role

    found = account(name)
    set_role(found, role, blogs)
    click.echo(f"{name}: {', '.join(roles_of(found))}")


@user.command()
@click.argument("name")
@json_option
@pass_site
def password(site: Context, name: str, as_json: bool) -> None:
    """Give the account NAME a new one-time password. The old one ends at once."""
    site.started()
    from masthead.site.accounts import AccountError, account, give_one_time_password

    found = account(name)
    if not found.is_active:
        raise AccountError(f"“{name}” is switched off. `masthead user activate {name}` lets it in again.")
    _tell_password(site, name, give_one_time_password(found), as_json=as_json)


@user.command()
@click.argument("name")
@json_option
@pass_site
def deactivate(site: Context, name: str, as_json: bool) -> None:
    """Switch the account NAME off: for somebody who leaves.

    Its sessions and its password end at once. Its entries stay as they are.
    """
    site.started()
    from masthead.site.accounts import switch_off

    switch_off(name)
    if as_json:
        say_json({"name": name, "active": False})
    else:
        click.echo(f"{name} is switched off, and logged out everywhere. `masthead user activate {name}` undoes it.")


@user.command()
@click.argument("name")
@json_option
@pass_site
def activate(site: Context, name: str, as_json: bool) -> None:
    """Let the account NAME in again, with a one-time password."""
    site.started()
    from masthead.site.accounts import switch_on

    _tell_password(site, name, switch_on(name), as_json=as_json)


@user.command()
@click.argument("name")
@json_option
@pass_site
def unlock(site: Context, name: str, as_json: bool) -> None:
    """Let NAME try to log in again at once, after too many wrong passwords.

    The tries of all networks and browsers are forgotten with it: nobody knows which of them were NAME's.
    """
    site.started()
    from masthead.desk.log_in.tries import unlock
    from masthead.site.accounts import account

    account(name)
    count = unlock(name)
    if as_json:
        say_json({"name": name, "forgotten": count})
    else:
        click.echo(
            f"{name} can log in again." if count else f"{name} was not slowed down; a wrong password stays wrong."
        )


@user.command()
@click.argument("name")
@json_option
@pass_site
def sessions(site: Context, name: str, as_json: bool) -> None:
    """Say where the account NAME is logged in."""
    site.started()
    from masthead.desk.log_in.sessions import sittings
    from masthead.site.accounts import account

    found = [
        {"network": each.came_in.network, "browser": f"{each.came_in.browser} {each.came_in.system}".strip(),
         "began": each.came_in.at, "seen": each.seen}
        for each in sittings(account(name)) if each.came_in
    ]  # fmt: skip
    if as_json:
        say_json(found)
        return
    for each in found:
        browser = each["browser"] or "a browser that gives no name"
        click.echo(f"{browser}, from {each['network'] or 'nobody knows where'}, since {each['began']}")
    if not found:
        click.echo(f"{name} is logged in nowhere.")


@user.command()
@click.argument("name")
@json_option
@pass_site
def logout(site: Context, name: str, as_json: bool) -> None:
    """End all sessions of the account NAME. Its password stays good."""
    site.started()
    from masthead.desk.log_in.sessions import end_all
    from masthead.site.accounts import account

    count = end_all(account(name))
    if as_json:
        say_json({"name": name, "ended": count})
    else:
        click.echo(f"Sessions of {name} that have ended: {count}.")


@user.command("list")
@json_option
@pass_site
def list_accounts(site: Context, as_json: bool) -> None:
    """List the accounts."""
    site.started()
    from django.contrib.auth.models import User

    from masthead.desk.log_in.tries import key, refused_until
    from masthead.site.accounts import has_one_time_password
    from masthead.site.roles import roles_of

    accounts = [
        {
            "name": each.username,
            "mail": each.email,
            "roles": roles_of(each),
            "active": each.is_active,
            "one_time_password": has_one_time_password(each),
            "refused_until": refused_until([key("name", each.username)]),
            "last_login": each.last_login,
        }
        for each in User.objects.order_by("username").prefetch_related("groups")
    ]
    if as_json:
        say_json(accounts)
        return
    for account in accounts:
        click.echo(_line(account))


def _line(account: Mapping[str, object]) -> str:
    roles = account["roles"]
    words = [", ".join(roles) if isinstance(roles, list) and roles else "no role"]
    if account["mail"]:
        words.append(str(account["mail"]))
    if not account["active"]:
        words.append("switched off")
    if account["one_time_password"]:
        words.append("one-time password")
    if account["refused_until"]:
        words.append("slowed down after too many wrong passwords")
    return f"{account['name']}: {'; '.join(words)}"


def _tell_password(site: Context, name: str, word: str, *, as_json: bool) -> None:
    from masthead.site.addresses import desk_address

    if as_json:
        say_json({"name": name, "password": word})
        return
    click.echo(
        f"{name} can log in at {desk_address(site.options)}/desk/ with the one-time password {word}\n"
        "It is shown only now."
    )
