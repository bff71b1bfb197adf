"""Windows that have lost their opener: a provider cuts it off, or the page around us never had it."""

import pytest
from playwright.sync_api import expect
from rig_names import BLOG
from rig_pages import HostPages, article
from widget_page import FIRST, Account, Widget

from widget.demo.standins import Fault, Misbehave


@pytest.mark.parametrize("provider", ["google", "x", "facebook"])
def test_a_provider_that_cuts_the_opener_off_signs_in_all_the_same(
    widget: Widget, misbehave: Misbehave, provider: str
) -> None:
    misbehave.set(provider, Fault.SEVERED)
    widget.open().open_chooser()
    with widget.window(provider) as account:
        account.choose(FIRST[provider])
        account.says("Allow")
        assert account.page.evaluate("window.opener") is None
        account.allow()
        account.closed()
    widget.shows(provider, FIRST[provider])
    widget.post("Cut off, but here.")


def test_that_the_window_seems_to_be_closed_is_never_a_verdict(widget: Widget, misbehave: Misbehave) -> None:
    misbehave.set("google", Fault.SEVERED)
    widget.open().open_chooser()
    with widget.window("google") as account:
        account.choose(FIRST["google"])
        widget.says("The window seems to be closed.")
        account.allow()
        account.closed()
    widget.shows("google", FIRST["google"])


def test_a_denial_behind_a_cut_opener_reaches_the_form(widget: Widget, misbehave: Misbehave) -> None:
    misbehave.set("google", Fault.SEVERED)
    widget.open().open_chooser()
    with widget.window("google") as account:
        account.choose(FIRST["google"])
        account.deny()
        account.ends_with("You did not allow Google to sign you in.")
    widget.says("You did not allow Google to sign you in.")


def test_a_page_that_keeps_windows_to_itself_leaves_nobody_waiting_for_ever(widget: Widget, pages: HostPages) -> None:
    url = pages.show(f"{BLOG}/alone", article(), Cross_Origin_Opener_Policy="same-origin")
    widget.open(url).write("Not lost")
    with widget.page.context.expect_page() as opened:
        widget.press("Log in with Google")
    Account(opened.value).ends_with("This window has lost its page")
    widget.says("Connecting to Google…")
    widget.press("Cancel")
    widget.shows_chooser()
    expect(widget.text).to_have_value("Not lost")


def test_the_address_of_the_window_alone_starts_nothing(widget: Widget) -> None:
    widget.page.goto("https://comments.rejoinder.test/signin?provider=google&id=00000000000000000000&bind=guessed")
    Account(widget.page).says("This window has lost its page")
