"""Several requests at one moment, each prepared so that nothing is left to do but to send it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from frames import Frame
from werkzeug.test import TestResponse


def all_at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """Do everything at the same moment, each in a thread of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], TestResponse]) -> TestResponse:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def prepared(frame: Frame, browser_of: Flask, **fields: str) -> Callable[[], TestResponse]:
    """Return the sending of a comment by a frame's copy; who it is and its token are known beforehand."""
    session = frame.session()
    sent = {"body": "Only once", "page": frame.page, "idempotency_key": "one-and-the-same"} | fields
    identity = session["identity"]
    sent |= {"as": identity["id"]} if identity else {"as": "guest", "name": "Grace", "email": "g@example.org"}
    copy = Frame(browser_of, frame.page)
    cookie = frame.browser.get_cookie(f"__Host-rejoinder-{frame.site}", domain="comments.rejoinder.test")
    if cookie:
        copy.browser.set_cookie(cookie.key, cookie.value, domain="comments.rejoinder.test", secure=True)
    path, token = f"/threads/{frame.thread}/comments", {"X-CSRFToken": session["csrf_token"]}
    return lambda: copy.send("POST", path, sent, **token)
