"""Letters that are not about a comment: the question whether somebody wants mail, and what owners must know."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from widget.core.text import one_line
from widget.extensions import Store
from widget.notifications.letters import Letter
from widget.notifications.links import managing
from widget.notifications.messages import Taken
from widget.notifications.recipients import APPROVED_STATUSES, staff
from widget.notifications.subscribing import wish_by_id
from widget.notifications.webhooks import hook_by_id
from widget.people.addresses import account_by_id, address_by_id, known_address


def to_confirm(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """Whether somebody wants mail, if its comment still stands: nothing in it was typed by who gave the address."""
    found = address_by_id(store, taken.subject)
    wish = wish_by_id(store, taken.addressee) if taken.addressee else None
    if found is None or (wish.confirmed if wish else found.confirmed or taken.addressee):
        return None
    if wish and wish.comment.status not in APPROVED_STATUSES:
        return None
    place = urlsplit(found.site.origins[0].origin).netloc if found.site and found.site.origins else ""
    values = {"place": place, "link": managing(found), "known": found.confirmed is not None}
    return Letter(found.address, found.lang, "confirm", values)


def of_webhook(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """A webhook was turned off, to whoever still owns the site."""
    hook = hook_by_id(store, taken.subject)
    owners = {one.whose: one.account for one in staff(store, hook.site_id, taken.kind, owners=True)} if hook else {}
    account = owners.get(taken.addressee)
    known = known_address(store, account) if account else None
    if hook is None or hook.disabled is None or known is None:
        return None
    values: dict[str, Any] = {"called": urlsplit(hook.url).netloc, "site": one_line(hook.site.name, 100)}
    return Letter(known[0], known[1], "webhook_off", values | {"failures": hook.failures})


def to_try(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """Whether mail arrives, to whoever has pressed the button."""
    account = account_by_id(store, taken.addressee)
    known = known_address(store, account.id) if account else None
    return Letter(known[0], known[1], "test", {}) if known else None
