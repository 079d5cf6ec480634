"""Hosts and origins, derived from the site's public addresses."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from masthead.site.checks import tidy_url
from masthead.site.options import Options

# A forged Host header of these names leads nobody anywhere but to his own machine.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Addresses(NamedTuple):
    """Where a site answers. Hosts and origins are those of the desk: readers' side asks for none."""

    url: str  # the public address, without a slash at its end
    desk: str  # the same of the desk: what stands before /desk/
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    secure: bool  # readers and editors come by https


def addresses(options: Options) -> Addresses:
    public = [url.rstrip("/") for url in (options.url, *options.aliases)]
    desk = desk_address(options)
    origins = [desk] if options.desk_is_apart else public
    # At the readers' port these lead to readers' side, where the desk is a matter of the host.
    loopback = () if options.desk_host and not options.desk_port else LOOPBACK
    return Addresses(
        url=public[0],
        desk=desk,
        hosts=tuple(dict.fromkeys([*map(_host, origins), *loopback])),
        origins=tuple(dict.fromkeys(origins)),
        secure=public[0].startswith("https://"),
    )


def desk_address(options: Options) -> str:
    """What stands before /desk/ where editors go.

    Masthead itself speaks no HTTPS: a host of its own behind a proxy is reached at the usual port, whatever the port at
    which it listens, unless `desk_host` says another.
    """
    public = urlsplit(options.url)
    if not options.desk_is_apart:
        return options.url.rstrip("/")
    host = options.desk_host or _host(options.url)
    has_port = urlsplit(f"//{host}").port is not None
    if options.desk_port and not has_port and not (options.desk_host and public.scheme == "https"):
        host = f"{host}:{options.desk_port}"
    elif not options.desk_port and not has_port and public.port:
        host = f"{host}:{public.port}"
    return tidy_url(f"{public.scheme}://{host}")


def clash(options: Options) -> str:
    """Why the desk cannot be told from readers' side by where it answers; empty if it can."""
    taken = [tidy_url(url.rstrip("/")) for url in (options.url, *options.aliases)]
    if not options.desk_is_apart or desk_address(options) not in taken:
        return ""
    return f"Readers and the desk cannot both be at {desk_address(options)}. Change desk_host, or leave it out."


def _host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host
