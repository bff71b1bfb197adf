"""Passkeys as a way to sign in: no provider is spoken to, a page of our own asks the device."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from widget.core.text import marked
from widget.errors import Denied
from widget.providers.contract import Flow, Profile

ID = "passkey"
TITLE = marked("Passkey")
UNUSED = marked("You have used no passkey.")


def allows_passkeys(base_url: str) -> bool:
    """Whether browsers make passkeys for this address: a name, never an IP address, and https or this very machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return False


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The way there is our own page; its answer comes in by signin/passkey.py, so `profile` only hears of none."""

    base_url: str
    id: str = ID
    title: str = TITLE
    sends: tuple[str, ...] = ()
    refuses_apps: bool = True  # their web views have no passkeys of other sites
    switches_at: str = ""
    answers_by_post: bool = False

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:  # noqa: ARG002 (the device always lets choose)
        return f"{self.base_url}/signin/{self.id}?state={flow.state}"

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:  # noqa: ARG002 (there is no answer)
        raise Denied(UNUSED)
