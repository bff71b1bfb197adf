"""What every way of posting shares: what was sent becomes a draft, or the sentence that says what is wrong with it."""

from typing import cast

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from widget.comments import policy
from widget.comments.actions import KEY_LIFE, Posted, post_comment, was_taken
from widget.comments.banned import ban_on, refuse_banned_address, told_until
from widget.comments.drafts import Draft, Guest
from widget.comments.forms import CommentForm, GuestForm
from widget.comments.imitating import LOOKS_LIKE, imitates
from widget.comments.queries import mentionable, posted_with
from widget.comments.screened import screened
from widget.core import clock
from widget.core.mailbox import plain_address
from widget.errors import Conflict, Invalid, Malformed, NotAllowed, NotFound
from widget.extensions import db
from widget.people.addresses import known_address
from widget.people.models import Identity
from widget.sites.models import Site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.policy import settings_of
from widget.threads.queries import thread_by_id, thread_by_key
from widget.web.actor import GUEST
from widget.web.address import network
from widget.web.body import body
from widget.web.languages import spoken
from widget.web.running import settings
from widget.web.transactions import transaction

KEY_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def address_of(thread_id: str, page: str, key: str | None) -> tuple[ThreadAddress, Thread | None]:
    """Return the address of page and key, with its row if it has one; raise NotFound for those of another thread."""
    site = site_of_page(db.session(), page)
    if site is None:
        raise NotFound("This page belongs to no site that is registered here.")
    address = ThreadAddress(site, page, key)
    thread = thread_by_key(db.session(), site, address.thread_key)
    if thread_id != address.fresh_id and (thread is None or thread_by_id(db.session(), thread_id) is not thread):
        raise NotFound("The page and the thread do not belong together.")
    return address, thread


def sent_draft(address: ThreadAddress, thread: Thread | None, identity: Identity | None) -> Draft:
    """Return the draft that the body describes; raise what the form would not have drawn, or says beside a field."""
    _check_identity(identity, body().get("as", ""))
    key = _key()
    _check_policy(address, thread, identity, key)
    form = _form(address.site, thread, identity)
    if not form.validate():
        raise Invalid(form.errors)
    if identity is None and imitates(db.session(), address.site, form.shown_name):
        raise Invalid({"name": [_(LOOKS_LIKE)]})
    if identity is None and form.email.data:
        refuse_banned_address(address.site, form.email.data)
    mail_to = _mail_to(identity)
    draft = Draft(
        address=address,
        author=identity or _guest(cast(GuestForm, form)),
        body=form.body.data,
        people=mentionable(db.session(), thread, form.body.data),
        parent=body().get("parent") or None,
        idempotency_key=key,
        network=network(),
        signature_key=settings().secret_key,
        mail_to=mail_to,
        lang=spoken().tag,
    )
    taken = was_taken(db.session(), draft, thread, clock.now())
    return screened(draft, thread, asks=not taken)


def accept(draft: Draft) -> Posted:
    """Post a draft, exactly once."""
    try:
        return _post(draft)
    except IntegrityError:  # another request made the thread or used the key at the same moment: now both are there
        return _post(draft)


def _post(draft: Draft) -> Posted:
    with transaction() as store:
        return post_comment(store, draft, now=clock.now())


def _check_identity(identity: Identity | None, shown: str) -> None:
    """Refuse to post under another name than the form shows."""
    actual = identity.public_id if identity else GUEST
    if not shown:
        raise Malformed("`as` must name the identity that the form shows, or be guest.")
    if shown != actual:
        raise Conflict("You are signed in as somebody else now. Your text is still here.", "identity-changed")


def _key() -> str:
    key = body().get("idempotency_key", "")
    if not (8 <= len(key) <= 64 and KEY_CHARACTERS.issuperset(key)):
        raise Malformed("idempotency_key must have 8 to 64 characters of A-Z, a-z, 0-9, _ and -.")
    return key


def _check_policy(address: ThreadAddress, thread: Thread | None, identity: Identity | None, key: str) -> None:
    """Refuse what the form would not have drawn; the retry of what was accepted gets its answer all the same."""
    action = "reply" if body().get("parent") else "post"
    store, now = db.session(), clock.now()
    ban = ban_on(store, address.site, identity, now)
    refusal = policy.allowed(address.site, thread, identity, now, ban=ban)[action]
    if refusal and not (thread and posted_with(store, thread, key, now - KEY_LIFE)):
        raise NotAllowed(refusal.detail, refusal.type, **told_until(refusal.until))


def _form(site: Site, thread: Thread | None, identity: Identity | None) -> CommentForm:
    sent = MultiDict(body())
    if identity:
        return CommentForm(sent, meta={"csrf": False})
    form = GuestForm(sent, meta={"csrf": False})
    form.details_required = settings_of(site, thread).details_required
    return form


def _mail_to(identity: Identity | None) -> str:
    """Return the address to which the author wants mail, empty for nobody's; raise Invalid where there is none."""
    if body().get("subscribe") != "1" or not settings().mail.configured:
        return ""
    field = "address" if identity else "email"
    typed = body().get(field, "").strip()
    known = known_address(db.session(), identity.account_id) if identity and not typed else None
    address = known[0] if known else plain_address(typed)
    if address is None:
        sentence = _("Invalid email address") if typed else _("Please enter your email address here")
        raise Invalid({field: [str(sentence)]})
    return address


def _guest(form: GuestForm) -> Guest:
    return Guest(name=form.shown_name, email=form.email.data or None, website=form.website_address)
