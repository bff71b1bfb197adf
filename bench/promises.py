"""What the benchmark must show, each as a number with its limit."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import Record, chosen, median, ratio
from bench.places import LOAD_CORE, SERVER_CORE

OURS, POSTGRES, BARE, INSERTS, STACK, WALINE = (
    "Rejoinder",
    "Rejoinder on PostgreSQL",
    "Bare granian",
    "Bare SQLite insert",
    "Bare Flask",
    "Waline",
)
KIB = 1024
Measured = Callable[[list[Record]], float | None]


@dataclass(frozen=True, slots=True)
class Promise:
    """`measured` finds the number in a run; it must be `limit` at least, else at most."""

    says: str
    limit: float
    least: bool
    measured: Measured

    def kept(self, records: list[Record]) -> str:
        """Return `kept`, `missed` or `not measured`."""
        value = self.measured(records)
        if value is None:
            return "not measured"
        return "kept" if (value >= self.limit if self.least else value <= self.limit) else "**missed**"


def at_least(says: str, limit: float, measured: Measured) -> Promise:
    """Return a promise that the number is not smaller."""
    return Promise(says, limit, least=True, measured=measured)


def at_most(says: str, limit: float, measured: Measured) -> Promise:
    """Return a promise that the number is not larger."""
    return Promise(says, limit, least=False, measured=measured)


def against(name: str, other: str, field: str) -> Measured:
    """Return ours through another's, of one measurement."""
    return lambda records: ratio(
        chosen(records, section=name, target=OURS), chosen(records, section=name, target=other), field
    )


def larger_through_smaller(name: str) -> Measured:
    """Return the time for 100,000 comments through that for 100."""
    return lambda records: ratio(
        chosen(records, section=name, target=OURS, comments=100_000),
        chosen(records, section=name, target=OURS, comments=100),
        "p50_ms",
    )


def of_ours(name: str, field: str, unit: float = 1) -> Measured:
    """Return the median of a field of ours."""

    def measured(records: list[Record]) -> float | None:
        value = median(chosen(records, section=name, target=OURS), field)
        return None if value is None else value / unit

    return measured


def lost(target: str, kills: int) -> Measured:
    """Return how many acknowledged comments are gone; None after fewer than `kills`."""

    def measured(records: list[Record]) -> float | None:
        found = chosen(records, section="kill", target=target)
        return float(sum(one["lost"] for one in found)) if len(found) >= kills else None

    return measured


def earlier(records: list[Record]) -> float | None:
    """Return how many times earlier than Waline's our first comment is visible."""
    rounds = chosen(records, section="weight", target=WALINE), chosen(records, section="weight", target=OURS)
    return ratio(*rounds, "first_ms")


PROMISES = (
    at_least("200 comments, requests/s ÷ bare callable", 0.6, against("thread", BARE, "per_second")),
    at_most("200 comments, p99 ÷ bare callable", 2, against("thread", BARE, "p99_ms")),
    at_least("unchanged (304), requests/s ÷ bare callable", 0.85, against("unchanged", BARE, "per_second")),
    at_least("counts of 20 pages, requests/s ÷ bare callable", 0.5, against("counts", BARE, "per_second")),
    at_most("kept thread of 100,000 ÷ of 100, time", 1.5, larger_through_smaller("growth kept")),
    at_most("fresh thread of 100,000 ÷ of 100, time", 3, larger_through_smaller("growth fresh")),
    at_most("2,000 live readers, cores of the server", 0.1, of_ours("live", "server_cpu")),
    at_least("durable posts/s ÷ bare FULL insert", 1 / 3, against("posts", INSERTS, "accepted_per_second")),
    at_most("acknowledged comments lost in 20 kills, SQLite", 0, lost(OURS, 20)),
    at_most("acknowledged comments lost in 20 kills, PostgreSQL", 0, lost(POSTGRES, 20)),
    at_most("memory of a worker after the reads, MiB", 120, of_ours("memory", "worker_mib")),
    at_most("cold start, s", 0.7, of_ours("cold start", "seconds")),
    at_most("loader, KiB on the line", 2, of_ours("weight", "bytes_of_loader", KIB)),
    at_most("the frame's scripts and CSS, KiB on the line", 15, of_ours("weight", "bytes_of_frame", KIB)),
    at_most("first view of 200 comments, KiB on the line", 45, of_ours("weight", "bytes", KIB)),
    at_most("requests before the first comment", 3, of_ours("weight", "requests_before")),
    at_least("first comment: Waline's time ÷ ours", 1.3, earlier),
    at_most("main thread blocked, ms", 100, of_ours("weight", "blocked_ms")),
    at_most("layout shift", 0, of_ours("weight", "shift")),
)


def one_core_shared() -> bool:
    """Whether the load had no core of its own."""
    return SERVER_CORE == LOAD_CORE
