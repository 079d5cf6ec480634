"""`masthead person`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import CommandError
from masthead.cli.output import json_option, say_json

if TYPE_CHECKING:
    from masthead.entries.models import Person

WORDS = {"bio": "the text about the person", "website": "the website"}


@click.group()
def person() -> None:
    """Make one of two persons who are the same."""


@person.command()
@click.argument("remains")
@click.argument("other")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_option
@pass_site
def merge(site: Context, remains: str, other: str, dry_run: bool, as_json: bool) -> None:
    """Let the person REMAINS take over all that is OTHER's, who is gone then. Both are named by their slugs.

    This cannot be undone. The address of OTHER leads to REMAINS. Never merge a pseudonym with the name behind it.
    """
    site.started()
    from masthead.actions import merge_people

    one, two = _person(remains), _person(other)
    try:
        found = merge_people.foresee(one, two)
        if not dry_run:
            merge_people.merge(one, two)
    except merge_people.CannotMerge as error:
        raise CommandError(str(error)) from None
    if as_json:
        say_json({"merged": not dry_run, "remains": one.slug, "other": two.slug, **found._asdict()})
        return
    would = "would become" if dry_run else "has become"
    click.echo(f"“{two.name}” {would} one with “{one.name}”.")
    click.echo(f"Public entries of “{two.name}”: {found.public}. Others: {found.others}.")
    click.echo(f"{found.address} leads to /people/{one.slug}/.")
    for label in found.menu:
        click.echo(f"So does this line of the menu: {label}")
    for name in found.taken:
        click.echo(f"Taken over from “{two.name}”: {WORDS[name]}.")
    for name in found.dropped:
        click.echo(f"Lost, as both have one: {WORDS[name]} of “{two.name}”.")
    if dry_run:
        click.echo("Nothing was changed.")


def _person(slug: str) -> Person:
    from masthead.entries.models import Person

    found = Person.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no person “{slug}”. The slug is the last part of the address: /people/SLUG/.")
    return found
