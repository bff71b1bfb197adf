"""What was sent for a site and what became of it, a mail to try, and the site's webhooks: for its owners."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template

from widget.core import clock
from widget.errors import Invalid, Malformed, NotFound
from widget.extensions import Store, db
from widget.notifications.actions import try_again
from widget.notifications.delivery import ring
from widget.notifications.models import WEBHOOK, Webhook
from widget.notifications.queries import last_sends, row_by_id
from widget.notifications.trying import put_test_mail
from widget.notifications.webhooks import (
    TYPES,
    WebhookRefused,
    add_hook,
    hook_by_id,
    hooks_of,
    put_test,
    remove_hook,
    resume_hook,
)
from widget.people.addresses import known_address
from widget.people.role_models import Role
from widget.people.roles import role_of
from widget.sites.models import Site
from widget.sites.queries import site_by_id
from widget.web.body import body
from widget.web.csrf import form_token
from widget.web.errors import page
from widget.web.headers import private
from widget.web.me import of_me, required_me
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("outbox", __name__)


def owners_only(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a view have its site if an owner of it asks; for everybody else there is no such page."""

    @wraps(view)
    def guarded(site_id: str, **names: str) -> Response:
        me, site = required_me(), site_by_id(db.session(), site_id)
        if site is None or me.identity.account.erases or role_of(db.session(), site, me.identity) is not Role.OWNER:
            raise NotFound("There is nothing here.")
        return view(site, **names)

    return guarded


@blueprint.get("/admin/sites/<site_id>/outbox")
@page
@of_me
@owners_only
def show(site: Site) -> Response:
    """Show the last fifty messages of a site with the servers' answers, and its webhooks."""
    store = db.session()
    return _shown(
        site,
        rows=last_sends(store, site_id=site.id),
        hooks=hooks_of(store, site),
        mail_goes_to=known_address(store, required_me().identity.account_id),
    )


@blueprint.post("/admin/sites/<site_id>/outbox/test")
@page
@of_me
@owners_only
def send_test(site: Site) -> Response:
    """Let a mail go to whoever presses the button; what the server answers stands in the list then."""
    account = required_me().identity.account.public_id
    with transaction() as store:
        put_test_mail(store, site.id, account, clock.now())
    return _back(site)


@blueprint.post("/admin/sites/<site_id>/outbox/<int:row_id>/again")
@page
@of_me
@owners_only
def again(site: Site, row_id: int) -> Response:
    """Call a webhook once more for what it has not taken, under the same name."""
    with transaction() as store:
        row = row_by_id(store, row_id)
        if row is None or row.site_id != site.id or row.kind != WEBHOOK or row.done is None:
            raise NotFound("There is nothing here.")
        try_again(store, row, clock.now())
    return _back(site)


@blueprint.post("/admin/sites/<site_id>/webhooks")
@page
@of_me
@owners_only
def add(site: Site) -> Response:
    """Let an address be called; its secret is shown once."""
    events = [name for name in TYPES if body().get(name) == "1"]
    clear = settings().outgoing.allow_loopback
    try:
        with transaction() as store:
            hook = add_hook(store, site, body().get("url", "").strip(), events, clock.now(), in_the_clear=clear)
    except WebhookRefused as refused:
        raise Invalid({"url": [str(refused)]}, str(refused)) from refused
    return private(make_response(render_template("admin/webhook.html", site=site, hook=hook)))


@blueprint.post("/admin/sites/<site_id>/webhooks/<hook_id>")
@page
@of_me
@owners_only
def change(site: Site, hook_id: str) -> Response:
    """Try a webhook, call it again, or no more."""
    act = ACTS.get(body().get("action", ""))
    if act is None:
        raise Malformed("`action` must be test, resume or remove.")
    with transaction() as store:
        hook = hook_by_id(store, hook_id, lock=True)
        if hook is None or hook.site_id != site.id:
            raise NotFound("There is nothing here.")
        act(store, hook)
    return _back(site)


ACTS: dict[str, Callable[[Store, Webhook], object]] = {
    "test": lambda store, hook: put_test(store, hook, clock.now()),
    "resume": lambda _, hook: resume_hook(hook),
    "remove": remove_hook,
}


def _shown(site: Site, **values: Any) -> Response:
    html = render_template("admin/outbox.html", site=site, csrf_token=form_token(), types=TYPES, **values)
    return private(make_response(html))


def _back(site: Site) -> Response:
    ring()
    response: Response = make_response(redirect(f"/admin/sites/{site.public_id}/outbox", 303))
    return private(response)
