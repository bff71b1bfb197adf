"""The pages with comments, what each has of its own against its site, and what is likely to be split."""

from collections.abc import Mapping
from itertools import islice

from flask import Blueprint, Response, request

from widget.admin.access import Seat, drawn, led_to, owner_seat, staff_page
from widget.admin.meanwhile import brought_together, changed_since, shown, told_of
from widget.admin.setting_fields import OWN, as_kept, sent_overrides, thread_fields, thread_texts, with_news, wrong_with
from widget.comments.joining import KEPT, standing_changes
from widget.core import clock
from widget.core.urls import thread_key
from widget.errors import NotFound
from widget.extensions import Store, db
from widget.moderation.owning import change_thread_settings
from widget.moderation.queries import QUEUE, comment_on, conversations
from widget.sites.queries import site_of_page
from widget.threads.actions import lock_thread
from widget.threads.models import Thread
from widget.threads.policy import closes, is_open
from widget.threads.queries import ON_A_PAGE, thread_by_id, thread_by_key, threads_on
from widget.threads.splits import likely_splits
from widget.web.body import body
from widget.web.transactions import transaction

blueprint = Blueprint("admin_threads", __name__)
MOST_SPLITS = 10


@blueprint.get("/admin/sites/<site_id>/threads")
@staff_page
def show(site_id: str) -> Response:
    """The threads of a site, the newest first; found by words of their address or title."""
    here, store, now = owner_seat(site_id), db.session(), clock.now()
    words = request.args.get("q", "")[:500].strip()
    exact = named_thread(store, here, words)
    after = thread_by_id(store, request.args.get("after", ""))
    found = [exact] if exact else threads_on(store, here.site, words, _own(here, after))
    return drawn(
        "threads",
        seat=here,
        here="threads",
        threads=[(one, is_open(here.site, one, now)) for one in found[:ON_A_PAGE]],
        words=words,
        next=found[ON_A_PAGE - 1].public_id if len(found) > ON_A_PAGE else None,
        changes=standing_changes(store, here.site, now - KEPT),
    )


@blueprint.get("/admin/sites/<site_id>/threads/splits")
@staff_page
def show_splits(site_id: str) -> Response:
    """Which threads are probably one."""
    here = owner_seat(site_id)
    found = list(islice(likely_splits(db.session(), here.site), MOST_SPLITS + 1))
    return drawn("splits", seat=here, here="threads", splits=found[:MOST_SPLITS], more=len(found) > MOST_SPLITS)


@blueprint.get("/admin/sites/<site_id>/threads/<thread_id>")
@staff_page
def show_one(site_id: str, thread_id: str) -> Response:
    """One thread, with what can be done to it."""
    here = owner_seat(site_id)
    return shown_thread(here, thread_of(here, thread_id))


@blueprint.post("/admin/sites/<site_id>/threads/<thread_id>")
@staff_page
def change(site_id: str, thread_id: str) -> Response:
    """Let a thread differ from its site, in what was sent; an empty value is the site's again."""
    here = owner_seat(site_id)
    thread, sent, before = thread_of(here, thread_id), sent_overrides(body()), body().get("shown", "")
    if any(text and wrong_with(name, text) for name, text in sent.items()):
        return shown_thread(here, thread, 422, sent=sent, before=before)
    wanted = as_kept(sent)
    with transaction() as store:
        now = thread_texts(lock_thread(store, thread))
        changed = changed_since(before, now, wanted)
        if not changed:
            change_thread_settings(store, thread, sent, clock.now(), by=here.account_id)
    if changed:
        news = {name: told_of(now[name]) for name in changed}
        return shown_thread(here, thread, 409, sent=brought_together(before, now, wanted), news=news)
    return led_to(f"{here.path}/threads/{thread.public_id}?saved=yes")


def thread_of(here: Seat, thread_id: str) -> Thread:
    """Return a thread of the site, or the one that it has joined; raise NotFound."""
    thread = _own(here, thread_by_id(db.session(), thread_id))
    if thread is None:
        raise NotFound("There is no such thread.")
    return thread


def named_thread(store: Store, here: Seat, name: str) -> Thread | None:
    """Return the thread of the site with this id, or of the page with this address."""
    if site_of_page(store, name) is here.site:
        return thread_by_key(store, here.site, thread_key(name, None))
    return _own(here, thread_by_id(store, name)) if name else None


def shown_thread(
    here: Seat,
    thread: Thread,
    status: int = 200,
    *,
    sent: dict[str, str] | None = None,
    before: str = "",
    news: Mapping[str, str] | None = None,
    wrong: str = "",
    typed: str = "",
) -> Response:
    """Return the page of a thread; `wrong`: why what was `typed` there cannot be done.

    `before` is what the form showed with which settings were `sent`, `news` what somebody else has set since.
    """
    store, now = db.session(), clock.now()
    texts = thread_texts(thread)
    begun = conversations(store, thread, comment_on(store, here.site, request.args.get("after", "")))
    return drawn(
        "thread",
        status,
        seat=here,
        here="threads",
        thread=thread,
        open=is_open(here.site, thread, now),
        closes=closes(here.site, thread),
        over=bool(thread.closes and thread.closes <= now),
        fields=with_news(thread_fields(here.site, texts, sent), news or {}),
        shown=before or shown(texts),
        news={name: OWN[name] for name in news or {}},
        begun=begun[:QUEUE],
        paged="after" in request.args,
        next=begun[QUEUE - 1].public_id if len(begun) > QUEUE else None,
        saved="saved" in request.args,
        wrong=wrong,
        typed=typed,
    )


def _own(here: Seat, thread: Thread | None) -> Thread | None:
    return thread if thread and thread.site_id == here.site.id else None
