"""A passkey in a browser: made on one's own page, and used in the form's window instead of a provider.

The device is Chromium's own virtual one, which always says yes.
"""

from playwright.sync_api import CDPSession, Page, expect
from rig_names import COMMENTS
from test_me_story import button, heading, log_in, look, press
from widget_page import FIRST, Account, Widget

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
USE = "Use your passkey"


def give_device(page: Page) -> tuple[CDPSession, str]:
    """Give a tab a device that keeps passkeys; return how to speak to it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


def carry_over(device: tuple[CDPSession, str], page: Page) -> None:
    """Put what a device keeps into that of another tab: Chromium gives each tab one of its own."""
    (session, kept), (other, empty) = device, give_device(page)
    for credential in session.send("WebAuthn.getCredentials", {"authenticatorId": kept})["credentials"]:
        other.send("WebAuthn.addCredential", {"authenticatorId": empty, "credential": credential})


def make_one(page: Page) -> tuple[CDPSession, str]:
    """Log in to one's own page, and make a passkey there."""
    device = give_device(page)
    log_in(page)
    press(page, "Make a passkey")
    expect(heading(page, "Make a passkey")).to_be_visible()
    press(page, "Make a passkey")
    expect(page.get_by_role("button", name="Remove the passkey of Chrome, Linux")).to_be_visible()
    return device


def test_a_passkey_is_made_and_then_logs_in_without_a_provider(widget: Widget) -> None:
    device = make_one(widget.page)
    widget.open().open_chooser()
    with widget.page.expect_popup() as opened:
        widget.press("Log in with Passkey")
    window = opened.value
    carry_over(device, window)
    window.get_by_role("button", name=USE).click(no_wait_after=True)
    Account(window).closed()
    widget.shows("google", FIRST["google"])
    widget.post("Nobody but my own device was asked.")
    widget.page.reload()
    widget.ready().open_chooser()
    widget.shows("google", FIRST["google"])


def last_page(widget: Widget) -> tuple[Page, tuple[CDPSession, str]]:
    """Sign in, and stand before the window's last page, on a device that keeps passkeys."""
    widget.open().open_chooser()
    with widget.page.expect_popup() as opened:
        widget.press("Log in with Google")
    window = opened.value
    device = give_device(window)
    account = Account(window)
    account.choose(FIRST["google"])
    account.allow()
    expect(button(window, "Use this device next time")).to_be_visible()
    return window, device


def test_the_windows_last_page_makes_one_and_nobody_has_waited_for_it(widget: Widget) -> None:
    window, (session, device) = last_page(widget)
    widget.shows("google", FIRST["google"])
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    button(window, "Use this device next time").click()
    expect(window.get_by_role("alert")).to_have_text("No passkey was made. You can try again.")
    look(window, "passkey-offer", button(window, "Not now"))
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    with window.expect_response("**/offer/made") as made:
        button(window, "Use this device next time").click(no_wait_after=True)
    assert made.value.ok
    Account(window).closed()


def test_who_does_not_want_one_is_not_asked_again(widget: Widget) -> None:
    window, _ = last_page(widget)
    button(window, "Not now").click(no_wait_after=True)
    Account(window).closed()
    widget.press("Log Out")
    with widget.page.expect_popup() as opened:
        widget.press("Log in with Google")
    give_device(opened.value)
    account = Account(opened.value)
    account.choose(FIRST["google"])
    account.allow()
    account.closed()
    widget.shows("google", FIRST["google"])


def test_a_passkey_opens_ones_own_page(page: Page) -> None:
    make_one(page)
    press(page, "Log Out")
    press(page, "Log in with Passkey")
    press(page, USE)
    expect(heading(page, "My account")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("last used on")


def test_whoever_uses_none_may_try_again_or_leave(page: Page) -> None:
    session, device = give_device(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{COMMENTS}/me")
    press(page, "Log in with Passkey")
    press(page, USE)
    expect(page.get_by_role("alert")).to_have_text("No passkey was used. You can try again.")
    press(page, "Cancel")
    expect(page.get_by_text("You have used no passkey.")).to_be_visible()


def test_the_pages_about_passkeys_are_good_to_look_at(page: Page) -> None:
    make_one(page)
    look(page, "passkeys", button(page, "Make a passkey"))
    press(page, "Make a passkey")
    look(page, "passkey-new", heading(page, "Make a passkey"))
    press(page, "Make a passkey")
    expect(page.get_by_role("alert")).to_have_text("This device has a passkey of yours already.")
    look(page, "passkey-known", page.get_by_role("alert"))
    page.goto(f"{COMMENTS}/me")
    press(page, "Log Out")
    look(page, "passkey-log-in", button(page, "Log in with Passkey"))
    press(page, "Log in with Passkey")
    look(page, "passkey-use", button(page, USE))
