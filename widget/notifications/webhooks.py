"""Webhooks: who is called for what, and how a call is signed (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import exists, select

from widget.core import ids
from widget.core.addresses import is_reachable
from widget.core.text import marked
from widget.core.urls import origin_of
from widget.errors import Refused
from widget.extensions import Store
from widget.notifications.actions import put_row
from widget.notifications.models import WEBHOOK, OutboxRow, Webhook
from widget.sites.models import Site

TEST = "webhook.test"
TYPES = tuple(f"comment.{what}" for what in ("published", "held", "spam", "trash", "edited", "deleted"))
PREFIX = "whsec_"
FAILING_FOR, FAILURES = timedelta(days=5), 50  # both in a row: then nobody is called any more
LONGEST = 2000  # characters of an address
MOST = 20  # of one site
SOME = select(exists().where(Webhook.disabled.is_(None)))
NO_ADDRESS = marked("%(url)s is no address that can be called: it must begin with https://.")
PRIVATE = marked("%(url)s is an address of a private network: only public ones are called.")
NO_EVENT = marked("There is no event %(event)s. There are %(events)s.")


class WebhookRefused(Refused):
    """A webhook cannot be had like this."""


def new_secret() -> str:
    """Return a secret as the standard writes it: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, moment: datetime, body: bytes) -> str:
    """Return what the header `webhook-signature` says: HMAC-SHA256 over id, seconds and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{int(moment.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def has_hooks(store: Store) -> bool:
    """Whether anybody is called for anything."""
    return bool(store.connection().execute(SOME).scalar())


def hooks_for(store: Store, site_id: int, kind: str) -> list[Webhook]:
    """Return who is called for this kind of event on a site."""
    wanted = select(Webhook).where(Webhook.site_id == site_id, Webhook.disabled.is_(None)).order_by(Webhook.id)
    return [one for one in store.scalars(wanted) if kind in one.events]


def hooks_of(store: Store, site: Site) -> list[Webhook]:
    """Return the webhooks of a site."""
    return list(store.scalars(select(Webhook).where(Webhook.site_id == site.id).order_by(Webhook.id)))


def hook_by_id(store: Store, public_id: str, *, lock: bool = False) -> Webhook | None:
    """Return the webhook with this id; `lock` it where it is about to change."""
    wanted = select(Webhook).where(Webhook.public_id == public_id)
    if lock:
        wanted = wanted.with_for_update(of=Webhook).execution_options(populate_existing=True)
    return store.scalar(wanted)


def add_hook(
    store: Store, site: Site, url: str, events: Sequence[str], now: datetime, *, in_the_clear: bool = False
) -> Webhook:
    """Let an address be called; raise WebhookRefused. Plain http, and this machine, are for the demo and tests."""
    schemes = ("https://", "http://") if in_the_clear else ("https://",)
    if origin_of(url.partition("?")[0]) is None or not url.startswith(schemes) or len(url) > LONGEST or "#" in url:
        raise WebhookRefused(NO_ADDRESS, url=url or "Nothing")
    if not is_reachable(urlsplit(url).hostname or "", allow_loopback=in_the_clear):
        raise WebhookRefused(PRIVATE, url=url)
    unknown = [one for one in events if one not in TYPES]
    if unknown:
        raise WebhookRefused(NO_EVENT, event=unknown[0], events=", ".join(TYPES))
    if len(hooks_of(store, site)) >= MOST:
        raise WebhookRefused(marked("A site has at most %(most)s webhooks."), most=str(MOST))
    hook = Webhook(public_id=ids.new_id(), site_id=site.id, url=url, secret=new_secret(), created=now)
    hook.events, hook.failures = list(dict.fromkeys(events)) or list(TYPES), 0
    store.add(hook)
    store.flush()
    return hook


def remove_hook(store: Store, hook: Webhook) -> None:
    """Call an address no more; what waits for it is not needed any more."""
    store.delete(hook)
    store.flush()


def pause_hook(hook: Webhook, now: datetime) -> None:
    """Call an address no more until somebody wants it again; what waits for it is dropped when its turn comes."""
    hook.disabled = hook.disabled or now


def resume_hook(hook: Webhook) -> None:
    """Call an address again that was turned off, with a clean slate."""
    hook.disabled, hook.failing, hook.failures = None, None, 0


def put_test(store: Store, hook: Webhook, now: datetime) -> None:
    """Let an address be called once to see whether it answers, turned off or not."""
    row = OutboxRow(event=f"{TEST} {hook.public_id} {ids.new_id()}", kind=WEBHOOK, subject="", addressee=hook.public_id)
    row.details, row.site_id = {"type": TEST, "at": now.isoformat()}, hook.site_id
    put_row(store, row, now)


def note_success(hook: Webhook) -> None:
    """An address has answered: what has failed before does not count any more."""
    hook.failures, hook.failing = 0, None


def note_failure(hook: Webhook, now: datetime, *, gone: bool) -> bool:
    """Count that an address has not answered; return whether it was turned off by that. `gone`: it asks for it."""
    hook.failures, hook.failing = hook.failures + 1, hook.failing or now
    tired = hook.failures >= FAILURES and now - hook.failing >= FAILING_FOR
    if hook.disabled is None and (gone or tired):
        hook.disabled = now
        return True
    return False
