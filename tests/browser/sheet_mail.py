"""Mail about comments on the contact sheet: the box, the offer after posting, the pages behind the links of mails."""

from datetime import timedelta

from notified import hold_everything
from playwright.sync_api import Page, expect
from rig_people import known, say, site_at
from sheet_pages import go, log_in
from sheet_scene import NAMES, PAGE, Scene, scene

from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.core.statuses import Status
from widget.extensions import db
from widget.notifications.consent import confirm_wish
from widget.notifications.links import deciding, managing, unsubscribing
from widget.notifications.subscribing import subscribe
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.screening.models import Screening
from widget.web.transactions import transaction


def wish(here: Scene, *, yes: bool) -> str:
    """Let Grace follow a thread; return the address of the page on which she says what she gets."""
    first, second = here.say(0), here.say(1)
    with here.app.test_request_context(), transaction() as store:
        for name, whole in ((first, True), (second, False)):
            comment = comment_by_id(store, name)
            assert comment
            found = subscribe(store, comment, "grace@example.org", here.lang, clock.now(), whole=whole)
            if yes:
                confirm_wish(store, found, clock.now())
        return managing(found.address)


@scene
def mail_box_asks_for_an_address(here: Scene) -> None:
    here.arrive()
    here.open_form(at="[data-first]")
    here.at("[name=subscribe]").click()
    expect(here.at("#address")).to_be_visible()


@scene
def mail_offer(here: Scene) -> None:
    here.open_form()
    here.fill_guest()
    here.at("#body").fill(here.words[0])
    here.press("[data-submit]")
    expect(here.at("[data-offer]")).to_be_visible()


@scene
def mail_question(here: Scene) -> Page:
    return go(here, wish(here, yes=False))


@scene
def mail_wishes(here: Scene) -> Page:
    return go(here, wish(here, yes=True))


@scene
def mail_unsubscribe(here: Scene) -> Page:
    with here.app.test_request_context():
        return go(here, unsubscribing("staff", "x", site_at(db.session(), PAGE).public_id))


@scene
def mail_decide(here: Scene) -> Page:
    hold_everything(here.app, PAGE)
    name = say(here.app, here.words[0], page=PAGE)
    with here.app.test_request_context(), transaction() as store:
        comment, staff = comment_by_id(store, name), known(store, NAMES[here.lang][0]).account
        assert comment
        comment.status = Status.HELD
        reason = {
            "check": "approval",
            "status": "held",
            "reason": "Every comment is approved by hand here.",
            "values": {},
        }
        store.add(Screening(comment_id=comment.id, status=Status.HELD, findings=[reason], created=clock.now()))
        give_role(store, site_at(store, PAGE), staff, Role.OWNER, clock.now())
        link = deciding(name, staff.public_id, clock.now() - timedelta(days=1))
    return go(here, link)


@scene
def mail_on_ones_own_page(here: Scene) -> Page:
    page = log_in(here)
    page.locator("#address").fill("ada@example.org")
    page.locator("form[action='/me/address'] button").click()
    expect(page.locator("form[action='/me/address/remove']")).to_be_visible()
    return page
