"""`/me`: one's own sessions, accounts and comments over all sites, on a first-party page that needs no script."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file

from widget.comments.actions import delete_comment
from widget.comments.claiming import claim_carrying
from widget.comments.models import AuthorKind, Comment
from widget.comments.policy import edits_end
from widget.comments.queries import comment_by_id, count_guests, count_written, guests_with, written_by
from widget.core import clock
from widget.errors import NotAllowed, NotFound
from widget.extensions import Store, db
from widget.people.actions import me as actions
from widget.people.addresses import address_of_account, known_address
from widget.people.models import Account, Identity, MeSession
from widget.people.policy import is_fresh
from widget.people.queries import addresses_of, identities_of, passkeys_of, sessions_of
from widget.providers import passkey
from widget.providers.email import ISSUER
from widget.signin.export import pack
from widget.web.csrf import form_token
from widget.web.errors import page
from widget.web.headers import private
from widget.web.me import of_me, present_me, required_me, set_me_cookie
from widget.web.running import providers
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("me", __name__)
MOST_COMMENTS = 20  # on a page


def shown(template: str, status: int = 200, **values: object) -> Response:
    """Return one of the pages about oneself, with a token for its forms."""
    html = render_template(f"me/{template}.html", csrf_token=form_token(), **values)
    return private(make_response(html, status))


def back_to_me(place: str = "/me") -> Response:
    """Lead to the page, or another of ours, once something was done."""
    response: Response = make_response(redirect(place, 303))
    return private(response)


def active_me() -> MeSession:
    """Return the session of whoever may change something; not of whom is about to be erased."""
    me = required_me()
    if me.identity.account.erases:
        raise NotAllowed("This account is about to be erased. Take that back first.")
    return me


@blueprint.get("/me")
@page
@of_me
def show() -> Response:
    """Everything that is one's own; before logging in, the providers."""
    me, store = present_me(), db.session()
    if me is None:
        return shown("log_in", providers=list(providers().values()))
    account = me.identity.account
    if account.erases:
        return shown("waiting", me=me, account=account)
    mine = identities_of(store, account)
    comments = list(written_by(store, _ids(mine), before=_before(store, mine), limit=MOST_COMMENTS + 1))
    guests = list(guests_with(store, addresses_of(mine), limit=MOST_COMMENTS))
    return shown(
        "show",
        me=me,
        identities=mine,
        fresh=is_fresh(me, clock.now()),
        providers=list(providers().values()),
        linkable=[one for one in providers().values() if one.id != passkey.ID],  # a passkey is of one of these
        passkeys=passkeys_of(store, account),
        makes_passkeys=passkey.ID in providers(),
        sessions=sessions_of(store, account, clock.now()),
        address=address_of_account(store, account.id),
        mail_goes_to=known_address(store, account.id),
        comments=comments[:MOST_COMMENTS],
        editable={one.public_id for one in [*comments, *guests] if edits_end(one.thread.site, one) > clock.now()},
        total=count_written(store, _ids(mine)),
        guests=guests,
        guests_total=count_guests(store, addresses_of(mine)),
        next=comments[MOST_COMMENTS - 1].public_id if len(comments) > MOST_COMMENTS else None,
    )


@blueprint.post("/me/log-out")
@page
@of_me
def log_out() -> Response:
    """End the session of this page, and no other."""
    me, response = present_me(), back_to_me()
    if me:
        with transaction() as store:
            actions.end_me(store, me)
    set_me_cookie(response, "", timedelta())
    return response


@blueprint.post("/me/sessions/<session_id>/end")
@page
@of_me
def end_session(session_id: str) -> Response:
    """Log a browser out of a site."""
    account = active_me().identity.account
    with transaction() as store:
        actions.end_session_of(store, account, session_id)
    return back_to_me()


@blueprint.post("/me/sessions/end")
@page
@of_me
def end_sessions() -> Response:
    """Log every browser out of every site, and out of this page, but this one."""
    me = active_me()
    with transaction() as store:
        actions.end_sessions_of(store, me.identity.account, but=me)
    return back_to_me()


@blueprint.get("/me/comments/<comment_id>/delete")
@page
@of_me
def ask_to_delete(comment_id: str) -> Response:
    """Ask once more: what is deleted cannot come back."""
    return shown("delete_comment", comment=own_comment(comment_id, active_me().identity.account))


@blueprint.post("/me/comments/<comment_id>/delete")
@page
@of_me
def delete(comment_id: str) -> Response:
    """Delete one of one's own comments, whichever site it is on."""
    account = active_me().identity.account
    with transaction() as store:
        delete_comment(store, own_comment(comment_id, account), clock.now())
    forget_freed_pages()
    return back_to_me()


@blueprint.post("/me/guest-comments/claim")
@page
@of_me
def claim() -> Response:
    """Make one's own what guests have written who gave an address that one has proved."""
    proved = [one.id for one in identities_of(db.session(), active_me().identity.account) if one.issuer == ISSUER]
    for identity_id in proved:
        more = True
        while more:
            with transaction() as store:
                more = claim_carrying(store, store.get_one(Identity, identity_id))
    forget_freed_pages()
    return back_to_me()


@blueprint.get("/me/export")
@page
@of_me
def export() -> Response:
    """Give out everything that is known of this person."""
    packed = pack(db.session(), required_me().identity.account, clock.now())
    name = "my-comments"
    return private(send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip"))


def _ids(identities: list[Identity]) -> list[int]:
    return [identity.id for identity in identities]


def own_comment(comment_id: str, account: Account) -> Comment:
    """Return a comment of this account, or one that carries its address; anybody else's is not there."""
    store = db.session()
    comment, mine = comment_by_id(store, comment_id), identities_of(store, account)
    if comment is None or not (comment.identity_id in _ids(mine) or _carries(comment, mine)):
        raise NotFound("There is no such comment of yours.")
    return comment


def _carries(comment: Comment, identities: list[Identity]) -> bool:
    """Whether a guest has given an address that was proved since."""
    return comment.author_kind is AuthorKind.GUEST and comment.guest_address in addresses_of(identities)


def _before(store: Store, identities: list[Identity]) -> Comment | None:
    named = request.args.get("before")
    comment = comment_by_id(store, named) if named else None
    return comment if comment and comment.identity_id in _ids(identities) else None
