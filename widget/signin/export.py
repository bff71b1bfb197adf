"""All that is known of a person as a zip: JSON for programs, one HTML page for people. Written as it is read."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import current_app

from widget.comments.like_queries import liked_by
from widget.comments.models import AuthorKind, Comment, Like
from widget.comments.queries import guests_with, revisions_of, sent_with, written_by
from widget.extensions import Store
from widget.moderation.models import Report
from widget.moderation.report_queries import reported_by
from widget.notifications.subscribing import wishes_of
from widget.people.addresses import address_of_account, own_addresses
from widget.people.models import Account, Identity, Passkey, Session
from widget.people.queries import addresses_of, identities_of, passkeys_of, sessions_of
from widget.people.roles import roles_held
from widget.web.running import settings

IN_MEMORY = 1024 * 1024  # bytes; what is larger goes through a file that has no name


def pack(store: Store, account: Account, now: datetime) -> IO[bytes]:
    """Return the zip, to be read from its beginning."""
    mine = identities_of(store, account)
    written, addresses = [identity.id for identity in mine], addresses_of(mine)

    def comments() -> Iterator[Comment]:
        return chain(written_by(store, written), guests_with(store, addresses))

    known = {
        "exported": now.isoformat(),
        "account": {"id": account.public_id, "created": account.created.isoformat()},
        "identities": [_identity(one) for one in mine],
        "sessions": [_session(one) for one in sessions_of(store, account, now)],
        "passkeys": [_passkey(one) for one in passkeys_of(store, account)],
        "mail": _mail(store, account, addresses),
        "likes": [_like(one) for one in liked_by(store, written)],
        "reports": [_report(one) for one in reported_by(store, written)],
        "roles": [{"site": one.site.name, "role": one.role.value} for one in roles_held(store, account)],
    }
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (who sends it closes it)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        with archive.open("my-comments.json", "w") as entry:
            _write_json(entry, known, (_comment(store, one) for one in comments()))
        page = current_app.jinja_env.get_template("me/export.html")
        values = {"identities": mine, "base_url": settings().base_url, "exported": now}
        with archive.open("my-comments.html", "w") as entry:
            page.stream(comments=comments(), **values).dump(entry, "utf-8")
    target.seek(0)
    return target


def _write_json(entry: IO[bytes], known: dict[str, Any], comments: Iterator[dict[str, Any]]) -> None:
    head = json.dumps(known, ensure_ascii=False, indent=1)[:-2]
    entry.write(f'{head},\n "comments": ['.encode())
    for number, comment in enumerate(comments):
        entry.write(("," if number else "").encode() + b"\n  " + json.dumps(comment, ensure_ascii=False).encode())
    entry.write(b"\n ]\n}\n")


def _identity(identity: Identity) -> dict[str, Any]:
    plain = ("provider", "issuer", "subject", "name", "handle", "website")
    described: dict[str, Any] = {"id": identity.public_id} | {name: getattr(identity, name) for name in plain}
    described["picture"] = f"{settings().base_url}/pictures/{identity.picture}"
    return described | {"created": identity.created.isoformat(), "seen": identity.seen.isoformat()}


def _session(session: Session) -> dict[str, Any]:
    used = (session.used or session.created).isoformat()
    moments = {"created": session.created.isoformat(), "used": used, "ends": session.ends.isoformat()}
    return {"site": session.site.name, "device": session.device, "identity": session.identity.public_id} | moments


def _passkey(passkey: Passkey) -> dict[str, Any]:
    moments = {"created": passkey.created.isoformat(), "used": passkey.used.isoformat() if passkey.used else None}
    return {"device": passkey.device, "identity": passkey.identity.public_id} | moments


def _mail(store: Store, account: Account, addresses: Iterable[str]) -> dict[str, Any]:
    """Return where mail goes and about what; whether the reader of another's address has said yes is that reader's."""
    given, own = address_of_account(store, account.id), own_addresses(store, account.id)
    wishes = [
        {
            "address": one.address.address,
            "page": one.comment.thread.page,
            "comment": one.comment.public_id,
            "about": "thread" if one.whole else "replies",
            "confirmed": one.confirmed.isoformat() if one.confirmed and one.address.address in own else None,
        }
        for one in wishes_of(store, account.id, addresses)
    ]
    return {"address": given.address if given else None, "subscriptions": wishes}


def _like(like: Like) -> dict[str, Any]:
    thread = like.comment.thread if like.comment else like.thread
    page = thread.page if thread else None
    return {"page": page, "comment": like.comment and like.comment.public_id, "created": like.created.isoformat()}


def _report(report: Report) -> dict[str, Any]:
    told = {"comment": report.comment.public_id, "page": report.comment.thread.page, "reason": report.reason.value}
    return told | {"text": report.text, "created": report.created.isoformat()}


def _guest(comment: Comment) -> dict[str, Any] | None:
    if comment.author_kind is not AuthorKind.GUEST:
        return None
    return {"name": comment.guest_name, "email": comment.guest_email, "website": comment.guest_website}


def _sent_from(store: Store, comment: Comment) -> dict[str, str | None] | None:
    """Return from where a comment came, for as long as that is kept; what screening made of it is the owner's.

    Not of a guest's: whoever typed the address may be somebody else.
    """
    sent = sent_with(store, comment) if comment.identity else None
    return {"address": sent.address, "browser": sent.user_agent, "referrer": sent.referrer} if sent else None


def _comment(store: Store, comment: Comment) -> dict[str, Any]:
    before = revisions_of(store, comment) if comment.edited else []
    return {
        "id": comment.public_id,
        "site": comment.thread.site.name,
        "page": comment.thread.page,
        "parent": comment.parent.public_id if comment.parent else None,
        "identity": comment.identity.public_id if comment.identity else None,
        "guest": _guest(comment),
        "status": comment.status.value,
        "text": comment.source,
        "html": comment.html,
        "created": comment.created.isoformat(),
        "edited": comment.edited.isoformat() if comment.edited else None,
        "sent_from": _sent_from(store, comment),
        "before": [{"text": one.source, "created": one.created.isoformat()} for one in before],
    }
