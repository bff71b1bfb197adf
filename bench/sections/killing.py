"""SIGKILL in the middle of posting, again and again: no comment that was acknowledged may be gone."""

import http.client
import random
import re
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from bench.processes import Server
from bench.rig import Run, seeded, started
from bench.seedtext import SEED, texts
from bench.targets.contract import Target
from bench.wire import exchange

SECTION = "killing"
CLIENTS, PAGES, POSTS = 8, 20, 20_000


def measure(run: Run) -> None:
    """Kill ours 20 times on each store, and each rival three times."""
    plan = [(run.ours, 20), (run.postgres, 20), *((rival, 3) for rival in run.rivals)]
    for target, times in plan:
        for number in range(1, (2 if run.quick else times) + 1):
            if target:
                run.guarded(SECTION, target.name, _kill, run, target, number)


def _kill(run: Run, target: Target, number: int) -> None:
    folder = seeded(target, "empty", [])
    posting = Posting(target, texts(POSTS, f"{SECTION} {number}"))
    with started(target, folder, "/none") as (server, _):
        posting.begin(server)
        time.sleep(random.Random(SEED + number).uniform(0.8, 2.0))
        server.kill()
        posting.end()
    restarted, lost = _look(target, folder, posting.acknowledged)
    run.record(
        "kill",
        target.name,
        round=number,
        acknowledged=len(posting.acknowledged),
        lost=len(lost),
        refused=posting.refused,
        restart_seconds=round(restarted, 2),
    )


def _look(target: Target, folder: Path, acknowledged: list[str]) -> tuple[float, list[str]]:
    """Return how long the next start took, and which acknowledged words are nowhere."""
    with started(target, folder, "/none") as (_, seconds):
        found = set(re.findall(r"ref[0-9a-f]{12}", target.stored(folder)))
    return seconds, [word for word in acknowledged if word not in found]


class Posting:
    """Clients that post until they are ended, and note the last word of each comment that was acknowledged."""

    def __init__(self, target: Target, posts: list[str]) -> None:
        self.target = target
        self.posts = iter(list(enumerate(posts)))
        self.acknowledged: list[str] = []
        self.refused = 0
        self.lock, self.over = threading.Lock(), threading.Event()
        self.clients: list[threading.Thread] = []

    def begin(self, server: Server) -> None:
        """Start the clients."""
        self.clients = [threading.Thread(target=self._post, args=[server], daemon=True) for _ in range(CLIENTS)]
        for client in self.clients:
            client.start()

    def end(self) -> None:
        """Wait for the clients."""
        self.over.set()
        for client in self.clients:
            client.join(30)

    def _post(self, server: Server) -> None:
        with (
            suppress(OSError, StopIteration),
            closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection,
        ):
            while not self.over.is_set():
                with self.lock:
                    number, text = next(self.posts)
                request = self.target.post(f"/kill-{number % PAGES}", number, text)
                answer = exchange(connection, request)
                with self.lock:
                    if self.target.accepted(answer):
                        self.acknowledged.append(text.split()[-1])
                    else:
                        self.refused += 1
