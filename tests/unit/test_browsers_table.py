"""docs/browsers.md has a row for every case and a column for every browser, and no cell without an end."""

import re

from browsers_table import KEPT, TITLES, read
from window_cases import CASES


def test_every_browser_and_every_window_has_its_cell() -> None:
    tables = read()
    assert set(tables.endings) == {(case, title) for case in CASES for title in TITLES}
    assert set(tables.kept) == {(title, column) for title in TITLES for column in KEPT}


def test_no_cell_ends_without_a_sign_in_or_a_plain_sentence() -> None:
    for cell, ending in read().endings.items():
        assert re.fullmatch(r"(window|tab), (cookie|bearer)|“[A-Z].+\.”", ending), cell


def test_the_control_is_dropped_where_third_party_cookies_are_blocked() -> None:
    kept = read().kept
    plain = {title for title in TITLES if kept[title, "a plain cookie"] == "yes"}
    assert plain == {"Chromium, third-party cookies allowed", "Firefox, as it comes"}
