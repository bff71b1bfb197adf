"""`rejoinder serve`: no request is lost while it reloads, restarts or ends; what it says is one sentence."""

import signal
import socket
from pathlib import Path
from urllib.parse import quote

from served import Crowd, listening
from stage import BLOG

THREAD = f"/thread?page={quote(BLOG, safe='')}"


def test_no_request_is_lost_through_reloads(database: Path) -> None:
    with listening(database, "--workers", "2") as server, Crowd(server.address, THREAD, kept=3, fresh=2) as crowd:
        for _ in range(3):
            crowd.wait_for(20)
            server.tell(signal.SIGHUP)
            server.wait_for("Reloaded")
        crowd.wait_for(20)
    assert crowd.failures == []
    assert crowd.answered >= 80


def test_no_request_is_lost_when_systemd_restarts_the_server(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as kept:
        address = f"http://127.0.0.1:{kept.getsockname()[1]}"
        with Crowd(address, THREAD, kept=3, fresh=2) as crowd:
            for _ in range(2):
                with listening(database, "--workers", "1", inherited=kept) as server:
                    assert server.address == address
                    crowd.wait_for(20)
                    assert server.end() == 0
            with listening(database, "--workers", "1", inherited=kept):
                crowd.wait_for(20)
                crowd.__exit__()
    assert crowd.failures == []
