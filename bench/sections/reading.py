"""A thread of 200 comments, new and unchanged; a site of 1,000 pages; counts; memory; cold start."""

import http.client
import time
from contextlib import closing
from typing import Any

from bench.load import Load, press
from bench.places import WORK
from bench.processes import Server, free_port, memory, wait_until_read
from bench.rig import ANSWERS, Run, seeded, started
from bench.seedtext import comments_of
from bench.targets.bare import Replay, capture
from bench.targets.contract import Page, Target, Unavailable
from bench.wire import Answer, Request, exchange, fetch

SECTION = "reading"
THREAD = Page("/a-long-thread", 200)
SITE = [Page(f"/post-{number}", 20) for number in range(1000)]
PAGES = [THREAD, *SITE]
TWENTY = [page.path for page in SITE[:20]]
BOUNDS = (Replay("Bare granian"), Replay("nginx", with_nginx=True))


def measure(run: Run) -> None:
    """Take every target in turn, round after round."""
    capture_ours(run)
    for number in range(1, run.rounds + 1):
        run.guarded(SECTION, run.ours.name, _server, run, run.ours, number)
        run.guarded(SECTION, run.stack.name, _start, run, run.stack, number)
        for bound in BOUNDS:
            run.guarded(SECTION, bound.name, _bound, run, bound, number)
        for rival in run.rivals:
            run.guarded(SECTION, rival.name, _server, run, rival, number)


def capture_ours(run: Run) -> None:
    """Keep what ours answers, for the bounds to repeat."""
    capture(_answers_of_ours(run))


def _answers_of_ours(run: Run) -> dict[str, Answer]:
    ours, folder = run.ours, seeded(run.ours, SECTION, PAGES)
    with started(ours, folder, THREAD.path) as (server, _):
        thread = fetch(server.port, ours.read(THREAD.path))
        unchanged = fetch(server.port, ours.read(THREAD.path).having(If_None_Match=thread.headers["etag"]))
        page = fetch(server.port, ours.read(SITE[0].path))
        counts = fetch(server.port, ours.counts(TWENTY) or Request("/"))
    if unchanged.status != 304:
        raise RuntimeError("an unchanged thread was not answered with 304")
    return {"thread": thread, "unchanged": unchanged, "page": page, "counts": counts}


def _server(run: Run, target: Target, number: int) -> None:
    folder = seeded(target, SECTION, PAGES)
    with started(target, folder, THREAD.path) as (server, cold):
        run.record("cold start", target.name, round=number, seconds=round(cold, 3), **memory(server.pids))
        read = target.read(THREAD.path)
        first = fetch(server.port, read)
        _check(first, THREAD)
        steps: dict[str, tuple[list[Request], str]] = {"thread": ([read], "seq")}
        if "etag" in first.headers:
            steps["unchanged"] = ([read.having(If_None_Match=first.headers["etag"])], "seq")
        steps["page"] = ([target.read(page.path) for page in SITE], "rand")
        counts = target.counts(TWENTY)
        if counts:
            steps["counts"] = ([counts], "seq")
        seconds = run.seconds(3 if target is run.ours else 4)
        for name, (requests, order) in steps.items():
            _ask_each(server, requests, limit=run.seconds(15))
            press(server, requests, Load(1, connections=1, order=order))
            seen = press(server, requests, Load(seconds, order=order))
            run.record(name, target.name, round=number, size=_size(name, first), **seen)
        run.record("memory", target.name, round=number, **memory(server.pids))


def _start(run: Run, target: Target, number: int) -> None:
    """Note how long an empty server takes to answer, and what it weighs then."""
    with started(target, seeded(target, "empty", []), "/") as (server, cold):
        run.record("cold start", target.name, round=number, seconds=round(cold, 3), **memory(server.pids))


def _ask_each(server: Server, requests: list[Request], limit: float) -> None:
    """Ask everything once, as far as `limit` seconds reach; a slow server first ends what wrk has left behind."""
    end = time.monotonic() + limit
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        for request in requests:
            exchange(connection, request)
            if time.monotonic() > end:
                return


def _bound(run: Run, bound: Replay, number: int) -> None:
    bound.install()
    folder = WORK / bound.name
    folder.mkdir(exist_ok=True)
    server = bound.start(folder, free_port())
    try:
        wait_until_read(server, bound.request("thread"), ANSWERS)
        for name in ("thread", "unchanged", "page", "counts"):
            request = bound.request(name)
            press(server, [request], Load(1))
            seen = press(server, [request], Load(run.seconds(3)))
            run.record(name, bound.name, round=number, size=len(fetch(server.port, request).body), **seen)
    finally:
        server.stop()


def _check(answer: Answer, page: Page) -> None:
    """See that a thread has really come: an answer without comments would be quick."""
    if answer.status != 200:
        raise Unavailable(f"the thread was answered with {answer.status}")
    plain = answer.headers.get("content-encoding", "identity") == "identity"
    last_words = [one.text.split()[-1].encode() for one in comments_of(page.path, page.comments)]
    shown = sum(word in answer.body for word in last_words) if plain else len(last_words)
    if shown < page.comments // 2:
        raise Unavailable(f"the answer has {shown} of {page.comments} comments")


def _size(name: str, first: Answer) -> Any:
    return len(first.body) if name == "thread" else None
