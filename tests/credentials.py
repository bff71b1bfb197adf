"""The credential of a session in the hands of its owner, of a thief, and as a bearer."""

from flask import Flask
from frames import Frame, cookies_of
from records import Records
from werkzeug.test import TestResponse

from widget.core import ids


def credential(frame: Frame) -> str:
    """Return the session cookie that the frame's browser holds."""
    cookie = frame.browser.get_cookie(f"__Host-rejoinder-{frame.site}", domain="comments.rejoinder.test")
    assert cookie
    return cookie.value


def session_cookie(frame: Frame, answer: TestResponse) -> dict[str, str]:
    """Return the session cookie that an answer sets."""
    return cookies_of(answer)[f"__Host-rejoinder-{frame.site}"]


def captured(app: Flask, frame: Frame, token: str) -> Frame:
    """Return the frame of a thief who has copied a cookie."""
    thief = Frame(app, frame.page)
    name = f"__Host-rejoinder-{frame.site}"
    thief.browser.set_cookie(name, token, domain="comments.rejoinder.test", secure=True)
    return thief


def as_bearer(frame: Frame, records: Records) -> Frame:
    """Make the frame's session one with a bearer, as a browser without cookies has it."""
    frame.bearer = credential(frame)
    records.change("UPDATE sessions SET kind = 'bearer' WHERE token_hash = ?", ids.digest(frame.bearer))
    frame.browser.delete_cookie(f"__Host-rejoinder-{frame.site}", domain="comments.rejoinder.test")
    return frame
