"""The frame's side of a sign-in: begin it, ask how it stands, claim the session, take it back."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request

from widget.core import clock
from widget.core.devices import device_of
from widget.core.urls import plain_page
from widget.errors import Malformed, NotAllowed, NotFound, TooMany
from widget.extensions import Store, db, one_at_a_time
from widget.people.actions import transactions
from widget.people.models import Mode, Transaction
from widget.people.queries import locked_session, transactions_since
from widget.providers import Federation, new_flow
from widget.signin.answering import answering, find_transaction, redirect_uri, visitor
from widget.signin.flow_cookie import flow_secret, set_flow_cookie
from widget.signin.servers import choose_server, provider_of
from widget.sites.models import Site
from widget.sites.queries import site_by_id, site_of_page
from widget.web.actor import current_actor
from widget.web.address import network
from widget.web.body import body
from widget.web.credential import set_cookie
from widget.web.csrf import proved_by
from widget.web.headers import private
from widget.web.running import offered, provider_titles, settings
from widget.web.tenancy import current_site, site_by
from widget.web.transactions import transaction

blueprint = Blueprint("transactions", __name__)
T = TypeVar("T")
OF_FORMS = {Mode.SIGNIN, Mode.CHANGE}
MOST_BEGUN = 40  # by one network, within the life of a sign-in


def site_in_body(**_: Any) -> Site:
    """The site that the frame names; the transaction and every later row keep it."""
    site = site_by_id(db.session(), body().get("site", ""))
    if site is None:
        raise NotFound("There is no such site.")
    return site


def site_of_transaction(transaction_id: str) -> Site:
    """The site of the sign-in in the path."""
    site = find_transaction(db.session(), transaction_id).site
    if site is None:  # it leads to somebody's own page, and no frame knows of it
        raise NotFound("There is no such sign-in.")
    return site


@blueprint.post("/signin/transactions")
@site_by(site_in_body)
def begin() -> Response:
    """Begin a sign-in with one provider, in a window or, where a page to return to is named, in that page's tab."""
    provider, mode = body().get("provider", ""), body().get("mode", Mode.SIGNIN)
    page = _page(body().get("page", ""))
    offered(provider)
    if mode not in OF_FORMS:
        raise Malformed("mode must be signin or change.")
    now, former = clock.now(), _present_id()
    with transaction() as store:
        one_at_a_time(store, "sign-in", network())
        if transactions_since(store, current_site(), network(), now - transactions.LIFE) >= MOST_BEGUN:
            raise TooMany("Too many sign-ins were begun from here. Please wait a few minutes.", retry_after=120)
        begun = transactions.begin(
            store,
            current_site(),
            provider=provider,
            mode=Mode(mode),
            former=locked_session(store, former),
            visitor=visitor(),
            now=now,
            page=page,
        )
    answer = private(jsonify(id=begun.id, claim_secret=begun.claim_secret, bind=begun.bind))
    answer.status_code = 201
    return answer


@blueprint.post("/signin/transactions/<transaction_id>/start")
@site_by(site_of_transaction)
@proved_by("bind")
def start(transaction_id: str) -> Response:
    """Send the window to the provider: once, and only the window that the frame itself opened.

    Where a provider is many servers, the window hears first that it must ask for one.
    """
    found = _begun_by_frame(transaction_id)
    if not transactions.bind_holds(found, body().get("bind", "")):
        raise _guessed(found, "This window was not opened by the form.")
    transactions.check_startable(found, clock.now())
    offer = offered(found.provider)
    if isinstance(offer, Federation):
        if "instance" not in body():
            return private(jsonify(ask={"suggestion": offer.suggestion}))
        choose_server(transaction_id, offer, body()["instance"])
        found = find_transaction(db.session(), transaction_id)
    flow, secret = new_flow(redirect_uri(found.provider, found.server)), flow_secret()
    provider, choose = provider_of(found), found.mode is Mode.CHANGE
    db.session.commit()  # nothing is held open while the provider is spoken to
    with answering(transaction_id):
        location = provider.authorise_url(flow, choose_account=choose)
    with transaction() as store:
        transactions.start(find_transaction(store, transaction_id, lock=True), flow, secret, clock.now())
    response = private(jsonify(location=location))
    set_flow_cookie(response, secret)
    return response


@blueprint.post("/signin/transactions/<transaction_id>/claim")
@site_by(site_of_transaction)
@proved_by("claim_secret")
def claim(transaction_id: str) -> Response:
    """Tell the frame how its sign-in stands, and give it the session once there is one."""
    found, lifetimes = _proven(transaction_id), settings().sessions
    if transactions.is_pending(found, clock.now()):
        response = private(jsonify(status="pending"))
        response.status_code = 202
        return response
    transactions.check_code(found, body().get("code", ""))
    present, device = _present_id(), device_of(request.user_agent.string)

    def take(store: Store, found: Transaction) -> str:
        held = locked_session(store, present)
        title, now = provider_titles().get(found.provider, found.provider), clock.now()
        return transactions.claim(store, found, present=held, now=now, lifetimes=lifetimes, title=title, device=device)

    token = _with_secret(transaction_id, take)
    response = private(jsonify(status="claimed"))
    set_cookie(response, current_site(), token, lifetimes.idle)
    return response


@blueprint.post("/signin/transactions/<transaction_id>/bearer")
@site_by(site_of_transaction)
@proved_by("claim_secret")
def bearer(transaction_id: str) -> Response:
    """Give the credential to the frame itself, where the browser has dropped the cookie."""
    transactions.check_code(find_transaction(db.session(), transaction_id), body().get("code", ""))
    taken = _with_secret(transaction_id, lambda store, found: transactions.take_bearer(store, found, clock.now()))
    return private(jsonify(bearer=taken))


@blueprint.delete("/signin/transactions/<transaction_id>")
@site_by(site_of_transaction)
def cancel(transaction_id: str) -> Response:
    """Take a sign-in back."""
    _with_secret(transaction_id, lambda _, found: transactions.cancel(found))
    return private(jsonify(status="cancelled"))


def _page(url: str) -> str | None:
    """The page that a sign-in in its tab returns to: one of the site's own, so that it can lead nowhere else."""
    if not url:
        return None
    site = site_of_page(db.session(), url)
    if site is None or site.id != current_site().id:
        raise NotFound("There is no such page on this site.")
    return plain_page(url)


def _present_id() -> int:
    """The session that the frame has now; 0, which none has, for a guest."""
    present = current_actor().session
    return present.id if present else 0


def _with_secret(transaction_id: str, change: Callable[[Store, Transaction], T]) -> T:
    """Change a sign-in for whoever has its claim secret."""
    _proven(transaction_id)
    with transaction() as store:
        return change(store, find_transaction(store, transaction_id, lock=True))


def _begun_by_frame(transaction_id: str) -> Transaction:
    """Return a sign-in that a frame has begun; one to somebody's own page is not there."""
    current_site()
    return find_transaction(db.session(), transaction_id)


def _proven(transaction_id: str) -> Transaction:
    """Return the sign-in of whoever has its claim secret; raise NotAllowed."""
    found = _begun_by_frame(transaction_id)
    if not transactions.secret_holds(found, body().get("claim_secret", "")):
        raise _guessed(found, "This sign-in belongs to somebody else.")
    return found


def _guessed(found: Transaction, sentence: str) -> NotAllowed:
    """Return the refusal of a wrong secret, once it is counted; what has ended by such is written to no more."""
    if not transactions.is_guessed_at(found):
        with transaction() as store:
            transactions.note_wrong_secret(find_transaction(store, found.public_id, lock=True))
    return NotAllowed(sentence)
