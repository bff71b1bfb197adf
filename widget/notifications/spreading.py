"""News becomes messages: one for each person and event, up to a ceiling, and one digest of what is above it.

A post puts in one row, however many want to hear of it; who that is, the worker finds out. All rows and the note that
the news are spread are one transaction, so that nothing is lost and nothing told twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from widget.comments.models import Comment
from widget.comments.queries import comment_by_id
from widget.core import clock, ids
from widget.core.statuses import Status
from widget.errors import TooMany
from widget.extensions import Store, one_at_a_time
from widget.notifications import recipients as to
from widget.notifications.actions import check_ceilings, notice_of, put_row
from widget.notifications.messages import Taken, counted_as
from widget.notifications.models import DIGEST, WEBHOOK, OutboxRow, Subscription
from widget.notifications.queries import count_to, digest_for, is_refused, taken_row
from widget.notifications.recipients import Recipient
from widget.notifications.webhooks import hooks_for
from widget.people.address_models import MailAddress
from widget.people.addresses import own_addresses
from widget.people.models import Identity
from widget.sites.models import Site
from widget.threads.queries import thread_by_id
from widget.web.transactions import transaction

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 10  # single notifications to one address; what more there is waits for the digest
SUSPENDED = timedelta(days=30)  # in which an address that refuses everything gets nothing
STAFF = {"posted", "held", "liked"}


def spread(taken: Taken, now: datetime) -> None:
    """Put a message into the outbox for everybody who is to hear of this, and for every webhook."""
    with transaction() as store:
        one_at_a_time(store, "spread")  # so that no two wait for the locks of each other's recipients
        row = taken_row(store, taken.id, taken.attempts)
        if row is None:
            return
        people, site = _people(store, taken)
        hooks = hooks_for(store, site.id, taken.details["type"]) if site else []
        for one in people:
            _tell(store, taken, one, site, now)
        for hook in hooks:
            called = OutboxRow(event=f"{taken.event} {hook.public_id}", kind=WEBHOOK, subject=taken.subject)
            called.addressee, called.details = hook.public_id, {"type": taken.details["type"], "at": now.isoformat()}
            called.site_id = hook.site_id
            put_row(store, called, now)
        if taken.details["type"] == "comment.published":
            _ask_author(store, taken.subject, now)
        row.done, row.sent, row.answer = now, True, f"{len(people)} people, {len(hooks)} webhooks"


def _people(store: Store, taken: Taken) -> tuple[list[Recipient], Site | None]:
    if taken.details["type"] == "thread.liked":
        thread = thread_by_id(store, taken.subject)
        found = to.staff(store, thread.site_id, "liked") if thread and thread.site.mail_liked else []
        return to.others(found, *_by_identity(store, taken)), thread.site if thread else None
    comment = comment_by_id(store, taken.subject)
    if comment is None:
        return [], None
    who = WHO.get(taken.details["type"])
    return who(store, comment, taken) if who and not comment.erased else [], comment.thread.site


def of_held(store: Store, comment: Comment, taken: Taken) -> list[Recipient]:
    """The staff, and nobody else before it is published. What was held by hand or by a later check is known there."""
    return of_reported(store, comment, taken) if taken.details.get("posted") else []


def of_reported(store: Store, comment: Comment, _: Taken) -> list[Recipient]:
    """The staff: readers hold what was published, and somebody has to look at it."""
    if not comment.thread.site.mail_held:
        return []
    return _by_others(store, comment, to.staff(store, comment.thread.site_id, "held"))


def of_published(store: Store, comment: Comment, taken: Taken) -> list[Recipient]:
    """The readers who have not heard of it; the staff where it has just come, else its author. Not who has decided."""
    readers = _by_others(store, comment, _readers(store, comment))
    if taken.details.get("posted"):
        site = comment.thread.site
        found = to.staff(store, site.id, "posted") if site.mail_posted else []
        return _by_others(store, comment, [*found, *readers])
    return to.others([*to.author(store, comment, "approved"), *readers], *_by(store, taken))


def of_refused(store: Store, comment: Comment, taken: Taken) -> list[Recipient]:
    """Its author, where somebody has decided; whoever is taken for a spammer is told nothing."""
    return to.others(to.author(store, comment, "refused"), *_by(store, taken)) if taken.details.get("by") else []


def of_liked(store: Store, comment: Comment, taken: Taken) -> list[Recipient]:
    """The staff, but for whoever likes it."""
    found = to.staff(store, comment.thread.site_id, "liked") if comment.thread.site.mail_liked else []
    return to.others(found, *_by_identity(store, taken))


Who = Callable[[Store, Comment, Taken], list[Recipient]]
WHO: dict[str, Who] = {
    "comment.held": of_held,
    "comment.reported": of_reported,
    "comment.published": of_published,
    "comment.trash": of_refused,
    "comment.liked": of_liked,
}


def _readers(store: Store, comment: Comment) -> list[Recipient]:
    """Return who is answered or follows, once: a comment that comes back is told to nobody again."""
    if comment.status is not Status.PUBLISHED:
        return []
    notice = notice_of(store, comment.id)
    if notice.told:
        return []
    notice.told = clock.now()
    return [*to.answered(store, comment), *to.following(store, comment)]


def _ask_author(store: Store, name: str, now: datetime) -> None:
    """Ask whoever reads the address that was given with a comment, once that may be read by everybody.

    So nobody lets us write to a stranger whose comment is spam. The last of the locks here: a sign-in by mail has the
    same two.
    """
    comment = comment_by_id(store, name)
    if comment and comment.status is Status.PUBLISHED:
        for wish in to.unasked(store, comment, now):
            ask_about(store, wish, comment.network or "", now)


def ask_about(store: Store, wish: Subscription, network: str, now: datetime) -> None:
    """Ask whoever reads an address whether a wish is theirs, if the ceilings allow.

    Whether they do is told to nobody: else their end would tell which addresses are asked, and so which are known.
    """
    try:
        request_yes(store, wish.address, network, now, about=wish.public_id)
    except TooMany:
        return
    wish.asked = now


def request_yes(store: Store, address: MailAddress, network: str, now: datetime, *, about: str | None = None) -> None:
    """Ask whoever reads an address whether it was them; raise TooMany where that was asked too often.

    `about` is the wish in question, None for the address of an account.
    """
    recipient = counted_as(address.address)
    check_ceilings(store, recipient, network, now)
    row = OutboxRow(event=f"confirm {address.public_id} {ids.new_id()}", kind="confirm", subject=address.public_id)
    row.addressee = about
    row.recipient, row.network, row.site_id = recipient, network, address.site_id
    put_row(store, row, now)
    address.asked = now


def _tell(store: Store, taken: Taken, one: Recipient, site: Site | None, now: datetime) -> None:
    """Put one letter in, or count it in the digest that waits already, or that has to wait now."""
    recipient = counted_as(one.address)
    one_at_a_time(store, "mail to", recipient)
    if site is None or is_refused(store, recipient, now - SUSPENDED):
        return
    digest = digest_for(store, recipient, site.public_id)
    if digest:
        digest.details = {**(digest.details or {}), "more": (digest.details or {}).get("more", 0) + 1}
        return
    row = OutboxRow(event=f"{taken.event} {recipient}", kind=one.kind, subject=taken.subject, addressee=one.whose)
    row.recipient, row.site_id = recipient, site.id
    row.details = {"identity": taken.details["identity"]} if "identity" in taken.details else None
    if count_to(store, recipient, now - HOUR, asked=False) < MOST_AN_HOUR:
        put_row(store, row, now)
        return
    row.event, row.kind, row.subject = f"{DIGEST} {recipient} {ids.new_id()}", DIGEST, site.public_id
    row.details = {"more": 1, "staff": one.kind in STAFF}
    put_row(store, row, now, due=now + HOUR)


def _by_others(store: Store, comment: Comment, found: list[Recipient]) -> list[Recipient]:
    accounts = {comment.identity.account_id} if comment.identity else set()
    return to.others(found, to.addresses_behind(store, comment), accounts)


def _by(store: Store, taken: Taken) -> tuple[set[str], set[int]]:
    account = taken.details.get("by")
    return (own_addresses(store, account), {account}) if account else (set(), set())


def _by_identity(store: Store, taken: Taken) -> tuple[set[str], set[int]]:
    identity = store.get(Identity, taken.details.get("identity") or 0)
    return (own_addresses(store, identity.account_id), {identity.account_id}) if identity else (set(), set())
