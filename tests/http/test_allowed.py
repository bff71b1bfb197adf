"""What is drawn is accepted, and what is not drawn is refused with the reason that is drawn: whatever the settings are.

One function decides (`widget.comments.policy.allowed`); the document, the session and every POST follow it.
"""

import re
from typing import Any

import pytest
from flask import Flask
from frames import Frame
from hypothesis import HealthCheck, Phase, given, settings
from owners import Owner
from records import Records
from situations import SITUATIONS, Situation, arrange, set_sites

pytestmark = pytest.mark.either_store

EXAMPLES = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ARTICLE = re.compile(r'data-comment="(\w+)".*?(?=<article|\Z)', re.DOTALL)


class Drawn:
    """What the frame of somebody shows: the document for everybody, and the session for them."""

    def __init__(self, frame: Frame) -> None:
        self.html, self.session = frame.document().text, frame.session()
        if frame.bearer and not self.session["identity"]:
            frame.bearer = None  # as the frame does with one that has lapsed
        self.who = "post" if self.session["identity"] else "guest"
        self.refusal: dict[str, str] | None = self.session["allowed"][self.who]

    @property
    def form(self) -> bool:
        """Whether there is a form, with the fields that this person needs."""
        needs = self.who == "post" or 'data-field="email"' in self.html
        return "data-form" in self.html and needs and self.refusal is None

    @property
    def details(self) -> dict[str, str]:
        """The least that a guest can fill in."""
        return {} if self.who == "post" or 'class="need"' in self.html else {"name": "", "email": ""}

    def answerable(self) -> dict[str, bool]:
        """Each comment on show, and whether it has a button to reply."""
        shown = self.html + "".join(one["html"] or "" for one in self.session["own"])
        return {found[1]: "data-reply" in found[0] for found in ARTICLE.finditer(shown)}


def assert_refused(answer: Any, refusal: dict[str, str] | None) -> None:
    problem = answer.get_json()
    assert answer.status_code == 403, answer.text
    assert refusal == {"type": problem["type"], "detail": problem["detail"]}


def assert_likes(frame: Frame, refusal: dict[str, str] | None) -> None:
    answer = frame.act("PUT", f"/threads/{frame.thread}/like", {"page": frame.page})
    if refusal:
        assert_refused(answer, refusal)
    assert (answer.status_code == 200) == (refusal is None)


def assert_plain_page(app: Flask, page: str) -> None:
    guest = Frame(app, page)
    refusal = guest.session()["allowed"]["guest"]
    plain = Owner(app).see(f"/threads/{guest.thread}/reply?page={page}").text
    assert ("<textarea" in plain) == (refusal is None)
    assert ("Comments are closed." in plain) == ((refusal or {}).get("type") == "closed")


@EXAMPLES
@given(situation=SITUATIONS)
def test_what_is_drawn_is_accepted_and_nothing_else(app: Flask, records: Records, situation: Situation) -> None:
    frame = arrange(app, records, situation)
    drawn = Drawn(frame)
    assert ("data-form" in drawn.html) == ((drawn.refusal or {}).get("type") != "closed")
    before = records.count("comments")
    answer = frame.post("A word", **drawn.details)
    if drawn.form:
        assert answer.status_code == 201, answer.text
    else:
        assert_refused(answer, drawn.refusal)
    assert records.count("comments") == before + drawn.form
    assert_likes(frame, drawn.session["allowed"]["like"])
    assert_plain_page(app, frame.page)


@EXAMPLES
@given(situation=SITUATIONS)
def test_a_reply_is_accepted_where_a_button_offers_it(app: Flask, records: Records, situation: Situation) -> None:
    frame = arrange(app, records, situation)
    Drawn(frame).form and frame.post("A word of mine", **Drawn(frame).details)
    drawn = Drawn(frame)
    for number, (comment, offered) in enumerate(drawn.answerable().items()):
        answer = frame.post(f"To that I say {number}", parent=comment, **drawn.details)
        assert (answer.status_code == 201) == (offered and drawn.form), answer.text
        if not drawn.form:
            assert_refused(answer, drawn.session["allowed"]["reply"])


@EXAMPLES
@given(situation=SITUATIONS, later=SITUATIONS)
def test_a_form_that_has_stayed_open_hears_the_reason_of_now(
    app: Flask, records: Records, situation: Situation, later: Situation
) -> None:
    frame = arrange(app, records, situation)
    details = Drawn(frame).details
    set_sites(records, later.site)
    now = Drawn(frame)
    answer = frame.post("A word", **details)
    if now.refusal:
        assert_refused(answer, now.refusal)
    elif details and not now.details:
        assert answer.status_code == (422 if now.who == "guest" else 201)
    else:
        assert answer.status_code == 201


@pytest.mark.either_store
def test_a_dead_credential_is_told_and_posts_nothing_under_another_name(app: Flask, records: Records) -> None:
    frame = arrange(app, records, Situation(who="lapsed"))
    token = Frame(app, frame.page).session()["csrf_token"]
    sent = {"body": "Mine", "as": "guest", "page": frame.page, "idempotency_key": "a-key-of-mine"}
    with records.unchanged():
        answer = frame.send("POST", f"/threads/{frame.thread}/comments", sent, **{"X-CSRFToken": token})
    assert (answer.status_code, answer.get_json()["type"]) == (401, "lapsed")
