"""`/subscriptions/TOKEN` and `/unsubscribe/TOKEN`: whoever reads the mail to an address says what it gets.

Following a link shows; only its buttons act. What mail programs post by themselves (RFC 8058) ends mail at once.
"""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template

from widget.core import clock
from widget.core.text import marked
from widget.errors import Malformed, NotFound, Problem
from widget.extensions import Store, db
from widget.notifications.consent import confirm, confirm_wish
from widget.notifications.links import named
from widget.notifications.subscribing import (
    change_kind,
    end_all,
    end_subscription,
    mute,
    subscriptions_of,
    wish_by_id,
)
from widget.people.address_models import MailAddress
from widget.people.addresses import account_by_id, address_by_id
from widget.sites.queries import site_by_id
from widget.web.body import body
from widget.web.csrf import proved_by, takes_any_body
from widget.web.errors import page
from widget.web.headers import private
from widget.web.languages import speak
from widget.web.transactions import forget_freed_pages, transaction

blueprint = Blueprint("subscriptions", __name__)
UNKNOWN = marked("This link is not one of ours.")
KINDS = {"subscription": 2, "address": 2, "staff": 3}  # what a link to end mail names, and how many parts that has


@blueprint.get("/subscriptions/<token>")
@page
def show(token: str) -> Response:
    """Show what an address gets, or ask whether it wants any."""
    address = _address(db.session(), token)
    if address is None:
        return _shown("ended", again=False, staff=False, token="")
    speak(address.lang)
    wishes = subscriptions_of(db.session(), address)
    given, waiting = [one for one in wishes if one.confirmed], [one for one in wishes if not one.confirmed]
    return _shown("subscriptions", token=token, address=address, wishes=given, waiting=waiting)


@blueprint.post("/subscriptions/<token>")
@page
@proved_by("link")
def change(token: str) -> Response:
    """Say yes to one wish, or to the address of an account; end or change one wish, or end all of them."""
    action, wish = body().get("action", ""), body().get("subscription", "")
    if action not in {"confirm", "end", "end-all", "whole", "replies"}:
        raise Malformed("`action` must be confirm, end, end-all, whole or replies.")
    with transaction() as store:
        address = _address(store, token, lock=True)
        if address is not None:
            _act(store, address, action, wish)
    if action.startswith("end"):
        forget_freed_pages()
    return private(make_response(redirect(f"/subscriptions/{token}", 303)))


@blueprint.get("/unsubscribe/<token>")
@page
def ask(token: str) -> Response:
    """Ask whether such mail is to end."""
    kind, *names = _ending(token)
    return _shown("unsubscribe", token=token, kind=kind, about=_about(db.session(), kind, names))


@blueprint.post("/unsubscribe/<token>")
@page
@proved_by("link", from_elsewhere=True)
@takes_any_body
def end(token: str) -> Response:
    """End it, however often that is asked: by a mail program in one click, or by the button of our page."""
    kind, *names = _ending(token)
    again = kind == "staff" and _text("again") == "yes"
    with transaction() as store:
        _end(store, kind, names, again=again)
    forget_freed_pages()
    return _shown("ended", again=again, staff=kind == "staff", token=token)


def _act(store: Store, address: MailAddress, action: str, wish: str) -> None:
    mine = {one.public_id: one for one in subscriptions_of(store, address)}
    if action == "confirm" and wish in mine:
        confirm_wish(store, mine[wish], clock.now())
    elif action == "confirm" and address.account_id:
        confirm(address, clock.now())
    elif action == "end-all":
        end_all(store, address)
    elif wish in mine and action == "end":
        end_subscription(store, wish)
    elif wish in mine:
        change_kind(mine[wish], whole=action == "whole")


def _address(store: Store, token: str, *, lock: bool = False) -> MailAddress | None:
    name = named("subscriptions", token)
    if name is None:
        raise NotFound(UNKNOWN)
    return address_by_id(store, name[0], lock=lock)


def _ending(token: str) -> list[str]:
    parts = named("unsubscribe", token)
    if parts is None or KINDS.get(parts[0]) != len(parts):
        raise NotFound(UNKNOWN)
    return parts


def _about(store: Store, kind: str, names: list[str]) -> str:
    """Return what mail is about that a link ends: a page or a site; empty where it is there no more."""
    if kind == "subscription":
        wish = wish_by_id(store, names[0])
        return (wish.comment.thread.title or wish.comment.thread.page) if wish else ""
    site = site_by_id(store, names[1]) if kind == "staff" else None
    return site.name if site else ""


def _end(store: Store, kind: str, names: list[str], *, again: bool) -> None:
    if kind == "subscription":
        end_subscription(store, names[0])
    elif kind == "address":
        address = address_by_id(store, names[0], lock=True)
        if address:
            end_all(store, address)
    else:
        account, site = account_by_id(store, names[0]), site_by_id(store, names[1])
        if account and site:
            mute(store, account.id, site.id, clock.now(), wanted=not again)


def _text(name: str) -> str:
    """Return a field of our own page's form; a mail program sends others, in whatever coding."""
    try:
        return body().get(name, "")
    except Problem:
        return ""


def _shown(template: str, **values: Any) -> Response:
    return private(make_response(render_template(f"notifications/{template}.html", **values)))
