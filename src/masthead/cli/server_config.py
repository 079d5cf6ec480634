"""`masthead server-config`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import CommandError

if TYPE_CHECKING:
    from masthead.reader.servers import Site


@click.group("server-config")
def server_config() -> None:
    """Print a configuration with which a web server gives readers the published files itself.

    They are read while the application is switched off, too. It runs on this machine, at the site's port.
    """


@server_config.command()
@click.option("--listen", default="", help="What to write behind `listen`. Else 443 ssl, or 80 for an http address.")
@click.option("--brotli", is_flag=True, help="Use the brotli forms, too. Needs the module ngx_brotli.")
@pass_site
def nginx(site: Context, listen: str, brotli: bool) -> None:
    """Print it for nginx."""
    from masthead.reader.nginx import nginx

    click.echo(nginx(_of(site), listen=listen, brotli=brotli), nl=False)


@server_config.command()
@click.option(
    "--address", default="", help="What to write before the braces. Else the host, with http:// if it has no HTTPS."
)
@pass_site
def caddy(site: Context, address: str) -> None:
    """Print it for Caddy."""
    from masthead.reader.caddy import caddy

    click.echo(caddy(_of(site), address=address), nl=False)


def _of(site: Context) -> Site:
    from urllib.parse import urlsplit

    from masthead.reader.servers import Desk, site_of
    from masthead.site.addresses import clash, desk_address

    folder, options = site.checked(), site.options
    if problem := clash(options):
        raise CommandError(problem)
    public = urlsplit(options.url)
    return site_of(
        folder.store,
        host=public.netloc if public.port else public.hostname or "localhost",
        secure=public.scheme == "https",
        port=options.port,
        proxies=options.proxies,
        desk=Desk(
            urlsplit(desk_address(options)).netloc if options.desk_host else "", options.desk_port or options.port
        )
        if options.desk_is_apart
        else None,
    )
