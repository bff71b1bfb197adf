"""What Facebook's server itself says about a person: a payload signed with our secret.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow (parsing the signed request)
"""

import binascii
import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Any

from widget.errors import NotAllowed

ALGORITHM = "HMAC-SHA256"
OLDEST = timedelta(days=1)
AHEAD = timedelta(minutes=5)  # clocks differ
LONGEST = 4096  # characters


def user_of(signed_request: str, secret: str, now: datetime) -> tuple[str, int]:
    """Return whom a signed request is about, and when it was issued, in seconds; raise NotAllowed for any other."""
    signature, _, payload = signed_request[:LONGEST].partition(".")
    expected = hmac.digest(secret.encode(), payload.encode(), hashlib.sha256)
    if not hmac.compare_digest(_decoded(signature), expected):
        raise NotAllowed("This request is not signed as Facebook signs.")
    said = _object(_decoded(payload))
    if said.get("algorithm") != ALGORITHM:
        raise NotAllowed("This request is not signed as Facebook signs.")
    user, issued = said.get("user_id"), said.get("issued_at")
    if not isinstance(user, str) or not re.fullmatch(r"[0-9]{1,50}", user) or type(issued) is not int:
        raise NotAllowed("This request names nobody, or no time.")
    if not (now - OLDEST).timestamp() <= issued <= (now + AHEAD).timestamp():
        raise NotAllowed("This request is too old.")
    return user, issued


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _object(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
