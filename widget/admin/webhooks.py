"""The webhooks of a site: added, tried, stopped and called again by its owners; a secret is shown once."""

from collections.abc import Callable

from flask import Blueprint, Response
from flask_babel import gettext

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.admin.outbox import shown_outbox
from widget.core import clock
from widget.errors import Malformed, NotFound
from widget.extensions import Store, db
from widget.moderation.actions import note
from widget.notifications.delivery import ring
from widget.notifications.models import Webhook
from widget.notifications.queries import last_calls
from widget.notifications.webhooks import (
    TYPES,
    WebhookRefused,
    add_hook,
    hook_by_id,
    new_secret,
    pause_hook,
    put_test,
    remove_hook,
    resume_hook,
)
from widget.web.body import body
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("admin_webhooks", __name__)
ACTS: dict[str, Callable[[Store, Webhook], object]] = {
    "test": lambda store, hook: put_test(store, hook, clock.now()),
    "pause": lambda _, hook: pause_hook(hook, clock.now()),
    "resume": lambda _, hook: resume_hook(hook),
    "remove": remove_hook,
    "renew": lambda _, hook: setattr(hook, "secret", new_secret()),
}


@blueprint.post("/admin/sites/<site_id>/webhooks")
@staff_page
def add(site_id: str) -> Response:
    """Let an address be called; its secret is shown once."""
    here, now = owner_seat(site_id), clock.now()
    events, url = [name for name in TYPES if body().get(name) == "1"], body().get("url", "").strip()
    clear = settings().outgoing.allow_loopback
    try:
        with transaction() as store:
            hook = add_hook(store, here.site, url, events, now, in_the_clear=clear)
            note(store, here.site.id, "webhook-added", hook.public_id, now, by=here.account_id)
    except WebhookRefused as refused:
        return shown_outbox(here, wrong=str(gettext(refused.sentence, **refused.values)), typed=url, events=events)
    return _shown(here, hook, secret=hook.secret)


@blueprint.get("/admin/sites/<site_id>/webhooks/<hook_id>")
@staff_page
def show(site_id: str, hook_id: str) -> Response:
    """One webhook, with what it has answered last."""
    here = owner_seat(site_id)
    return _shown(here, _hook(db.session(), here, hook_id))


@blueprint.post("/admin/sites/<site_id>/webhooks/<hook_id>")
@staff_page
def change(site_id: str, hook_id: str) -> Response:
    """Try a webhook, give it another secret, call it no more, or again."""
    here, action = owner_seat(site_id), body().get("action", "")
    if action not in ACTS:
        raise Malformed("`action` must be test, pause, resume, renew or remove.")
    with transaction() as store:
        hook = _hook(store, here, hook_id, lock=True)
        ACTS[action](store, hook)
        note(store, here.site.id, f"webhook-{action}", hook_id, clock.now(), by=here.account_id)
    if action == "renew":
        return _shown(here, hook, secret=hook.secret)
    ring()
    return led_to(f"{here.path}/outbox" if action == "remove" else f"{here.path}/webhooks/{hook_id}")


def _hook(store: Store, here: Seat, hook_id: str, *, lock: bool = False) -> Webhook:
    hook = hook_by_id(store, hook_id, lock=lock)
    if hook is None or hook.site_id != here.site.id:
        raise NotFound("There is no such webhook.")
    return hook


def _shown(here: Seat, hook: Webhook, *, secret: str = "") -> Response:
    rows = last_calls(db.session(), hook.public_id)
    return drawn("webhook", seat=here, here="outbox", hook=hook, rows=rows, secret=secret)
