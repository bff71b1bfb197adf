"""What somebody wrote as a guest becomes their own, once they have signed in and can prove it.

By receipts, or by the address that they gave, if it is the one that they have signed in with.
"""

from collections.abc import Collection

from widget.comments.actions import lock_thread_of, note_change
from widget.comments.models import AuthorKind, Comment
from widget.comments.queries import Authorship, claimable, some_of
from widget.core.statuses import GONE
from widget.events import CommentClaimed, happened
from widget.extensions import Store
from widget.people.models import Identity
from widget.people.queries import addresses_of
from widget.screening.actions import forget_origin
from widget.sites.models import Site


def claim_guests(store: Store, site: Site, identity: Identity, receipts: Collection[str]) -> None:
    """Put an identity in the place of the guest; what the guest has typed of themselves is gone."""
    for comment in claimable(store, site, receipts):
        _claim(store, comment, identity)


def claim_carrying(store: Store, identity: Identity) -> bool:
    """Put an identity that has proved an address in the place of guests who gave it; a hundred at most at a time.

    Whoever typed the address may be somebody else: from where they wrote goes with it. Return whether there were any.
    """
    found = some_of(store, Authorship((), addresses_of([identity])), Comment.status.not_in(GONE))
    for comment in found:
        _claim(store, comment, identity)
    forget_origin(store, [one.id for one in found])
    return bool(found)


def _claim(store: Store, comment: Comment, identity: Identity) -> None:
    thread = lock_thread_of(store, comment)
    if comment.author_kind is not AuthorKind.GUEST:
        return
    comment.author_kind, comment.identity = AuthorKind.IDENTITY, identity
    comment.guest_name = comment.guest_email = comment.guest_website = comment.fingerprint = None
    note_change(store, comment, thread)
    store.flush()
    happened(store, CommentClaimed(comment.id))
