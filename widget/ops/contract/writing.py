"""What is written: comments and what becomes of them, likes, reports, wishes for mail; and what the staff decides."""

from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from widget.admin.in_thread import DECIDED
from widget.comments.forms import LONGEST_BODY, GuestForm
from widget.core.statuses import Status
from widget.moderation.models import Complaint, Reason
from widget.moderation.policy import LONGEST_WORDS
from widget.moderation.reporting import LONGEST_TEXT
from widget.ops.contract.operations import acting, private, sent
from widget.ops.contract.words import HTML, NONE, TEXT, YES_OR_NO, Json, about, answer, content, record, ref, word


def field(of_form: UnboundField) -> Json:
    """Return what a field of a form takes, as its validators say."""
    limits = [one.max for one in of_form.kwargs.get("validators", ()) if isinstance(one, Length)]
    return TEXT | {"maxLength": min(limits)} if limits else TEXT


BODY: Json = {"type": "string", "maxLength": LONGEST_BODY, "description": "Markdown, at most so many bytes in UTF-8."}
TICKED = {"type": "string", "const": "1"}
WHERE: dict[str, Json] = {
    "page": about(TEXT, "The page's address; with `key` it must be of this thread."),
    "key": about(TEXT, "The owner's own id of the thread, where it has one."),
}
COMMENT = sent(
    {
        "body": BODY,
        **WHERE,
        "as": about(TEXT, "The id of the identity that the form shows, or `guest`."),
        "idempotency_key": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]{8,64}$",
            "description": "Made anew for each comment: sent again, it gets the same answer and posts nothing.",
        },
        "parent": {
            "anyOf": [ref("id"), NONE],
            "description": "The comment that is answered; empty where none is.",
        },
        "name": field(GuestForm.name),
        "email": field(GuestForm.email),
        "website": field(GuestForm.website),
        "stamp": about(TEXT, "`stamp` of the session; without it screening is stricter."),
        "subscribe": about(TICKED, "Mail about answers, please."),
        "address": about(TEXT, "The address for that of who is signed in, where none is known."),
        "trap": about(TEXT, "Nobody sees this field: whoever fills it in is taken for a robot."),
    },
    required=("body", "page", "as", "idempotency_key"),
)
EDIT = sent({"body": BODY, "stamp": about(TEXT, "Of `GET /comments/ID/source`.")}, required=("body", "stamp"))
PREVIEW = sent({"body": BODY, **WHERE}, required=("body", "page"))
ON_PAGE = sent(WHERE, required=("page",))
REPORT = sent({"reason": word(Complaint), "text": TEXT | {"maxLength": LONGEST_TEXT}}, required=("reason",))
FOLLOW = sent(
    {
        "address": about(TEXT, "Where to mail to, if that is not known."),
        "whole": about(TICKED, "About everything in this thread, not only answers."),
    }
)
DECISION = sent(
    {
        "status": word(DECIDED),
        "seen": about(word(Status), "The status that the comment had when it was looked at."),
        "name": about(TEXT, "`name` as the comment was seen."),
        "reason": {"anyOf": [word(Reason), NONE], "description": "What the author is told; empty where it is nothing."},
        "words": TEXT | {"maxLength": LONGEST_WORDS, "description": "More about that, for the author."},
    },
    required=("status",),
)
UNDONE = sent({"batch": about(TEXT, "Of the decision.")}, required=("batch",))
LIKED, LOOKED_AFTER = answer("It is so now.", content(ref("liked"))), answer("So it is.", content(ref("looked-after")))
HAS_DECIDED = answer("It is so now.", content(ref("decided")))
UNLIKABLE = ("not-allowed", "sign-in-required", "too-many")


def _likes(what: str, fields: Json | None) -> Json:
    return {
        "put": acting(f"Like {what}", {"200": LIKED}, fields=fields, refuses=UNLIKABLE),
        "delete": acting(f"Like {what} no more", {"200": LIKED}, fields=fields, refuses=UNLIKABLE),
    }


PATHS: dict[str, Json] = {
    "/threads/{thread_id}/comments": {
        "post": acting(
            "Post a comment or a reply",
            {
                "201": answer("It is posted, or waits.", content(ref("posted"))),
                "200": answer("It was posted with this key before.", content(ref("posted"))),
            },
            fields=COMMENT,
            refuses=[
                *("not-allowed", "closed", "sign-in-required", "duplicate", "identity-changed"),
                *("invalid", "key-reused", "too-many", "misconfigured"),
            ],
        )
    },
    "/preview": {
        "post": acting(
            "A text as it would look; nothing of it is kept",
            {"200": answer("It looks so.", content(record({"html": HTML})))},
            fields=PREVIEW,
            refuses=["invalid", "too-many", "misconfigured"],
        )
    },
    "/comments/{comment_id}": {
        "patch": acting(
            "Edit an own comment; the staff may edit any",
            {"200": answer("It says so now.", content(ref("written")))},
            fields=EDIT,
            refuses=["not-allowed", "edit-over", "duplicate", "edit-conflict", "invalid", "misconfigured"],
        ),
        "delete": acting(
            "Delete an own comment, for good; again answers the same",
            {"200": answer("It is gone.", content(ref("written")))},
            refuses=["not-allowed"],
        ),
    },
    "/comments/{comment_id}/source": {
        "get": private(
            "What the author has written, to be edited",
            content(ref("source")),
            refuses=["lapsed", "not-allowed", "edit-over", "not-found"],
        )
    },
    "/comments/{comment_id}/like": _likes("a comment", None),
    "/threads/{thread_id}/like": _likes("a page", ON_PAGE),
    "/comments/{comment_id}/report": {
        "post": acting(
            "Report a comment to who looks after the site",
            {
                status: answer(sentence, content(record({"id": ref("id"), "reported": YES_OR_NO})))
                for status, sentence in (("201", "It is reported."), ("200", "It was before."))
            },
            fields=REPORT,
            refuses=["not-allowed", "invalid", "too-many", "misconfigured"],
        )
    },
    "/comments/{comment_id}/subscription": {
        "put": acting(
            "Get mail about answers to an own comment; where no mail is set up there is no such thing",
            {
                "200": answer(
                    "It comes, or a mail asks first.",
                    content(record({"confirmed": about(YES_OR_NO, "Whether nothing more is to be done.")})),
                )
            },
            fields=FOLLOW,
            refuses=["not-allowed", "invalid", "too-many", "misconfigured"],
        )
    },
    "/threads/{thread_id}/held": {
        "get": private(
            "What waits in a thread, for who looks after its site",
            content(ref("held")),
            refuses=["lapsed", "not-allowed", "not-found"],
        )
    },
    "/comments/{comment_id}/decision": {
        "post": acting(
            "Give a comment another status",
            {"200": HAS_DECIDED},
            fields=DECISION,
            refuses=["not-allowed", "decided"],
        ),
        "delete": acting(
            "Take a decision back, within a day",
            {"200": HAS_DECIDED},
            fields=UNDONE,
            refuses=["not-allowed", "decided"],
        ),
    },
    "/comments/{comment_id}/pin": {
        "put": acting("Let a comment stand on top", {"200": LOOKED_AFTER}, refuses=["not-allowed", "not-pinnable"]),
        "delete": acting("Put it back in its place", {"200": LOOKED_AFTER}, refuses=["not-allowed"]),
    },
}
