"""Logging in to one's own page, and linking another of one's accounts there: the provider's dance in this very tab."""

import re

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext as _

from widget.comments.queries import count_written
from widget.core import clock
from widget.core.devices import device_of
from widget.core.text import marked
from widget.errors import Invalid, NotAllowed, NotFound, TooMany
from widget.extensions import Store, db, one_at_a_time
from widget.notifications.subscribing import join_wishes
from widget.people.actions import me as actions
from widget.people.actions import transactions
from widget.people.models import MeSession, Mode, Progress, Transaction
from widget.people.policy import is_fresh
from widget.people.queries import (
    identities_of,
    locked_account,
    passkeys_of,
    transaction_by_id,
    transactions_since,
)
from widget.providers import Federation, new_flow, passkey
from widget.signin.answering import answering, find_transaction, redirect_uri, visitor
from widget.signin.flow_cookie import flow_secret, set_flow_cookie
from widget.signin.me import active_me, back_to_me, shown
from widget.signin.servers import choose_server, provider_of
from widget.signin.transactions import MOST_BEGUN
from widget.web.address import network
from widget.web.body import body
from widget.web.errors import page
from widget.web.headers import private
from widget.web.me import of_me, present_me, set_me_cookie
from widget.web.running import offered
from widget.web.transactions import transaction

blueprint = Blueprint("linking", __name__)
QUERY = r"\?[\w.~%&=+:/*-]{1,2400}"
WAY_BACK = re.compile(rf"/threads/[0-9a-z]{{20}}/reply{QUERY}|/admin(/[\w-]+)*({QUERY})?", re.ASCII)
STALE = marked("You have logged in here more than ten minutes ago. Log in once more, then link.")


@blueprint.post("/me/sign-in")
@page
@of_me
def log_in() -> Response:
    """Go to a provider, to come back to one's own page."""
    return _visit(body().get("provider", ""), None)


@blueprint.post("/me/links")
@page
@of_me
def begin_link() -> Response:
    """Go to a provider, to come back with another account of one's own."""
    me = active_me()
    if not is_fresh(me, clock.now()):
        raise NotAllowed(STALE)
    if body().get("provider") == passkey.ID:
        raise NotFound("There is no such provider.")  # another account is proved at its own provider
    return _visit(body().get("provider", ""), me)


@blueprint.get("/me/links/<transaction_id>")
@page
@of_me
def ask_to_link(transaction_id: str) -> Response:
    """Say what will be linked, and what that takes from where; nothing has happened yet."""
    me, store = active_me(), db.session()
    identity = _brought(store, transaction_id, me).identity
    if identity is None or identity.account_id == me.identity.account_id:
        return back_to_me()
    others = [one for one in identities_of(store, identity.account) if one.id != identity.id]
    written = count_written(store, [identity.id])
    return shown(
        "link",
        me=me,
        identity=identity,
        others=others,
        written=written,
        waits=identity.account.erases is not None,
        has_passkeys=any(one.identity_id == identity.id for one in passkeys_of(store, identity.account)),
        transaction=transaction_id,
    )


@blueprint.post("/me/links/<transaction_id>")
@page
@of_me
def link(transaction_id: str) -> Response:
    """Link the account that was brought, now that its owner has read what that means."""
    me = active_me()
    with transaction() as store:
        brought = _brought(store, transaction_id, me)
        concerned = {me.identity.account_id} | ({brought.identity.account_id} if brought.identity else set())
        for account in sorted(concerned):
            locked_account(store, account)
        found = _brought(store, transaction_id, active_me())
        if found.identity and found.identity.account.erases:
            raise NotAllowed("That account is about to be erased. Take that back first.")
        left = found.identity.account if found.identity else None
        if left and len(identities_of(store, left)) == 1:  # it ends with that
            join_wishes(store, left.id, me.identity.account_id)
        actions.join_identity(store, found, me, clock.now())
    return back_to_me()


@blueprint.post("/me/identities/<identity_id>/unlink")
@page
@of_me
def unlink(identity_id: str) -> Response:
    """Give one of the accounts a life of its own again."""
    me = active_me()
    with transaction() as store:
        account = locked_account(store, me.identity.account_id)
        if account:
            actions.unlink_identity(store, account, identity_id, clock.now())
    return back_to_me()


def arrive(transaction_id: str) -> Response:
    """End the visit to a provider that began here: logged in, or with an account to be linked."""
    present = present_me()
    with transaction() as store:
        found = find_transaction(store, transaction_id, lock=True)
        device = device_of(request.user_agent.string)
        token = actions.take_own(store, found, present=present, device=device, now=clock.now())
    if found.mode is Mode.LINK and found.progress is Progress.DONE:
        return private(make_response(redirect(f"/me/links/{transaction_id}", 303)))
    response = back_to_me(found.back or "/me")
    if token:
        set_me_cookie(response, token)
    return response


def _visit(provider_id: str, linking: MeSession | None) -> Response:
    """Answer with a page that leads to the provider; a redirect of a form would be stopped by our own policy.

    Where a provider is many servers, a page asks first which one is meant.
    """
    offer, named = offered(provider_id), body().get("instance")
    if isinstance(offer, Federation) and named is None:
        return _asking(offer)
    visit = _begun(provider_id, linking)
    if isinstance(offer, Federation):
        try:
            choose_server(visit, offer, named or "")
        except Invalid as problem:
            return _asking(offer, named or "", wrong=str(problem.errors["instance"][0]))
    return _going(visit)


def _asking(offer: Federation, typed: str = "", *, wrong: str = "") -> Response:
    """Ask which server it is; the form goes where this request has gone."""
    values = {"action": request.path, "provider": offer.id, "suggestion": offer.suggestion, "typed": typed}
    return shown("server", 422 if wrong else 200, wrong=wrong, way_back=_way_back(), **values)


def _way_back() -> str | None:
    """Return the page of ours that the form has named to come back to; anything else is none."""
    named = body().get("back", "")
    return named if WAY_BACK.fullmatch(named) else None


def _begun(provider_id: str, linking: MeSession | None) -> str:
    """Begin a sign-in in this tab; return its id. A network begins as many as with the form."""
    now = clock.now()
    with transaction() as store:
        one_at_a_time(store, "sign-in", network())
        if transactions_since(store, None, network(), now - transactions.LIFE) >= MOST_BEGUN:
            raise TooMany("Too many sign-ins were begun from here. Please wait a few minutes.", retry_after=120)
        begun = actions.begin_own(
            store, provider=provider_id, linking=linking, visitor=visitor(), back=_way_back(), now=now
        )
        return begun.public_id


def _going(transaction_id: str) -> Response:
    found = find_transaction(db.session(), transaction_id)
    provider, flow = provider_of(found), new_flow(redirect_uri(found.provider, found.server))
    secret, title = flow_secret(), offered(found.provider).title
    db.session.commit()  # nothing is held open while the provider is spoken to
    with answering(transaction_id):
        location = provider.authorise_url(flow, choose_account=True)
    with transaction() as store:
        transactions.start(find_transaction(store, transaction_id, lock=True), flow, secret, clock.now())
    heading = _("Going to %(provider)s…", provider=title)
    html = render_template("signin/going.html", heading=heading, location=location)
    response = private(make_response(html))
    set_flow_cookie(response, secret)
    return response


def _brought(store: Store, transaction_id: str, me: MeSession) -> Transaction:
    """Return the sign-in that this person has begun to link an account; nobody else's is there."""
    found = transaction_by_id(store, transaction_id)
    if found is None or found.me_session_id != me.id:
        raise NotFound("There is no such sign-in.")
    if found.progress is not Progress.DONE:
        raise NotAllowed("This was answered already.")
    if not is_fresh(me, clock.now()):
        raise NotAllowed(STALE)
    return found
