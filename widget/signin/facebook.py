"""What Facebook asks of us on a person's behalf: log them out, or delete what we have of them and say how it stands."""

from flask import Blueprint, Response, jsonify, render_template

from widget.core import clock
from widget.core.signing import short_mac
from widget.errors import NotFound
from widget.extensions import db, one_at_a_time
from widget.people.actions import accounts
from widget.people.actions import me as actions
from widget.people.models import Account
from widget.people.queries import deletion_request, identities_of, identity_by_subject, locked_account
from widget.providers.facebook import ISSUER
from widget.providers.signed_request import user_of
from widget.signin.erasing import ask_erasure
from widget.web.body import body
from widget.web.csrf import proved_by
from widget.web.errors import page
from widget.web.headers import private
from widget.web.running import settings
from widget.web.transactions import transaction

blueprint = Blueprint("facebook", __name__)


@blueprint.post("/signin/facebook/deauthorize")
@proved_by("signed_request", from_elsewhere=True)
def deauthorize() -> Response:
    """Log somebody out everywhere who has removed us from their apps."""
    user, _ = _named()
    with transaction() as store:
        identity = identity_by_subject(store, ISSUER, user)
        if identity:
            actions.end_sessions_with(store, identity)
    return private(jsonify({}))


@blueprint.post("/signin/facebook/data-deletion")
@proved_by("signed_request", from_elsewhere=True)
def data_deletion() -> Response:
    """Begin to erase somebody; the same request sent again gets the same code, and an unknown person gets one too."""
    user, issued = _named()
    code = short_mac(settings().secret_key, "data-deletion", user, str(issued))
    if deletion_request(db.session(), code) is None:
        account_id = _alone(user)
        if account_id:
            ask_erasure(account_id, clock.now(), keeps_text=False)
        with transaction() as store:
            one_at_a_time(store, "data-deletion", code)
            if deletion_request(store, code) is None:
                account = store.get(Account, account_id) if account_id else None
                accounts.note_request(store, code, account, clock.now())
    where = f"{settings().base_url}/signin/facebook/data-deletion/{code}"
    return private(jsonify(url=where, confirmation_code=code))


@blueprint.get("/signin/facebook/data-deletion/<code>")
@page
def data_deletion_status(code: str) -> str:
    """Say to a person how their deletion stands."""
    found = deletion_request(db.session(), code)
    if found is None:
        raise NotFound("There is no deletion with this code.")
    waits = found.account is not None and found.account.erases is not None
    state = "nothing" if found.due is None else "done" if found.account is None else "waits" if waits else "taken-back"
    return render_template("me/deletion.html", state=state, deletion=found)


def _named() -> tuple[str, int]:
    """Return whom the request is about; where Facebook is not set up, there is nothing to ask here."""
    secret = settings().providers["facebook"]["client_secret"]
    if not secret:
        raise NotFound("There is no such provider.")
    return user_of(body().get("signed_request", ""), secret, clock.now())


def _alone(user: str) -> int | None:
    """Return the account to erase: Facebook speaks for its own identity, not for those that are linked with it."""
    with transaction() as store:
        identity = identity_by_subject(store, ISSUER, user)
        account = locked_account(store, identity.account_id) if identity else None
        if identity is None or account is None:
            return None
        if len(identities_of(store, account)) > 1 and not identity.hidden:
            actions.unlink_identity(store, account, identity.public_id, clock.now())
        return identity.account_id
