"""The form on the contact sheet: who writes, with what tools, and what came of it."""

from dataclasses import replace

from playwright.sync_api import Page, Route, expect
from rig_people import end_all_sessions, set_up
from sheet_scene import NAMES, PAGE, Scene, scene
from sheet_thread import CODE, MARKED
from widget_page import Account

from widget.config.screening import NOBODY_ASKED
from widget.web.running import PROVIDERS

GOOGLE = "[data-identity] [data-provider=google]"


def connect(here: Scene) -> Page:
    """Choose a provider; return its window."""
    here.open_form()
    with here.page.expect_popup() as opened:
        here.press(GOOGLE)
    expect(here.at("[data-identity] .spin")).to_be_visible()
    opened.value.wait_for_load_state()
    return opened.value


@scene
def form_open(here: Scene) -> None:
    here.open_form()


@scene
def consent(here: Scene) -> None:
    here.open_form()
    here.at(GOOGLE).hover()
    expect(here.at("[data-consent]")).to_be_visible()


@scene
def reply_form(here: Scene) -> None:
    here.talk()
    here.open()
    here.press("[data-reply]")
    expect(here.at("[data-cancel-reply]")).to_be_visible()


@scene
def without_guests(here: Scene) -> None:
    set_up(here.app, PAGE, guests_allowed=False)
    here.open_form()


@scene
def nothing_required(here: Scene) -> None:
    set_up(here.app, PAGE, details_required=False, show_avatars=False)
    here.talk()
    here.open_form()
    here.at("[name=remember]").check()


@scene
def without_providers(here: Scene) -> None:
    here.app.extensions[PROVIDERS] = {}
    here.open_form()


@scene
def connecting(here: Scene) -> None:
    connect(here)


@scene
def window_closed_early(here: Scene) -> None:
    window = connect(here)
    before = here.at("[data-identity] p").inner_text()
    window.close()
    expect(here.at("[data-identity] p")).not_to_have_text(before)


@scene
def refused_by_person(here: Scene) -> None:
    account = Account(connect(here))
    account.choose("Ada Lindgren")
    account.deny()
    expect(here.at("[data-identity] > .note")).to_be_visible()


@scene
def signed_in(here: Scene) -> None:
    here.arrive()
    here.open_form(at=".me")


@scene
def change(here: Scene) -> None:
    here.arrive()
    here.open_form(at=".me")
    here.press(".choice button[data-first]")
    expect(here.at(".account")).to_be_visible()


@scene
def logged_out(here: Scene) -> None:
    here.arrive()
    here.open_form(at=".me")
    here.press(".choice button:not([data-first])")
    expect(here.at("[data-identity] > .note")).to_be_visible()


@scene
def lapsed(here: Scene) -> None:
    here.arrive()
    here.open_form(at=".me")
    here.at("#body").fill(here.words[0])
    end_all_sessions(here.app)
    here.press("[data-submit]")
    expect(here.at("[data-identity] > .note")).to_be_visible()


@scene
def errors_at_fields(here: Scene) -> None:
    here.open_form()
    here.at("#email").fill("grace")
    here.press("[data-submit]")
    expect(here.at("#body[aria-invalid=true]")).to_be_visible()


@scene
def posting(here: Scene) -> None:
    held: list[Route] = []
    here.page.route("**/threads/*/comments", lambda route: held.append(route))
    here.open_form()
    here.at("#body").fill(here.words[0])
    here.fill_guest()
    here.press("[data-submit]")
    expect(here.at("[data-submit][aria-disabled=true]")).to_be_visible()


@scene
def posted_as_guest(here: Scene) -> None:
    here.open_form()
    here.at("#body").fill(here.words[0])
    here.fill_guest()
    here.press("[data-submit]")
    expect(here.at("article [data-delete]")).to_be_visible()


@scene
def waiting(here: Scene) -> None:
    settings = here.app.config["REJOINDER"]
    asked = replace(NOBODY_ASKED, akismet=replace(NOBODY_ASKED.akismet, key="a-key-of-the-tests"))
    here.app.config["REJOINDER"] = replace(settings, screening=asked)  # nobody is there: so it is held
    posted_as_guest(here)
    expect(here.at("article .waits")).to_be_visible()


@scene
def refused(here: Scene) -> None:
    posted_as_guest(here)
    here.at("#body").fill(here.words[0])
    here.press("[data-submit]")
    expect(here.at("[data-note]")).to_be_visible()


@scene
def unreachable(here: Scene) -> None:
    here.page.route("**/threads/*/comments", lambda route: route.abort())
    here.open_form()
    here.at("#body").fill(here.words[0])
    here.fill_guest()
    here.press("[data-submit]")
    expect(here.at("[data-note]")).to_be_visible()


@scene
def preview(here: Scene) -> None:
    here.open_form()
    here.at("#body").fill(MARKED + CODE)
    here.press("[data-show]")
    expect(here.at("[data-preview]")).to_be_visible()


@scene
def mentions(here: Scene) -> None:
    here.talk()
    here.open_form()
    here.at("#body").press_sequentially(f"{NAMES[here.lang][0]} @")
    expect(here.at("[data-people]")).to_be_visible()


def fill_much(here: Scene, how_much: int) -> None:
    """Write a very long text, of which the picture shows the beginning."""
    here.at("#body").evaluate("text => { text.style.blockSize = '8em' }")
    here.at("#body").fill("x" * how_much)


@scene
def little_room(here: Scene) -> None:
    here.open_form()
    fill_much(here, 65_500)
    expect(here.at("[data-room]")).to_be_visible()


@scene
def too_long(here: Scene) -> None:
    here.open_form()
    fill_much(here, 65_530)
    expect(here.at("#body[aria-invalid=true]")).to_be_visible()
