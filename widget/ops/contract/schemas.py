"""What answers hold, by name."""

from widget.core.ids import ALPHABET, ID_LENGTH
from widget.core.statuses import Status
from widget.ops.contract import problems
from widget.ops.contract.words import (
    HTML,
    MOMENT,
    NUMBER,
    TEXT,
    YES_OR_NO,
    Json,
    about,
    listed,
    maybe,
    record,
    ref,
    word,
)
from widget.people.role_models import Role

ID: Json = {"type": "string", "pattern": f"^[{ALPHABET}]{{{ID_LENGTH}}}$"}
TO_READERS = (Status.PUBLISHED, Status.DELETED)
TO_AUTHORS = (Status.PUBLISHED, Status.HELD, Status.TRASH, Status.DELETED)
AUTHOR = record(
    {
        "name": about(TEXT, "Empty for somebody who is being forgotten, or who gave none."),
        "handle": maybe(TEXT),
        "provider": about(maybe(TEXT), "By which provider they signed in; null for a guest."),
        "picture": about(maybe(TEXT), "A path on this server."),
        "website": maybe(TEXT),
        "role": about(maybe(word(Role)), "What they are on the site."),
    }
)
COMMENT = record(
    {
        "id": ref("id"),
        "parent": about(maybe(ref("id")), "Which comment it answers."),
        "depth": about(NUMBER, "0 for a root; at most the deepest level that the site shows."),
        "author": maybe(ref("author")),
        "text": about(maybe(HTML), "What was said, as safe HTML."),
        "html": about(maybe(HTML), "The whole article as the frame shows it."),
        "status": word(TO_READERS),
        "created": MOMENT,
        "edited": maybe(MOMENT),
        "likes": NUMBER,
        "replies": about(NUMBER, "How many shown comments stand below a root."),
        "pinned": YES_OR_NO,
    },
    about="A comment as readers see it; of a deleted one author and text are null.",
)
TURNING = {
    "next": about(maybe(ref("id")), "Give it as `after` for the following page."),
    "previous": about(maybe(ref("id")), "Give it as `before` for the page above."),
}
ACTIVITY = about(NUMBER, "Grows with every comment that comes, changes or goes; give it as `since`.")
LISTING = record({"comments": listed(ref("comment")), **TURNING, "activity": ACTIVITY, "count": NUMBER})
OF_THREAD: Json = {"id": ref("id"), "site": ref("id"), "page": TEXT, "title": maybe(TEXT)}
THREAD = record({**OF_THREAD, "count": NUMBER, "version": NUMBER, "comments": listed(ref("comment")), **TURNING})
FOUND = record(
    {
        **OF_THREAD,
        "key": maybe(TEXT),
        "open": about(YES_OR_NO, "Whether it takes comments."),
        "count": NUMBER,
        "version": about(NUMBER, "Grows with every visible change; 0 before the first comment."),
    }
)
WRITTEN = {
    "id": ref("id"),
    "status": word(TO_AUTHORS),
    "html": about(maybe(HTML), "The whole article; null when nothing of it stays."),
}
POSTED = record(
    {
        **WRITTEN,
        "edit_until": about(MOMENT, "Until when an edit may be begun; left out where it is too late."),
        "receipt": about(TEXT, "A guest's proof of authorship, for `Rejoinder-Receipts`."),
        "offers_mail": about(YES_OR_NO, "Whether `PUT /comments/ID/subscription` needs no address."),
    },
    optional=("edit_until", "receipt", "offers_mail"),
)
LIKED = record(
    {
        "id": ref("id"),
        "status": word(TO_AUTHORS),
        "html": about(HTML, "The likes as they concern who asks."),
        "public": about(HTML, "The likes as everybody sees them."),
    }
)
SOURCE = record(
    {
        "id": ref("id"),
        "body": about(TEXT, "Markdown, as it was written."),
        "stamp": about(TEXT, "To be sent with the edit."),
        "seconds": about(NUMBER, "How long the edit may take."),
    }
)
IDENTITY = record(
    {
        "id": ref("id"),
        "name": TEXT,
        "handle": maybe(TEXT),
        "provider": TEXT,
        "provider_title": TEXT,
        "mark": about(TEXT, "Which drawing stands for the provider."),
        "picture": maybe(TEXT),
    }
)
MAY = about(maybe(record({"type": TEXT, "detail": TEXT})), "null: yes; else the `type` of the refusal and a sentence.")
SESSION = record(
    {
        "identity": about(maybe(ref("identity")), "As whom this session writes; null for a guest."),
        "identities": about(listed(ref("identity")), "Those that `PUT /session/identity` can choose from."),
        "role": maybe(word(Role)),
        "csrf_token": about(TEXT, "For `X-CSRFToken`; good for this very session, or for every guest."),
        "stamp": about(TEXT, "To be sent with a comment: says when the form was opened."),
        "allowed": record(dict.fromkeys(("post", "reply", "like", "guest", "moderate"), MAY), optional=("moderate",)),
        "own": listed(
            record(
                {
                    "id": ref("id"),
                    "parent": maybe(ref("id")),
                    "status": word(TO_AUTHORS),
                    "html": about(maybe(HTML), "null for what everybody sees."),
                    "edit_until": maybe(MOMENT),
                }
            )
        ),
        "likes": listed(record({"target": ref("id"), "html": HTML})),
        "mail": about(YES_OR_NO, "Whether an address for mail is known."),
        "claims": about(NUMBER, "How many of a guest's comments `POST /session/claims` would take over."),
        "troubles": about(listed(record({"provider": TEXT, "detail": TEXT})), "Providers that have failed lately."),
    }
)
LOOKED_AFTER = {
    "id": ref("id"),
    "parent": maybe(ref("id")),
    "status": word(Status),
    "name": about(TEXT, "The comment as it was seen: changes with its text."),
    "html": maybe(HTML),
    "reasons": about(listed(TEXT), "Why it waits, or was reported."),
}
HELD = record(
    {
        "comments": listed(record(LOOKED_AFTER)),
        "reported": listed(record({"id": ref("id"), "reasons": listed(TEXT)})),
        "more": about(YES_OR_NO, "Whether more comments wait than are told."),
        "tools": HTML,
    }
)
DECIDED = record({**LOOKED_AFTER, "batch": about(maybe(TEXT), "To take it back with."), "said": TEXT})


def schemas() -> dict[str, Json]:
    """Return every schema that the document names, problems too."""
    ours = {
        "id": about(ID, "A public id: 96 bits in Crockford's base32."),
        "author": AUTHOR,
        "comment": COMMENT,
        "listing": LISTING,
        "thread": THREAD,
        "found-thread": FOUND,
        "posted": POSTED,
        "written": record(WRITTEN),
        "liked": LIKED,
        "source": SOURCE,
        "identity": IDENTITY,
        "session": SESSION,
        "looked-after": record(LOOKED_AFTER),
        "held": HELD,
        "decided": DECIDED,
    }
    return ours | problems.schemas()
