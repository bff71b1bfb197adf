"""Many comments at once: posted by the real action, without HTTP around it."""

import itertools
from datetime import UTC, datetime, timedelta

from flask import Flask
from stage import BLOG

from widget.comments.actions import post_comment
from widget.comments.drafts import Draft, Guest
from widget.extensions import db
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.web.transactions import transaction

numbers = itertools.count(1)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def crowd(app: Flask, how_many: int, *, to: str | None = None, page: str = BLOG) -> list[str]:
    """Post `how_many` comments of one guest, a minute apart, and return their ids; `to` makes them replies."""
    with app.app_context():
        with transaction() as store:
            site = site_of_page(store, page)
            assert site
            posted = []
            for number in itertools.islice(numbers, how_many):
                draft = Draft(
                    address=ThreadAddress(site, page),
                    author=Guest("Grace", "grace@example.org", None),
                    body=f"Comment {number}",
                    parent=to,
                    idempotency_key=f"one-of-a-crowd-{number}",
                    network="somewhere",
                    signature_key=app.secret_key or "",
                )
                posted.append(post_comment(store, draft, now=BEGINNING + timedelta(minutes=number)).comment.public_id)
        db.session.remove()
    return posted
