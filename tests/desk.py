"""Somebody who looks after a site, on its pages: by links, plain forms and redirects, or as the script does it."""

from typing import Any

from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner
from stage import BLOG
from werkzeug.test import TestResponse

from widget.core import clock
from widget.extensions import db
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction


class Desk(Owner):
    """A browser on the pages of one site; `name` is who is logged in there."""

    site: str
    name: str

    @property
    def path(self) -> str:
        """Where the pages of the site are."""
        return f"/admin/sites/{self.site}"

    def queue(self, status: str = "held", **query: str) -> str:
        """Return the queue's page."""
        named = "&".join(f"{name}={value}" for name, value in {"status": status, **query}.items())
        page = self.see(f"{self.path}/comments?{named}")
        assert page.status_code == 200, page.text
        return page.text

    def listed(self, status: str = "held", **query: str) -> list[str]:
        """Return the ids of the comments in the queue, in their order."""
        return [part.partition('"')[0] for part in self.queue(status, **query).split('data-case="')[1:]]

    def decide(self, choice: str, *comments: str, status: str = "held", **fields: str) -> TestResponse:
        """Press a button of the queue."""
        named = {"decide": " ".join((choice, *comments)), "status": status} | fields
        return self.press(f"{self.path}/decisions", on=f"{self.path}/comments", **named)

    def by_script(self, place: str, **fields: Any) -> TestResponse:
        """Send the same as the script does."""
        sent = {"csrf_token": self.token(f"{self.path}/comments"), **fields}
        return self.browser.post(f"{self.path}/{place}", json=sent, base_url=ORIGIN, headers={"Origin": ORIGIN})

    def batch(self, choice: str, *comments: str, status: str = "held", **fields: str) -> str:
        """Decide about what the queue shows, and return by what that can be taken back."""
        shown = self.queue(status)
        seen = [one + shown.partition('value="' + one)[2].partition('"')[0] for one in comments]
        answer = self.by_script("decisions", decide=" ".join((choice, *seen)), status=status, **fields)
        assert answer.status_code == 200, answer.text
        return str(answer.get_json()["batch"])

    def undo(self, batch: str) -> TestResponse:
        """Take back what was decided at once."""
        return self.by_script("undo", batch=batch)


def seated(app: Flask, provider: str = "google", page: str = BLOG, role: Role | None = Role.MODERATOR) -> Desk:
    """Return somebody who has logged in, with a role on the site of a page."""
    desk = Desk(app)
    desk.log_in(provider)
    with app.app_context():
        with transaction() as store:
            site = site_of_page(store, page)
            assert site
            identity = store.query(Identity).filter(Identity.provider == provider).order_by(Identity.id.desc()).first()
            assert identity
            if role:
                give_role(store, site, identity.account, role, clock.now())
            desk.site, desk.name = site.public_id, identity.name
        db.session.remove()
    return desk


def desk_answers(app: Flask) -> dict[str, TestResponse]:
    """Return one answer of every route of who looks after a site."""
    desk = seated(app, "facebook", role=Role.OWNER)
    comment = Frame(app, BLOG).post("Before a moderator").get_json()["id"]
    single = [f"/admin/comments/{comment}/{what}" for what in ("edit", "reply")]
    seen = ["/admin", *single, "/admin/invitations", "/admin/invitations/x"]
    seen += [f"{desk.path}/{page}" for page in ("comments", "bans", "audit", f"bans/new?comment={comment}")]
    pressed = [*single, "/admin/invitations"]
    pressed += [f"{desk.path}/{page}" for page in ("decisions", "undo", "bans", "bans/x/lift", "bans/x/restore")]
    found = {f"GET {path}": desk.see(path) for path in seen}
    found |= {f"POST {path}": desk.press(path, on="/admin") for path in pressed}
    seen, pressed = of_owners(desk.path, Frame(app, BLOG).thread)
    found |= {f"GET {path}": desk.see(path) for path in seen}
    return found | {f"POST {path}": desk.press(path, on="/admin") for path in pressed}


def of_owners(path: str, thread: str) -> tuple[list[str], list[str]]:
    """Return what owners can see of a site, and what they can send."""
    one = [f"{path}/threads/{thread}{what}" for what in ("", "/merge", "/move", "/split")]
    pages = [f"{path}/{page}" for page in ("settings", "staff", "outbox", "providers", "threads", "threads/splits")]
    sent = ("settings", "staff", "staff/x", "staff/x/remove", "invitations/1/revoke", "outbox/test", "outbox/1/again")
    sent += ("webhooks", "webhooks/x", "changes/1/undo", "providers/akismet")
    return [path, *pages, *one, f"{path}/webhooks/x"], [*(f"{path}/{what}" for what in sent), *one]


def held(frame: Frame, body: str = "", **fields: str) -> str:
    """Post a comment where everything is approved by hand, and return its id."""
    answer = frame.post(body, **fields)
    assert (answer.status_code, answer.get_json()["status"]) == (201, "held"), answer.text
    return str(answer.get_json()["id"])
