"""A comment that is there already, as the checks look at it once more."""

from datetime import datetime

from widget.comments.models import Comment
from widget.comments.queries import has_approved
from widget.extensions import Store
from widget.people.roles import role_of
from widget.screening.models import Screening
from widget.screening.sketch import sketch_of
from widget.screening.verdicts import Submission
from widget.threads.policy import settings_of

EDIT = "edit"  # in Akismet's own words


def submission_about(
    store: Store, comment: Comment, screening: Screening | None, *, body: str, html: str, again: str, now: datetime
) -> Submission:
    """Return a comment with this text, and with the circumstances in which it was first sent; `again` says why."""
    thread = comment.thread
    name = comment.identity.name if comment.identity else comment.guest_name
    return Submission(
        site=thread.site,
        settings=settings_of(thread.site, thread),
        body=body,
        html=html,
        page=thread.page,
        sent=now if again == EDIT else comment.created,
        identity=comment.identity,
        role=role_of(store, thread.site, comment.identity),
        name=name or "",
        email=comment.guest_email,
        website=comment.guest_website,
        is_reply=comment.parent_id is not None,
        address=(screening and screening.address) or "",
        network=comment.network or "",
        user_agent=(screening and screening.user_agent) or "",
        referrer=(screening and screening.referrer) or "",
        approved=has_approved(store, thread.site, comment.identity, [comment.public_id]),
        sketch=sketch_of(body),
        parent=comment.parent.public_id if comment.parent else "",
        modified=thread.published,
        comment=comment.id,
        again=again,
    )
