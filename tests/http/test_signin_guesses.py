"""Guessing at the secrets of a sign-in: five wrong ones end it, whichever of them was guessed at, and where."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG
from werkzeug.test import TestResponse
from windows import FakeProvider, SignIn

Guess = Callable[[SignIn, str], TestResponse]
Fakes = dict[str, FakeProvider]
GUESSES: list[Guess] = [SignIn.claim, SignIn.take_bearer, SignIn.cancel]


def guessed(sign_in: SignIn, guess: Guess, times: int) -> None:
    """Send that many wrong secrets, each of which is refused."""
    for number in range(times):
        assert guess(sign_in, f"wrong {number}").status_code == 403


@pytest.mark.parametrize("guess", GUESSES)
def test_five_wrong_claim_secrets_end_a_sign_in(started: SignIn, fakes: Fakes, records: Records, guess: Guess) -> None:
    guessed(started, guess, 5)
    ended = started.claim()
    assert (ended.status_code, ended.get_json()["type"]) == (410, "cancelled")
    assert started.come_back().status_code == 400
    assert (fakes["google"].answers, records.count("sessions")) == ([], 0)


@pytest.mark.parametrize("guess", GUESSES)
def test_they_end_one_that_waits_to_be_claimed(started: SignIn, records: Records, guess: Guess) -> None:
    started.come_back()
    guessed(started, guess, 5)
    assert started.claim().status_code == 410
    assert records.count("sessions") == 0


@pytest.mark.parametrize("guess", GUESSES)
def test_four_wrong_claim_secrets_do_not(started: SignIn, guess: Guess) -> None:
    started.come_back()
    guessed(started, guess, 4)
    assert started.claim().status_code == 200


def test_wrong_secrets_of_every_kind_count_together(guest: Frame, fakes: Fakes) -> None:
    sign_in = SignIn(guest)
    for guess in (SignIn.start, *GUESSES, SignIn.start):
        guessed(sign_in, guess, 1)
    assert sign_in.claim().status_code == 410


def test_after_the_claim_they_let_nothing_be_repeated(started: SignIn, records: Records) -> None:
    started.come_back()
    started.claim()
    guessed(started, SignIn.take_bearer, 5)
    assert started.claim().status_code == 403
    assert started.take_bearer().status_code == 403
    assert started.frame.who() == "Ada"


def test_after_the_fifth_nothing_is_written_any_more(started: SignIn, records: Records) -> None:
    guessed(started, SignIn.claim, 5)
    with records.unchanged(but=()):
        for guess in (SignIn.start, *GUESSES):
            guessed(started, guess, 1)


def test_guesses_at_once_are_all_counted(started: SignIn, app: Flask, records: Records) -> None:
    frames, barrier = [Frame(app, BLOG) for _ in range(5)], Barrier(5)

    def guess(frame: Frame) -> int:
        barrier.wait(10)
        path = f"/signin/transactions/{started.id}/claim"
        return frame.send("POST", path, {"claim_secret": "wrong"}).status_code

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(guess, frames)) == {403}
    assert started.claim().status_code == 410


def test_whoever_has_only_the_id_of_a_sign_in_to_the_own_page_ends_nothing(
    guest: Frame, fakes: Fakes, records: Records
) -> None:
    sign_in = SignIn(guest)
    records.change("UPDATE transactions SET site_id = NULL, mode = 'me'")
    with records.unchanged(but=()):
        for guess in (SignIn.start, *GUESSES):
            assert guess(sign_in, "wrong").status_code == 404
