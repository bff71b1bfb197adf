"""Our own pages on the contact sheet: the windows of a sign-in, one's own page, mail, and what needs no script."""

from playwright.sync_api import Page, Route, expect
from rig_names import COMMENTS
from sheet_scene import PAGE, Scene, scene
from widget_page import FIRST, Account

ME = f"{COMMENTS}/me"


def go(here: Scene, url: str, shown: str = "h1:visible") -> Page:
    """Go to a page of our own and wait for what stands there."""
    here.page.goto(url)
    expect(here.page.locator(shown).first).to_be_visible()
    return here.page


def log_in(here: Scene) -> Page:
    """Log in to one's own page."""
    go(here, ME).locator("button[value=google]").click()
    account = Account(here.page)
    account.choose(FIRST["google"])
    account.allow()
    expect(here.page.locator("#sessions")).to_be_visible()
    return here.page


def opened(here: Scene) -> Page:
    """The window of sign-ins, with an opener of our own."""
    with go(here, f"{COMMENTS}/signin").expect_popup() as popup:
        here.page.evaluate("window.popup = open('/signin')")
    popup.value.wait_for_load_state()
    return popup.value


@scene
def home(here: Scene) -> Page:
    return go(here, COMMENTS)


@scene
def markdown(here: Scene) -> Page:
    return go(here, f"{COMMENTS}/markdown")


@scene
def privacy(here: Scene) -> Page:
    return go(here, f"{COMMENTS}/privacy")


@scene
def window_lost(here: Scene) -> Page:
    return go(here, f"{COMMENTS}/signin")


def start_in(here: Scene, held: list[Route]) -> Page:
    """The window as it asks where to go, which is not answered."""
    here.page.context.route("**/start", lambda route: held.append(route))
    window = opened(here)
    with window.expect_request("**/start"):
        here.page.evaluate("popup.postMessage({ v: 1, type: 'start', id: 'some', bind: 'thing' }, location.origin)")
    expect(window.locator("h1:visible")).to_be_visible()
    return window


@scene
def window_connecting(here: Scene) -> Page:
    return start_in(here, [])


@scene
def window_unreachable(here: Scene) -> Page:
    held: list[Route] = []
    window = start_in(here, held)
    before = window.locator("h1:visible").inner_text()
    held[0].abort()
    expect(window.locator("h1:visible")).not_to_have_text(before)
    return window


@scene
def window_without_cookies(here: Scene) -> Page:
    here.page.context.add_init_script(
        "Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })"
    )
    window = opened(here)
    expect(window.locator("h1:visible")).to_be_visible()
    return window


@scene
def mail_asked_for(here: Scene) -> Page:
    here.open_form()
    with here.page.expect_popup() as popup:
        here.press("[data-identity] [data-provider=email]")
    expect(popup.value.locator("#address")).to_be_visible()
    return popup.value


@scene
def mail_address_wrong(here: Scene) -> Page:
    page = mail_asked_for(here)
    page.locator("#address").fill("ada")
    page.locator(".button.main").click()
    expect(page.locator(".wrong")).to_be_visible()
    return page


@scene
def mail_code(here: Scene) -> Page:
    page = mail_asked_for(here)
    page.locator("#address").fill("ada@example.org")
    page.locator(".button.main").click()
    expect(page.locator("#code")).to_be_visible()
    return page


@scene
def me_log_in(here: Scene) -> Page:
    return go(here, ME)


@scene
def me(here: Scene) -> Page:
    here.open_form()
    with here.page.expect_popup() as popup:
        here.press("[data-identity] [data-provider=google]")
    account = Account(popup.value)
    account.choose(FIRST["google"])
    account.allow()
    expect(here.at(".me img")).to_be_visible()
    for words in here.words[:2]:
        here.at("#body").fill(words)
        here.press("[data-submit]")
        expect(here.widget.said(words)).to_be_visible()
    return log_in(here)


@scene
def me_delete(here: Scene) -> Page:
    me(here).locator("a[href*='/delete']").first.click()
    expect(here.page.locator("form[action*='/delete']")).to_be_visible()
    return here.page


@scene
def me_edit(here: Scene) -> Page:
    me(here).locator("a[href*='/edit']").first.click()
    expect(here.page.locator("textarea")).to_be_visible()
    return here.page


@scene
def me_link(here: Scene) -> Page:
    log_in(here).locator("button[value=x]").click()
    account = Account(here.page)
    account.choose(FIRST["x"])
    account.allow()
    expect(here.page.locator("form[action*='links']").first).to_be_visible()
    return here.page


@scene
def me_erase(here: Scene) -> Page:
    me(here)
    return go(here, f"{ME}/erase")


@scene
def me_waiting(here: Scene) -> Page:
    me_erase(here).locator("[type=radio]").first.check()
    here.page.locator(".button.main, .button.danger").first.click()
    expect(here.page.locator("form[action='/me/erase/cancel']")).to_be_visible()
    return here.page


@scene
def me_not_found(here: Scene) -> Page:
    log_in(here)
    return go(here, f"{ME}/comments/x/delete")


def reply_page(here: Scene) -> Page:
    """The page for a reply without a script."""
    first, _, _ = here.talk()
    here.open()
    thread = here.at("main").get_attribute("data-thread")
    return go(here, f"{COMMENTS}/threads/{thread}/reply?parent={first}&page={PAGE}")


@scene
def plain_reply(here: Scene) -> Page:
    return reply_page(here)


@scene
def plain_reply_refused(here: Scene) -> Page:
    reply_page(here).locator(".button.main").click()
    expect(here.page.locator("#body-wrong")).to_be_visible()
    return here.page
