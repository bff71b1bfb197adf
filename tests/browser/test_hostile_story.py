"""Hundreds of hostile texts as comments, names, handles, websites, titles: nothing runs, and nobody else is asked."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from rig_names import BLOG
from rig_people import known, set_up, site_at
from vectors import own_vectors, public_vectors, vectors
from widget_page import Widget

from widget.comments.actions import post_comment
from widget.comments.drafts import Draft, Guest
from widget.comments.pages import MOST_ROOTS
from widget.core import clock
from widget.core.text import is_visible, one_line
from widget.core.urls import is_web_address
from widget.people.models import Identity
from widget.threads.actions import ThreadAddress, ensure_thread
from widget.web.transactions import transaction

# What says that something ran, in every document; the console is watched.
ALARM = "alert = confirm = prompt = print = () => console.error('a script of a comment ran')"
# What stands in comments that must not stand there.
FOUND = """() => [...document.querySelectorAll(".comment, .comment *")].flatMap(one => [
    /^(script|style|iframe|object|embed|form|link|meta|base|template|math|video|audio|textarea)$/.test(one.localName)
        ? one.localName : [],
    ...[...one.attributes].filter(({ name, value }) => /^on|^style$|^srcdoc$|^formaction$/.test(name)
        || (/^(href|src)$/.test(name) && !/^(https?:\\/\\/|\\/(comments|pictures)\\/|#)/.test(value)))
        .map(({ name, value }) => `${one.localName} ${name}=${value}`),
].flat())"""


@pytest.fixture
def alarmed(widget: Widget) -> Page:
    """A tab that tells when a script of a comment runs."""
    widget.page.add_init_script(ALARM)
    return widget.page


def post_all(app: Flask, page: str, texts: list[str]) -> None:
    """Post each text as a comment of somebody who is called so; by turns a guest and somebody signed in."""
    set_up(app, page, flood_seconds=0, page_size=MOST_ROOTS, heading=texts[0])
    with app.app_context(), transaction() as store:
        address = ThreadAddress(site_at(store, page), page)
        ensure_thread(store, address, clock.now()).title = texts[0]
        for number, text in enumerate(texts):
            draft = Draft(
                address=address,
                author=guest(text) if number % 2 else member(known(store, f"{number}"), text),
                body=text,
                parent=None,
                idempotency_key=f"hostile-{number}",
                network="elsewhere",
                signature_key=app.secret_key or "",
                people=[one_line(text, 245)],
            )
            post_comment(store, draft, now=clock.now())


def named(text: str) -> str:
    """Return a text as it can be somebody's name."""
    return one_line(text, 245) or "Nobody"


def guest(text: str) -> Guest:
    """A guest who calls themselves and their website so, as far as the form takes it."""
    websites = [one for one in (text, f"https://a.test/{text}") if is_web_address(one)]
    return Guest(named(text), "grace@example.org", websites[0] if websites else None)


def member(identity: Identity, text: str) -> Identity:
    """Somebody whose provider tells such a name and handle."""
    identity.name, identity.handle = named(text)[:100], named(text)[:100]
    return identity


def test_there_are_hundreds_of_them() -> None:
    assert len(vectors()) >= 450
    assert len(public_vectors()) >= 200
    assert len(own_vectors()) >= 250


def test_nothing_runs_and_nobody_else_is_asked(alarmed: Page, widget: Widget, comments: Flask) -> None:
    shown = [text for text in vectors() if is_visible(text)]
    for start in range(0, len(shown), MOST_ROOTS):
        texts, page = shown[start : start + MOST_ROOTS], f"{BLOG}/hostile-{start}"
        post_all(comments, page, texts)
        widget.open(page)
        expect(widget.comments).to_have_count(len(texts))
        assert widget.page.frames[1].evaluate(FOUND) == []
        for hidden in widget.frame.get_by_role("checkbox").all():
            hidden.check()


def test_what_comes_later_runs_nothing_either(alarmed: Page, widget: Widget, comments: Flask) -> None:
    texts, page = [text for text in own_vectors() if is_visible(text)], f"{BLOG}/hostile-later"
    post_all(comments, page, texts[: 2 * MOST_ROOTS])
    widget.open(page).press("Show more comments")
    expect(widget.comments).to_have_count(2 * MOST_ROOTS)
    widget.open_chooser()
    expect(widget.frame.get_by_role("toolbar")).to_be_visible()
    pane = widget.frame.get_by_role("region", name="Preview")
    for text in texts[3::25]:
        widget.text.fill(text)
        widget.press("Preview")
        expect(pane).to_be_visible()
        widget.press("Write")
    assert widget.page.frames[1].evaluate(FOUND) == []
