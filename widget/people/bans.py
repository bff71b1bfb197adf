"""Banning from a site, and finding out who is banned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select

from widget.core import ids
from widget.core.mailbox import plain_address
from widget.core.signing import mac
from widget.extensions import Store, forget
from widget.people.ban_models import Ban, BanKind
from widget.people.models import Account
from widget.sites.models import Site

KEPT = timedelta(days=1)  # for so long a ban that is over can be put back, and then it is forgotten


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is banned: an account's key, or a keyed hash."""

    kind: BanKind
    account_id: int | None = None
    digest: str | None = None

    @property
    def theirs(self) -> ColumnElement[bool]:
        """Which bans are of this subject."""
        own = Ban.account_id == self.account_id if self.kind is BanKind.ACCOUNT else Ban.digest == self.digest
        return and_(Ban.kind == self.kind, own)


def account_subject(account_id: int) -> Subject:
    """Return a person, by whichever of their identities they come."""
    return Subject(BanKind.ACCOUNT, account_id=account_id)


def address_subject(signature_key: str, address: str) -> Subject:
    """Return whoever types this address, in whatever spelling."""
    plain = plain_address(address) or address.strip().lower()
    return Subject(BanKind.ADDRESS, digest=mac(signature_key, "banned address", plain).hex())


def network_subject(network: str) -> Subject:
    """Return whoever comes from this network; it is a keyed hash already."""
    return Subject(BanKind.NETWORK, digest=network)


def in_force(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Which bans hold at the moment."""
    return and_(Ban.lifted.is_(None), or_(Ban.until.is_(None), Ban.until > now))


HOLDING = select(Ban.id).where(
    Ban.site_id == bindparam("site"), Ban.kind == bindparam("kind"), in_force(bindparam("now"))
)
IN_FORCE = dict.fromkeys(BanKind, HOLDING.where(Ban.digest == bindparam("digest")))  # asked once or twice by each post
IN_FORCE[BanKind.ACCOUNT] = HOLDING.where(Ban.account_id == bindparam("account"))


def ban_of(store: Store, site: Site, subject: Subject, now: datetime) -> Ban | None:
    """Return the ban that holds for somebody on a site."""
    mine = {"account": subject.account_id} if subject.kind is BanKind.ACCOUNT else {"digest": subject.digest}
    asked = {"site": site.id, "kind": subject.kind, "now": now, **mine}
    found = store.connection().execute(IN_FORCE[subject.kind], asked).scalar()
    return store.get(Ban, found) if found else None


def bans_of(store: Store, site: Site, now: datetime) -> list[Ban]:
    """Return the bans of a site, the latest first; among them those that were lifted within a day."""
    there = select(Ban).where(Ban.site_id == site.id, or_(in_force(now), Ban.lifted > now - KEPT))
    return list(store.scalars(there.order_by(Ban.created.desc(), Ban.id.desc())))


def ban_by_id(store: Store, site: Site, public_id: str) -> Ban | None:
    """Return a ban of this site."""
    return store.scalar(select(Ban).where(Ban.site_id == site.id, Ban.public_id == public_id))


def set_ban(store: Store, site: Site, subject: Subject, until: datetime | None, now: datetime) -> Ban:
    """Ban somebody until then, whatever was said of them before; what is over is forgotten."""
    forget(store, Ban.id, Ban.site_id == site.id, or_(Ban.until <= now - KEPT, Ban.lifted <= now - KEPT))
    ban = store.scalar(select(Ban).where(Ban.site_id == site.id, subject.theirs))
    if ban is None:
        ban = Ban(public_id=ids.new_id(), site_id=site.id, kind=subject.kind)
        ban.account_id, ban.digest = subject.account_id, subject.digest
        store.add(ban)
    ban.until, ban.created, ban.lifted, ban.comment, ban.by_id = until, now, None, None, None
    store.flush()
    return ban


def move_bans(store: Store, left: Account, into: Account, now: datetime) -> None:
    """Let whoever is banned by one account be banned by another of theirs too; the longer of two bans stays."""
    for ban in store.scalars(select(Ban).where(Ban.account_id == left.id, in_force(now))).all():
        own = store.scalar(select(Ban).where(Ban.account_id == into.id, Ban.site_id == ban.site_id))
        if own and own.lifted is None and (own.until is None or (ban.until and own.until >= ban.until)):
            continue
        if own:
            own.until, own.lifted = ban.until, None
            continue
        moved = Ban(public_id=ids.new_id(), site_id=ban.site_id, kind=ban.kind, account_id=into.id)
        moved.until, moved.created, moved.comment, moved.by_id = ban.until, now, ban.comment, ban.by_id
        store.add(moved)
    store.flush()
