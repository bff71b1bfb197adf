"""A sign-in that comes to nothing ends in one plain sentence, in the form and in the window, and costs no text."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from rig_app import impatient
from rig_names import COMMENTS_HOST
from rig_server import Rig
from stage import running
from widget_page import FIRST, TITLES, Account, Widget

from widget.config import Settings
from widget.demo.standins import Fault, Misbehave

DENIED = "You did not allow {} to sign you in."
BUSY = "{} is too busy at the moment. Please try again later."
UNFINISHED = "{} did not complete the sign-in. Please try again."
USED = "This sign-in has expired or was already used. Please try again."
UNVERIFIED = "The answer of {} could not be verified. Please try again."
NO_PROFILE = "{} did not send a usable profile. Please try again."
UNREACHABLE = "{} could not be reached. Please try again."


@pytest.fixture
def drafting(widget: Widget) -> Widget:
    """Somebody who has written a text before signing in."""
    widget.open().write("A text worth keeping")
    return widget


def ended(widget: Widget, sentence: str) -> None:
    """The form says so, asks again who is writing, and still has the text."""
    widget.says(sentence)
    widget.shows_chooser()
    expect(widget.text).to_have_value("A text worth keeping")
    expect(widget.frame.locator("[data-live]")).to_have_text(sentence)


@pytest.mark.parametrize("provider", ["google", "x", "facebook"])
def test_who_denies_access_is_told_so_and_can_try_again(drafting: Widget, provider: str) -> None:
    with drafting.window(provider) as account:
        account.choose(FIRST[provider])
        account.deny()
        account.ends_with(DENIED.format(TITLES[provider]))
    ended(drafting, DENIED.format(TITLES[provider]))
    expect(drafting.frame.locator("[data-consent]")).to_be_hidden()
    expect(drafting.identity.locator(".note")).not_to_have_class("is-wrong")
    drafting.sign_in(provider, asked=False)
    drafting.send()
    expect(drafting.said("A text worth keeping")).to_be_visible()


@pytest.mark.parametrize(
    ("provider", "fault", "sentence"),
    [
        ("google", Fault.FALSE_PROFILE, UNVERIFIED),
        ("google", Fault.WRONG_ISS, UNVERIFIED),
        ("google", Fault.OTHER_AUDIENCE, UNVERIFIED),
        ("x", Fault.TOO_MANY, BUSY),
        ("x", Fault.ERROR_OBJECT, UNFINISHED),
        ("x", Fault.FALSE_PROFILE, NO_PROFILE),
        ("facebook", Fault.PROFILE_TOO_MANY, BUSY),
        ("facebook", Fault.BARE_ERROR, UNFINISHED),
        ("facebook", Fault.USED_CODE, USED),
    ],
)
def test_a_provider_that_misbehaves_ends_in_a_sentence(
    drafting: Widget, misbehave: Misbehave, provider: str, fault: Fault, sentence: str
) -> None:
    misbehave.set(provider, fault)
    with drafting.window(provider) as account:
        account.choose(FIRST[provider])
        account.allow()
        account.ends_with(sentence.format(TITLES[provider]))
    ended(drafting, sentence.format(TITLES[provider]))


def test_a_denial_without_a_question_ends_in_the_same_sentence(drafting: Widget, misbehave: Misbehave) -> None:
    misbehave.set("x", Fault.DENIAL)
    with drafting.window("x") as account:
        account.choose(FIRST["x"])
        account.ends_with(DENIED.format("X"))
    ended(drafting, DENIED.format("X"))


def test_a_provider_that_takes_too_long_could_not_be_reached(
    drafting: Widget, misbehave: Misbehave, rig: Rig, settings: Settings
) -> None:
    misbehave.set("x", Fault.SLOW)
    misbehave.slow_seconds = 1.5
    with running(impatient(settings)) as app, drafting.window("x") as account:
        rig.apps[COMMENTS_HOST] = app
        account.choose(FIRST["x"])
        account.allow()
        account.ends_with(UNREACHABLE.format("X"))
        ended(drafting, UNREACHABLE.format("X"))


def test_a_provider_that_is_down_is_said_before_its_page_is_seen(
    drafting: Widget, rig: Rig, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widget.core.fetch.resolve", lambda host, port: [("127.0.0.1", 1)])
    with drafting.window("google") as account:
        account.ends_with("The provider could not be reached")
    ended(drafting, UNREACHABLE.format("Google"))


def test_no_ending_is_seen_while_the_styles_are_still_on_their_way(drafting: Widget) -> None:
    drafting.page.context.route("**/css/preferences.css", lambda route: route.abort())
    drafting.page.context.route("**/start", lambda route: route.abort())
    with drafting.window("google") as account:
        account.says("The provider could not be reached")
        expect(account.page.locator("main section").filter(visible=True)).to_have_count(1)


@pytest.mark.parametrize("fault", [Fault.NO_RETURN, Fault.NO_STATE])
def test_a_provider_that_never_brings_anybody_back_can_be_left(
    drafting: Widget, misbehave: Misbehave, fault: Fault
) -> None:
    misbehave.set("facebook", fault)
    with drafting.window("facebook") as account:
        account.choose(FIRST["facebook"])
        if fault is Fault.NO_STATE:
            account.allow()
            account.says("This answer belongs to no sign-in of this browser.")
        else:
            account.says("Something went wrong")
    drafting.says("Connecting to Facebook…")
    drafting.press("Cancel")
    drafting.shows_chooser()
    expect(drafting.identity.locator(".note")).to_have_count(0)
    expect(drafting.text).to_have_value("A text worth keeping")


def test_who_closes_the_window_by_hand_can_open_it_again(drafting: Widget) -> None:
    with drafting.window("google") as account:
        account.says("Choose an account")
        account.page.close()
    drafting.says("The window seems to be closed.")
    with drafting.page.expect_popup() as opened:
        drafting.press("Open again")
    account = Account(opened.value)
    account.choose(FIRST["google"])
    account.allow()
    account.closed()
    drafting.shows("google", FIRST["google"])
    expect(drafting.text).to_have_value("A text worth keeping")


def test_an_answer_without_a_state_leaves_a_window_that_can_be_closed(drafting: Widget, misbehave: Misbehave) -> None:
    misbehave.set("google", Fault.NO_STATE)
    with drafting.window("google") as account:
        account.choose(FIRST["google"])
        account.allow()
        account.says("This answer belongs to no sign-in of this browser.")
        account.page.get_by_role("button", name="Close window").click()
        account.closed()
    drafting.says("The window seems to be closed.")
    drafting.press("Cancel")
    drafting.shows_chooser()


def test_cancel_closes_the_window_silently_and_nobody_is_signed_in(drafting: Widget, comments: Flask) -> None:
    with drafting.window("google") as account:
        account.says("Choose an account")
        drafting.press("Cancel")
        account.closed()
    drafting.shows_chooser()
    expect(drafting.identity.locator(".note")).to_have_count(0)
    drafting.page.reload()
    drafting.ready()
    drafting.shows_chooser()


@pytest.mark.parametrize("fault", [Fault.NO_EMAIL, Fault.NO_PICTURE, Fault.BAD_PICTURE])
def test_what_a_provider_leaves_out_keeps_nobody_out(widget: Widget, misbehave: Misbehave, fault: Fault) -> None:
    misbehave.set("facebook", fault)
    widget.open().sign_in("facebook")
    face = widget.identity.get_by_role("img", name="Facebook photo")
    expect(face).to_have_js_property("complete", True)
    assert face.evaluate("image => image.naturalWidth") > 0


def test_a_name_full_of_markup_is_shown_as_text(widget: Widget, misbehave: Misbehave) -> None:
    misbehave.set("facebook", Fault.ODD_NAME)
    widget.open().sign_in("facebook", shown="<script>alert(1)</script>")
    widget.post("It is really my name.")
    expect(widget.said("It is really my name.").locator(".name")).to_contain_text("<script>alert(1)</script>")


def test_who_has_no_name_at_x_goes_by_the_handle(widget: Widget, misbehave: Misbehave) -> None:
    misbehave.set("x", Fault.NO_NAME)
    widget.open().sign_in("x", shown="miracastellano")
