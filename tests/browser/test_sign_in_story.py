"""Signing in from a frame on another site, with third-party cookies blocked."""

import pytest
from playwright.sync_api import expect
from widget_page import FIRST, Widget


@pytest.mark.parametrize("provider", ["google", "x", "facebook"])
def test_somebody_signs_in_posts_replies_and_is_still_there_after_a_reload(widget: Widget, provider: str) -> None:
    widget.open().sign_in(provider)
    widget.post("The kettle was mine.")
    widget.reply("The kettle was mine.", "And so was the rain.")
    expect(widget.count).to_have_text("2 comments")
    widget.page.reload()
    widget.ready().open_chooser()
    widget.shows(provider, FIRST[provider])
    expect(widget.said("The kettle was mine.").get_by_role("article")).to_contain_text("And so was the rain.")
