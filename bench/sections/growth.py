"""Opening a thread of 10 to 100,000 comments: kept (nothing has changed) and fresh (first read after a post)."""

import http.client
import statistics
from contextlib import closing
from itertools import count

from bench.load import Load, press
from bench.processes import Server
from bench.rig import Run, seeded, started
from bench.seedtext import texts
from bench.targets.contract import Page, Target
from bench.wire import exchange, fetch

SECTION = "growth"
SIZES = (10, 100, 1_000, 10_000, 100_000)
LARGEST_OF_RIVALS = 10_000  # they need seconds for one reading of it
SLOW = 0.4  # seconds: from here on a few readings by hand must do
numbers = count(1)


def measure(run: Run) -> None:
    """Take every target in turn, round after round."""
    for number in range(1, run.rounds + 1):
        for target in (run.ours, *run.rivals):
            run.guarded(SECTION, target.name, _target, run, target, number)


def _target(run: Run, target: Target, number: int) -> None:
    largest = 1_000 if run.quick else max(SIZES) if target is run.ours else LARGEST_OF_RIVALS
    pages = [Page(f"/grown-{size}", size) for size in SIZES if size <= largest]
    folder = seeded(target, SECTION, pages)
    with started(target, folder, "/none") as (server, _):
        for page in pages:
            _kept(run, target, server, page, number)
            _fresh(run, target, server, page, number)


def _kept(run: Run, target: Target, server: Server, page: Page, number: int) -> None:
    first, again = (fetch(server.port, target.read(page.path)) for _ in range(2))
    values = {"round": number, "comments": page.comments, "first_ms": round(first.seconds * 1e3, 2)}
    if again.seconds < SLOW:
        seen = press(server, [target.read(page.path)], Load(1, connections=1))
    else:
        third = fetch(server.port, target.read(page.path))
        seen = {"p50_ms": round(statistics.mean([again.seconds, third.seconds]) * 1e3, 2)}
    run.record("growth kept", target.name, **values, bytes_of_body=len(again.body), **seen)


def _fresh(run: Run, target: Target, server: Server, page: Page, number: int) -> None:
    """Post and read in turn over one connection, as the browser of a reader who has just been told would."""
    taken: list[float] = []
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        for text in texts(5 if run.quick else 15, f"fresh {number} {page.path} {target.name}"):
            answer = exchange(connection, target.post(page.path, next(numbers), text))
            if not target.accepted(answer):
                raise RuntimeError(f"a post was answered with {answer.status}: {answer.body[:160]!r}")
            taken.append(exchange(connection, target.read(page.path)).seconds)
            if len(taken) >= 2 and sum(taken) > SLOW * 2:
                break
    median = round(statistics.median(taken) * 1e3, 3)
    run.record("growth fresh", target.name, round=number, comments=page.comments, readings=len(taken), p50_ms=median)
