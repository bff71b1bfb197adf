"""Signing in without a window: the page's own tab goes to the provider and comes back, and no text is lost."""

import pytest
from playwright.sync_api import Route, expect
from rig_names import BLOG, BLOG_HOST, COMMENTS, COMMENTS_HOST
from rig_pages import HostPages, article
from rig_server import Rig
from widget_page import FIRST, TITLES, Account, Widget

from widget.demo.standins import Fault, Misbehave

ALONE = {"Cross_Origin_Opener_Policy": "same-origin"}


@pytest.fixture
def alone(widget: Widget, pages: HostPages) -> Widget:
    """A page that keeps windows to itself, with a text that somebody has begun."""
    widget.open(pages.show(f"{BLOG}/alone", article(), **ALONE)).write("A text worth keeping")
    return widget


def leave(widget: Widget, provider: str = "google") -> Account:
    """Click a provider, close the window that has lost its page, and go on in the tab; answers the tab."""
    with widget.page.context.expect_page() as opened:
        widget.press(f"Log in with {TITLES[provider]}")
    Account(opened.value).ends_with("This window has lost its page")
    widget.press("Continue in this tab")
    expect(widget.page).to_have_title(f"Log in with {TITLES[provider]}")
    return Account(widget.page)


def agree(tab: Account) -> None:
    """Go on to the provider."""
    tab.page.get_by_role("button", name="Continue to Google").click()


def test_the_tab_goes_and_comes_back_and_the_text_is_posted(alone: Widget) -> None:
    tab = leave(alone)
    expect(tab.page.get_by_role("heading")).to_have_text(f"Log in with Google to comment on {BLOG_HOST}")
    agree(tab)
    tab.choose(FIRST["google"])
    tab.allow()
    alone.ready().shows("google", FIRST["google"])
    assert alone.page.url == f"{BLOG}/alone"
    expect(alone.text).to_have_value("A text worth keeping")
    expect(alone.text).to_be_focused()
    alone.send()
    expect(alone.said("A text worth keeping")).to_contain_text(FIRST["google"])


def test_a_reply_comes_back_to_what_it_answers(widget: Widget, pages: HostPages) -> None:
    widget.open(pages.show(f"{BLOG}/alone", article(), **ALONE)).post_as_guest("First of all.")
    widget.answer("First of all.")
    widget.write("Half a thought")
    tab = leave(widget)
    agree(tab)
    tab.choose(FIRST["google"])
    tab.allow()
    widget.ready().shows("google", FIRST["google"])
    widget.send("Reply")
    expect(widget.said("First of all.").get_by_role("article")).to_contain_text("Half a thought")


def test_who_says_no_is_told_so_at_the_form(alone: Widget) -> None:
    tab = leave(alone)
    agree(tab)
    tab.choose(FIRST["google"])
    tab.deny()
    alone.ready().says("You did not allow Google to sign you in.")
    expect(alone.text).to_have_value("A text worth keeping")


def test_a_late_answer_about_the_session_takes_no_sentence_back(alone: Widget) -> None:
    tab = leave(alone)
    agree(tab)
    tab.choose(FIRST["google"])
    late: list[Route] = []
    alone.page.route("**/session?**", lambda route: late.append(route))
    tab.deny()
    alone.ready().says("You did not allow Google to sign you in.")
    with alone.page.expect_response("**/session?**") as answered:
        late[0].continue_()
    answered.value.finished()
    alone.frame.locator("html").evaluate("() => new Promise(done => setTimeout(() => requestAnimationFrame(done)))")
    alone.says("You did not allow Google to sign you in.")


def test_who_goes_back_before_the_provider_finds_the_form_as_it_was(alone: Widget) -> None:
    leave(alone).page.get_by_role("link", name="Back to the page").click()
    alone.ready().shows_chooser()
    expect(alone.text).to_have_value("A text worth keeping")
    expect(alone.identity.locator(".note")).to_have_count(0)


def test_where_the_provider_never_returns_the_tab_can_be_brought_back(alone: Widget, misbehave: Misbehave) -> None:
    misbehave.set("google", Fault.NO_RETURN)
    tab = leave(alone)
    agree(tab)
    tab.choose(FIRST["google"])
    tab.says("Something went wrong")
    alone.page.goto(f"{BLOG}/alone")
    alone.ready().shows_chooser()
    expect(alone.text).to_have_value("A text worth keeping")


def test_a_sign_in_that_was_begun_in_the_tab_says_that_it_is_over(alone: Widget) -> None:
    tab = leave(alone)
    address = tab.page.url
    agree(tab)
    tab.choose(FIRST["google"])
    tab.page.goto(address)
    tab.says("This sign-in was started already or has ended.")
    tab.page.get_by_role("link", name="Back to the page").click()
    alone.ready().shows_chooser()


def test_a_provider_that_is_down_is_said_with_the_way_back(alone: Widget, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = leave(alone)
    monkeypatch.setattr("widget.core.fetch.resolve", lambda host, port: [("127.0.0.1", 1)])
    agree(tab)
    tab.says("The provider could not be reached")
    tab.page.get_by_role("link", name="Back to the page").click()
    alone.ready()
    expect(alone.text).to_have_value("A text worth keeping")


def test_a_page_inside_another_says_where_to_log_in_instead_of_leaving(widget: Widget, pages: HostPages) -> None:
    outer = article(f'<iframe src="{BLOG}/inner" width="800" height="800"></iframe>')
    widget.page.goto(pages.show(f"{BLOG}/outer", outer))
    inner = Widget(widget.page, within=widget.page.frame_locator("iframe")).ready()
    inner.open_chooser()
    with inner.window("google"):
        inner.says("No window? Then open this page in a tab of its own, or in another browser.")
        expect(inner.button("Continue in this tab")).to_have_count(0)


def test_x_that_brings_the_same_account_back_says_so_after_the_tab_too(alone: Widget) -> None:
    for again in (False, True):
        tab = leave(alone, "x")
        tab.page.get_by_role("button", name="Continue to X").click()
        if not again:
            tab.choose(FIRST["x"])
        tab.allow()
        alone.ready().shows("x", FIRST["x"])
        if not again:
            alone.press("Change")
    alone.says("X has signed you in as Mira Castellano again.")


def test_a_code_that_somebody_was_sent_changes_nothing(widget: Widget, rig: Rig) -> None:
    widget.open(f"{BLOG}/a-post#rejoinder={'A' * 43}").open_chooser()
    widget.shows_chooser()
    assert not rig.asked(COMMENTS_HOST, "/signin/")
    expect(widget.identity.locator(".note")).to_have_count(0)


def test_an_address_that_somebody_was_sent_starts_nothing_by_itself(widget: Widget) -> None:
    widget.page.goto(f"{COMMENTS}/signin/redirect?id=00000000000000000000#{'A' * 43}")
    expect(widget.page.get_by_role("heading")).to_have_text("There is nothing here")
