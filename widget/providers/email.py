"""Mail as a way to sign in: who can read what we send to an address is its owner. No provider is spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass

from widget.core.text import marked
from widget.errors import Denied
from widget.providers.contract import Flow, Profile

ID = "email"
TITLE = marked("Email")
ISSUER = "mailto:"  # the same whatever our own address is, so that moving Rejoinder keeps everybody
UNUSED = marked("You have not logged in by mail.")


@dataclass(frozen=True, slots=True)
class EmailLink:
    """The way there is our own page; what was mailed comes in by signin/email.py, so `profile` only hears of none."""

    base_url: str
    id: str = ID
    title: str = TITLE
    sends: tuple[str, ...] = ()
    refuses_apps: bool = False
    switches_at: str = ""
    answers_by_post: bool = False

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:  # noqa: ARG002 (an address is always typed)
        return f"{self.base_url}/signin/{self.id}?state={flow.state}"

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:  # noqa: ARG002 (there is no answer)
        raise Denied(UNUSED)


def profile_of(address: str, name: str) -> Profile:
    """Who has proved a plain address; without a name, as they were called before."""
    return Profile(ISSUER, address, name or f"{TITLE} user", makeshift=not name)
