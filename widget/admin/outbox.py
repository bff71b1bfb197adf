"""What was sent for a site and what became of it, a mail to try, and the site's webhooks: for its owners."""

from collections.abc import Sequence

from flask import Blueprint, Response

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.core import clock
from widget.core.text import marked
from widget.errors import NotFound
from widget.extensions import db
from widget.moderation.actions import note
from widget.notifications.actions import try_again
from widget.notifications.delivery import ring
from widget.notifications.models import WEBHOOK
from widget.notifications.queries import last_sends, row_by_id
from widget.notifications.trying import put_test_mail
from widget.notifications.webhooks import TYPES, hooks_of
from widget.people.addresses import known_address
from widget.web.transactions import transaction

blueprint = Blueprint("admin_outbox", __name__)
KINDS = {  # what the letters of the outbox are called
    "sign-in": marked("Code to log in"),
    "posted": marked("A comment was posted"),
    "held": marked("A comment is held"),
    "reply": marked("A reply, for a commenter"),
    "followed": marked("A comment, for a subscriber"),
    "approved": marked("Approved, for its author"),
    "refused": marked("Not published, for its author"),
    "liked": marked("A like"),
    "digest": marked("Several news at once"),
    "confirm": marked("Whether mail is wanted"),
    "webhook_off": marked("A webhook was turned off"),
    "test": marked("A test"),
    WEBHOOK: marked("Webhook"),
}


@blueprint.get("/admin/sites/<site_id>/outbox")
@staff_page
def show(site_id: str) -> Response:
    """Show the last fifty messages of a site with the servers' answers, and its webhooks."""
    return shown_outbox(owner_seat(site_id))


@blueprint.post("/admin/sites/<site_id>/outbox/test")
@staff_page
def send_test(site_id: str) -> Response:
    """Let a mail go to whoever presses the button; what the server answers stands in the list then."""
    here, now = owner_seat(site_id), clock.now()
    account = here.me.identity.account.public_id
    with transaction() as store:
        put_test_mail(store, here.site.id, account, now)
        note(store, here.site.id, "mail-tested", account, now, by=here.account_id)
    return _back(here)


@blueprint.post("/admin/sites/<site_id>/outbox/<int:row_id>/again")
@staff_page
def again(site_id: str, row_id: int) -> Response:
    """Call a webhook once more for what it was called for, under the same name."""
    here, now = owner_seat(site_id), clock.now()
    with transaction() as store:
        row = row_by_id(store, row_id)
        if row is None or row.site_id != here.site.id or row.kind != WEBHOOK or row.done is None:
            raise NotFound("There is nothing here.")
        try_again(store, row, now)
        note(store, here.site.id, "webhook-replayed", row.addressee or "", now, by=here.account_id)
    return _back(here)


def shown_outbox(here: Seat, *, wrong: str = "", typed: str = "", events: Sequence[str] = TYPES) -> Response:
    """Return the page; `wrong`: why the address that was `typed` cannot be called."""
    store = db.session()
    return drawn(
        "outbox",
        422 if wrong else 200,
        seat=here,
        here="outbox",
        rows=last_sends(store, site_id=here.site.id),
        hooks=hooks_of(store, here.site),
        mail_goes_to=known_address(store, here.account_id),
        types=TYPES,
        kinds=KINDS,
        wrong=wrong,
        typed=typed,
        events=events,
    )


def _back(here: Seat) -> Response:
    ring()
    return led_to(f"{here.path}/outbox")
