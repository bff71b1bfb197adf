"""Durable posts: eight connections post different comments to 500 pages; what was accepted must be in the store."""

import re

from bench.load import Load, press
from bench.processes import memory
from bench.rig import Run, seeded, started
from bench.seedtext import texts
from bench.targets.contract import Target

SECTION = "writing"
POSTS, PAGES, CONNECTIONS = 40_000, 500, 8
WORD = re.compile(r"ref[0-9a-f]{12}")


def measure(run: Run) -> None:
    """Take every target in turn, round after round."""
    posts = texts(POSTS // 8 if run.quick else POSTS, SECTION)
    for number in range(1, run.rounds + 1):
        for target in (run.ours, run.inserts, run.stack, run.postgres, *run.rivals):
            if target:
                run.guarded(SECTION, target.name, _target, run, target, number, posts)


def _target(run: Run, target: Target, number: int, posts: list[str]) -> None:
    folder = seeded(target, "empty", [])
    with started(target, folder, "/none") as (server, _):
        requests = [target.post(f"/new-{place % PAGES}", place, text) for place, text in enumerate(posts)]
        before = press(server, requests, Load(1, CONNECTIONS, accepted=target.pattern))
        warm = int(before["requests"]) + CONNECTIONS  # what was under way when it ended may be there too
        seen = press(server, requests[warm:], Load(run.seconds(4), CONNECTIONS, accepted=target.pattern))
        used = memory(server.pids)
        found = target.stored(folder)
    sent = {text.split()[-1] for text in posts[warm : warm + int(seen["requests"]) + CONNECTIONS]}
    run.record(
        "posts",
        target.name,
        round=number,
        accepted_per_second=round(int(seen["accepted"]) / float(seen["seconds"]), 1),
        found=len(sent.intersection(WORD.findall(found))),
        **seen,
        **used,
    )
