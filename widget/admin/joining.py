"""Merging, moving and splitting threads: what would happen is shown first, then it is done; each can be taken back."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from flask_babel import gettext

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.admin.previews import NOTHING, Preview, chosen, merging, moving, refuse_abroad, splitting, wanted_thread
from widget.admin.threads import shown_thread, thread_of
from widget.comments import joining
from widget.comments.joining import ChangeRefused
from widget.comments.models import ThreadChange
from widget.core import clock
from widget.errors import Conflict, NotFound
from widget.extensions import Store
from widget.moderation.owning import note_change
from widget.threads.models import Thread
from widget.web.body import body
from widget.web.transactions import transaction

blueprint = Blueprint("admin_joining", __name__)
Act = Callable[[Store, Seat, Thread, str], ThreadChange]


@blueprint.get("/admin/sites/<site_id>/threads/<thread_id>/merge")
@staff_page
def ask_to_merge(site_id: str, thread_id: str) -> Response:
    """Say what merging would do."""
    return _asked(site_id, thread_id, merging)


@blueprint.post("/admin/sites/<site_id>/threads/<thread_id>/merge")
@staff_page
def merge(site_id: str, thread_id: str) -> Response:
    """Let everything of a thread be in another one."""
    return _done(site_id, thread_id, _merge)


@blueprint.get("/admin/sites/<site_id>/threads/<thread_id>/move")
@staff_page
def ask_to_move(site_id: str, thread_id: str) -> Response:
    """Say what moving would do."""
    return _asked(site_id, thread_id, moving)


@blueprint.post("/admin/sites/<site_id>/threads/<thread_id>/move")
@staff_page
def move(site_id: str, thread_id: str) -> Response:
    """Let a thread belong to the page that its own has become."""
    return _done(site_id, thread_id, _move)


@blueprint.get("/admin/sites/<site_id>/threads/<thread_id>/split")
@staff_page
def ask_to_split(site_id: str, thread_id: str) -> Response:
    """Say what splitting would do."""
    return _asked(site_id, thread_id, splitting)


@blueprint.post("/admin/sites/<site_id>/threads/<thread_id>/split")
@staff_page
def split(site_id: str, thread_id: str) -> Response:
    """Let conversations be under another page of the site."""
    return _done(site_id, thread_id, _split)


@blueprint.post("/admin/sites/<site_id>/changes/<int:change_id>/undo")
@staff_page
def undo(site_id: str, change_id: int) -> Response:
    """Take a change back."""
    here = owner_seat(site_id)
    with transaction() as store:
        change = store.get(ThreadChange, change_id)
        if change is None or change.site_id != here.site.id:
            raise NotFound("There is no such change.")
        try:
            joining.undo_change(store, change, clock.now())
        except ChangeRefused as refused:
            raise Conflict(refused.sentence, "refused", **refused.values) from refused
        note_change(store, change, clock.now(), by=here.account_id, undone=True)
    return led_to(f"{here.path}/threads")


def _asked(site_id: str, thread_id: str, preview: Callable[[Seat, Thread, str], Preview]) -> Response:
    here, to = owner_seat(site_id), request.args.get("to", "").strip()
    thread = thread_of(here, thread_id)
    try:
        found = preview(here, thread, to)
    except ChangeRefused as refused:
        return _refused(here, thread, refused, to)
    return drawn("change", seat=here, here="threads", thread=thread, preview=found, action=request.path)


def _done(site_id: str, thread_id: str, act: Act) -> Response:
    here, to = owner_seat(site_id), body().get("to", "").strip()
    thread = thread_of(here, thread_id)
    try:
        with transaction() as store:
            change = act(store, here, thread, to)
            note_change(store, change, clock.now(), by=here.account_id)
    except ChangeRefused as refused:
        return _refused(here, thread_of(here, thread_id), refused, to)
    return led_to(f"{here.path}/threads/{change.target.public_id}")


def _refused(here: Seat, thread: Thread, refused: ChangeRefused, typed: str) -> Response:
    return shown_thread(here, thread, 422, wrong=str(gettext(refused.sentence, **refused.values)), typed=typed)


def _merge(store: Store, here: Seat, thread: Thread, to: str) -> ThreadChange:
    return joining.merge_threads(store, thread, wanted_thread(store, here, to), clock.now())


def _move(store: Store, here: Seat, thread: Thread, to: str) -> ThreadChange:
    refuse_abroad(store, here, to)
    return joining.move_thread(store, thread, to, clock.now())


def _split(store: Store, here: Seat, thread: Thread, to: str) -> ThreadChange:
    refuse_abroad(store, here, to)
    going = chosen(body())
    if not going:
        raise ChangeRefused(NOTHING)
    return joining.split_thread(store, thread, going, to, clock.now())
