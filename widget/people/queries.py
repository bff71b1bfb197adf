"""Finding people: sessions by their credential, the identities they hold, whole accounts, sign-ins, pictures."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from widget.core import ids
from widget.core.mailbox import spellings
from widget.extensions import Store, one_at_a_time
from widget.people.models import (
    Account,
    HeldIdentity,
    Identity,
    MeSession,
    Passkey,
    Picture,
    Registration,
    Session,
    SessionKind,
    Transaction,
)
from widget.people.provider_models import DeletionRequest, ProviderFailure
from widget.providers.email import ISSUER
from widget.sites.models import Site


def live_session(store: Store, token: str, kind: SessionKind, now: datetime) -> Session | None:
    """Return the session whose credential is `token`, unless it has ended."""
    wanted = Session.token_hash == ids.digest(token), Session.kind == kind, Session.ends > now
    return store.scalar(select(Session).where(*wanted))


def locked_session(store: Store, session_id: int) -> Session | None:
    """Return a session as it is now, for whoever is about to change it; None when it has ended meanwhile."""
    wanted = select(Session).where(Session.id == session_id).with_for_update(of=Session)
    return store.scalar(wanted.execution_options(populate_existing=True))


def held_identities(store: Store, session: Session, since: datetime) -> list[HeldIdentity]:
    """Return what this session may change to: the identities that have signed in since then, in that order."""
    held = select(HeldIdentity).where(HeldIdentity.session_id == session.id, HeldIdentity.signed_in > since)
    return list(store.scalars(held.order_by(HeldIdentity.id)))


def live_me(store: Store, token: str, now: datetime) -> MeSession | None:
    """Return the session of somebody's own page whose credential is `token`, unless it has ended."""
    return store.scalar(select(MeSession).where(MeSession.token_hash == ids.digest(token), MeSession.ends > now))


def identities_of(store: Store, account: Account) -> list[Identity]:
    """Return the identities of one person, in the order in which they came."""
    return list(store.scalars(select(Identity).where(Identity.account_id == account.id).order_by(Identity.id)))


def sessions_of(store: Store, account: Account, now: datetime) -> list[Session]:
    """Return the sessions of all sites that hold an identity of this person, the newest first."""
    held = select(HeldIdentity.session_id).join(Identity).where(Identity.account_id == account.id)
    found = select(Session).where(Session.id.in_(held), Session.ends > now).options(joinedload(Session.site))
    return list(store.scalars(found.order_by(Session.created.desc(), Session.id.desc())))


def locked_account(store: Store, account_id: int) -> Account | None:
    """Return an account as it is now, for whoever is about to change it."""
    wanted = select(Account).where(Account.id == account_id).with_for_update()
    return store.scalar(wanted.execution_options(populate_existing=True))


def accounts_due(store: Store, now: datetime) -> list[int]:
    """Return the accounts whose erasure is to become final, those that have waited longest first."""
    return list(store.scalars(select(Account.id).where(Account.erases <= now).order_by(Account.erases)))


def accounts_waiting(store: Store, now: datetime) -> list[Account]:
    """Return the accounts whose erasure can still be taken back."""
    return list(store.scalars(select(Account).where(Account.erases > now).order_by(Account.erases)))


def deletion_request(store: Store, code: str) -> DeletionRequest | None:
    """Return what a provider has asked for under this code."""
    return store.scalar(select(DeletionRequest).where(DeletionRequest.code == code))


def identity_by_subject(store: Store, issuer: str, subject: str) -> Identity | None:
    """Return the identity that the provider knows as `subject`."""
    return store.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


def addresses_of(identities: Iterable[Identity]) -> tuple[str, ...]:
    """Return the addresses that these identities have proved, in every spelling."""
    proved = (identity.subject for identity in identities if identity.issuer == ISSUER)
    return tuple(spelling for address in proved for spelling in spellings(address))


def passkeys_of(store: Store, account: Account) -> list[Passkey]:
    """Return the passkeys of all identities of one person, in the order in which they were made."""
    mine = select(Passkey).join(Passkey.identity).where(Identity.account_id == account.id)
    return list(store.scalars(mine.order_by(Passkey.id)))


def passkey_by_credential(store: Store, credential_id: str, *, lock: bool = False) -> Passkey | None:
    """Return the passkey that a device calls so; `lock` it where its count is about to change."""
    wanted = select(Passkey).where(Passkey.credential_id == credential_id)
    if lock:
        wanted = wanted.with_for_update(of=Passkey).execution_options(populate_existing=True)
    return store.scalar(wanted)


def transaction_by_id(store: Store, public_id: str, *, lock: bool = False) -> Transaction | None:
    """Return the sign-in under way with this id; `lock` it where it is about to change.

    Its sessions are locked before it, as by whoever logs out, so that no two wait for each other; and before those the
    sign-in as such, since the claim before may just be giving it its session.
    """
    wanted = select(Transaction).where(Transaction.public_id == public_id)
    if lock:
        one_at_a_time(store, "transaction", public_id)
        own = or_(Session.id == Transaction.former_session_id, Session.id == Transaction.session_id)
        sessions = select(Session.id).where(own, Transaction.public_id == public_id).order_by(Session.id)
        store.execute(sessions.with_for_update(of=Session))
        wanted = wanted.with_for_update(of=Transaction).execution_options(populate_existing=True)
    return store.scalar(wanted)


def transaction_by_state(store: Store, state: str) -> Transaction | None:
    """Return the sign-in for which the provider brings back `state`."""
    return store.scalar(select(Transaction).where(Transaction.state_hash == ids.digest(state)))


def transactions_since(store: Store, site: Site | None, network: str, since: datetime) -> int:
    """Count the sign-ins that a network has begun since then on a site; None stands for one's own page."""
    wanted = (
        Transaction.site_id == (site.id if site else None),
        Transaction.network == network,
        Transaction.created > since,
    )
    return store.scalar(select(func.count(Transaction.id)).where(*wanted)) or 0


def has_old_address(store: Store, now: datetime) -> bool:
    """Whether a sign-in by mail is over and nobody has ended it, so that its address is still there."""
    return bool(store.scalar(select(exists().where(Transaction.expires < now, Transaction.address.is_not(None)))))


def registration_at(store: Store, host: str, redirect_uri: str, since: datetime) -> Registration | None:
    """Return the latest way in which a server knows us, made since then for that address."""
    wanted = Registration.host == host, Registration.redirect_uri == redirect_uri, Registration.created > since
    return store.scalar(select(Registration).where(*wanted).order_by(Registration.id.desc()).limit(1))


def last_seen_by(store: Store, provider: str) -> datetime | None:
    """Return when somebody last came by a provider; None where nobody ever did, or all have left."""
    return store.scalar(select(func.max(Identity.seen)).where(Identity.provider == provider))


def failures_of(store: Store, provider: str) -> ProviderFailure | None:
    """Return how often a provider has failed since it last worked; None when it has not."""
    return store.scalar(select(ProviderFailure).where(ProviderFailure.provider == provider))


def failing_providers(store: Store, at_least: int, since: datetime) -> list[ProviderFailure]:
    """Return the providers that have failed so often in a row, and once more since then."""
    wanted = ProviderFailure.count >= at_least, ProviderFailure.last > since
    return list(store.scalars(select(ProviderFailure).where(*wanted).order_by(ProviderFailure.last)))


def picture_by_hash(store: Store, name: str) -> Picture | None:
    """Return the picture with this content hash."""
    return store.scalar(select(Picture).where(Picture.hash == name))


def picture_is_used(store: Store, name: str) -> bool:
    """Whether some identity still has this picture."""
    return bool(store.scalar(select(exists().where(Identity.picture == name))))
