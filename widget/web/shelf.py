"""Where ready answers stand, bounded by bytes: what nobody asks for goes first, and each is made once for all."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from flask import Flask, Response, current_app, request

from widget.extensions import db
from widget.web.answers import Answer, respond
from widget.web.freshness import Watch
from widget.web.running import settings

SHELF = "rejoinder-shelf"
MAKERS = 64  # how many different answers can be made at once
MOST_TARGETS = 16  # ways to ask for one answer that are remembered; the others find it by its name
MOST_TARGET = 4096  # characters of a target that is remembered
TARGET_SIZE = 300  # bytes that remembering one takes, beside its characters
Target = tuple[str, str]  # path and query as they were asked


@dataclass(slots=True, eq=False)
class Place:
    """Where an answer stands: what leads to it, and whether somebody has asked since it was last looked at."""

    answer: Answer
    targets: list[Target] = field(default_factory=list)
    asked: bool = False


class Shelf:
    """Answers by name, and the targets that lead to them; one per process and application.

    Who needs room looks at the places in turn: one that nobody has asked since the last look is cleared, the others
    go to the end of the row. So a reader finds an answer without a lock, and without moving anything.
    """

    def __init__(self, watch: Watch, most_bytes: int) -> None:
        self.watch, self.most_bytes, self.taken = watch, most_bytes, 0
        self._places: dict[Hashable, Place] = {}
        self._targets: dict[Target, Place] = {}
        self._lock = Lock()
        self._making = [Lock() for _ in range(MAKERS)]

    def find(self, path: str, query: str) -> Answer | None:
        """Return the answer that this target had last, if it is still fresh."""
        place = self._targets.get((path, query))
        if place is None:
            return None
        place.asked = True
        answer = place.answer
        return answer if self.watch.is_fresh(answer) else None

    def serve(self, name: Hashable, target: Target, make: Callable[[], Answer]) -> Answer:
        """Return the fresh answer of this name, made only where there is none."""
        with self._making[hash(name) % MAKERS]:
            place = self._places.get(name)
            if place is not None and self.watch.is_fresh(place.answer):
                place.asked, answer = True, place.answer
            else:
                mark = self.watch.mark()  # before the store is read: what comes later makes the answer old
                answer = make()
                answer.mark = mark
            with self._lock:
                self._keep(name, answer, target)
        return answer

    def _keep(self, name: Hashable, answer: Answer, target: Target) -> None:
        if answer.size > self.most_bytes:
            return
        place = self._places.get(name)
        if place is None:
            self._places[name] = place = Place(answer)
        else:
            self.taken -= place.answer.size
            place.answer = answer
        self.taken += answer.size
        self._lead(target, place)
        while self.taken > self.most_bytes:
            self._look_at_the_next()

    def _lead(self, target: Target, place: Place) -> None:
        if self._targets.get(target) is place or _length(target) > MOST_TARGET:
            return
        self._forget(target)
        self._targets[target] = place
        place.targets.append(target)
        self.taken += TARGET_SIZE + _length(target)
        if len(place.targets) > MOST_TARGETS:
            self._forget(place.targets[0])

    def _forget(self, target: Target) -> None:
        place = self._targets.pop(target, None)
        if place is not None:
            place.targets.remove(target)
            self.taken -= TARGET_SIZE + _length(target)

    def _look_at_the_next(self) -> None:
        name, place = next(iter(self._places.items()))
        del self._places[name]
        if place.asked:
            place.asked = False
            self._places[name] = place
            return
        self.taken -= place.answer.size
        for target in list(place.targets):
            self._forget(target)


def _length(target: Target) -> int:
    return len(target[0]) + len(target[1])


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
