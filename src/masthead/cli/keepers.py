"""`masthead keepers`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import CommandError
from masthead.cli.output import json_option, say_json


@click.group()
def keepers() -> None:
    """Say who may read who stands behind pseudonyms; add and remove them.

    Passphrases are asked for at the terminal, never given as options: they would stand in its history.
    """


@keepers.command("list")
@json_option
@pass_site
def list_keepers(site: Context, as_json: bool) -> None:
    """List the keepers."""
    site.started()
    from masthead.kinds.testimony.models import Keeper, SealedLink

    found = [
        {"name": each.name, "account": each.user_id is not None, "since": each.since}
        for each in Keeper.objects.order_by("name")
    ]
    if as_json:
        say_json({"keepers": found, "sealed": SealedLink.objects.count()})
        return
    for keeper in found:
        click.echo(
            f"{keeper['name']}{'' if keeper['account'] else ': the account is gone, the passphrase still opens'}"
        )
    if not found:
        click.echo("This site has no keepers. `masthead keepers add NAME` makes the first.")


@keepers.command()
@click.argument("name")
@click.option("--by", default="", metavar="KEEPER", help="Who lets NAME in; not needed for the first.")
@pass_site
def add(site: Context, name: str, by: str) -> None:
    """Make the account NAME a keeper, with a passphrase of its own.

    Whoever is a keeper already lets NAME in, with their own passphrase, in front of the same terminal. Nobody can look
    a passphrase up: if all of them are lost, so are all links.
    """
    site.started()
    from masthead.kinds.testimony.keepers import keeping
    from masthead.kinds.testimony.models import Keeper

    if Keeper.objects.exists() and not by:
        raise CommandError("This site has keepers. Name the one who lets the next one in: --by KEEPER.")
    try:
        own = click.prompt(f"Passphrase of {by}", hide_input=True) if by else ""
        new = click.prompt(f"New passphrase of {name}", hide_input=True, confirmation_prompt=True)
        if by:
            keeping.add(name, new, by=by, by_passphrase=own)
        else:
            keeping.add_first(name, new)
    except keeping.KeepingError as error:
        raise CommandError(str(error)) from None
    click.echo(f"{name} is a keeper.")


@keepers.command()
@click.argument("name")
@click.option("--lose-links", is_flag=True, help="Even if NAME is the last one: all sealed links are deleted.")
@pass_site
def remove(site: Context, name: str, lose_links: bool) -> None:
    """Take the key of the keeper NAME away.

    A backup from before still holds it, and NAME still knows the passphrase.
    """
    site.started()
    from masthead.kinds.testimony.keepers import keeping

    try:
        lost = keeping.remove(name, lose_links=lose_links)
    except keeping.KeepingError as error:
        raise CommandError(str(error)) from None
    click.echo(f"{name} is no keeper any more." + (f" Links that are lost: {lost}." if lost else ""))
