"""What the local filter is worth after two hundred decisions, on a public set: the table of docs/screening.md."""

from functools import cache

import pytest

from tools.spam import PAGE, Figures, measure, messages, together
from widget.core.statuses import Status
from widget.screening.bayes import Counts, opinion
from widget.screening.features import MOST, features, hashed
from widget.screening.local_filter import hashed_features
from widget.sites.models import Site


@cache
def found(spam: int, ham: int) -> Figures:
    """What comes of so many labelled messages, over all choices of them."""
    return together(measure(messages(), spam, ham))


@pytest.mark.parametrize(("spam", "ham"), [(100, 100), (50, 150)])
def test_after_two_hundred_decisions_it_catches_nearly_all_and_accuses_hardly_anybody(spam: int, ham: int) -> None:
    assert found(spam, ham).caught >= 0.95
    assert found(spam, ham).false <= 0.01


def test_the_page_has_the_figures_of_this_very_filter() -> None:
    first = found(100, 100)
    shares = [f"{counted[Status.SPAM] / counted.total():.1%}" for counted in (first.spam, first.ham)]
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| 100 spam")]
    assert all(f"({share})" in row for share, row in zip(shares, rows, strict=True))


def test_it_says_what_weighs_most() -> None:
    known = {"casino": Counts(40, 0), "win now": Counts(30, 1), "train": Counts(0, 20)}
    thought = opinion(Counts(100, 100), known)
    assert thought.words == "casino +4.4, win now +3.0"
    assert thought.status is Status.SPAM


@pytest.mark.parametrize(("counts", "status"), [(Counts(50, 50), "published"), (Counts(0, 50), "published")])
def test_what_is_as_frequent_elsewhere_says_nothing(counts: Counts, status: str) -> None:
    assert opinion(Counts(100, 100), {"the": counts}).status == status


def test_between_spam_and_none_it_is_unsure() -> None:
    assert opinion(Counts(100, 100), {"loan": Counts(60, 15)}).status is Status.HELD


def test_features_are_words_links_and_shape() -> None:
    found = list(features("WIN £1000 at https://Spam.example/x now", "Joe Doe", "https://joe.example"))
    for expected in ("win", "number of 4 digits", "link to spam.example", "link to joe.example", "sign £", "links 1"):
        assert expected in found
    assert {"name joe", "website"} <= set(found)


def test_the_longest_text_has_a_bounded_number_of_features() -> None:
    assert len(features(" ".join(f"word{number}" for number in range(20_000)))) == MOST


def test_a_feature_is_kept_under_another_hash_on_each_site() -> None:
    assert hashed("one secret", "casino") != hashed("another secret", "casino")


def test_the_features_of_a_comment_are_hashed_with_the_secret_of_its_site() -> None:
    one, other = (hashed_features(Site(secret=secret), "casino", "Eve", "") for secret in ("one", "another"))
    assert list(one.values()) == list(other.values())
    assert one.keys().isdisjoint(other)
