"""What moderators do to comments, past the pages on which they will do it; and how comments were screened."""

import json
from typing import Any

from flask import Flask
from frames import Frame
from records import Records

from widget.comments.deciding import change_status
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.core.statuses import Status
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.sites.queries import site_by_id
from widget.web.transactions import transaction


def make_moderator(app: Flask, frame: Frame) -> int:
    """Let whoever is signed in there look after the site; return the account."""
    identity = frame.session()["identity"]["id"]
    with app.app_context(), transaction() as store:
        account = store.query(Identity).filter_by(public_id=identity).one().account
        site = site_by_id(store, frame.site)
        assert site
        give_role(store, site, account, Role.MODERATOR, clock.now())
        return int(account.id)


def decide(app: Flask, comment: str, status: str, *, by: int | None) -> None:
    """Give a comment a status, as that account."""
    with app.app_context(), transaction() as store:
        found = comment_by_id(store, comment)
        assert found
        change_status(store, found, Status(status), clock.now(), by=by)


def status_of(records: Records, comment: str) -> str:
    """Return the status of a comment."""
    return str(records.query("SELECT status FROM comments WHERE public_id = ?", comment)[0][0])


def findings(records: Records, comment: str) -> dict[str, Any]:
    """Return what each check has found in a comment: status and reason by the check's name."""
    asked = "SELECT findings FROM screenings JOIN comments ON comments.id = comment_id WHERE public_id = ?"
    kept = records.query(asked, comment)[0][0]
    found = json.loads(kept) if isinstance(kept, str) else kept
    return {one["check"]: (one["status"], one["reason"] % one["values"]) for one in found}


def set_site(records: Records, **settings: object) -> None:
    """Change settings of all sites."""
    for name, value in settings.items():
        records.change(f"UPDATE sites SET {name} = ?", value)
