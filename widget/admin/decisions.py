"""Deciding about comments, and taking that back: by the queue's form, or by the script that sends the same."""

from flask import Blueprint, Response

from widget.admin.access import Seat, by_script, led_to, seat, staff_page, told
from widget.admin.cases import sentence_of, told_missed
from widget.admin.queue import FILTERS, place_of, status_named
from widget.core import clock
from widget.errors import Malformed
from widget.extensions import db
from widget.moderation import actions
from widget.moderation.actions import Order, Outcome
from widget.moderation.models import Reason
from widget.moderation.policy import LONGEST_WORDS, Choice
from widget.moderation.queries import QUEUE
from widget.web.body import body
from widget.web.transactions import transaction

blueprint = Blueprint("admin_decisions", __name__)
TICKED = "comment-"  # with which the names of the boxes begin


@blueprint.post("/admin/sites/<site_id>/decisions")
@staff_page
def decide(site_id: str) -> Response:
    """Approve comments, mark them as spam or put them in the trash."""
    here = seat(site_id)
    choice, comments = _sent_choice()
    if not comments:  # nothing was ticked
        return _answer(here, Outcome(), choice)
    reason, words = sent_reason()
    order = Order(here.site, here.account_id, choice, status_named(body().get("status", "")), reason, words)
    with transaction() as store:
        outcome = actions.decide(store, order, comments, clock.now())
    return _answer(here, outcome, choice)


@blueprint.post("/admin/sites/<site_id>/undo")
@staff_page
def undo(site_id: str) -> Response:
    """Take back what was decided at once."""
    here, batch = seat(site_id), body().get("batch", "")
    with transaction() as store:
        outcome = actions.undo(store, here.site, batch, clock.now(), by=here.account_id)
    if body().get("from") == "audit":
        return led_to(f"{here.path}/audit")
    return _answer(here, outcome, None)


def _answer(here: Seat, outcome: Outcome, choice: Choice | None) -> Response:
    """Say what was done (None: something was taken back), and what somebody else had done before."""
    if by_script():
        done, missed = [one.public_id for one in outcome.done], told_missed(db.session(), outcome.missed)
        said = sentence_of(len(done), choice) if done else ""
        batch = outcome.batch if done and choice else None
        return told({"done": done, "batch": batch, "said": said, "missed": missed}, 200 if done else 409)
    named = {name: body().get(name, "") for name in FILTERS}
    named |= {"done": (outcome.batch or "") if outcome.done else "", "undone": "" if choice else "yes"}
    return led_to(place_of(here, named | {"missed": ".".join(one.public_id for one in outcome.missed)}))


def _sent_choice() -> tuple[Choice, list[str]]:
    """Return what is to be made of which comments: of the one whose button was pressed, else of those ticked.

    Each is named as it was seen.
    """
    name, _, one = body().get("decide", "").partition(" ")
    if name not in set(Choice):
        raise Malformed("`decide` must be approve, spam, trash or dismiss.")
    ticked = [seen for field, seen in body().items() if field.startswith(TICKED)]
    return Choice(name), (one.split() or ticked)[:QUEUE]


def sent_reason() -> tuple[Reason | None, str]:
    """Return what the author is to be told."""
    code, words = body().get("reason", ""), body().get("words", "").strip()[:LONGEST_WORDS]
    if code in set(Reason):
        return Reason(code), words
    return (Reason.OTHER, words) if words else (None, "")
