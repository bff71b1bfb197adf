"""The pages of who looks after a site on the contact sheet."""

from moderating import fill, invitation, sit_down
from playwright.sync_api import Page, expect
from sheet_scene import PAGE, Scene, scene


def queue(here: Scene) -> Page:
    """The queue with three comments."""
    fill(here.app, PAGE)
    sit_down(here.app, here.page, PAGE)
    return here.page


def follow(here: Scene, link: str, shown: str) -> Page:
    """Follow a link from the queue."""
    queue(here).locator(link).first.click()
    expect(here.page.locator(shown).first).to_be_visible()
    return here.page


@scene
def admin_invitation(here: Scene) -> Page:
    here.page.goto(invitation(here.app, PAGE))
    expect(here.page.locator("h1")).to_be_visible()
    return here.page


@scene
def admin_queue(here: Scene) -> Page:
    return queue(here)


@scene
def admin_queue_decided(here: Scene) -> Page:
    queue(here).locator("button[value^='spam ']").first.click()
    expect(here.page.locator("[data-undo-form]")).to_be_visible()
    return here.page


@scene
def admin_queue_reason(here: Scene) -> Page:
    queue(here).locator(".reason summary").click()
    expect(here.page.locator("#words")).to_be_visible()
    return here.page


@scene
def admin_keys(here: Scene) -> Page:
    queue(here).locator("[data-open-keys]").click()
    expect(here.page.locator("[data-keys]")).to_be_visible()
    return here.page


@scene
def admin_edit(here: Scene) -> Page:
    return follow(here, "[data-key=e]", "textarea")


@scene
def admin_reply(here: Scene) -> Page:
    return follow(here, "[data-key=r]", "textarea")


@scene
def admin_ban(here: Scene) -> Page:
    return follow(here, "a[href*='/bans/new']", "[type=radio]")


@scene
def admin_bans(here: Scene) -> Page:
    admin_ban(here).locator(".button.danger").click()
    expect(here.page.locator("form[action$='/lift']")).to_be_visible()
    return here.page


@scene
def admin_audit(here: Scene) -> Page:
    admin_queue_decided(here)
    here.page.locator("a[href$='/audit']").click()
    expect(here.page.locator(".log")).to_be_visible()
    return here.page


@scene
def admin_sites(here: Scene) -> Page:
    return follow(here, "a[href='/admin']", "form[action='/me/log-out']")
