"""Receives what is sent before the application is called, so that slow senders never hold all threads of a process.

granian calls the application before the body is there, and its read has no time limit: measured, as many slow senders
as there are threads stopped every answer. Here they hold half of the threads at most; who comes then is told to come
back. A proxy that receives bodies first, as nginx does by default, spares all of that (docs/running.md).
"""

import io
import json
import threading
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from widget import LARGEST_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.2  # seconds to wait for a place; bodies that are not slow take far less
BUSY = {
    "type": "busy",
    "title": "Busy",
    "status": HTTPStatus.SERVICE_UNAVAILABLE,
    "detail": "Too many requests are being received; please try again.",
    "retry_after": 5,
}
HEADERS = [
    ("Content-Type", "application/problem+json"),
    ("Retry-After", "5"),
    ("Cache-Control", "no-store"),
    ("Connection", "close"),  # the body is still to come
]


class BodyFirst:
    """A WSGI application, its `answer`, around another, which gets bodies that are there already."""

    def __init__(self, app: "WSGIApplication", threads: int) -> None:
        self._app, self._places = app, threading.Semaphore(max(1, threads // 2))

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _expected(environ) and not self._receive(environ):
            start_response("503 Service Unavailable", HEADERS)
            return [json.dumps(BUSY).encode()]
        return self._app(environ, start_response)

    def _receive(self, environ: dict[str, Any]) -> bool:
        if not self._places.acquire(timeout=PATIENCE):
            return False
        try:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(LARGEST_BODY + 1))
        finally:
            self._places.release()
        return True


def _expected(environ: "WSGIEnvironment") -> bool:
    """Whether a body comes that the application would read: one that is too large by its length it refuses unread."""
    length = environ.get("CONTENT_LENGTH")
    if not length:
        return "HTTP_TRANSFER_ENCODING" in environ
    return length.isdecimal() and (0 < int(length) <= LARGEST_BODY or "HTTP_TRANSFER_ENCODING" in environ)
