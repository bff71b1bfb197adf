"""2,000 readers of one lively thread, each asking every 1.5 s whether there is news, over a connection of its own.

The bare callable is asked the same, and always says no: what it takes, nobody can do without.
"""

import asyncio
import resource
import time
from itertools import count
from statistics import quantiles

from bench.places import WORK
from bench.processes import Meter, Server, free_port, wait_until_read
from bench.rig import ANSWERS, Run, seeded, started
from bench.sections.reading import capture_ours
from bench.targets.bare import Replay
from bench.targets.contract import Page
from bench.wire import Request, fetch

SECTION = "live"
THREAD = Page("/a-lively-thread", 200)
READERS = 2_000
BARE = Replay("Bare granian")
PACE = 1.5  # seconds, as in static/frame/live.js
numbers = count(1)


def measure(run: Run) -> None:
    """Let the readers come, then measure; somebody posts once meanwhile, which all of them hear of."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each has a connection
    capture_ours(run)
    for number in range(1, run.rounds + 1):
        run.guarded(SECTION, run.ours.name, _readers, run, number)
        run.guarded(SECTION, BARE.name, _bare_readers, run, number)


def _bare_readers(run: Run, number: int) -> None:
    folder = WORK / BARE.name
    folder.mkdir(parents=True, exist_ok=True)
    server = BARE.start(folder, free_port())
    try:
        wait_until_read(server, BARE.request("thread"), ANSWERS)
        crowd = _Crowd(server.port, BARE.request("unchanged").raw(server.port))
        meter, taken = _watched(run, server, crowd)
    finally:
        server.stop()
    _record(run, BARE.name, number, meter, taken)


def _readers(run: Run, number: int) -> None:
    ours = run.ours
    with started(ours, seeded(ours, SECTION, [THREAD]), THREAD.path) as (server, _):
        question = ours.version(THREAD.path)
        etag = fetch(server.port, question).headers["etag"]
        asking = question.having(If_None_Match=etag).raw(server.port)
        post = ours.post(THREAD.path, next(numbers), "News for everybody.")
        meter, taken = _watched(run, server, _Crowd(server.port, asking), post)
    _record(run, ours.name, number, meter, taken)


def _watched(run: Run, server: Server, crowd: "_Crowd", post: Request | None = None) -> tuple[Meter, list[float]]:
    """Let a crowd come and ask; return what that took of the server, and the seconds of the answers."""

    async def watch() -> tuple[Meter, list[float]]:
        await crowd.come(_number(run))
        before = len(crowd.taken)
        with Meter(server) as meter:
            await asyncio.sleep(run.seconds(12) / 2)
            if post:
                await asyncio.to_thread(fetch, server.port, post)
            await asyncio.sleep(run.seconds(12) / 2)
        crowd.leave()
        return meter, crowd.taken[before:]

    return asyncio.run(watch())


def _record(run: Run, name: str, number: int, meter: Meter, taken: list[float]) -> None:
    p99 = round(quantiles(taken, n=100)[98] * 1e3, 2)
    run.record("live", name, round=number, readers=_number(run), answers=len(taken), p99_ms=p99, **meter.used)


def _number(run: Run) -> int:
    return READERS // 10 if run.quick else READERS


class _Crowd:
    """Readers on kept connections; `taken` has the seconds of every answer."""

    def __init__(self, port: int, question: bytes) -> None:
        self._port, self._question = port, question
        self._tasks: set[asyncio.Task[None]] = set()
        self.taken: list[float] = []

    async def come(self, readers: int) -> None:
        """Let them come one after the other during one pace, so that they ask evenly."""
        for _ in range(readers):
            self._tasks.add(asyncio.create_task(self._read()))
            await asyncio.sleep(PACE / readers)

    def leave(self) -> None:
        """End them; what one of them has met is raised."""
        for task in self._tasks:
            if task.done():
                task.result()
            task.cancel()

    async def _read(self) -> None:
        come, go = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            while True:
                begun = time.perf_counter()
                go.write(self._question)
                head = await come.readuntil(b"\r\n\r\n")
                if not head.startswith((b"HTTP/1.1 304", b"HTTP/1.1 200")):
                    raise ConnectionError(head.decode())
                if b"304" not in head[:13]:
                    await come.readexactly(_length(head))
                self.taken.append(time.perf_counter() - begun)
                await asyncio.sleep(PACE)
        finally:
            go.close()


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
