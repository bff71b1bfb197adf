"""The chart of what came by day: bars whose places are counted here, so that a page needs no script for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import get_locale

HEIGHT, WIDTH = 100, 10  # of the drawing, and of the room for one day in it
STACK, BESIDE = (1.0, 6.0), (7.25, 2.0)  # left edge and width in that room: of what adds up, and of what does not
STEPS = (1, 2, 4, 6, 8, 10)  # of which the half is a number that people count in, but for the first


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, by the name of what it counts; `x` and `y` are its upper left corner."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its place, its pieces from the ground up and those beside them, and its numbers in the same order."""

    day: str
    x: int
    parts: tuple[Part, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn; `sums` are by series, `marks` the numbers of the upright axis from the top down."""

    bars: tuple[Bar, ...]
    sums: dict[str, str]
    marks: tuple[str, ...]
    width: int
    empty: bool


def chart_of(
    days: Sequence[date], series: Mapping[str, Sequence[int]], beside: Mapping[str, Sequence[int]] | None = None
) -> Chart:
    """Draw numbers by day (one for each of the days, by name), each in the reader's language.

    `series` stand on one another; what is `beside` them counts something else.
    """
    beside = beside or {}
    sums = [sum(numbers) for numbers in zip(*series.values(), strict=True)]
    top = roof(max(sums + [number for numbers in beside.values() for number in numbers]))
    every = {**series, **beside}
    bars = [
        Bar(
            format_date(one, "d MMMM", get_locale()),
            place * WIDTH,
            _parts(place, series, top, STACK) + _parts(place, beside, top, BESIDE),
            tuple(number(numbers[place]) for numbers in every.values()),
        )
        for place, one in enumerate(days)
    ]
    marks = (top, top // 2, 0) if top > 1 else (top, 0)
    totals = {name: number(sum(numbers)) for name, numbers in every.items()}
    empty = not any(map(any, every.values()))
    return Chart(tuple(bars), totals, tuple(map(number, marks)), len(days) * WIDTH, empty)


def roof(most: int) -> int:
    """Return the round number up to which the axis goes."""
    power: int = 10 ** (len(str(most)) - 1)
    return next(step * power for step in STEPS if step * power >= most)


def number(value: int) -> str:
    """Return a number as the reader's language writes it."""
    return str(format_decimal(value, locale=get_locale()))


def _parts(day: int, series: Mapping[str, Sequence[int]], top: int, room: tuple[float, float]) -> tuple[Part, ...]:
    """Return what stands on one another on the day with this number."""
    parts, ground, (left, width) = [], float(HEIGHT), room
    for name, numbers in series.items():
        if numbers[day]:
            height = numbers[day] / top * HEIGHT
            ground -= height
            parts.append(Part(name, day * WIDTH + left, round(ground, 2), width, round(height, 2)))
    return tuple(parts)
