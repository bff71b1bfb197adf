"""Finding and changing who looks after a site, and the links that ask somebody to."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from widget.core import ids
from widget.extensions import Store, forget
from widget.people.models import Account, Identity
from widget.people.role_models import Invitation, Role, Staff
from widget.sites.models import Site

INVITATION_LIFE = timedelta(days=7)
ROLE = select(Staff.role).where(Staff.site_id == bindparam("site"), Staff.account_id == bindparam("account"))

OF_STAFF = select(Identity).join(Staff, Staff.account_id == Identity.account_id)
OF_STAFF = OF_STAFF.where(Staff.site_id == bindparam("site"))
ROLES = OF_STAFF.with_only_columns(Identity.id, Staff.role)
NAMES = OF_STAFF.with_only_columns(Identity.name, Identity.handle)


def role_of(store: Store, site: Site, identity: Identity | None) -> Role | None:
    """Return what somebody is on a site; None for everybody who only writes there."""
    return store.scalar(ROLE, {"site": site.id, "account": identity.account_id}) if identity else None


def role_held(store: Store, site: Site, account: Account) -> Role | None:
    """Return what a person is on a site."""
    return store.scalar(ROLE, {"site": site.id, "account": account.id})


def roles_on(store: Store, site_id: int) -> dict[int, Role]:
    """Return who looks after a site: the role of each identity of theirs, by its key."""
    return {row.id: row.role for row in store.execute(ROLES, {"site": site_id})}


def names_on(store: Store, site: Site) -> list[str]:
    """Return the names under which the staff of a site may be seen, and their handles."""
    return [name for row in store.connection().execute(NAMES, {"site": site.id}) for name in row if name]


def roles_held(store: Store, account: Account) -> list[Staff]:
    """Return what somebody is on every site that they look after."""
    return list(store.scalars(select(Staff).where(Staff.account_id == account.id).order_by(Staff.id)))


def give_role(store: Store, site: Site, account: Account, role: Role, now: datetime) -> None:
    """Let somebody look after a site, or change what they are there; readers get the badges afresh."""
    staff = store.scalar(select(Staff).where(Staff.site_id == site.id, Staff.account_id == account.id))
    if staff is None:
        staff = Staff(site_id=site.id, account_id=account.id, created=now)
        store.add(staff)
    staff.role = role
    site.revision += 1
    store.flush()


def take_role(store: Store, site: Site, account: Account) -> Role | None:
    """Let somebody look after a site no more; return what they were."""
    staff = store.scalar(select(Staff).where(Staff.site_id == site.id, Staff.account_id == account.id))
    if staff is None:
        return None
    store.delete(staff)
    site.revision += 1
    store.flush()
    return staff.role


def lock_owners(store: Store, site: Site) -> list[int]:
    """Return the accounts of a site's owners, and let nobody else change who they are until the transaction ends.

    Whoever is about to be erased is none any more.
    """
    owners = select(Staff).where(Staff.site_id == site.id, Staff.role == Role.OWNER).join(Staff.account)
    staying = owners.where(Account.erases.is_(None)).order_by(Staff.id)
    return [one.account_id for one in store.scalars(staying.with_for_update(of=Staff))]


def owned_alone(store: Store, account: Account) -> list[Site]:
    """Return the sites that have no other owner who stays."""
    owners = select(Staff.site_id).join(Staff.account)
    others = owners.where(Staff.role == Role.OWNER, Staff.account_id != account.id, Account.erases.is_(None))
    mine = select(Site).join(Staff).where(Staff.account_id == account.id, Staff.role == Role.OWNER)
    return list(store.scalars(mine.where(Site.id.not_in(others)).order_by(Site.id)))


def open_invitations(store: Store, site: Site, now: datetime) -> list[Invitation]:
    """Return the links to a site that nobody has used yet, the latest first."""
    open_ = select(Invitation).where(Invitation.site_id == site.id, Invitation.ends > now)
    return list(store.scalars(open_.order_by(Invitation.id.desc())))


def take_back_invitation(store: Store, site: Site, number: int) -> bool:
    """Let a link give nothing any more; False where there is none."""
    there = Invitation.site_id == site.id, Invitation.id == number
    return store.execute(delete(Invitation).where(*there).returning(Invitation.id)).first() is not None


def take_back_invitations(store: Store, site: Site) -> bool:
    """Let no link to a site give anything any more; False where there is none."""
    gone = delete(Invitation).where(Invitation.site_id == site.id).returning(Invitation.id)
    return bool(store.execute(gone).all())


def end_links_of(store: Store, account: Account) -> None:
    """Let no link give anything any more to sites of an owner who goes; where no other stays, somebody has to come."""
    owned = select(Staff.site_id).where(Staff.account_id == account.id, Staff.role == Role.OWNER)
    alone = [site.id for site in owned_alone(store, account)]
    store.execute(delete(Invitation).where(Invitation.site_id.in_(owned), Invitation.site_id.not_in(alone)))


def staff_of(store: Store, site: Site) -> list[Staff]:
    """Return who looks after a site, in the order in which they came."""
    return list(store.scalars(select(Staff).where(Staff.site_id == site.id).order_by(Staff.id)))


def looked_after_by(store: Store, account: Account) -> list[Staff]:
    """Return somebody's roles, with the sites, in the order of those."""
    return list(store.scalars(select(Staff).where(Staff.account_id == account.id).order_by(Staff.site_id)))


def account_by_id(store: Store, public_id: str) -> Account | None:
    """Return the person with this id."""
    return store.scalar(select(Account).where(Account.public_id == public_id))


def names_of(store: Store, accounts: Collection[int]) -> dict[int, str]:
    """Return what each of these people is called by the identity that came first, by the account's key."""
    if not accounts:
        return {}
    known = select(Identity.account_id, Identity.name).where(Identity.account_id.in_(accounts))
    return dict(store.execute(known.order_by(Identity.id.desc())).all())


def invite(store: Store, site: Site, role: Role, now: datetime) -> str:
    """Return the token of a link that gives a role once, within a week."""
    forget(store, Invitation.id, Invitation.ends <= now)
    token = ids.new_secret()
    invitation = Invitation(site_id=site.id, role=role, token_hash=ids.digest(token), created=now)
    invitation.ends = now + INVITATION_LIFE
    store.add(invitation)
    store.flush()
    return token


def invitation_with(store: Store, token: str, now: datetime) -> Invitation | None:
    """Return what a link gives, unless it was used or is too old."""
    return store.scalar(select(Invitation).where(Invitation.token_hash == ids.digest(token), Invitation.ends > now))


def accept_invitation(store: Store, invitation: Invitation, account: Account, now: datetime) -> bool:
    """Give the role that a link brings; False when somebody else has just used it. Nobody's role gets less."""
    used = store.execute(delete(Invitation).where(Invitation.id == invitation.id).returning(Invitation.id)).first()
    if used is None:
        return False
    staff = store.scalar(select(Staff).where(Staff.site_id == invitation.site_id, Staff.account_id == account.id))
    if staff is None or staff.role is not Role.OWNER:
        give_role(store, invitation.site, account, invitation.role, now)
    return True


def move_roles(store: Store, left: Account, into: Account) -> None:
    """Give somebody the roles that they had by another account of theirs, which is about to end; of two the greater."""
    owned = select(Staff.site_id).where(Staff.account_id == left.id, Staff.role == Role.OWNER)
    store.execute(update(Staff).where(Staff.account_id == into.id, Staff.site_id.in_(owned)).values(role=Role.OWNER))
    here = select(Staff.site_id).where(Staff.account_id == into.id)
    store.execute(
        update(Staff).where(Staff.account_id == left.id, Staff.site_id.not_in(here)).values(account_id=into.id)
    )


def show_badges_anew(store: Store, *accounts: Account) -> None:
    """Let readers get the badges afresh of those whose identities have come or gone."""
    theirs = select(Staff.site_id).where(Staff.account_id.in_([one.id for one in accounts]))
    store.execute(update(Site).where(Site.id.in_(theirs)).values(revision=Site.revision + 1))
