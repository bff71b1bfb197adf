"""What a provider's server says of people who have logged out there: what came from there ends here too."""

import logging

from flask import Blueprint, Response, jsonify

from widget.core import clock
from widget.errors import NotFound, ProviderFailed
from widget.people.actions.logouts import end_logged_out, spend_logout
from widget.providers import EndsSessions
from widget.providers.claims import Untrusted
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.headers import private
from widget.web.running import offered
from widget.web.transactions import transaction

blueprint = Blueprint("backchannel", __name__)
log = logging.getLogger(__name__)


@blueprint.post("/signin/<provider>/back-channel-logout")
@proved_by("logout_token", from_elsewhere=True)
def log_out(provider: str) -> Response:
    """End what a logout token names, once; in the words of OpenID Connect Back-Channel Logout 1.0, section 2.8."""
    offer = offered(provider)
    if not isinstance(offer, EndsSessions):
        raise NotFound("There is no such provider.")
    now = clock.now()
    try:
        logout = offer.logout(body().get("logout_token", ""), now.timestamp())
        with transaction() as store:
            if not spend_logout(store, logout, now):
                raise Untrusted("the logout token was used already")
            end_logged_out(store, logout)
    except Untrusted as error:
        log.warning("a logout token of %s was refused: %s", offer.title, error)
        return _refused(str(error))
    except ProviderFailed:
        return _refused("the keys of the issuer could not be had")
    return private(jsonify({}))


def _refused(reason: str) -> Response:
    response = private(jsonify(error="invalid_request", error_description=reason))
    response.status_code = 400
    return response
