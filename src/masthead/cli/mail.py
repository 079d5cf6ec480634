"""`masthead mail`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import FOUND, CommandError
from masthead.cli.output import json_option, say_json
from masthead.site.checks import mail_address


@click.group()
def mail() -> None:
    """Try the mail server; say which mail waits."""


@mail.command()
@click.argument("address")
@pass_site
def test(site: Context, address: str) -> None:
    """Send a mail to ADDRESS now, and say what the server answers."""
    if reason := mail_address(address):
        raise CommandError(f"The address {reason}.")
    site.started()
    from django.core.mail import EmailMessage
    from django.core.mail.message import sanitize_address

    from masthead.entries.models import site_name
    from masthead.mail.backend import as_sent
    from masthead.mail.server import Refused, ServerFailed, opened

    options = site.options
    letter = EmailMessage(
        f"Mail from {site_name()}",
        f"This site can send mail: {options.url}\n",
        to=[address],
    )
    try:
        receiver = sanitize_address(address, "utf-8")
        sender = sanitize_address(letter.from_email, "utf-8")
        message = as_sent(letter)
    except ValueError:
        raise CommandError(f"“{address}” is no mail address.") from None
    try:
        with opened(options) as line:
            line.hand_over(sender, receiver, message)
    except ServerFailed as error:
        raise CommandError(f"The mail server cannot be used: {error}. See `masthead config show`.") from None
    except Refused as error:
        raise CommandError(f"The mail server will not take it: {error}.") from None
    if options.mail_host:
        click.echo(f"{options.mail_host} has taken a mail from {sender} to {receiver}.")
    else:
        click.echo("No mail server is set (mail_host): nobody got it, it was only written here.")


@mail.command("list")
@json_option
@pass_site
def list_letters(site: Context, as_json: bool) -> None:
    """List mail that waits or was given up. Exit code 1 says that some was."""
    site.started()
    from masthead.mail.models import Letter

    columns = ("receiver", "subject", "written_at", "tries", "error", "given_up", "next_try_at")
    found = list(Letter.objects.order_by("pk").values(*columns))
    if as_json:
        say_json(found)
    else:
        for letter in found:
            state = "given up" if letter["given_up"] else f"tried {letter['tries']} times"
            click.echo(
                f"{letter['receiver']}: {letter['subject']} ({letter['written_at']:%Y-%m-%d %H:%M} UTC; {state})"
            )
            if letter["error"]:
                click.echo(f"  {letter['error']}")
        if not found:
            click.echo("No mail waits.")
    if any(letter["given_up"] for letter in found):
        raise SystemExit(FOUND)


@mail.command()
@pass_site
def retry(site: Context) -> None:
    """Try mail that was not taken again now, also what was given up, for three more days."""
    site.started()
    from masthead.mail.delivery import try_again

    click.echo(f"To be tried again: {try_again()}. `masthead serve` or `masthead clock --once` delivers.")
