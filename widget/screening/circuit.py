"""Who does not answer is left alone for a while: one request pays for that, not all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

REST = 60.0  # seconds without a question after one that was not answered
MOST = 4  # questions of one process at a time: before the first of them has failed, the others have not waited


@dataclass
class Circuit:
    """What one process knows of one check outside."""

    clock: Callable[[], float] = monotonic
    rests_until: float = 0.0
    asking: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def open(self) -> bool:
        """Whether nobody is to be asked at the moment."""
        return self.clock() < self.rests_until

    @contextmanager
    def question(self) -> Iterator[bool]:
        """Whether one may be asked now; whoever may says `failed` if there is no answer."""
        with self.lock:
            may = not self.open and self.asking < MOST
            self.asking += may
        try:
            yield may
        finally:
            with self.lock:
                self.asking -= may

    def failed(self) -> None:
        """Nobody has answered: ask nobody for a while."""
        self.rests_until = self.clock() + REST
