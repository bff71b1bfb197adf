"""What is written about comments, from what is true when it is sent: what has become otherwise is not sent."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from sqlalchemy import exists, select

from widget.comments.models import Comment, Like
from widget.comments.queries import comment_by_id
from widget.comments.tree import author_of
from widget.core.statuses import Status
from widget.core.text import one_line
from widget.extensions import Store
from widget.moderation.reasons import told_reports
from widget.moderation.report_queries import reports_of
from widget.notifications.letters import Letter
from widget.notifications.links import deciding, managing, unsubscribing
from widget.notifications.messages import Taken
from widget.notifications.models import Muted, Subscription
from widget.notifications.subscribing import wish_by_id
from widget.people.addresses import known_address
from widget.people.models import Account, Identity
from widget.people.role_models import Staff
from widget.screening.queries import screening_of
from widget.sites.models import Site
from widget.sites.queries import site_by_id
from widget.threads.models import Thread
from widget.threads.queries import thread_by_id
from widget.web.languages import language_for, speaking
from widget.web.running import provider_titles, settings

LONGEST_NAME, LONGEST_PAGE, LONGEST_QUOTE = 60, 100, 2000  # characters
HOST_DOT = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_]{2}|xn--)")  # evil.example becomes a link by itself
WANTED = {"posted": Status.PUBLISHED, "held": Status.HELD}


def to_staff(store: Store, taken: Taken, now: datetime) -> Letter | None:
    """A comment was posted, or is held; a held one with its reasons and a link to decide."""
    comment = comment_by_id(store, taken.subject)
    if comment is None or comment.status is not WANTED[taken.kind] or comment.erased:
        return None
    found = _staff(store, comment.thread.site_id, taken.addressee)
    if found is None:
        return None
    account, address, lang = found
    values = about(comment) | {"decide": deciding(comment.public_id, account.public_id, now)}
    with speaking(language_for(lang)):
        values["reasons"] = [_harmless(one) for one in reasons_for(store, comment, quoting=False)]
    ends = unsubscribing("staff", account.public_id, comment.thread.site.public_id)
    return Letter(address, lang, "comment", values | {"kind": taken.kind}, "staff", ends)


def to_subscriber(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """Somebody has replied, or written in a thread that one follows."""
    return _to_subscriber(store, taken, Status.PUBLISHED)


def to_author(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """What one has written was published, or was not."""
    return _to_subscriber(store, taken, Status.TRASH if taken.kind == "refused" else Status.PUBLISHED)


def of_like(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """Somebody likes a comment, or a page; whoever has taken that back is not told of."""
    comment = comment_by_id(store, taken.subject)
    thread = comment.thread if comment else thread_by_id(store, taken.subject)
    who = store.get(Identity, taken.details.get("identity") or 0)
    if thread is None or who is None or who.hidden or not _likes(store, who, comment or thread):
        return None
    found = _staff(store, thread.site_id, taken.addressee)
    if found is None:
        return None
    account, address, lang = found
    values = about(comment) if comment else _place(thread) | {"name": "", "quote": []}
    ends = unsubscribing("staff", account.public_id, thread.site.public_id)
    return Letter(address, lang, "liked", values | {"liker": one_line(who.name, LONGEST_NAME)}, "staff", ends)


def digest(store: Store, taken: Taken, _: datetime) -> Letter | None:
    """How much more has happened than was told one by one."""
    site = site_by_id(store, taken.subject)
    if site is None or not taken.details.get("more"):
        return None
    values: dict[str, Any] = {"more": taken.details["more"], "site": one_line(site.name, LONGEST_PAGE), "held": 0}
    values["link"] = site.origins[0].origin if site.origins else settings().base_url
    if not taken.details.get("staff"):
        return _digest_of_subscriber(store, taken, values)
    found = _staff(store, site.id, taken.addressee)
    if found is None:
        return None
    account, address, lang = found
    values["held"] = _count_held(store, site)
    return Letter(address, lang, "digest", values, "staff", unsubscribing("staff", account.public_id, site.public_id))


def about(comment: Comment) -> dict[str, Any]:
    """Return what letters say of a comment: who, where, and its words as lines of plain text."""
    name, words = one_line(author_of(comment, provider_titles()).name, LONGEST_NAME), comment.source
    if comment.status is not Status.PUBLISHED:
        name, words = _harmless(name), _harmless(words)
    cut = words[:LONGEST_QUOTE] + ("…" if len(words) > LONGEST_QUOTE else "")
    link = f"{settings().base_url}/comments/{comment.public_id}"
    return _place(comment.thread) | {"name": name, "quote": cut.splitlines(), "link": link}


def _place(thread: Thread) -> dict[str, Any]:
    parts = urlsplit(thread.page)
    title = one_line(thread.title or "", LONGEST_PAGE) or one_line(f"{parts.netloc}{parts.path}", LONGEST_PAGE)
    return {"page": title, "link": thread.page}


def _harmless(words: str) -> str:
    """Nothing in a comment that nobody has read yet becomes a link, in whatever program it is shown."""
    return HOST_DOT.sub("[.]", words.replace("://", "[:]//").replace("@", "[@]"))


def reasons_for(store: Store, comment: Comment, *, quoting: bool) -> list[str]:
    """Return why a comment waits, as is said now: what readers report, `quoting` them, and what checks have found."""
    if comment.status is not Status.HELD:
        return []
    reported = told_reports(reports_of(store, [comment]).get(comment.id, ()))
    screening = screening_of(store, comment.id)
    against = [one for one in screening.findings if one["status"] != Status.PUBLISHED.value] if screening else []
    said = [(one["reason"], one["values"]) for one in against]
    found = [str(gettext(reason, **values)) for reason, values in said]
    return [*(reported if quoting else reported[:1]), *found]


def _staff(store: Store, site_id: int, account: str) -> tuple[Account, str, str] | None:
    """Return who looks after a site, and where their mail goes; None for whoever does not any more, or wants none."""
    muted = exists().where(Muted.account_id == Account.id, Muted.site_id == site_id)
    wanted = select(Account).join(Staff, Staff.account_id == Account.id)
    found = store.scalar(wanted.where(Staff.site_id == site_id, Account.public_id == account, ~muted))
    known = known_address(store, found.id) if found and not found.erases else None
    return (found, *known) if found and known else None


def _subscription(store: Store, name: str) -> Subscription | None:
    found = wish_by_id(store, name)
    return found if found and found.confirmed else None


def _to_subscriber(store: Store, taken: Taken, status: Status) -> Letter | None:
    comment, wish = comment_by_id(store, taken.subject), _subscription(store, taken.addressee)
    if (
        comment is None
        or wish is None
        or comment.status is not status
        or (comment.erased and status is not Status.TRASH)
    ):
        return None
    values = about(comment) | {"kind": taken.kind, "manage": managing(wish.address), "reasons": [], "decide": ""}
    ends = unsubscribing("subscription", wish.public_id)
    return Letter(wish.address.address, wish.address.lang, "comment", values, "asked", ends)


def _digest_of_subscriber(store: Store, taken: Taken, values: dict[str, Any]) -> Letter | None:
    wish = _subscription(store, taken.addressee)
    if wish is None:
        return None
    ends = unsubscribing("address", wish.address.public_id)
    return Letter(wish.address.address, wish.address.lang, "digest", values, "asked", ends)


def _likes(store: Store, who: Identity, target: Comment | Thread) -> bool:
    if isinstance(target, Comment):
        if target.status is not Status.PUBLISHED:
            return False
        liked = Like.comment_id == target.id
    else:
        liked = Like.thread_id == target.id
    return bool(store.scalar(select(exists().where(Like.identity_id == who.id, liked))))


def _count_held(store: Store, site: Site) -> int:
    held = select(Comment.id).join(Thread).where(Thread.site_id == site.id, Comment.status == Status.HELD)
    return len(store.scalars(held.limit(1000)).all())
