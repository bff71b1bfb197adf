"""Writes RESULTS.md and its plot from a run's measurements."""

import json
from pathlib import Path
from typing import Any

from bench.figures import Record, chosen, median, ratio
from bench.places import PLOT, RESULTS
from bench.plot import growth_plot
from bench.promises import BARE, INSERTS, OURS, POSTGRES, PROMISES, STACK, one_core_shared

READS = {
    "thread": "A thread of 200 comments",
    "unchanged": "The same, unchanged (304)",
    "page": "A site of 1,000 pages with 20 comments each, in random order",
    "counts": "The counts of 20 pages in one question",
}
ORDER = (OURS, POSTGRES, BARE, INSERTS, STACK, "nginx", "Isso", "Waline")
ABOUT = """\
# Results of the benchmark

Written by `make bench`; [README.md](README.md) says what is measured and how. Every ratio is taken between neighbours
in the same round of this run, then the median of the rounds: the times themselves are of this machine only.
"""


def read(file: Path) -> list[Record]:
    """Return the measurements of a run."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def write(file: Path) -> None:
    """Write the report of a run, and the plot beside it."""
    records = read(file)
    PLOT.write_text(growth_plot(records), "utf-8")
    RESULTS.write_text(text_of(records), "utf-8")


def text_of(records: list[Record]) -> str:
    """Return the report as Markdown."""
    parts = [ABOUT, _machine(records), _promises(records), _reads(records), _growth(records), _live(records)]
    parts += [_posts(records), _kills(records), _memory(records), _weight(records), _not_measured(records)]
    return "\n".join(part for part in parts if part)


def shown(value: float | None, digits: int = 2) -> str:
    """Return a number for a table: three figures of small ones, none behind the point of large ones."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table, nothing without rows."""
    if not rows:
        return ""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _machine(records: list[Record]) -> str:
    one = chosen(records, section="machine")[0]
    shared = " Servers and load had to share one core." if one_core_shared() else ""
    noisy = [record["foreign_cpu"] for record in records if record.get("foreign_cpu") is not None]
    text = (
        f"{one['day']}, commit {one['commit']}, {one['cpu']} with {one['cores']} cores, {one['system']}, "
        f"Python {one['python']}, {one['rounds']} rounds. Others used at most {max(noisy, default=0)} cores "
        f"while something was measured, {shown(median(records, 'foreign_cpu'))} in the median.{shared}\n"
    )
    return text + ("\n**A quick run: its figures mean nothing.**\n" if one["quick"] else "")


def _promises(records: list[Record]) -> str:
    rows = []
    for one in PROMISES:
        limit = f"{'≥' if one.least else '≤'} {shown(one.limit)}"
        rows.append([one.says, limit, shown(one.measured(records)), one.kept(records)])
    return "## What must show\n\n" + table(["", "limit", "measured", ""], rows)


def _targets(records: list[Record], section: str) -> list[str]:
    there = {one["target"] for one in chosen(records, section=section)}
    return [name for name in ORDER if name in there]


def _reads(records: list[Record]) -> str:
    text = "## Reading\n\n16 connections, one core for the server, the other for the load.\n"
    for section, title in READS.items():
        bare, rows = chosen(records, section=section, target=BARE), []
        for name in _targets(records, section):
            mine = chosen(records, section=section, target=name)
            numbers = [median(mine, "per_second"), ratio(mine, bare, "per_second"), median(mine, "p50_ms")]
            numbers += [median(mine, "p99_ms"), ratio(mine, bare, "p99_ms"), median(mine, "size")]
            faults = sum(one["socket_errors"] + one["bad_statuses"] for one in mine)
            rows.append([name, *map(shown, numbers), str(faults), shown(median(mine, "foreign_cpu"))])
        head = ["", "requests/s", "÷ bare", "p50 ms", "p99 ms", "p99 ÷ bare", "bytes", "faults", "foreign cores"]
        text += f"\n### {title}\n\n{table(head, rows)}"
    return text


def _growth(records: list[Record]) -> str:
    rows = []
    sizes = sorted({one["comments"] for one in chosen(records, section="growth kept")})
    for name in _targets(records, "growth kept"):
        for kind in ("kept", "fresh"):
            mine = chosen(records, section=f"growth {kind}", target=name)
            times = [median(chosen(mine, comments=size), "p50_ms") for size in sizes]
            through = ratio(chosen(mine, comments=sizes[-1]), chosen(mine, comments=100), "p50_ms")
            rows.append([f"{name}, {kind}", *map(shown, times), shown(through)])
    head = ["ms", *(f"{size:,}" for size in sizes), "largest ÷ 100"]
    about = "One connection; kept: nothing has changed since the last reading; fresh: the first reading after a post."
    plot = "\n![Time to open a thread against its number of comments](results.svg)\n"
    return f"## Growth\n\n{about}\n\n{table(head, rows)}{plot}" if rows else ""


def _posts(records: list[Record]) -> str:
    bound, rows = chosen(records, section="posts", target=INSERTS), []
    for name in _targets(records, "posts"):
        mine = chosen(records, section="posts", target=name)
        speed = median(mine, "accepted_per_second"), ratio(mine, bound, "accepted_per_second")
        numbers = [*speed, median(mine, "p50_ms"), median(mine, "p99_ms"), median(mine, "foreign_cpu")]
        sums = [f"{sum(one[field] for one in mine):,}" for field in ("refused", "accepted", "found")]
        rows.append([name, *map(shown, numbers), *sums])
    head = [
        "",
        "posts/s",
        "÷ bare insert",
        "p50 ms",
        "p99 ms",
        "foreign cores",
        "refused",
        "accepted",
        "found afterwards",
    ]
    return f"## Durable posts\n\n8 connections, different comments to 500 pages.\n\n{table(head, rows)}" if rows else ""


def _kills(records: list[Record]) -> str:
    rows = []
    for name in _targets(records, "kill"):
        mine = chosen(records, section="kill", target=name)
        sums = [str(sum(one[field] for one in mine)) for field in ("acknowledged", "lost", "refused")]
        rows.append([name, str(len(mine)), *sums, shown(median(mine, "restart_seconds"))])
    head = ["", "kills", "acknowledged", "lost", "refused", "next start s"]
    return "## SIGKILL while eight clients post\n\n" + table(head, rows) if rows else ""


def _live(records: list[Record]) -> str:
    rows = []
    for name in _targets(records, "live"):
        mine = chosen(records, section="live", target=name)
        fields = ("readers", "answers", "server_cpu", "p99_ms", "foreign_cpu")
        rows.append([name, *(shown(median(mine, field)) for field in fields)])
    head = ["", "readers", "answers", "cores of the server", "p99 ms", "foreign cores"]
    about = "Each asks every 1.5 s over a connection of its own; somebody posts half-way, and all of them hear of it."
    return f"## Live readers\n\n{about}\n\n{table(head, rows)}" if rows else ""


def _memory(records: list[Record]) -> str:
    rows = []
    for name in _targets(records, "cold start"):
        cold, after = (chosen(records, section=section, target=name) for section in ("cold start", "memory"))
        numbers = [median(cold, "seconds"), median(cold, "worker_mib"), median(after, "worker_mib")]
        rows.append([name, *map(shown, [*numbers, median(after, "rss_mib"), median(after, "pss_mib")])])
    head = ["", "cold start s", "worker RSS at start", "worker RSS after the reads", "all RSS", "all PSS"]
    about = "MiB, with 20,200 comments on 1,001 pages. A cold start ends with the first thread read; "
    about += "that of the bare Flask with its one template, over an empty table."
    return f"## Memory and start\n\n{about}\n\n{table(head, rows)}" if rows else ""


def _weight(records: list[Record]) -> str:
    fields = ["shown", "first_ms", "settled_ms", "requests_before", "requests", "bytes_of_code", "bytes"]
    fields += ["blocked_ms", "longest_task_ms", "shift", "shift_of_page"]
    rows = []
    for name in _targets(records, "weight"):
        mine = chosen(records, section="weight", target=name)
        rows.append([name, *(shown(median(mine, field), 4) for field in fields)])
    head = ["", "comments shown", "first at ms", "last at ms", "requests before", "requests", "bytes of code"]
    head += ["bytes", "blocked ms", "longest task ms", "layout shift", "of the page alone"]
    about = "Chromium, empty cache, 150 ms and 1.6 Mbit/s, CPU 4 times slower; bytes of bodies on the line."
    return f"## The widget in a browser\n\n{about}\n\n{table(head, rows)}" if rows else ""


def _not_measured(records: list[Record]) -> str:
    lines = [f"- {one['target']}: {one['reason']}" for one in chosen(records, section="unavailable")]
    for one in chosen(records, section="failed"):
        where: Any = one["target"] or "everybody"
        lines.append(f"- {where}, {one['where']}: {one['reason']}")
    return "## Not measured\n\n" + "\n".join(dict.fromkeys(lines)) + "\n" if lines else ""
