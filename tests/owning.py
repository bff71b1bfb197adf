"""A site with everything that its owner can change, and each form with which they do."""

import re

from desk import Desk, seated
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG

from widget.core import clock
from widget.extensions import db
from widget.notifications.models import OutboxRow
from widget.people.role_models import Role
from widget.web.transactions import transaction

SECOND = "https://blog.test/second"
ROW = re.compile(r"<(?:int:)?(\w+)>")
Forms = dict[str, dict[str, str]]


def routes(app: Flask) -> list[str]:
    """Return the method and rule of everything of the staff's that is about a site."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin") and "<" in rule.rule]
    found = {f"{method} {rule.rule}" for rule in rules for method in rule.methods or () if method in {"GET", "POST"}}
    return sorted(found - {"GET /admin/invitations/<token>"})


def method_and_path(route: str, ids: dict[str, str]) -> tuple[str, str]:
    """Return by what method and path a route is asked about these rows."""
    method, _, rule = route.partition(" ")
    return method, ROW.sub(lambda found: ids[found[1]], rule)


def owning(app: Flask, provider: str = "google", page: str = BLOG) -> Desk:
    """Return somebody on the pages of a site that is theirs."""
    return seated(app, provider, page, Role.OWNER)


def give_address(records: Records, address: str = "ada@example.org") -> None:
    """Let mail for the first of the staff go somewhere."""
    records.change(
        "INSERT INTO mail_addresses (public_id, account_id, address, lang, confirmed, created) "
        "SELECT 'x', account_id, ?, 'en', created, created FROM staff ORDER BY id LIMIT 1",
        address,
    )


def put_call(app: Flask, site_id: int, hook: str) -> int:
    """Return the row of a call that a webhook has not answered."""
    now = clock.now()
    with app.app_context():
        with transaction() as store:
            row = OutboxRow(event="a call", kind="webhook", subject="", site_id=site_id, addressee=hook)
            row.details, row.created, row.due, row.done = {"type": "comment.published", "at": "now"}, now, now, now
            row.answer, row.attempts = "500 down", 1
            store.add(row)
            store.flush()
            number = row.id
        db.session.remove()
    return number


class Owned:
    """What there is on a site, by the names that routes have for it."""

    def __init__(self, app: Flask, desk: Desk, records: Records) -> None:
        first, second = Frame(app, BLOG), Frame(app, SECOND)
        self.comment, self.thread = first.post("To be split off").get_json()["id"], first.thread
        second.post("Elsewhere")
        other = seated(app, "x")
        give_address(records)
        on = f"{desk.path}/settings"
        desk.press(f"{desk.path}/webhooks", on=on, url="https://hooks.example/")
        desk.press(f"{desk.path}/staff", on=on, role="moderator")
        desk.press(f"{desk.path}/threads/{second.thread}/move", on=on, to=f"{SECOND}-moved")
        ((hook, site_id),) = records.query("SELECT public_id, site_id FROM webhooks")
        ((account,),) = records.query(
            "SELECT accounts.public_id FROM accounts JOIN identities ON account_id = accounts.id WHERE provider = 'x'"
        )
        ((invitation,),) = records.query("SELECT max(id) FROM invitations")
        ((change,),) = records.query("SELECT id FROM thread_changes")
        self.other, self.hook = other, hook
        self.ids = {"site_id": desk.site, "thread_id": self.thread, "hook_id": hook, "account_id": account}
        row = put_call(app, site_id, hook)
        self.ids |= {"row_id": str(row), "invitation_id": str(invitation), "change_id": str(change)}

    def fields(self) -> dict[str, dict[str, str]]:
        """Return what each form sends, by the end of its path; the others send nothing."""
        return {
            "settings": {"edit_minutes": "31", **NUMBERS},
            "staff": {"role": "moderator"},
            "<account_id>": {"role": "owner"},
            "<thread_id>": {"comments_open": "no"},
            "merge": {"to": f"{SECOND}-moved"},
            "move": {"to": f"{SECOND}-again"},
            "split": {"to": f"{SECOND}-split", f"comment-{self.comment}": "on"},
            "webhooks": {"url": "https://more.example/"},
            "<hook_id>": {"action": "test"},
        }


NUMBERS = {"close_days": "0", "max_depth": "5", "page_size": "50", "first_order": "oldest", "hold_links": "2"}
NUMBERS |= {"min_seconds": "0", "hold_reports": "3", "flood_seconds": "0", "hourly_limit": "0", "minute_limit": "0"}
PAGES = ("/threads", "/threads/splits", "/settings", "/staff", "/providers", "/outbox")


def owner_pages(path: str, thread: str, hook: str) -> list[str]:
    """Return every page that is for owners alone."""
    one = f"{path}/threads/{thread}"
    pages = [f"{path}{page}" for page in PAGES]
    return [*pages, one, *(f"{one}/{what}" for what in ("merge", "move", "split")), f"{path}/webhooks/{hook}"]
