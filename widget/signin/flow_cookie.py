"""The cookie that ties a sign-in to the browser of its window: one per browser, however many are under way."""

import re

from flask import Response, request

from widget.core import ids
from widget.people.actions.transactions import LIFE

NAME = "__Host-rejoinder-flow"


def sent_flow_secret() -> str | None:
    """Return what this browser has sent back."""
    return request.cookies.get(NAME)


def flow_secret() -> str:
    """Return this browser's secret: the one it has, so that several sign-ins share a cookie, or a new one."""
    sent = sent_flow_secret() or ""
    return sent if re.fullmatch(r"[A-Za-z0-9_-]{43}", sent) else ids.new_secret()


def set_flow_cookie(response: Response, secret: str) -> None:
    """Keep the secret for as long as a sign-in lasts."""
    response.set_cookie(NAME, secret, max_age=LIFE, secure=True, httponly=True, samesite="Lax")
