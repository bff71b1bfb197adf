"""Remembering who somebody is at a provider, and their picture."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from widget.core import ids
from widget.core.faces import draw_face
from widget.extensions import Store, one_at_a_time
from widget.people.models import Account, Identity, Picture
from widget.people.queries import identity_by_subject, picture_by_hash, picture_is_used
from widget.providers import Profile


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A picture ready to be served: re-encoded by us, or drawn by us."""

    media_type: str
    content: bytes

    @property
    def name(self) -> str:
        """The hash of its content, under which it is kept."""
        return hashlib.sha256(self.content).hexdigest()


def remember_identity(
    store: Store, profile: Profile, *, provider: str, picture: SmallPicture | None, now: datetime
) -> Identity:
    """Return the identity of (issuer, subject) as the provider describes it now; its account is its own.

    A makeshift name is for somebody new: it takes nobody's known name away.
    """
    shown = picture or drawn_picture(profile)
    one_at_a_time(store, "identity", profile.issuer, profile.subject)
    identity = identity_by_subject(store, profile.issuer, profile.subject) or _new_identity(store, profile, now)
    former = identity.picture
    for name in sorted({former or "", shown.name}):  # nobody takes up a picture while it is being dropped
        one_at_a_time(store, "picture", name)
    identity.provider, identity.picture, identity.seen = provider, keep_picture(store, shown, now), now
    identity.name = (profile.makeshift and identity.name) or profile.name
    identity.handle, identity.website = profile.handle, profile.website
    store.add(identity)
    store.flush()
    if former and former != shown.name:
        _drop_unused(store, former)
    return identity


def drop_unused_picture(store: Store, name: str) -> None:
    """Forget a picture that nobody has any more."""
    one_at_a_time(store, "picture", name)
    _drop_unused(store, name)


def _drop_unused(store: Store, name: str) -> None:
    if not picture_is_used(store, name):
        store.execute(delete(Picture).where(Picture.hash == name))


def _new_identity(store: Store, profile: Profile, now: datetime) -> Identity:
    account = Account(public_id=ids.new_id(), created=now)
    store.add(account)
    store.flush()
    identity = Identity(public_id=ids.new_id(), account_id=account.id, created=now)
    identity.issuer, identity.subject = profile.issuer, profile.subject
    return identity


def keep_picture(store: Store, picture: SmallPicture, now: datetime) -> str:
    """Keep a picture under the hash of its content and return that hash."""
    if picture_by_hash(store, picture.name) is None:
        store.add(Picture(hash=picture.name, media_type=picture.media_type, content=picture.content, created=now))
    return picture.name


def drawn_picture(profile: Profile) -> SmallPicture:
    """Return a picture drawn for somebody whose provider has none."""
    drawing = draw_face(f"{profile.issuer} {profile.subject}")
    return SmallPicture(media_type="image/svg+xml", content=drawing.encode())
