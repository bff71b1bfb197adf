"""Waiting for a name server no longer than there is time: `getaddrinfo` itself knows no limit."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
MOST = 32  # look-ups at once; those that nobody waits for any more count until their name server answers
_room = threading.BoundedSemaphore(MOST)


def in_time(look_up: Callable[[], T], seconds: float) -> T:
    """Return what `look_up` returns or raise what it raises; TimeoutError after that many seconds.

    It runs in a thread of its own, which is left behind when it takes too long, and hinders no exit.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(look_up())
        except BaseException as error:  # goes on to whoever waits
            answer.set_exception(error)
        finally:
            _room.release()

    if not _room.acquire(timeout=seconds):
        raise TimeoutError("Too many names are being looked up.")
    threading.Thread(target=run, name="rejoinder-lookup", daemon=True).start()
    return answer.result(seconds)
