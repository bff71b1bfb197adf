"""Addresses: which can be written to, and when two are the same."""

import pytest

from widget.core.mailbox import plain_address, spellings

NONE = ["", "ada", "ada@example", "@example.org", "a@b@example.org", "a b@example.org", "ädä@example.org", "a@.org"]
NONE += ["a\r\n@example.org", "a\x7fb@example.org", '"a"@example.org', "a,b@example.org", "a@example..org"]
NONE += ["x" * 65 + "@example.org", "a@" + "x" * 60 + ".example" * 30, "<a@example.org>", "a@" + "x" * 64 + ".org"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ada@Example.ORG", "ada@example.org"),
        (" a.b+c@x.example.org ", "a.b+c@x.example.org"),
        ("ada@Bücher.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_compared_in_one_spelling(typed: str, plain: str) -> None:
    assert plain_address(typed) == plain


@pytest.mark.parametrize("typed", NONE)
def test_what_no_mail_could_go_to_is_none(typed: str) -> None:
    assert plain_address(typed) is None


def test_both_spellings_of_a_host_are_known() -> None:
    assert spellings("ada@xn--bcher-kva.example") == ["ada@bücher.example", "ada@xn--bcher-kva.example"]
    assert spellings("ada@example.org") == ["ada@example.org"]
