"""Akismet in its own wire format (akismet.com/developers): form-encoded, the key in the body, 200 for errors too."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from widget.config import Outgoing, Settings
from widget.core.fetch import Answered
from widget.core.statuses import Status
from widget.core.text import marked, one_line
from widget.screening.answers import Answer, Unanswered
from widget.screening.exchange import bounded, exchange
from widget.screening.models import Kind
from widget.screening.verdicts import Finding, Submission

NAME = "akismet"
KEY_TROUBLE = 6 * 3600  # seconds until it is asked again
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
SPAM = marked("Akismet takes it for spam.")
WORST = marked("Akismet takes it for spam of the worst kind.")
WAITS = marked("Akismet has not made up its mind yet; it will be asked again.")
NO_KEY = marked("Akismet did not accept our question; its key has to be looked at.")
SUBMIT = {Kind.SPAM: "1.1/submit-spam", Kind.HAM: "1.1/submit-ham"}


@dataclass(frozen=True, slots=True)
class Account:
    """Whether the key is good; calls of this month and how many there may be, as far as that is told."""

    valid: bool
    usage: int | None = None
    limit: int | None = None
    throttled: bool = False


def ask(submission: Submission, settings: Settings, outgoing: Outgoing) -> Answer:
    """Return what Akismet thinks of a submission; raise Unanswered."""
    answer = _send(settings, outgoing, "1.1/comment-check", fields_of(submission))
    said, notice = answer.body.decode("utf-8", "replace").strip(), _alert(settings, answer)
    if said == "true":
        return Answer((_spam(submission, settings, answer),), notice)
    if said == "false":
        wait = bounded(answer.headers.get("x-akismet-recheck-after", ""))
        waits = (Finding(NAME, Status.HELD, WAITS, wait=wait, passed=True),) if wait else ()
        return Answer(waits, notice)
    raise _refused(settings, answer, said)


def tell(submission: Submission, kind: Kind, settings: Settings, outgoing: Outgoing) -> Answer:
    """Report what somebody has decided about a submission; raise Unanswered."""
    answer = _send(settings, outgoing, SUBMIT[kind], fields_of(submission))
    said = answer.body.decode("utf-8", "replace").strip()
    if said == "invalid":
        raise _refused(settings, answer, said)
    return Answer(notice=_alert(settings, answer))


def verify_key(settings: Settings, outgoing: Outgoing, blog: str) -> bool:
    """Whether the key is good for a site; raise Unanswered."""
    answer = _send(settings, outgoing, "1.1/verify-key", {"blog": blog, "key": settings.screening.akismet.key})
    said = answer.body.decode("utf-8", "replace").strip()
    if said not in {"valid", "invalid"}:
        raise _refused(settings, answer, said)
    return said == "valid"


def key_sites(settings: Settings, outgoing: Outgoing) -> dict[str, Any]:
    """Return which sites the key was used for, by month, as Akismet tells it; raise Unanswered."""
    return _told(settings, outgoing, "1.2/key-sites")


def usage_limit(settings: Settings, outgoing: Outgoing) -> dict[str, Any]:
    """Return `limit`, `usage`, `percentage` and `throttled` of this month; raise Unanswered."""
    return _told(settings, outgoing, "1.2/usage-limit")


def account(settings: Settings, outgoing: Outgoing, blog: str) -> Account:
    """Return what Akismet says of our key for a site, and how much of its plan is used; raise Unanswered."""
    if not verify_key(settings, outgoing, blog):
        return Account(valid=False)
    try:
        told = usage_limit(settings, outgoing)
    except Unanswered:
        return Account(valid=True)
    return Account(
        valid=True,
        usage=_whole(told.get("usage")),
        limit=_whole(told.get("limit")),
        throttled=told.get("throttled") is True,
    )


def fields_of(submission: Submission) -> dict[str, str]:
    """Return what Akismet is sent, as WordPress sends it; nothing that is not there."""
    site, modified = submission.site, submission.modified
    fields = {
        "blog": site.origins[0].origin if site.origins else submission.page,
        "user_ip": submission.address,
        "user_agent": submission.user_agent,
        "referrer": submission.referrer,
        "permalink": submission.page,
        "comment_type": "reply" if submission.is_reply else "comment",
        "comment_author": submission.name,
        "comment_author_email": submission.email or "",
        "comment_author_url": submission.website or "",
        "comment_content": submission.body,
        "comment_date_gmt": submission.sent.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "comment_post_modified_gmt": modified.strftime("%Y-%m-%dT%H:%M:%SZ") if modified else "",
        "comment_parent": submission.parent,
        "blog_lang": submission.lang.replace("-", "_").lower(),
        "blog_charset": "UTF-8",
        "user_role": "subscriber" if submission.identity else "",
        "recheck_reason": submission.again,
    }
    if not submission.again:
        fields |= {"honeypot_field_name": "trap", "trap": submission.trap}
    return {name: value for name, value in fields.items() if value}


def _send(settings: Settings, outgoing: Outgoing, path: str, fields: dict[str, str]) -> Answered:
    akismet = settings.screening.akismet
    body = urlencode({"api_key": akismet.key, **fields}).encode()
    try:
        return exchange(outgoing, f"{akismet.url}/{path}", body, FORM)
    except Unanswered as failed:
        if str(failed) in {"answered 401", "answered 403"}:
            raise _key_trouble("the key was refused") from failed
        raise


def _told(settings: Settings, outgoing: Outgoing, path: str) -> dict[str, Any]:
    answer = _send(settings, outgoing, path, {})
    try:
        told = json.loads(answer.body)
    except ValueError as error:
        raise _refused(settings, answer, "") from error
    if not isinstance(told, dict):
        raise Unanswered("answered what is no answer")
    return told


def _spam(submission: Submission, settings: Settings, answer: Answered) -> Finding:
    worst = answer.headers.get("x-akismet-pro-tip", "").strip() == "discard"
    if worst and settings.screening.akismet.discard and submission.identity is None:
        return Finding(NAME, Status.TRASH, WORST)
    return Finding(NAME, Status.SPAM, WORST if worst else SPAM)


def _whole(value: Any) -> int | None:
    """Return a number as Akismet writes them: also in quotes, and in words where a plan has no limit."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _alert(settings: Settings, answer: Answered) -> tuple[str, str] | None:
    code = _safe(settings, answer.headers.get("x-akismet-alert-code", ""), 50)
    message = _safe(settings, answer.headers.get("x-akismet-alert-msg", ""))
    return (code, message) if code or message else None


def _refused(settings: Settings, answer: Answered, said: str) -> Unanswered:
    """Return what an answer means that is neither yes nor no."""
    help_ = _safe(settings, answer.headers.get("x-akismet-debug-help", ""))
    if said == "invalid" or help_:
        return _key_trouble(help_ or "answered invalid")
    notice = _alert(settings, answer)
    return Unanswered("answered neither true nor false", notice=notice)


def _key_trouble(why: str) -> Unanswered:
    finding = Finding(NAME, Status.HELD, NO_KEY, wait=KEY_TROUBLE)
    return Unanswered(why, wait=KEY_TROUBLE, finding=finding, notice=("key", why), down=True)


def _safe(settings: Settings, text: str, longest: int = 500) -> str:
    """Return somebody else's words as one line in which our key is not."""
    return one_line(text.replace(settings.screening.akismet.key, "…"), longest)
