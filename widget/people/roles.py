"""Finding and changing who looks after a site."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from widget.extensions import Store
from widget.people.models import Account, Identity
from widget.people.role_models import Role, Staff
from widget.sites.models import Site

ROLE = select(Staff.role).where(Staff.site_id == bindparam("site"), Staff.account_id == bindparam("account"))


def role_of(store: Store, site: Site, identity: Identity | None) -> Role | None:
    """Return what somebody is on a site; None for everybody who only writes there."""
    return store.scalar(ROLE, {"site": site.id, "account": identity.account_id}) if identity else None


def roles_held(store: Store, account: Account) -> list[Staff]:
    """Return what somebody is on every site that they look after."""
    return list(store.scalars(select(Staff).where(Staff.account_id == account.id).order_by(Staff.id)))


def roles_among(store: Store, site_id: int, identities: Collection[int]) -> dict[int, Role]:
    """Return the role of each of these identities that has one on a site, by the identity's key."""
    if not identities:
        return {}
    found = select(Identity.id, Staff.role).join(Staff, Staff.account_id == Identity.account_id)
    found = found.where(Staff.site_id == site_id, Identity.id.in_(identities))
    return dict(store.execute(found).tuples())


def give_role(store: Store, site: Site, account: Account, role: Role, now: datetime) -> None:
    """Let somebody look after a site, or change what they are there; readers get the badges afresh."""
    staff = store.scalar(select(Staff).where(Staff.site_id == site.id, Staff.account_id == account.id))
    if staff is None:
        staff = Staff(site_id=site.id, account_id=account.id, created=now)
        store.add(staff)
    staff.role = role
    site.revision += 1
    store.flush()
