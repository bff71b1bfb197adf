"""People who were here before a story begins: signed in without a window, or with comments already posted."""

import itertools
from datetime import timedelta

from flask import Flask
from playwright.sync_api import BrowserContext
from rig_names import COMMENTS_HOST, POST

from widget.comments.actions import delete_comment, post_comment
from widget.comments.drafts import Draft, Guest
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.extensions import Store, db
from widget.people.actions.identities import remember_identity
from widget.people.actions.sessions import end_session, open_session
from widget.people.models import Identity, Session
from widget.providers import Profile
from widget.sites.models import Site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.web.actor import cookie_name
from widget.web.transactions import transaction

numbers = itertools.count(1)


def known(store: Store, name: str) -> Identity:
    """Somebody whom Google has introduced."""
    profile = Profile("https://accounts.google.com", f"subject-of-{name}", name)
    return remember_identity(store, profile, provider="google", picture=None, now=clock.now())


def arrive(app: Flask, context: BrowserContext, name: str, page: str = POST) -> str:
    """Give a browser the session that a sign-in of `name` on `page` would have left; returns its credential."""
    with app.app_context(), transaction() as store:
        site = site_at(store, page)
        identity = known(store, name)
        _, token = open_session(store, site, identity, carried=[], now=clock.now(), idle=timedelta(days=14))
        cookie = cookie_name(site)
    top = "https://" + ".".join(page.split("/")[2].split(".")[-2:])
    context.add_cookies(
        [
            {
                "name": cookie,
                "value": token,
                "domain": COMMENTS_HOST,
                "path": "/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "None",
                "partitionKey": top,
            }
        ]
    )
    return token


def say(app: Flask, body: str, *, by: str = "", to: str | None = None, page: str = POST) -> str:
    """Post as somebody (a guest named Grace where nobody is named) and return the comment's id."""
    with app.app_context(), transaction() as store:
        draft = Draft(
            address=ThreadAddress(site_at(store, page), page),
            author=known(store, by) if by else Guest("Grace", "grace@example.org", None),
            body=body,
            parent=to,
            idempotency_key=f"said-before-{next(numbers)}",
            network="elsewhere",
            signature_key=app.secret_key or "",
        )
        return post_comment(store, draft, now=clock.now()).comment.public_id


def take_back(app: Flask, comment_id: str) -> None:
    """Delete a comment, as its author would."""
    with app.app_context():
        with transaction() as store:
            comment = comment_by_id(store, comment_id)
            assert comment
            delete_comment(store, comment, clock.now())
        db.session.remove()


def site_at(store: Store, page: str) -> Site:
    """The site that a page belongs to."""
    site = site_of_page(store, page)
    assert site, f"{page} is registered"
    return site


def end_all_sessions(app: Flask) -> None:
    """Log everybody out, as an owner can, without their browsers knowing."""
    with app.app_context(), transaction() as store:
        for session in store.query(Session):
            end_session(store, session)


def set_up(app: Flask, page: str = POST, **changes: object) -> None:
    """Change the discussion settings of a page's site."""
    with app.app_context(), transaction() as store:
        site = site_at(store, page)
        for name, value in changes.items():
            setattr(site, name, value)
        site.revision += 1
