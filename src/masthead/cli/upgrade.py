"""`masthead upgrade`"""

from __future__ import annotations

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.output import progress


@click.command()
@click.option("--new-key", is_flag=True, help="Write a new secret.key where it is lost; everybody logs in again.")
@pass_site
def upgrade(site: Context, new_key: bool) -> None:
    """Bring a site to this version of Masthead.

    Migrates the database, renews what notices changes in it, gives the roles what this version brings, and has the
    next press ask everything again. Stop `masthead serve` before, make a backup, start it again after. To run it
    twice does no harm.
    """
    if new_key:
        _write_key(site)
    site.started()
    from masthead.site.making import check_is_site, match_address, migrate

    check_is_site()
    with progress("Migrating the database") as advance:
        migrate(advance)
    _renew()
    _equip()
    match_address(site.options.url)
    click.echo("The site is of this version now. The next press asks everything again.")


def _write_key(site: Context) -> None:
    from masthead.site.making import write_key

    if site.folder.key.exists():
        click.echo(f"{site.folder.key} is there and stays. To have a new one, move it away before.", err=True)
        return
    write_key(site.folder)
    click.echo(f"Wrote {site.folder.key}. Keep a copy.")


def _renew() -> None:
    """Migrations renew both already; this mends what somebody has damaged since."""
    from django.db import connection

    from masthead.entries import projection
    from masthead.pages import capture

    if projection.check(connection):
        projection.install(connection)
        projection.reconcile(connection)
    capture.install()


def _equip() -> None:
    from django.db import transaction

    from masthead.desk.roles import equip

    with transaction.atomic():
        equip()
