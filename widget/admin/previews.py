"""What would happen to a thread, said before it happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext, ngettext

from widget.admin.access import Seat
from widget.admin.threads import named_thread
from widget.comments.joining import ChangeRefused
from widget.core.text import marked
from widget.extensions import Store, db
from widget.moderation.queries import comments_on
from widget.sites.queries import site_of_page
from widget.threads.models import Thread

MOST = 50  # conversations at once
TICKED = "comment-"
NO_THREAD = marked("There is no thread %(name)s: name its id or the whole address of its page.")
ELSEWHERE = marked("%(page)s is no address of this site.")
NOTHING = marked("Choose at least one conversation.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen: the word for it, and sentences; `sent` goes along in the form that does it."""

    word: str
    sentences: list[str]
    sent: dict[str, str] = field(default_factory=dict)


def merging(here: Seat, thread: Thread, to: str) -> Preview:
    """Say what merging a thread with the one of that address would do; raise ChangeRefused."""
    other = wanted_thread(db.session(), here, to)
    if other is thread:
        raise ChangeRefused(marked("These are one thread already."))
    said = [
        _going(thread.count, other.page),
        gettext("Whoever comes by %(page)s is led there.", page=thread.page),
        gettext("The title and the pinned comment of %(page)s stay.", page=other.page),
    ]
    return Preview(str(gettext("Merge")), [*map(str, said)], {"to": other.public_id})


def moving(here: Seat, thread: Thread, to: str) -> Preview:
    """Say what moving a thread to that address would do."""
    refuse_abroad(db.session(), here, to)
    said = [
        gettext("The thread of %(page)s belongs to %(to)s then.", page=thread.page, to=to),
        gettext("The old address keeps leading to it."),
    ]
    return Preview(str(gettext("Move")), [*map(str, said)], {"to": to})


def splitting(here: Seat, thread: Thread, to: str) -> Preview:
    """Say what splitting off the chosen conversations would do."""
    refuse_abroad(db.session(), here, to)
    ticked = comments_on(db.session(), here.site, chosen(dict(request.args)))
    going = [one for one in ticked if one.thread_id == thread.id]
    if not going:
        raise ChangeRefused(NOTHING)
    said = ngettext(
        "One conversation, with all replies, is at %(page)s then.",
        "%(num)d conversations, with all replies, are at %(page)s then.",
        len(going),
        page=to,
    )
    return Preview(
        str(gettext("Split off")), [str(said)], {"to": to, **{TICKED + one.public_id: "on" for one in going}}
    )


def _going(count: int, page: str) -> str:
    return str(
        ngettext(
            "Its comment is under %(page)s then.", "All %(num)d comments are under %(page)s then.", count, page=page
        )
    )


def wanted_thread(store: Store, here: Seat, name: str) -> Thread:
    """Return the thread of the site with this id or page; raise ChangeRefused."""
    found = named_thread(store, here, name)
    if found is None:
        raise ChangeRefused(NO_THREAD, name=name)
    return found


def refuse_abroad(store: Store, here: Seat, page: str) -> None:
    """Raise ChangeRefused for an address that is none of the site."""
    if site_of_page(store, page) is not here.site:
        raise ChangeRefused(ELSEWHERE, page=page)


def chosen(sent: Mapping[str, str]) -> list[str]:
    """Return the comments that were ticked."""
    return [name.removeprefix(TICKED) for name in sent if name.startswith(TICKED)][:MOST]
