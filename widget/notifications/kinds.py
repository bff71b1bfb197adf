"""The kinds of letters: what is written for a row of the outbox, from what is known when it is sent."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from widget.core.signing import mailed_code, mailed_link
from widget.extensions import Store
from widget.notifications import comment_letters as comments
from widget.notifications import other_letters as others
from widget.notifications.letters import Letter
from widget.notifications.messages import Taken
from widget.notifications.models import DIGEST
from widget.people.models import Transaction
from widget.people.policy import awaits_code
from widget.people.queries import transaction_by_id
from widget.web.running import settings

SIGN_IN = "sign-in"
Writer = Callable[[Store, Taken, datetime], Letter | None]


def sign_in_letter(store: Store, taken: Taken, now: datetime) -> Letter | None:
    """The code and the link for a sign-in; None once it has ended, for then they open nothing."""
    found = transaction_by_id(store, taken.subject)
    if found is None or not awaits_code(found, now) or found.address is None:
        return None
    key, base_url = settings().secret_key, settings().base_url
    code = mailed_code(key, found.public_id, found.address)
    query = urlencode({"id": found.public_id, "token": mailed_link(key, found.public_id, found.address)})
    values = {"code": spaced(code), "link": f"{base_url}/signin/email/link?{query}", "device": found.device}
    return Letter(found.address, found.lang, "sign_in", values | {"place": place_of(found)})


def place_of(found: Transaction) -> str:
    """The host of the site on which a sign-in was begun; empty for somebody's own page."""
    if found.site is None or not found.site.origins:
        return ""
    return str(found.site.origins[0].origin).partition("://")[2]


def spaced(code: str) -> str:
    """A code as people read it out: in two halves."""
    return f"{code[:4]} {code[4:]}".upper()


KINDS: dict[str, Writer] = {
    SIGN_IN: sign_in_letter,
    **dict.fromkeys(("posted", "held"), comments.to_staff),
    **dict.fromkeys(("reply", "followed"), comments.to_subscriber),
    **dict.fromkeys(("approved", "refused"), comments.to_author),
    "liked": comments.of_like,
    DIGEST: comments.digest,
    "confirm": others.to_confirm,
    "webhook_off": others.of_webhook,
    "test": others.to_try,
}
