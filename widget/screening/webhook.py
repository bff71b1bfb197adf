"""A check of the owner's own, at screening.url: a comment as signed JSON, and a status in answer."""

import hmac
import json
from hashlib import sha256
from typing import Any

from widget.config import Outgoing, Settings
from widget.core import clock
from widget.core.statuses import Status
from widget.core.text import marked, one_line
from widget.screening.answers import Answer, Unanswered
from widget.screening.exchange import exchange
from widget.screening.models import Kind
from widget.screening.verdicts import Finding, Submission

NAME = "webhook"
ALLOWED = frozenset({Status.PUBLISHED, Status.HELD, Status.SPAM})
SAID = marked("The check at screening.url says: %(reason)s")
MUTE = marked("The check at screening.url gives no reason.")
LONGEST_REASON = 200  # characters


def ask(submission: Submission, settings: Settings, outgoing: Outgoing) -> Answer:
    """Return what the check says of a submission; raise Unanswered."""
    answer = _send({"event": "screening"} | described(submission), settings, outgoing)
    try:
        told = json.loads(answer)
        status = Status(told["status"])
        reason = one_line(str(told.get("reason", "")), LONGEST_REASON)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unanswered("answered no status") from error
    if status not in ALLOWED:
        raise Unanswered("answered a status that is not to be given")
    if status is Status.PUBLISHED:
        return Answer()
    return Answer((Finding(NAME, status, SAID if reason else MUTE, {"reason": reason} if reason else {}),))


def tell(submission: Submission, kind: Kind, settings: Settings, outgoing: Outgoing) -> Answer:
    """Report how somebody has decided; any answer is enough. Raise Unanswered."""
    _send({"event": "decision", "decided": kind.value} | described(submission), settings, outgoing)
    return Answer()


def described(submission: Submission) -> dict[str, Any]:
    """Return a submission as the check gets it."""
    return {
        "site": submission.site.public_id,
        "page": submission.page,
        "language": submission.lang,
        "sent": submission.sent.isoformat(),
        "again": submission.again,
        "reply": submission.is_reply,
        "parent": submission.parent,
        "text": submission.body,
        "html": submission.html,
        "author": {
            "kind": "identity" if submission.identity else "guest",
            "name": submission.name,
            "email": submission.email,
            "website": submission.website,
        },
        "address": submission.address,
        "user_agent": submission.user_agent,
        "referrer": submission.referrer,
        "trap": submission.trap,
    }


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header that proves who sends: `t=SECONDS,v1=HMAC-SHA256` over seconds, a dot and the body."""
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, sha256).hexdigest()}"


def _send(message: dict[str, Any], settings: Settings, outgoing: Outgoing) -> bytes:
    body = json.dumps(message, ensure_ascii=False).encode()
    signed = signature(settings.screening.secret, int(clock.now().timestamp()), body)
    headers = {"Content-Type": "application/json", "Rejoinder-Signature": signed}
    return exchange(outgoing, settings.screening.url, body, headers).body
