"""Finding and changing who looks after a site."""

from datetime import datetime

from sqlalchemy import bindparam, select

from widget.extensions import Store
from widget.people.models import Account, Identity
from widget.people.role_models import Role, Staff
from widget.sites.models import Site

ROLE = select(Staff.role).where(Staff.site_id == bindparam("site"), Staff.account_id == bindparam("account"))

OF_STAFF = select(Identity).join(Staff, Staff.account_id == Identity.account_id)
OF_STAFF = OF_STAFF.where(Staff.site_id == bindparam("site"))
ROLES = OF_STAFF.with_only_columns(Identity.id, Staff.role)
NAMES = OF_STAFF.with_only_columns(Identity.name, Identity.handle)


def role_of(store: Store, site: Site, identity: Identity | None) -> Role | None:
    """Return what somebody is on a site; None for everybody who only writes there."""
    return store.scalar(ROLE, {"site": site.id, "account": identity.account_id}) if identity else None


def roles_on(store: Store, site_id: int) -> dict[int, Role]:
    """Return who looks after a site: the role of each identity of theirs, by its key."""
    return {row.id: row.role for row in store.execute(ROLES, {"site": site_id})}


def names_on(store: Store, site: Site) -> list[str]:
    """Return the names under which the staff of a site may be seen, and their handles."""
    return [name for row in store.execute(NAMES, {"site": site.id}) for name in row if name]


def give_role(store: Store, site: Site, account: Account, role: Role, now: datetime) -> None:
    """Let somebody look after a site, or change what they are there; readers get the badges afresh."""
    staff = store.scalar(select(Staff).where(Staff.site_id == site.id, Staff.account_id == account.id))
    if staff is None:
        staff = Staff(site_id=site.id, account_id=account.id, created=now)
        store.add(staff)
    staff.role = role
    site.revision += 1
    store.flush()
