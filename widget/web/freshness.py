"""Whether an answer is still what the store would say: a number read past every pool, per thread of the process.

On SQLite `PRAGMA data_version` moves when another connection has committed; it is true only on a connection of its
own that never writes, and is read before anything else. Where nothing has moved nothing is looked up.
"""

import threading
from itertools import count
from typing import Any, cast

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from widget.core import clock
from widget.web.answers import Answer, Check

STATE = "SELECT (SELECT version FROM threads WHERE public_id = {0}), (SELECT revision FROM sites WHERE id = {0})"
numbers = count()


class Line(threading.local):
    """One thread's own connection, made when it is first needed and for `generation` of the store's connections."""

    connection: Any = None
    number = -1
    generation = -1


class Watch:
    """Looks at the store behind an engine; any thread may use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._line = Line()
        self._open: list[Any] = []
        self._generation = 0
        self._sqlite = engine.dialect.name == "sqlite"
        self._state = STATE.format("?" if self._sqlite else "%s")
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, cast(Any, engine.dialect).loaded_dbapi.Error)
        event.listen(engine, "engine_disposed", self._close)

    def mark(self) -> tuple[int, int | None]:
        """Return the number of this thread's connection and the store's present state, None where it has none."""
        connection = self._connection()
        return self._line.number, connection.execute("PRAGMA data_version").fetchone()[0] if self._sqlite else None

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
            self._line.connection = None
            return False

    def _holds(self, answer: Answer) -> bool:
        number, mark = self.mark()
        if mark is not None and answer.marks.get(number) == mark:
            return True
        if answer.check is None or self.state(answer.check) != answer.check.state:
            return False
        if mark is not None:
            answer.marks[number] = mark
        return True

    def _connection(self) -> Any:
        if self._line.connection is None or self._line.generation != self._generation:
            pooled = self._engine.raw_connection()
            connection = cast(Any, pooled.driver_connection)
            pooled.detach()
            if not self._sqlite:
                connection.autocommit = True
            self._line.connection, self._line.number = connection, next(numbers)
            self._line.generation = self._generation
            self._open.append(connection)
        return self._line.connection

    def _close(self, _engine: Engine) -> None:
        self._generation += 1
        while self._open:
            self._open.pop().close()
