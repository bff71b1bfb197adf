"""Calling a webhook: one signed POST in limited time, to public addresses alone, and what its answer means."""

import json
import logging
from datetime import datetime
from http import HTTPStatus
from typing import Any

from widget.comments.pages import Page, nodes_of
from widget.comments.queries import comment_by_id
from widget.core import ids
from widget.core.fetch import FetchFailed, post
from widget.core.signing import short_mac
from widget.core.statuses import Status
from widget.extensions import Store, db
from widget.notifications.actions import hold_back, note_end, put_off, put_row
from widget.notifications.messages import Taken, counted_as, end
from widget.notifications.models import WEBHOOK, OutboxRow, Webhook
from widget.notifications.recipients import staff
from widget.notifications.webhooks import TEST, hook_by_id, note_failure, note_success, signature
from widget.reading.document import look_of
from widget.reading.listing import described
from widget.web.running import settings
from widget.web.transactions import transaction

MOST_ANSWERED = 64 * 1024  # bytes
LONGEST_ANSWER = 200  # characters that are kept of it
UNWANTED = "It was not needed any more."
log = logging.getLogger(__name__)


def call(taken: Taken, now: datetime) -> None:
    """Call the address of a webhook, and note what it has answered: 2xx is a yes, 410 the end, all else is later."""
    hook = hook_by_id(db.session(), taken.addressee)
    wanted = hook is not None and (hook.disabled is None or taken.details["type"] == TEST)
    body = json.dumps(payload(db.session(), hook, taken)).encode() if hook and wanted else b""
    db.session.rollback()
    if hook is None or not wanted:
        end(taken, UNWANTED, sent=False)
        return
    status, answer = _posted(hook, _headers(hook, taken.event, now, body), body)
    if not 200 <= status < 300:
        log.warning("the webhook %s has not answered as it should: %s", hook.public_id, answer)
    _note(taken, status, answer, now)


def payload(store: Store, hook: Webhook, taken: Taken) -> dict[str, Any]:
    """Return what is sent: what has happened, and of the comment what everybody may read, if it still may be."""
    site, comment = hook.site, comment_by_id(store, taken.subject)
    told: dict[str, Any] = {"site": site.public_id}
    if comment:
        told |= {"thread": comment.thread.public_id, "page": comment.thread.page}
        told["comment"] = {"id": comment.public_id, "status": comment.status.value}
        if comment.status is Status.PUBLISHED:
            nodes = nodes_of(store, [comment], look_of(store, site, comment.thread, "oldest"))
            told["comment"] = described(Page(nodes, None))["comments"][0]
    return {"type": taken.details["type"], "timestamp": taken.details["at"], "data": told}


def try_hook(hook: Webhook, now: datetime) -> tuple[bool, str]:
    """Call an address right now; return whether it has said yes, and what it has answered."""
    told = {"type": TEST, "timestamp": now.isoformat(), "data": {"site": hook.site.public_id}}
    body = json.dumps(told).encode()
    db.session.rollback()
    status, answer = _posted(hook, _headers(hook, f"{TEST} {ids.new_id()}", now, body), body)
    return 200 <= status < 300, answer


def _headers(hook: Webhook, event: str, now: datetime, body: bytes) -> dict[str, str]:
    name = f"msg_{short_mac(settings().secret_key, 'webhook', event)}"  # the same, however often it is sent
    return {
        "Content-Type": "application/json",
        "User-Agent": "Rejoinder",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(hook.secret, name, now, body),
    }


def _posted(hook: Webhook, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    """Return the status (0: none) and one line of the answer."""
    try:
        answer = post(settings().outgoing, hook.url, body=body, headers=headers, limit=MOST_ANSWERED)
    except FetchFailed as failed:
        return 0, str(failed)[:LONGEST_ANSWER]
    words = " ".join(answer.body[:1000].decode(errors="replace").split())
    line = f"{answer.status} {words}"
    return answer.status, "".join(sign for sign in line if sign.isprintable())[:LONGEST_ANSWER].strip()


def _note(taken: Taken, status: int, answer: str, now: datetime) -> None:
    with transaction() as store:
        hook = hook_by_id(store, taken.addressee, lock=True)
        if hook is None:
            note_end(store, taken.id, taken.attempts, UNWANTED, now, sent=False)
        elif 200 <= status < 300:
            note_success(hook)
            note_end(store, taken.id, taken.attempts, answer, now, sent=True)
        elif taken.details["type"] == TEST:  # somebody is looking at it right now
            note_end(store, taken.id, taken.attempts, answer, now, sent=False)
        else:
            _note_failed(store, hook, taken, answer, now=now, gone=status == HTTPStatus.GONE)


def _note_failed(store: Store, hook: Webhook, taken: Taken, answer: str, *, now: datetime, gone: bool) -> None:
    if note_failure(hook, now, gone=gone):
        note_end(store, taken.id, taken.attempts, answer, now, sent=False)
        _tell_owners(store, hook, now)
        return
    later = put_off(store, taken.id, taken.attempts, answer, now, failures=hook.failures)
    if later:
        hold_back(store, later, OutboxRow.kind == WEBHOOK, OutboxRow.addressee == hook.public_id)


def _tell_owners(store: Store, hook: Webhook, now: datetime) -> None:
    """Let the owners know that nobody is called there any more."""
    for one in staff(store, hook.site_id, "webhook_off", owners=True) if settings().mail.configured else ():
        recipient = counted_as(one.address)
        row = OutboxRow(event=f"webhook off {hook.public_id} {now.isoformat()} {one.whose}", kind=one.kind)
        row.subject, row.addressee, row.recipient, row.site_id = hook.public_id, one.whose, recipient, hook.site_id
        put_row(store, row, now)
