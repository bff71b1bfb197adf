"""Whether whoever asks may not write here any more: by their account, their network, or the address that they type."""

from contextlib import suppress
from datetime import datetime

from widget.comments.policy import ban_refusal
from widget.comments.queries import was_published_before
from widget.core import clock
from widget.errors import Misconfigured, NotAllowed
from widget.extensions import Store, db
from widget.people.ban_models import Ban
from widget.people.bans import account_subject, address_subject, ban_of, network_subject
from widget.people.models import Identity
from widget.people.roles import role_of
from widget.providers.email import ISSUER
from widget.sites.models import Site
from widget.web.address import network
from widget.web.running import settings
from widget.web.templates import moment


def ban_on(store: Store, site: Site, identity: Identity | None, now: datetime) -> Ban | None:
    """Return what keeps this identity, or a guest, from writing on a site.

    A network is also of people who have nothing to do with it: whoever is signed in, and was published there before it
    was banned, goes on writing. Who looks after the site always does. An address is banned too where it is logged in
    with.
    """
    if role_of(store, site, identity):
        return None
    own = ban_of(store, site, account_subject(identity.account_id), now) if identity else None
    if own is None and identity and identity.issuer == ISSUER:
        own = ban_of(store, site, address_subject(settings().secret_key, identity.subject), now)
    if own:
        return own
    theirs = ban_of(store, site, network_subject(network()), now)
    if theirs and identity and was_published_before(store, site, identity, theirs.created):
        return None
    return theirs


def known_ban(store: Store, site: Site, identity: Identity | None, now: datetime) -> Ban | None:
    """Return the same for whoever only reads: that goes on behind a proxy which nobody has named, writing does not."""
    with suppress(Misconfigured):
        return ban_on(store, site, identity, now)
    return None


def refuse_banned(site: Site, identity: Identity | None, address: str | None = None) -> None:
    """Raise NotAllowed, with the sentence that the form shows, for somebody who is banned; `address` is a guest's."""
    _refuse(ban_on(db.session(), site, identity, clock.now()))
    if address and not role_of(db.session(), site, identity):
        refuse_banned_address(site, address)


def refuse_banned_address(site: Site, address: str) -> None:
    """Raise NotAllowed for a guest who types an address that is banned; where they come from is another question."""
    subject = address_subject(settings().secret_key, address)
    _refuse(ban_of(db.session(), site, subject, clock.now()))


def _refuse(ban: Ban | None) -> None:
    if ban:
        refusal = ban_refusal(ban)
        raise NotAllowed(refusal.detail, refusal.type, **told_until(ban.until))


def told_until(until: datetime | None) -> dict[str, str]:
    """Return the moment as it stands in the sentence of a refusal."""
    return {"until": moment(until)} if until else {}
