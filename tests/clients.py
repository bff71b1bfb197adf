"""Many clients at once, which count every request that was not answered."""

import http.client
import threading
from typing import Any, Self

from served import PATIENCE, connect


class Crowd:
    """Threads that ask without a pause until told to stop; nothing that fails goes uncounted.

    HTTP leaves one thing open: a server may close a kept connection just when a client sends on it. So a GET, which
    may be repeated, is repeated once, on a fresh connection, where the connection had been used before and not a
    byte of the answer came. A fresh connection has no excuse.
    """

    def __init__(self, address: str, path: str, *, kept: int, fresh: int) -> None:
        self.address, self.path = address, path
        self.failures: list[str] = []
        self.answered, self.repeated = 0, 0
        self._over, self._lock = threading.Event(), threading.Lock()
        kinds = [self._keep] * kept + [self._begin_anew] * fresh
        self._threads = [threading.Thread(target=self._run, args=(kind,)) for kind in kinds]

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self) -> None:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Finish what was asked."""
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def wait_for(self, more: int) -> None:
        """Wait until so many more requests were answered, or something failed."""
        goal = self.answered + more
        while self.answered < goal and not self.failures:
            self._over.wait(0.001)

    def _run(self, kind: Any) -> None:
        try:
            kind()
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{kind.__name__}: {error!r}")

    def _keep(self) -> None:
        connection, used = connect(self.address), False
        while not self._over.is_set():
            try:
                used = self._ask(connection)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                if not used:
                    raise
                connection.close()
                used = False
                with self._lock:
                    self.repeated += 1
        connection.close()

    def _begin_anew(self) -> None:
        while not self._over.is_set():
            connection = connect(self.address)
            self._ask(connection)
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> bool:
        """Ask once; return whether the connection stays open."""
        connection.request("GET", self.path, headers={"Host": "comments.rejoinder.test"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise http.client.HTTPException(f"status {answer.status}")
        with self._lock:
            self.answered += 1
        return not answer.will_close
