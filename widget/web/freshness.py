"""Whether an answer is still what the store would say: a number read past every pool, per thread of the process.

On SQLite `PRAGMA data_version` moves when another connection has committed; it is true only on a connection of its
own that never writes, and is read before anything else. Where nothing has moved nothing is looked up. Each thread has
such a connection; whoever sees a move first moves the number that all of them share, so that what one thread has
found fresh is fresh for the others until then. Even that is asked only when a writer of ours has told of a commit
(core/moves.py), or ten times a second: somebody else's program may write too, and a writer may die before he tells.
"""

import threading
from time import monotonic
from typing import Any, cast

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from widget.core import clock
from widget.web.answers import Answer, Check

STATE = "SELECT (SELECT version FROM threads WHERE public_id = {0}), (SELECT revision FROM sites WHERE id = {0})"
UNASKED = 0.1  # seconds that SQLite is not asked where nobody has told of a commit


class Line(threading.local):
    """One thread's own connection, made when it is first needed; `seen` is the version of the data that it saw last.

    What was told last before that is `told`, and `until` then it counts.
    """

    connection: Any = None
    seen: int | None = None
    told: bytes = b""
    until = 0.0
    generation = -1  # of the engine's connections: when they are disposed of, this one is closed too


class Watch:
    """Looks at the store behind an engine; any thread may use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._line = Line()
        self._open: list[Any] = []
        self._generation = 0
        self._moves = 0
        self._lock = threading.Lock()
        self._sqlite = engine.dialect.name == "sqlite"
        self._state = STATE.format("?" if self._sqlite else "%s")
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, cast(Any, engine.dialect).loaded_dbapi.Error)
        event.listen(engine, "engine_disposed", self._close)

    def mark(self) -> int | None:
        """Return a number that is another one after every commit, None where the store has none."""
        line = self._line
        now = monotonic()
        if now < line.until and line.generation == self._generation and line.connection.moves.last() == line.told:
            return self._moves
        connection = self._connection()
        if not self._sqlite:
            return None
        told = connection.moves.last() if connection.moves else None
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != line.seen:
            with self._lock:
                self._moves += 1
            line.seen = version
        if told is not None:
            line.told, line.until = told, now + UNASKED
        return self._moves

    def state(self, check: Check) -> tuple[int | None, int | None]:
        """Return the present numbers of what an answer was made from."""
        row: tuple[int | None, int | None] = self._connection().execute(self._state, check[:2]).fetchone()
        return row

    def is_fresh(self, answer: Answer) -> bool:
        """Whether `answer` may still be given; when the store cannot be asked it may not."""
        if answer.until is not None and answer.until <= clock.now().timestamp():
            return False
        if answer.lasting:
            return True
        try:
            return self._holds(answer)
        except self._errors:
            self._line.connection, self._line.until = None, 0.0
            return False

    def _holds(self, answer: Answer) -> bool:
        mark = self.mark()
        if mark is not None and answer.mark == mark:
            return True
        if answer.check is None or self.state(answer.check) != answer.check.state:
            return False
        answer.mark = mark
        return True

    def _connection(self) -> Any:
        line = self._line
        if line.connection is None or line.generation != self._generation:
            pooled = self._engine.raw_connection()
            connection = cast(Any, pooled.driver_connection)
            pooled.detach()
            if not self._sqlite:
                connection.autocommit = True
            line.connection, line.seen, line.generation, line.until = connection, None, self._generation, 0.0
            self._open.append(connection)
        return line.connection

    def _close(self, _engine: Engine) -> None:
        self._generation += 1
        while self._open:
            self._open.pop().close()
