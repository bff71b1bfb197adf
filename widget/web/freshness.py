"""Whether an answer is still what the store would say: a number read past every pool.

On SQLite `PRAGMA data_version` moves when another connection has committed; it is true only on a connection of its
own that never writes, and is read before anything else. One such connection serves all threads of the process, one at
a time, and whoever sees a move moves the number that all of them compare. Even that is asked only when a writer of ours
has told of a commit (core/moves.py), or ten times a second: somebody else's program may write too, and a writer may
die before he tells. PostgreSQL is asked about each answer, by each thread on a connection of its own.
"""

import threading
from contextlib import AbstractContextManager, nullcontext, suppress
from time import monotonic
from typing import Any, cast

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from widget.core import clock
from widget.web.answers import Answer, Check

STATE = "SELECT (SELECT version FROM threads WHERE public_id = {0}), (SELECT revision FROM sites WHERE id = {0})"
UNASKED = 0.1  # seconds that SQLite is not asked where nobody has told of a commit


class Line:
    """A connection to the store, made when it is first needed; `seen` is the version of the data that it saw last.

    `page` is where writers tell; what was told last before that is `told`, and `until` then it counts.
    """

    connection: Any = None
    page: Any = None
    seen: int | None = None
    told: bytes = b""
    until = 0.0
    generation = -1  # of the engine's connections: when they are disposed of, this one is closed too


class LineOfThread(threading.local, Line):
    """The same, another one for each thread."""


class Watch:
    """Looks at the store behind an engine; any thread may use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._line = Line() if self._sqlite else LineOfThread()
        self._turn: AbstractContextManager[Any] = threading.RLock() if self._sqlite else nullcontext()
        self._open: list[Any] = []
        self._generation = 0
        self._moves = 0
        self._state = STATE.format("?" if self._sqlite else "%s")
        of_driver = cast(Any, engine.dialect).loaded_dbapi.Error
        given_back = ValueError  # of a page of memory
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, of_driver, given_back)
        event.listen(engine, "engine_disposed", self._close)

    def mark(self) -> int | None:
        """Return a number that is another one after every commit, None where the store has none."""
        return self._moves if self._is_quiet() else self._ask()

    def _is_quiet(self) -> bool:
        line = self._line
        try:
            return monotonic() < line.until and bool(line.page[:] == line.told)
        except ValueError:  # the page was given back meanwhile
            return False

    def _ask(self) -> int | None:
        if not self._sqlite:
            return None
        with self._turn:
            if not self._is_quiet():  # else who had his turn before has asked
                self._ask_sqlite()
            return self._moves

    def _ask_sqlite(self) -> None:
        now, line, connection = monotonic(), self._line, self._connection()
        told = line.page[:] if line.page else None
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != line.seen:
            self._moves += 1  # before `told` lets others believe that nothing has moved
            line.seen = version
        if told is not None:
            line.told, line.until = told, now + UNASKED

    def state(self, check: Check) -> tuple[int | None, int | None]:
        """Return the present numbers of what an answer was made from."""
        with self._turn:
            row: tuple[int | None, int | None] = self._connection().execute(self._state, check[:2]).fetchone()
            return row

    def is_fresh(self, answer: Answer) -> bool:
        """Whether `answer` may still be given; when the store cannot be asked it may not."""
        if answer.until is not None and answer.until <= clock.now().timestamp():
            return False
        if answer.lasting:
            return True
        try:
            mark = self.mark()
            return (mark is not None and answer.mark == mark) or self._holds(answer, mark)
        except self._errors:
            self._give_up()
            return False

    def _give_up(self) -> None:
        """Close a connection that has failed; the next one who asks makes another."""
        with self._turn:
            line, failed = self._line, self._line.connection
            line.until, line.connection = 0.0, None
            if failed in self._open:
                self._open.remove(failed)
                with suppress(*self._errors):
                    failed.close()

    def _holds(self, answer: Answer, mark: int | None) -> bool:
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
            line.connection, line.seen, line.generation = connection, None, self._generation
            line.page = connection.moves.page if self._sqlite and connection.moves else None
            self._open.append(connection)
        return line.connection

    def _close(self, _engine: Engine) -> None:
        with self._turn:
            self._generation += 1
            self._line.until = 0.0
            while self._open:
                self._open.pop().close()
