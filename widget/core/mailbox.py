"""Addresses for mail: which can be written to, and when two of them are the same."""

import re

PATTERN = re.compile(r"[^@\s,;:<>()\"]+@[^@\s,;:<>()\".]+(\.[^@\s,;:<>()\".]+)+")
PRINTABLE = re.compile(r"[\x21-\x7e]+")
LONGEST, LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1


def is_address(text: str) -> bool:
    """Whether mail could be sent to `text`."""
    return bool(PATTERN.fullmatch(text))


def plain_address(text: str) -> str | None:
    """Return an address as it is compared: in lower case, its host as name servers know it.

    None for what no mail can be sent to by every server: one part that is not ASCII needs SMTPUTF8, which few have.
    """
    typed = text.strip()
    local, _, host = typed.rpartition("@")
    if not is_address(typed):
        return None
    try:
        plain = f"{local}@{host.encode('idna').decode('ascii')}".lower()
    except UnicodeError:
        return None
    fits = len(plain) <= LONGEST and len(local) <= LONGEST_LOCAL
    return plain if fits and PRINTABLE.fullmatch(plain) else None


def spellings(address: str) -> list[str]:
    """Return the ways in which somebody may have typed a plain address: its host may have letters of their own."""
    local, _, host = address.rpartition("@")
    try:
        return sorted({address, f"{local}@{host.encode('ascii').decode('idna')}"})
    except UnicodeError:
        return [address]
