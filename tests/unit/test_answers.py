"""Ready answers: one set of bytes per coding, strong validators, and nothing sent to whom has it."""

import gzip

import brotli
import pytest

from widget.web.answers import Answer, coding_of

LONG = b"<p>The same words again and again.</p>" * 100
HEADERS = [("Content-Type", "text/html")]


def answer(body: bytes = LONG) -> Answer:
    return Answer(body, "7.1.build.oldest", HEADERS)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("identity;q=0, *;q=0", "identity"),
        ("brotli, nonsense;;;=", "identity"),
    ],
)
def test_the_best_coding_that_is_accepted_is_taken(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding


def test_each_coding_holds_the_same_bytes_under_a_validator_of_its_own() -> None:
    ready = answer()
    etags = set()
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)):
        status, headers, body = ready.answer(coding, None)
        found = dict(headers)
        assert (status, unpack(body)) == ("200 OK", LONG)
        assert found["Content-Length"] == str(len(body))
        assert found.get("Content-Encoding", "identity") == coding
        etags.add(found["ETag"])
    assert etags == {f'"7.1.build.oldest.{coding}"' for coding in ("br", "gzip", "identity")}


def test_a_small_answer_is_never_packed() -> None:
    _, headers, body = answer(b"{}").answer("br, gzip", None)
    assert body == b"{}"
    assert "Content-Encoding" not in dict(headers)


@pytest.mark.parametrize(
    "known", ['"7.1.build.oldest.br"', 'W/"7.1.build.oldest.br"', '"a", "7.1.build.oldest.br"', "*"]
)
def test_who_has_it_gets_nothing_again(known: str) -> None:
    status, headers, body = answer().answer("br", known)
    assert (status, body) == ("304 NOT MODIFIED", b"")
    assert {"ETag", "Vary", "Content-Type"} <= set(dict(headers))
    assert "Content-Length" not in dict(headers)


@pytest.mark.parametrize("known", ['"7.1.build.oldest.gzip"', '"6.1.build.oldest.br"', "", "💥"])
def test_who_has_something_else_gets_the_whole(known: str) -> None:
    assert answer().answer("br", known)[0] == "200 OK"


def test_its_size_is_counted_for_every_coding() -> None:
    ready = answer()
    before = ready.size
    for coding in ("br", "gzip", ""):
        ready.answer(coding, None)
    assert ready.size == before
    assert before > len(brotli.compress(LONG)) + len(gzip.compress(LONG))
