"""Which network addresses an outgoing request may go to: public ones, and loopback only where that was allowed."""

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Reserved or answering to the neighbourhood alone, though `is_global` says otherwise in some Python versions:
# RFC 6890 (192.0.0.0/24), RFC 7526 (6to4), RFC 8215 (local NAT64), RFC 9637 (documentation), and the host agent of
# Azure's machines.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2002::/16", "64:ff9b:1::/48", "3fff::/20")
)


def is_loopback(address: str) -> bool:
    """Is this 127.0.0.0/8 or ::1? A loopback mapped into IPv6 is a disguise and does not count."""
    ip = _parsed(address)
    return ip.is_loopback and getattr(ip, "ipv4_mapped", None) is None  # newer Pythons see through the mapping


def is_public(address: str) -> bool:
    """May anybody on the internet be reached here? No for private, local, reserved, mapped and shared ones."""
    ip = _parsed(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:  # what counts is the address that the translator will contact
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped is not None or ip not in ipaddress.ip_network("2000::/3"):
            return False
    if any(ip.version == network.version and ip in network for network in _REFUSED):
        return False
    return ip.is_global and not ip.is_multicast


def is_reachable(host: str, *, allow_loopback: bool) -> bool:
    """May a host be called, as far as its name tells? What a name leads to is known when it is called."""
    if host == "localhost" or host.endswith(".localhost"):
        return allow_loopback
    try:
        return is_public(host) or (allow_loopback and is_loopback(host))
    except ValueError:  # a name
        return True


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(address.partition("%")[0])
