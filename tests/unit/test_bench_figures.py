"""The benchmark's arithmetic: ratios are of neighbours in one round, and what was not measured is never a success."""

import pytest

from bench.figures import Record, chosen, median, ratio
from bench.plot import growth_plot
from bench.promises import PROMISES, at_least, at_most
from bench.report import shown, text_of

MACHINE: Record = {
    "section": "machine",
    "target": "",
    "day": "2026-11-24",
    "commit": "abc",
    "cpu": "A CPU",
    "cores": 2,
    "system": "Linux",
    "python": "3.11",
    "rounds": 3,
    "quick": False,
}


def rounds(section: str, target: str, field: str, *values: float) -> list[Record]:
    """Return a measurement of each round, the first one first."""
    return [
        {"section": section, "target": target, "round": number, field: value}
        for number, value in enumerate(values, start=1)
    ]


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    ours, bare = rounds("thread", "a", "x", 60, 10, 90), rounds("thread", "b", "x", 100, 20, 100)
    assert ratio(ours, bare, "x") == 0.6
    assert median(ours, "x") == 60


def test_a_round_that_one_of_the_two_missed_does_not_count() -> None:
    ours, bare = rounds("thread", "a", "x", 60, 10), rounds("thread", "b", "x", 100)
    assert ratio(ours, bare, "x") == 0.6
    assert ratio(ours, [], "x") is None
    assert ratio(ours, rounds("thread", "b", "x", 0, 0), "x") is None


def test_records_are_chosen_by_all_their_values() -> None:
    records = [*rounds("thread", "a", "x", 1), *rounds("page", "a", "x", 2)]
    assert [one["x"] for one in chosen(records, section="page", target="a")] == [2]
    assert median(chosen(records, target="b"), "x") is None


@pytest.mark.parametrize(("value", "verdict"), [(0.59, "**missed**"), (0.6, "kept"), (None, "not measured")])
def test_a_lower_limit_is_kept_from_its_number_on(value: float | None, verdict: str) -> None:
    assert at_least("it is fast", 0.6, lambda _: value).kept([]) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(0.71, "**missed**"), (0.7, "kept"), (None, "not measured")])
def test_an_upper_limit_is_kept_up_to_its_number(value: float | None, verdict: str) -> None:
    assert at_most("it is soon there", 0.7, lambda _: value).kept([]) == verdict


def test_fewer_kills_than_promised_show_nothing() -> None:
    promise = next(one for one in PROMISES if "kills, SQLite" in one.says)
    assert promise.kept(rounds("kill", "Rejoinder", "lost", *[0] * 19)) == "not measured"
    assert promise.kept(rounds("kill", "Rejoinder", "lost", *[0] * 20)) == "kept"
    assert promise.kept(rounds("kill", "Rejoinder", "lost", *[0] * 19, 1)) == "**missed**"


def test_a_report_says_what_is_missing_instead_of_a_number() -> None:
    text = text_of([MACHINE, {"section": "unavailable", "target": "Twikoo", "reason": "It is not there."}])
    assert "- Twikoo: It is not there." in text
    assert text.count("not measured") == len(PROMISES)


def test_numbers_are_short_in_tables() -> None:
    assert [shown(value) for value in (None, 0, 0.6, 12.345, 6789.5)] == ["", "0", "0.6", "12.35", "6,790"]


def test_the_plot_has_a_line_for_everybody_who_was_measured() -> None:
    lines = [{"section": "growth kept", "target": "Isso", "comments": size, "p50_ms": size / 10} for size in (10, 1000)]
    plot = growth_plot(lines)
    assert plot.count("<polyline") == 1
    assert "Isso, kept" in plot
