"""Situations in which somebody is about to write: settings, a thread in some state, and who they are."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from credentials import credential
from flask import Flask
from frames import Frame
from hypothesis import strategies as st
from records import Records
from stage import OTHER

from widget.comments.joining import merge_threads
from widget.core import clock, ids
from widget.extensions import db
from widget.people.actions.identities import remember_identity
from widget.people.actions.sessions import open_session
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.providers import Profile
from widget.sites.queries import site_of_page
from widget.threads.queries import thread_by_id
from widget.web.actor import cookie_name
from widget.web.transactions import transaction

FLAGS = ("comments_open", "guests_allowed", "details_required", "approve_all")
THREADS = ("none", "open", "closed", "aged", "merged")
PEOPLE = ("guest", "signed in", "staff", "lapsed", "of the other site")
SETTINGS = st.fixed_dictionaries({}, optional={name: st.booleans() for name in FLAGS} | {"close_days": st.just(14)})


@dataclass(frozen=True)
class Situation:
    """`own` are the thread's own settings; `bearer`: the frame keeps the credential itself."""

    site: dict[str, bool | int] = field(default_factory=dict)
    own: dict[str, bool | int] = field(default_factory=dict)
    thread: str = "open"
    who: str = "guest"
    bearer: bool = False


SITUATIONS = st.builds(
    Situation,
    site=SETTINGS,
    own=SETTINGS,
    thread=st.sampled_from(THREADS),
    who=st.sampled_from(PEOPLE),
    bearer=st.booleans(),
)


def arrange(app: Flask, records: Records, situation: Situation) -> Frame:
    """Bring a situation about on a page of its own, and return the frame of who is about to write there."""
    page = f"https://blog.test/{ids.new_id()}"
    default = {"comments_open": True, "guests_allowed": True, "details_required": True, "approve_all": False}
    set_sites(records, {**default, "close_days": 0})
    if situation.thread != "none":
        first = Frame(app, page)
        assert first.post("Here first").status_code == 201
        if situation.thread == "merged":
            merge(app, first, page)
        change_thread(records, Frame(app, page).thread, situation)
    frame = enter(app, records, page, situation)
    set_sites(records, situation.site)
    return frame


def set_sites(records: Records, values: dict[str, bool | int]) -> None:
    """Change settings of both sites, as the command does."""
    changes = "".join(f", {name} = ?" for name in values)
    records.change(f"UPDATE sites SET revision = revision + 1{changes}", *values.values())


def change_thread(records: Records, thread: str, situation: Situation) -> None:
    """Give a thread settings of its own, and let its time be over where that is wanted."""
    records.change("UPDATE threads SET overrides = ? WHERE public_id = ?", json.dumps(situation.own), thread)
    column = {"closed": "closes", "aged": "published"}.get(situation.thread)
    if column:
        moment = f"{clock.now() - timedelta(days=20):%Y-%m-%d %H:%M:%S.%f}+00:00"
        moment = moment if not records.on_sqlite else moment.removesuffix("+00:00")
        records.change(f"UPDATE threads SET {column} = ? WHERE public_id = ?", moment, thread)
    records.change("UPDATE threads SET version = version + 1 WHERE public_id = ?", thread)


def merge(app: Flask, first: Frame, page: str) -> None:
    """Let the thread of `page` be in another one, whose page has other words in its address."""
    into = Frame(app, f"{page}-moved")
    into.post("Here too")
    with app.app_context(), transaction() as store:
        joining, joined = (thread_by_id(store, one.thread) for one in (first, into))
        assert joining
        assert joined
        merge_threads(store, joining, joined, clock.now())
    with app.app_context():
        db.session.remove()


def enter(app: Flask, records: Records, page: str, situation: Situation) -> Frame:
    """Return the frame of whoever the situation is about; the credential is there whatever it is worth."""
    frame = Frame(app, page)
    if situation.who == "guest":
        return frame
    with app.app_context(), transaction() as store:
        site = site_of_page(store, OTHER if situation.who == "of the other site" else page)
        assert site
        profile = Profile(issuer="https://accounts.google.com", subject=situation.who, name="Ada")
        identity = remember_identity(store, profile, provider="google", picture=None, now=clock.now())
        if situation.who == "staff":
            give_role(store, site, identity.account, Role.MODERATOR, clock.now())
        _, token = open_session(store, site, identity, carried=[], now=clock.now(), idle=timedelta(days=14))
        named = site_of_page(store, page)
        assert named
        name = cookie_name(named)
    frame.browser.set_cookie(name, token, domain="comments.rejoinder.test", secure=True)
    if situation.bearer:
        frame.bearer = credential(frame)
        frame.browser.delete_cookie(name, domain="comments.rejoinder.test")
        records.change("UPDATE sessions SET kind = 'bearer' WHERE token_hash = ?", ids.digest(token))
    if situation.who == "lapsed":
        for table in ("session_identities", "sessions"):
            records.change(f"DELETE FROM {table}")
    return frame
