"""Where ready answers stand, bounded by bytes: the longest unasked goes first, and each is made once for all."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, cast

from cachetools import LRUCache
from flask import Flask, Response, current_app, request

from widget.extensions import db
from widget.web.answers import Answer, respond
from widget.web.freshness import Watch
from widget.web.running import settings

SHELF = "rejoinder-shelf"
MAKERS = 64  # how many different answers can be made at once
PART_FOR_TARGETS = 8  # one in so many bytes is for remembering what was asked
MOST_TARGET = 900  # characters of a target that is remembered; longer ones find their answer by its name
TARGET_SIZE = 1200  # bytes that remembering one takes
Target = tuple[str, str]  # path and query as they were asked


class Shelf:
    """Answers by name, and the name that each target leads to; one per process and application."""

    def __init__(self, watch: Watch, most_bytes: int) -> None:
        self.watch = watch
        self._answers: LRUCache[Hashable, Answer] = LRUCache(most_bytes, getsizeof=lambda answer: answer.size)
        targets = most_bytes // PART_FOR_TARGETS
        self._names: LRUCache[Target, Hashable] = LRUCache(targets, getsizeof=lambda _: TARGET_SIZE)
        self._lock = Lock()
        self._making = [Lock() for _ in range(MAKERS)]

    def find(self, path: str, query: str) -> Answer | None:
        """Return the answer that this target had last, if it is still fresh."""
        with self._lock:
            name = self._names.get((path, query))
            answer = self._answers.get(name) if name is not None else None
        return answer if answer is not None and self.watch.is_fresh(answer) else None

    def serve(self, name: Hashable, target: Target, make: Callable[[], Answer]) -> Answer:
        """Return the fresh answer of this name, made only where there is none."""
        with self._making[hash(name) % MAKERS]:
            with self._lock:
                answer = self._answers.get(name)
            if answer is None or not self.watch.is_fresh(answer):
                answer = self._made(name, make)
        if len(target[0]) + len(target[1]) <= MOST_TARGET:
            with self._lock:
                _put(self._names, target, name)
        return answer

    def _made(self, name: Hashable, make: Callable[[], Answer]) -> Answer:
        mark = self.watch.mark()  # before the store is read: what comes later makes the answer old
        answer = make()
        answer.mark = mark
        with self._lock:
            _put(self._answers, name, answer)
        return answer


def _put(cache: LRUCache[Any, Any], name: Hashable, value: object) -> None:
    """Keep `value`, unless it is larger than the whole cache."""
    cache.pop(name, None)
    if cache.getsizeof(value) <= cache.maxsize:
        cache[name] = value


def prepare_shelf(app: Flask) -> Shelf:
    """Give the application its shelf, as large as the settings say."""
    with app.app_context():
        shelf = Shelf(Watch(db.engine), settings().reading.cache_megabytes * 1024 * 1024)
    app.extensions[SHELF] = shelf
    return shelf


def publish(name: Hashable, make: Callable[[], Answer]) -> Response:
    """Answer this request with what stands under `name`; `make` reads the store anew where it must be made."""

    def make_anew() -> Answer:
        db.session.rollback()  # what was read before somebody else made room counts no more
        return make()

    shelf = cast(Shelf, current_app.extensions[SHELF])
    target = request.environ["PATH_INFO"], request.environ["QUERY_STRING"]
    return respond(shelf.serve(name, target, make_anew))
