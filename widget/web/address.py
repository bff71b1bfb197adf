"""Where a request comes from, behind the proxies that the operator trusts."""

import ipaddress
import logging
from functools import lru_cache

from flask import request

from widget.core.signing import mac
from widget.core.text import marked
from widget.errors import Misconfigured
from widget.web.running import settings

UNKNOWN_PROXY = marked(
    "This server does not know the proxy in front of it: its operator must name it in trusted_proxies."
)
STRANGER = (
    "X-Forwarded-For came from {0}, which is not in trusted_proxies: nobody can write through it. "
    'If it is your proxy, set trusted_proxies = "{0}".'
)
SILENT = "No X-Forwarded-For came over the Unix socket: the proxy must set it, or all visitors share one flood limit."
log = logging.getLogger(__name__)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address() -> str:
    """Return the address of the nearest hop that is no trusted proxy; raise Misconfigured for the header of any other.

    Whoever speaks for others and is not known speaks for all of them at once: they would share one limit, and one of
    them could stop everybody. A Unix socket gives its peer no address. Who may connect is decided by the socket's
    permissions: it is trusted.
    """
    trusted = settings().trusted_networks()
    address = request.remote_addr or ""
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if address and forwarded and not _is_in(address, trusted):
        _say_once(STRANGER.format(address))
        raise Misconfigured(UNKNOWN_PROXY)
    if not address and not forwarded:
        _say_once(SILENT)
    for hop in reversed(forwarded):
        if address and not _is_in(address, trusted):
            break
        address = hop
    return address


@lru_cache(maxsize=100)
def _say_once(sentence: str) -> None:
    """Say what is wrong with the proxy once, and not with every request that somebody sends."""
    log.error(sentence)


def network(*, ipv6: int = 64) -> str:
    """Return a keyed hash of the sender's network: the IPv4 address, or so many bits of an IPv6 one."""
    try:
        address = ipaddress.ip_address(client_address())
    except ValueError:
        return mac(settings().secret_key, "network", "unknown").hex()
    mapped = _plain(address)
    prefix = ipv6 if mapped.version == 6 else 32
    whole = ipaddress.ip_network(f"{mapped}/{prefix}", strict=False)
    return mac(settings().secret_key, "network", str(whole)).hex()


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(_plain(address) in network for network in networks)


def _plain(address: Address) -> Address:
    """Return the IPv4 address that a socket for both kinds shows as an IPv6 one."""
    return getattr(address, "ipv4_mapped", None) or address
