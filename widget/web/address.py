"""Where a request comes from, behind the proxies that the operator trusts."""

import ipaddress
import logging

from flask import request

from widget.core.signing import mac
from widget.web.running import settings

log = logging.getLogger(__name__)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address() -> str:
    """Return the address of the nearest hop that is no trusted proxy; a header of anybody else counts for nothing."""
    trusted = settings().trusted_networks()
    address = request.remote_addr or ""
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if forwarded and not _is_in(address, trusted):
        log.warning("X-Forwarded-For was ignored: %s is not in trusted_proxies", address)
    for hop in reversed(forwarded):
        if not _is_in(address, trusted):
            break
        address = hop
    return address


def network() -> str:
    """Return a keyed hash of the sender's network: the IPv4 address, or the /64 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(client_address())
    except ValueError:
        return mac(settings().secret_key, "network", "unknown").hex()
    mapped = getattr(address, "ipv4_mapped", None) or address
    prefix = 64 if mapped.version == 6 else 32
    whole = ipaddress.ip_network(f"{mapped}/{prefix}", strict=False)
    return mac(settings().secret_key, "network", str(whole)).hex()


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in networks)
