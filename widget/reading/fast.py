"""The layer in front of Flask: an answer that is ready and still fresh goes out, everything else goes on to Flask."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from widget.web.shelf import Shelf, prepare_shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READING = frozenset({"GET", "HEAD"})


class FastLayer:
    """A WSGI application around another."""

    def __init__(self, app: "WSGIApplication", shelf: Shelf) -> None:
        self._app, self._shelf = app, shelf

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in READING:
            answer = self._shelf.find(environ["PATH_INFO"], environ["QUERY_STRING"])
            if answer is not None:
                accepted, known = environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH")
                status, headers, body = answer.answer(accepted, known)
                start_response(status, headers)
                return () if method == "HEAD" else (body,)
        return self._app(environ, start_response)


def put_in_front(app: Flask) -> None:
    """Let ready answers be given without Flask."""
    front: Any = FastLayer(app.wsgi_app, prepare_shelf(app))
    app.wsgi_app = front  # type: ignore[method-assign]  # as Flask's documentation wraps it
