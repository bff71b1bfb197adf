"""The end of a sign-in by mail, by code or by link: an address was proved, and whose it is signs in."""

from widget.comments.actions import show_anew
from widget.core import clock
from widget.core.faces import draw_face
from widget.core.signing import mac
from widget.errors import Denied
from widget.extensions import Store
from widget.people.actions import transactions
from widget.people.actions.identities import SmallPicture, remember_identity
from widget.people.models import Identity, Transaction
from widget.people.policy import awaits_code
from widget.people.queries import identity_by_subject
from widget.providers.email import ID, profile_of
from widget.signin.answering import answering, find_transaction, redirect_uri
from widget.signin.window import ABOUT_TO_BE_ERASED
from widget.web.running import settings
from widget.web.transactions import transaction


def flow_is_ours(found: Transaction, flow_secret: str | None) -> bool:
    """Whether a sign-in by mail was begun in the browser that asks."""
    return found.provider == ID and transactions.flow_holds(found, flow_secret)


def sign_in(transaction_id: str) -> None:
    """Sign in as whoever the proved address belongs to, once; what goes wrong is what the sign-in ends with."""
    try:
        with answering(transaction_id), transaction() as store:
            found, now = find_transaction(store, transaction_id, lock=True), clock.now()
            if not awaits_code(found, now):
                return
            identity = _remembered(store, found.address or "", found.shown_name or "")
            if identity.hidden and found.site:
                raise Denied(ABOUT_TO_BE_ERASED)
            transactions.take_answer(found, redirect_uri(ID), "", now)
            transactions.succeed(found, identity)
    except Denied:
        return


def _remembered(store: Store, address: str, name: str) -> Identity:
    profile = profile_of(address, name)
    known = identity_by_subject(store, profile.issuer, profile.subject)
    before = known.appearance if known else None
    identity = remember_identity(store, profile, provider=ID, picture=_face(address), now=clock.now())
    if before and before != identity.appearance:
        show_anew(store, identity)
    return identity


def _face(address: str) -> SmallPicture:
    """A drawing by a keyed hash: by the address alone, everybody could try whose it is."""
    seed = mac(settings().secret_key, "face", address).hex()
    return SmallPicture(media_type="image/svg+xml", content=draw_face(seed).encode())
