"""The pages of a site's owner on the contact sheet."""

from dataclasses import replace

from owned import fill_month, send_some, take_seat
from playwright.sync_api import Page, expect
from rig_people import site_at
from sheet_scene import PAGE, Scene, scene

from widget.core import clock
from widget.moderation.owning import change_settings
from widget.web.transactions import transaction


def tab(here: Scene, end: str, shown: str) -> Page:
    """Go to one of the pages of a site, by the end of its address."""
    take_seat(here.app, here.page, PAGE)
    here.page.locator(f".shell .tabs a[href$='/{end}']").click()
    expect(here.page.locator(shown).first).to_be_visible()
    return here.page


def thread(here: Scene) -> Page:
    """Go to the page of the one thread."""
    fill_month(here.app, PAGE)
    tab(here, "threads", ".rows a.name").locator(".rows a.name").first.click()
    expect(here.page.locator(".fold").first).to_be_visible()
    return here.page


@scene
def owner_overview(here: Scene) -> Page:
    fill_month(here.app, PAGE)
    send_some(here.app, PAGE)
    take_seat(here.app, here.page, PAGE)
    return here.page


@scene
def owner_overview_empty(here: Scene) -> Page:
    take_seat(here.app, here.page, PAGE)
    here.page.locator("summary").click()
    expect(here.page.locator("table")).to_be_visible()
    return here.page


@scene
def owner_settings(here: Scene) -> Page:
    return tab(here, "settings", ".settings")


@scene
def owner_settings_wrong(here: Scene) -> Page:
    page = tab(here, "settings", ".settings")
    page.locator("#edit_minutes").fill("soon")
    page.locator(".settings .main").click()
    expect(page.locator("[aria-invalid]")).to_be_visible()
    return page


@scene
def owner_settings_meanwhile(here: Scene) -> Page:
    page = tab(here, "settings", ".settings")
    with here.app.app_context(), transaction() as store:
        wanted = {"edit_minutes": "30", "comments_open": "no"}
        change_settings(store, site_at(store, PAGE), wanted, clock.now())
    page.locator("#edit_minutes").fill("45")
    page.locator(".settings .main").click()
    expect(page.locator("#wrong-edit_minutes")).to_be_visible()
    return page


@scene
def owner_threads(here: Scene) -> Page:
    fill_month(here.app, PAGE)
    return tab(here, "threads", ".rows")


@scene
def owner_thread(here: Scene) -> Page:
    page = thread(here)
    for fold in page.locator(".fold summary").all():
        fold.click()
    return page


@scene
def owner_thread_change(here: Scene) -> Page:
    page = thread(here)
    page.locator(".fold summary").nth(2).click()
    page.locator("#move").fill(f"{PAGE}-moved")
    page.locator("form[action$='/move'] .button").click()
    expect(page.locator(".told")).to_be_visible()
    return page


@scene
def owner_thread_changed(here: Scene) -> Page:
    page = owner_thread_change(here)
    page.locator(".button.main").click()
    page.locator(".shell .tabs a[href$='/threads']").click()
    expect(page.locator("form[action$='/undo']")).to_be_visible()
    return page


@scene
def owner_people(here: Scene) -> Page:
    return tab(here, "staff", ".person")


@scene
def owner_invited(here: Scene) -> Page:
    owner_people(here).locator("form[action$='/staff'] .button").click()
    expect(here.page.locator("#link")).to_be_visible()
    return here.page


@scene
def owner_providers(here: Scene) -> Page:
    send_some(here.app, PAGE)
    return tab(here, "providers", ".way")


@scene
def owner_akismet(here: Scene) -> Page:
    settings = here.app.config["REJOINDER"]
    asked = replace(settings.screening.akismet, key="a-key", url="https://127.0.0.1:9")
    here.app.config["REJOINDER"] = replace(settings, screening=replace(settings.screening, akismet=asked))
    tab(here, "providers", ".way").locator("form[action$='/akismet'] .button").click()
    expect(here.page.locator(".note[role=status]")).to_be_visible()
    return here.page


@scene
def owner_outbox(here: Scene) -> Page:
    send_some(here.app, PAGE)
    return tab(here, "outbox", ".fold")


@scene
def owner_webhook(here: Scene) -> Page:
    owner_outbox(here).locator("a[href*='/webhooks/']").click()
    expect(here.page.locator("button[value=test]")).to_be_visible()
    return here.page
