"""What somebody wrote as a guest becomes their own, once they have signed in and can prove it by receipts."""

from collections.abc import Collection

from widget.comments.models import AuthorKind, Comment
from widget.comments.queries import claimable
from widget.extensions import Store
from widget.people.models import Identity
from widget.sites.models import Site
from widget.threads.actions import count_comments, lock_thread


def claim_guests(store: Store, site: Site, identity: Identity, receipts: Collection[str]) -> None:
    """Put an identity in the place of the guest; what the guest has typed of themselves is gone."""
    for comment in claimable(store, site, receipts):
        _claim(store, comment, identity)


def _claim(store: Store, comment: Comment, identity: Identity) -> None:
    thread = lock_thread(store, comment.thread)
    store.refresh(comment)
    if comment.author_kind is not AuthorKind.GUEST:
        return
    comment.author_kind, comment.identity = AuthorKind.IDENTITY, identity
    comment.guest_name = comment.guest_email = comment.guest_website = comment.fingerprint = None
    comment.changed = count_comments(store, thread, 0)
    store.flush()
