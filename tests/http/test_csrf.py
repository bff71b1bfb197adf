"""Requests that act come from our own pages: by Origin, and by a token made for this very actor."""

import re
from collections.abc import Callable

import pytest
from deciding import make_moderator
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import BLOG
from unsafe import (
    BY_MAIL,
    CALLED_FROM_ELSEWHERE,
    FOREIGN,
    PLAIN_FORMS,
    PROVED_OTHERWISE,
    UNSAFE,
    desk_forms,
    own_forms,
    unsafe_routes,
)
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn

from widget.web.me import is_of_me

ASKED_WITH_GET = {
    "home.home",
    "contract.show",
    "privacy.show",
    "assets.static_file",
    "assets.loader",
    "reading.show",
    "reading.counts",
    "reading.counts_script",
    "reading.picture",
    "listing.comments",
    "listing.version",
    "history.show",
    "tools.tools",
    "tools.markdown",
    *(f"feeds.{name}" for name in ("of_site", "of_thread")),
    *(f"copies.{name}" for name in ("as_html", "as_json", "look_up", "recent")),
    "plain_reply.ask",
    "plain_report.ask",
    "in_thread.held",
    "comments.permalink",
    "editing.source",
    "likers.of_comment",
    "likers.of_thread",
    "session.show",
    "redirect.ask",
    "signin.window",
    "signin.callback",
    "passkey.ask",
    "email.ask",
    "mailed_link.show",
    "subscriptions.show",
    "subscriptions.ask",
    "decide.show",
    "facebook.data_deletion_status",
    "me.show",
    "me.ask_to_delete",
    "me.export",
    "own_comments.ask",
    "linking.ask_to_link",
    "erasure.ask",
    "admin_sites.show",
    "admin_queue.show",
    *(f"admin_single.ask_for_{what}" for what in ("edit", "reply")),
    *(f"admin_bans.{what}" for what in ("show", "ask")),
    "admin_audit.show",
    *(
        f"admin_{page}.show"
        for page in ("dashboard", "threads", "settings", "staff", "providers", "outbox", "webhooks")
    ),
    *(f"admin_threads.show_{what}" for what in ("one", "splits")),
    *(f"admin_joining.ask_to_{what}" for what in ("merge", "move", "split")),
    *(f"admin_invitations.{what}" for what in ("open_", "show")),
}


class Actions:
    """Every unsafe request, as the frame could send it with success if it were allowed to."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.comment = frame, frame.post("Mine").get_json()["id"]
        self.theirs = Frame(frame.browser.application, BLOG).post("Of somebody else").get_json()["id"]
        make_moderator(frame.browser.application, frame)
        self.signin = SignIn(frame)
        self.session = frame.session()
        identity = self.session["identity"]
        opened = frame.send("GET", f"/comments/{self.comment}/source").get_json()
        self.edit_body = {"body": "Otherwise", "stamp": opened["stamp"]}
        self.comment_body = {"body": "New", "page": BLOG, "as": identity["id"], "idempotency_key": "of-an-action"}

    def address(self, route: str) -> tuple[str, str]:
        """Return method and path of one of the routes, about what is hers; she reports and decides about another's."""
        method, _, rule = route.partition(" ")
        comment = self.theirs if rule.endswith(("/report", "/decision", "/pin")) else self.comment
        ids = {"thread_id": self.frame.thread, "comment_id": comment, "transaction_id": self.signin.id}
        return method, re.sub(r"<(\w+)>", lambda found: ids[found[1]], rule)

    def send(self, route: str, headers: dict[str, str | None]) -> TestResponse:
        method, path = self.address(route)
        bodies = {
            "POST /threads/<thread_id>/comments": self.comment_body,
            "POST /preview": self.comment_body,
            "PATCH /comments/<comment_id>": self.edit_body,
            "POST /comments/<comment_id>/report": {"reason": "spam"},
            "POST /comments/<comment_id>/decision": {"status": "spam"},
        }
        body = bodies.get(route) or {
            "provider": "google",
            "site": self.frame.site,
            "mode": "signin",
            "page": BLOG,
            "identity": self.session["identity"]["id"],
            "bind": self.signin.bind,
            "claim_secret": self.signin.secret,
        }
        given = {name: value for name, value in headers.items() if value is not None}
        query = {"site": self.frame.site}
        browser = self.frame.browser
        return browser.open(path, method=method, json=body, query_string=query, headers=given, base_url=ORIGIN)


@pytest.fixture
def actions(alice: Frame, fakes: dict[str, FakeProvider]) -> Actions:
    """All that Alice could do."""
    return Actions(alice)


def test_every_unsafe_route_needs_the_token_or_is_on_the_list(app: Flask) -> None:
    views = {
        f"{method} {rule.rule}": app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & UNSAFE
    }
    proofs = {route: getattr(view, "proof", None) for route, view in views.items() if hasattr(view, "proof")}
    assert proofs == PROVED_OTHERWISE | PLAIN_FORMS | BY_MAIL | CALLED_FROM_ELSEWHERE
    anywhere = {route for route, view in views.items() if getattr(view, "from_elsewhere", False)}
    assert anywhere == set(CALLED_FROM_ELSEWHERE)
    assert {route for route, view in views.items() if is_of_me(view)} == own_forms(app) | desk_forms(app)
    protection = app.extensions["csrf"]
    assert not protection._exempt_views
    assert not protection._exempt_blueprints
    assert app.config["WTF_CSRF_ENABLED"]
    assert app.config["WTF_CSRF_CHECK_DEFAULT"]


def test_no_get_route_acts_but_the_providers_callback(app: Flask) -> None:
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert views == ASKED_WITH_GET


def test_each_request_of_these_tests_would_be_allowed(app: Flask, actions: Actions) -> None:
    """The refusals below are worth something only because this passes."""
    own = {"Origin": ORIGIN, "X-CSRFToken": actions.session["csrf_token"]}
    ends = ("DELETE /comments/<comment_id>", "DELETE /signin/transactions/<transaction_id>", "DELETE /session")
    last = {route: rank for rank, route in enumerate(("POST /comments/<comment_id>/decision", *ends))}
    routes = sorted(unsafe_routes(app), key=lambda route: last.get(route, -1))
    statuses = {route: actions.send(route, dict(own)).status_code for route in routes}
    assert statuses.pop("POST /signin/transactions/<transaction_id>/bearer") == 403  # nothing was claimed yet
    assert statuses.pop("POST /signin/passkey/answer") == 403  # no passkey was asked for: test_passkeys.py answers one
    for step in ("", "/made", "/later"):
        assert statuses.pop(f"POST /signin/passkey/offer{step}") == 403  # nobody has come back: test_offering.py
    assert statuses.pop("DELETE /comments/<comment_id>/decision") == 404  # of no batch: test_in_thread.py
    assert statuses.pop("PUT /comments/<comment_id>/subscription") == 404  # there is no mail: test_subscriptions.py
    assert set(statuses.values()) <= {200, 201, 202}, statuses


def test_without_the_token_nothing_happens_on_any_route(app: Flask, actions: Actions, records: Records) -> None:
    for route in set(unsafe_routes(app)) - set(PROVED_OTHERWISE):
        for token in (None, "", "x", actions.session["csrf_token"][:-1], actions.session["csrf_token"] + "x"):
            with records.unchanged():
                refused = actions.send(route, {"Origin": ORIGIN, "X-CSRFToken": token})
            assert (refused.status_code, refused.get_json()["type"]) == (403, "csrf"), route


@pytest.mark.parametrize("origin", FOREIGN)
def test_with_another_origin_nothing_happens_on_any_route(
    app: Flask, actions: Actions, records: Records, origin: str | None
) -> None:
    for route in unsafe_routes(app):
        with records.unchanged():
            refused = actions.send(route, {"Origin": origin, "X-CSRFToken": actions.session["csrf_token"]})
        assert (refused.status_code, refused.get_json()["type"]) == (403, "csrf"), route


def test_a_proof_of_its_own_is_needed_where_the_token_is_not(app: Flask, actions: Actions, records: Records) -> None:
    actions.signin.bind = actions.signin.secret = "A" * 43
    for route in PROVED_OTHERWISE:
        with records.unchanged(but=("transactions", "sessions")):
            assert actions.send(route, {"Origin": ORIGIN}).status_code == 403, route


def test_the_token_of_another_session_is_worth_nothing(app: Flask, actions: Actions, bob: Frame) -> None:
    foreign = bob.session()["csrf_token"]
    for route in set(unsafe_routes(app)) - set(PROVED_OTHERWISE):
        refused = actions.send(route, {"Origin": ORIGIN, "X-CSRFToken": foreign})
        assert (refused.status_code, refused.get_json()["type"]) == (403, "csrf"), route


def test_a_guests_token_is_worth_nothing_with_a_session(app: Flask, actions: Actions, guest: Frame) -> None:
    foreign = guest.session()["csrf_token"]
    for route in set(unsafe_routes(app)) - set(PROVED_OTHERWISE):
        refused = actions.send(route, {"Origin": ORIGIN, "X-CSRFToken": foreign})
        assert (refused.status_code, refused.get_json()["type"]) == (403, "csrf"), route


def test_a_sessions_token_is_worth_nothing_to_a_guest(alice: Frame, guest: Frame, records: Records) -> None:
    foreign = alice.session()["csrf_token"]
    sent = {"body": "Hello", "page": BLOG, "as": "guest", "name": "G", "email": "g@example.org"}
    sent["idempotency_key"] = "with-a-foreign-token"
    with records.unchanged():
        refused = guest.send("POST", f"/threads/{guest.thread}/comments", sent, **{"X-CSRFToken": foreign})
    assert refused.get_json()["type"] == "csrf"


def test_the_token_of_another_session_of_the_same_person_is_worth_nothing(
    alice: Frame, signed_in: Callable[..., Frame]
) -> None:
    elsewhere = signed_in("Alice").session()["csrf_token"]
    refused = alice.send("DELETE", f"/session?site={alice.site}", **{"X-CSRFToken": elsewhere})
    assert refused.status_code == 403
    assert alice.who() == "Alice"


def test_a_token_in_the_body_is_no_token(alice: Frame, records: Records) -> None:
    session = alice.session()
    sent = {"body": "Hello", "page": BLOG, "as": session["identity"]["id"], "idempotency_key": "token-in-the-body"}
    with records.unchanged():
        refused = alice.send("POST", f"/threads/{alice.thread}/comments", sent | {"csrf_token": session["csrf_token"]})
    assert refused.status_code == 403


def test_a_form_that_another_site_submits_does_nothing(alice: Frame, records: Records) -> None:
    sent = {"body": "Hello", "page": BLOG, "as": "guest", "idempotency_key": "from-another-site"}
    path, headers = f"/threads/{alice.thread}/comments", {"Origin": "https://evil.test"}
    with records.unchanged():
        assert alice.browser.post(path, data=sent, headers=headers, base_url=ORIGIN).status_code == 403


@pytest.mark.parametrize(
    "media_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "text/json"]
)
def test_no_route_takes_another_media_type(app: Flask, actions: Actions, media_type: str) -> None:
    headers = {"Origin": ORIGIN, "X-CSRFToken": actions.session["csrf_token"], "Content-Type": media_type}
    site, browser, taken = f"?site={actions.frame.site}", actions.frame.browser, []
    for route in reversed(unsafe_routes(app)):
        method, path = actions.address(route)
        answer = browser.open(f"{path}{site}", method=method, data=b"a=b", headers=headers, base_url=ORIGIN)
        taken += [route] if answer.status_code != 415 else []
    assert taken == []


def test_a_preflight_from_elsewhere_allows_nothing(app: Flask, guest: Frame) -> None:
    asked = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type,x-csrftoken"
    answer = app.test_client().options(f"/threads/{guest.thread}/comments", headers=asked, base_url=ORIGIN)
    assert not [name for name in dict(answer.headers) if name.startswith("Access-Control")]


def test_tokens_differ_each_time_and_do_not_age(alice: Frame) -> None:
    first, second = alice.session()["csrf_token"], alice.session()["csrf_token"]
    assert first != second
    for token in (first, second, first):
        assert (
            alice.send(
                "PUT",
                f"/session/identity?site={alice.site}",
                {"identity": alice.session()["identity"]["id"]},
                **{"X-CSRFToken": token},
            ).status_code
            == 200
        )
