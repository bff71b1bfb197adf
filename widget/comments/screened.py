"""A draft with the verdict of screening, reached before the transaction: a check outside may take its time."""

from dataclasses import replace

from flask import request

from widget.comments.drafts import Draft, Guest
from widget.comments.imitating import imitates
from widget.comments.queries import has_approved
from widget.core import clock
from widget.core.signing import read_stamp
from widget.extensions import db
from widget.people.roles import role_of
from widget.screening.outside import checks
from widget.screening.screen import screen
from widget.screening.sketch import sketch_of
from widget.screening.verdicts import Submission
from widget.threads.models import Thread
from widget.threads.policy import settings_of
from widget.web.actor import receipts
from widget.web.address import client_address
from widget.web.body import body
from widget.web.running import settings


def screened(draft: Draft, thread: Thread | None, *, asks: bool = True) -> Draft:
    """Return the draft with what is known of how it was sent, and what that makes of it.

    Nobody outside is asked (`asks`) about what was accepted already.
    """
    sent = submission_of(draft, thread)
    return replace(draft, sent=sent, verdict=screen(db.session(), sent, checks() if asks else ()))


def submission_of(draft: Draft, thread: Thread | None) -> Submission:
    """Return what the checks look at."""
    site, guest = draft.address.site, draft.author if isinstance(draft.author, Guest) else None
    return Submission(
        site=site,
        settings=settings_of(site, thread),
        body=draft.body,
        html=str(draft.html),
        page=draft.address.kept_page,
        sent=clock.now(),
        identity=draft.identity,
        role=role_of(db.session(), site, draft.identity),
        name=guest.name if guest else draft.identity.name if draft.identity else "",
        email=guest.email if guest else None,
        website=guest.website if guest else None,
        is_reply=bool(draft.parent),
        address=client_address(),
        network=draft.network,
        user_agent=request.headers.get("User-Agent", ""),
        referrer=request.headers.get("Referer", ""),
        lang=request.args.get("lang", ""),
        trap=body().get("trap", ""),
        stamped=read_stamp(settings().secret_key, body().get("stamp", "")),
        proofs=receipts(),
        imitates=draft.identity is not None and imitates(db.session(), site, draft.identity.name, draft.identity),
        approved=has_approved(db.session(), site, draft.identity, receipts()),
        sketch=sketch_of(draft.body),
        parent=draft.parent or "",
        modified=thread.published if thread else None,
    )
