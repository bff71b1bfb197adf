"""The address to which mail for an account goes: given on one's own page, and used once its owner has said yes."""

from flask import Blueprint, Response

from widget.core import clock
from widget.core.mailbox import plain_address
from widget.core.text import marked
from widget.errors import Invalid, NotFound
from widget.notifications.delivery import ring
from widget.notifications.spreading import request_yes
from widget.notifications.subscribing import give_address, take_address
from widget.signin.me import active_me, back_to_me
from widget.web.address import network
from widget.web.body import body
from widget.web.errors import page
from widget.web.languages import spoken
from widget.web.me import of_me
from widget.web.running import settings
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("own_address", __name__)
INVALID = marked("Invalid email address")


@blueprint.post("/me/address")
@page
@of_me
def give() -> Response:
    """Let mail go to another address; a mail asks whoever reads that."""
    account, address = active_me().identity.account_id, plain_address(body().get("address", ""))
    if not settings().mail.configured:
        raise NotFound("There is nothing here.")
    if address is None:
        raise Invalid({"address": [INVALID]}, INVALID)
    with transaction() as store:
        given = give_address(store, account, address, spoken().tag, clock.now())
        if given.confirmed is None:
            request_yes(store, given, network(), clock.now())
    ring()
    return back_to_me()


@blueprint.post("/me/address/remove")
@page
@of_me
def remove() -> Response:
    """Forget the address that was given."""
    account = active_me().identity.account_id
    with transaction() as store:
        take_address(store, account)
    forget_freed_pages()
    return back_to_me()
