"""The link in a mail. Following it does nothing, since scanners do that too; its button ends the sign-in.

And only in the browser in which it was begun: whoever began it elsewhere, with an address that is not theirs, would
otherwise be signed in by its owner's click.
"""

import hmac

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from widget.core import clock
from widget.core.signing import mailed_link
from widget.errors import NotAllowed
from widget.extensions import db
from widget.notifications.kinds import place_of
from widget.people.models import Progress, Transaction
from widget.people.policy import awaits_code
from widget.people.queries import transaction_by_id
from widget.providers.email import ID
from widget.signin.answering import find_transaction
from widget.signin.flow_cookie import sent_flow_secret
from widget.signin.mailed import flow_is_ours, sign_in
from widget.signin.window import end
from widget.web.assets import asset
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import offered, settings

blueprint = Blueprint("mailed_link", __name__)
DONE = {Progress.DONE, Progress.CLAIMED}


@blueprint.get("/signin/email/link")
@page
def show() -> Response:
    """Show a button in the browser in which the sign-in was begun; in any other, where that was."""
    offered(ID)
    transaction_id, token = request.args.get("id", ""), request.args.get("token", "")
    found = _proven(transaction_id, token)
    if found is None:
        return _over()
    place = place_of(found)
    if flow_is_ours(found, sent_flow_secret()):
        return _shown("signin/email_link.html", id=transaction_id, token=token, place=place)
    return _shown("signin/email_elsewhere.html", device=found.device, place=place)


@blueprint.post("/signin/email/link")
@page
@proved_by("link and flow cookie")
def confirm() -> Response:
    """End the sign-in in the browser that began it; its window, or its tab, goes on by itself."""
    offered(ID)
    found = transaction_by_id(db.session(), body().get("id", ""))
    if found is None or not flow_is_ours(found, sent_flow_secret()):
        raise NotAllowed("This link belongs to no sign-in of this browser.")
    if _proven(found.public_id, body().get("token", "")) is None:
        return _over()
    sign_in(found.public_id)
    ended = find_transaction(db.session(), found.public_id)
    if ended.site is None or ended.progress not in DONE or ended.identity is None:
        return end(ended)
    return _shown("signin/email_done.html", name=ended.identity.name, script=asset("signin/mailed.js"))


def _proven(transaction_id: str, token: str) -> Transaction | None:
    """Return the sign-in that the link of a mail belongs to, while it can be ended by it."""
    found = transaction_by_id(db.session(), transaction_id)
    if found is None or found.provider != ID or not awaits_code(found, clock.now()):
        return None
    genuine = mailed_link(settings().secret_key, found.public_id, found.address or "")
    return found if hmac.compare_digest(genuine.encode(), token.encode()) else None


def _shown(template: str, **values: object) -> Response:
    return private(make_response(render_template(template, **values)))


def _over() -> Response:
    detail = _("This link was used already, or is older than ten minutes.")
    html = render_template("errors/page.html", title=_("This sign-in has ended"), detail=detail, back=None)
    return private(make_response(html, 400))
