"""The layer in front of Flask: an answer that is ready and still fresh goes out, everything else goes on to Flask."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from widget.web.answers import Answer
from widget.web.shelf import Shelf, prepare_shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READING = frozenset({"GET", "HEAD"})


class FastLayer:
    """A WSGI application around another: its `answer`, which is called faster than an object would be."""

    def __init__(self, app: "WSGIApplication", shelf: Shelf) -> None:
        self._app = app
        self._find: Callable[[str, str], Answer | None] = shelf.find

    def step_aside(self) -> None:
        """Let everything go on."""
        self._find = lambda _path, _query: None

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in READING:
            found = self._find(environ["PATH_INFO"], environ["QUERY_STRING"])
            if found is not None:
                accepted, known = environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH")
                status, headers, body = found.answer(accepted, known)
                start_response(status, headers)
                return [] if method == "HEAD" else [body]  # granian streams what is no list, at half the speed
        return self._app(environ, start_response)


def put_in_front(app: Flask) -> None:
    """Let ready answers be given without Flask."""
    front: Any = FastLayer(app.wsgi_app, prepare_shelf(app)).answer
    app.wsgi_app = front  # type: ignore[method-assign]  # as Flask's documentation wraps it
