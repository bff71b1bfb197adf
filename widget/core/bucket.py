"""A bound on how often somebody may ask for what costs time but leaves nothing behind.

Each worker counts for itself and forgets with its end: what has to hold over all of them is counted in the store.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

MOST = 10_000  # who is remembered at once; who asked longest ago is forgotten first


class Bucket:
    """Lets each of many ask `size` times at once, and `size` times in `seconds` from then on."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size, self._pause = size, seconds / size
        self._full: OrderedDict[str, float] = OrderedDict()  # when each one's bucket is full again
        self._lock = Lock()

    def wait(self, who: str, now: datetime) -> float:
        """Count one asking and return 0.0; or count nothing and return the seconds until there is room for it."""
        moment = now.timestamp()
        with self._lock:
            full = max(self._full.get(who, moment), moment) + self._pause
            over = full - moment - self._size * self._pause
            if over <= 1e-6:
                self._full[who] = full
                self._full.move_to_end(who)
                if len(self._full) > MOST:
                    self._full.popitem(last=False)
        return max(over, 0.0) if over > 1e-6 else 0.0
