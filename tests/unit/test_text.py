"""Lines that strangers send to be shown."""

import pytest

from widget.core.text import is_visible, one_line


@pytest.mark.parametrize(
    "text", ["", "  ", "\u3164", "\u2800\u2800", "\u200b\u2060", "\u202e", "\u115f \u1160", "\ufeff"]
)
def test_nothing_to_see_is_nothing(text: str) -> None:
    assert not is_visible(text)
    assert one_line(text, 100) == ""


def test_a_name_is_one_clean_line() -> None:
    assert one_line("  Ada\n\u202eLovelace\u0000  King ", 100) == "Ada Lovelace King"
    assert one_line("a" * 300, 245) == "a" * 245
    assert one_line("می\u200cخواهم", 100) == "می\u200cخواهم"
