"""What leaves the server signed comes back only as it left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.core import ids
from widget.core.signing import comment_of_receipt, csrf_holds, csrf_token, mac, receipt, short_mac

KEY, OTHER = "one key of the server", "another key of the server"


def test_a_receipt_proves_its_comment_alone() -> None:
    text = receipt(KEY, "comment-a")
    assert comment_of_receipt(KEY, text) == "comment-a"
    assert comment_of_receipt(OTHER, text) is None
    assert comment_of_receipt(KEY, text.replace("comment-a", "comment-b")) is None


@given(st.text(max_size=100))
def test_no_text_is_a_receipt_by_chance(text: str) -> None:
    assert comment_of_receipt(KEY, text) is None


def test_a_token_holds_for_its_subject_alone_and_is_never_the_same() -> None:
    token = csrf_token(KEY, "session-a")
    assert csrf_holds(KEY, token, "session-a")
    assert not csrf_holds(KEY, token, "guest")
    assert not csrf_holds(OTHER, token, "session-a")
    assert token != csrf_token(KEY, "session-a")


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "WyJndWVzdCJd", "ünïcode", "null"])
def test_a_broken_token_is_refused_without_noise(token: str) -> None:
    assert not csrf_holds(KEY, token, "guest")


def test_one_purpose_cannot_sign_for_another() -> None:
    assert mac(KEY, "receipt", "a") != mac(KEY, "network", "a")
    assert mac(KEY, "a", "bc") != mac(KEY, "a", "b", "c")


@given(st.binary(min_size=12, max_size=12))
def test_public_ids_are_twenty_plain_characters(bits: bytes) -> None:
    assert len(ids.encode(bits)) == 20
    assert set(ids.encode(bits)) <= set(ids.ALPHABET)


def test_ids_keep_all_their_bits() -> None:
    assert ids.encode(b"\xff" * 12) != ids.encode(b"\xfe" + b"\xff" * 11)
    assert short_mac(KEY, "a", "b") != short_mac(KEY, "a", "c")
