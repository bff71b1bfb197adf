"""Signing in where the browser keeps no cookie for a frame: the session comes as a bearer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect
from rig_names import COMMENTS_HOST
from rig_server import Rig
from widget_page import FIRST, Widget


def without_partitioned(app: Flask) -> Callable[..., Any]:
    """The same answers as a browser sees them that drops every cookie of a frame, as WebKit does by default."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [pair for pair in headers if "Partitioned" not in pair[1]], *more)

        return app(environ, start)

    return answer


@pytest.fixture
def refused(refusing_browser: Browser, contexts: Callable[..., BrowserContext]) -> Widget:
    """The blog in a browser that keeps neither cookies nor storage for our frame there."""
    return Widget(contexts(refusing_browser).new_page()).open()


def test_such_a_browser_really_keeps_nothing_for_the_frame(refused: Widget) -> None:
    frame = refused.page.frames[1]
    frame.evaluate("document.cookie = '__Host-kept=1; Path=/; Secure; SameSite=None; Partitioned'")
    assert frame.evaluate("document.cookie") == ""
    name_of_error = "(() => { try { return localStorage.length } catch (error) { return error.name } })()"
    assert frame.evaluate(name_of_error) == "SecurityError"


def test_where_nothing_is_kept_the_form_says_so(refused: Widget) -> None:
    sentence = "This browser keeps no drafts here: copy a long text before you leave."
    expect(refused.frame.get_by_text(sentence)).to_be_hidden()
    refused.open_chooser()
    expect(refused.frame.get_by_text(sentence)).to_be_visible()
    expect(refused.text).to_have_accessible_description(sentence)


@pytest.mark.parametrize("provider", ["google", "x", "facebook"])
def test_with_cookies_refused_somebody_signs_in_posts_and_logs_out(refused: Widget, rig: Rig, provider: str) -> None:
    refused.sign_in(provider)
    refused.post("Without a single cookie.")
    refused.delete("Without a single cookie.")
    refused.press("Log Out")
    refused.shows_chooser()
    assert not [one for one in rig.asked(COMMENTS_HOST, "/session") if one.cookies]


def test_with_cookies_refused_a_guest_posts_and_deletes(refused: Widget) -> None:
    refused.post_as_guest("Nothing is kept.")
    refused.delete("Nothing is kept.")
    expect(refused.comments).to_have_count(0)


def test_a_bearer_is_kept_where_only_cookies_are_dropped(widget: Widget, comments: Flask, rig: Rig) -> None:
    rig.apps[COMMENTS_HOST] = without_partitioned(comments)
    widget.open().sign_in("google")
    widget.page.reload()
    widget.ready().open_chooser()
    widget.shows("google", FIRST["google"])
    widget.post("By bearer.")
    widget.press("Change")
    widget.sign_in("facebook")
    widget.press("Log Out")
    widget.shows_chooser()
    assert not widget.page.frames[1].evaluate("Object.keys(localStorage).filter(name => name.endsWith('bearer'))")
    widget.page.reload()
    widget.ready().open_chooser()
    widget.shows_chooser()


def test_where_the_tab_cannot_be_taken_nothing_stands_in_the_place_of_that_way(refused: Widget) -> None:
    refused.open_chooser()
    with refused.window("google"):
        expect(refused.button("Nothing opened? Open here")).to_be_visible()
        expect(refused.identity).not_to_contain_text("false")
