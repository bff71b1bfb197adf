"""Signing in without a window: the page's own tab goes to the provider and comes back with a code for the frame."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext as _

from widget.core import clock
from widget.errors import NotAllowed, NotFound
from widget.extensions import db
from widget.people.actions import transactions
from widget.people.models import Transaction
from widget.signin.answering import find_transaction
from widget.web.assets import asset
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import offered
from widget.web.transactions import transaction

blueprint = Blueprint("redirect", __name__)


@blueprint.get("/signin/redirect")
@page
def ask() -> Response:
    """Say for which site somebody is about to sign in: nothing starts before they have agreed to that.

    The page around the frame leads here, or a link that somebody was sent; `bind` is in the fragment, out of every log.
    """
    found = find_transaction(db.session(), request.args.get("id", ""))
    if not found.page:
        raise NotFound("This sign-in belongs to a window.")  # whose form has to hand it over itself
    try:
        transactions.check_startable(found, clock.now())
    except NotAllowed as error:
        return _over(found, str(_(error.detail)))
    html = render_template(
        "signin/redirect.html",
        id=found.public_id,
        provider=offered(found.provider),
        host=urlsplit(found.page).netloc,
        back=found.page,
        script=asset("signin/redirect.js"),
    )
    return private(make_response(html))


def back(ended: Transaction) -> Response:
    """Return to the page, with a code that only the frame which began there can use."""
    with transaction() as store:
        found = find_transaction(store, ended.public_id, lock=True)
        code, page = transactions.give_code(found), str(found.page)
    address = f"{page}#rejoinder={code}" if code else page
    if request.method == "POST":  # a form of ours that is redirected elsewhere would be stopped by our own policy
        html = render_template("signin/going.html", heading=_("Back to the page"), location=address)
        return private(make_response(html))
    return private(make_response(redirect(address, HTTPStatus.SEE_OTHER)))


def _over(found: Transaction, detail: str) -> Response:
    """The page for who comes here once more, by the browser's Back or a kept address."""
    return private(make_response(render_template("signin/over.html", detail=detail, back=found.page), 400))
