"""The address that a request came from.

A proxy passes requests on and says in `X-Forwarded-For` for whom. Anybody can write that header, so it is believed only
from those that the option `proxies` names, from the right, as far as they stand in it themselves.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest

NETWORK: Final = 64
"""Whoever has one address of IPv6 has all that share so many bits."""


def client(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """None where nobody can say, as behind a socket of Unix."""
    hops = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR", "")]
    found = None
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        found = address
        if not _is_proxy(address):
            break
    return found


def network(request: HttpRequest) -> str:
    """What one person hardly has two of."""
    address = client(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NETWORK), strict=False))
    return str(address or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.OPTIONS.proxies)
