"""Ending what came from a provider, when the provider says that somebody has logged out there."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from widget.core import ids
from widget.extensions import Store, forget, one_at_a_time
from widget.people.actions.transactions import cancel
from widget.people.models import HeldIdentity, Identity, MeSession, Progress, Session, Transaction
from widget.people.provider_models import SpentLogout
from widget.people.queries import transaction_by_id
from widget.providers import Logout


def spend_logout(store: Store, logout: Logout, now: datetime) -> bool:
    """Take a logout token, which serves once: False for one that was taken before."""
    forget(store, SpentLogout.id, SpentLogout.ends <= now)
    name = ids.digest_of_name(logout.issuer, logout.jti)
    one_at_a_time(store, "logout", name)
    if store.scalar(select(exists().where(SpentLogout.token_hash == name))):
        return False
    store.add(SpentLogout(token_hash=name, ends=datetime.fromtimestamp(logout.ends, UTC)))
    return True


def end_logged_out(store: Store, logout: Logout) -> None:
    """End every session that holds what was logged out, on all sites and on one's own page, with all else it holds.

    First of all the sign-ins that nobody has claimed yet: a claim that is just under way is waited for, so that the
    session which it opens ends too.
    """
    done = Transaction.progress == Progress.DONE
    waiting = select(Transaction.public_id).where(done, _came(logout, Transaction)).order_by(Transaction.public_id)
    for public_id in store.scalars(waiting).all():
        found = transaction_by_id(store, public_id, lock=True)
        if found:
            cancel(found)
    held = select(HeldIdentity.session_id).where(_came(logout, HeldIdentity))
    store.execute(delete(Session).where(Session.id.in_(held)))
    store.execute(delete(MeSession).where(_came(logout, MeSession)))


def _came(logout: Logout, holder: type[HeldIdentity | MeSession | Transaction]) -> ColumnElement[bool]:
    """Whether what `holder` holds has come from what was logged out.

    Of a person in one session of theirs, that is also what came from a session that had no name.
    """
    from_there = holder.sid_hash == ids.digest_of_name(logout.issuer, logout.sid or "")
    if logout.subject is None:
        return from_there
    named = Identity.issuer == logout.issuer, Identity.subject == logout.subject
    theirs = holder.identity_id.in_(select(Identity.id).where(*named))
    return and_(theirs, or_(from_there, holder.sid_hash.is_(None))) if logout.sid else theirs
