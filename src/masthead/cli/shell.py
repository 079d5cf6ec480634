"""`masthead shell`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site


@click.command()
@click.option("--command", "-c", help="Run this instead of asking.")
@pass_site
def shell(site: Context, command: str | None) -> None:
    """Open a Python prompt inside the site, with all models at hand.

    What is changed here reaches the pages like any change at the desk.
    """
    site.started()
    from django.core.management import call_command

    call_command("shell", command=command, verbosity=0 if command else 1)
