"""Whom a token is for and when: every claim of an ID token that must be right, whoever has signed it."""

import hmac
import time
from typing import Any, TypeGuard

from widget.providers.answers import subject
from widget.providers.contract import Logout

LEEWAY = 120  # seconds that two clocks may differ
RECENT = 300  # seconds for which a logout token is news
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class Untrusted(Exception):
    """The token cannot be trusted; the sentence says why and holds nothing of the token."""


class UnknownKey(Untrusted):
    """Signed with a key that is not in the set: the set may have been renewed."""


def check_claims(claims: dict[str, Any], *, client_id: str, nonce: str) -> None:
    """OpenID Connect Core 3.1.3.7 but for the issuer, stricter: the audience is us alone, whatever `azp` says."""
    issued, expires = claims.get("iat"), claims.get("exp")
    now = time.time()
    said = claims.get("nonce")
    checks = {
        "audience": claims.get("aud") in (client_id, [client_id]),
        "authorised party": claims.get("azp", client_id) == client_id,
        "nonce": isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()),
        "expiry": _is_number(expires) and expires > now - LEEWAY,
        "time of issue": _is_number(issued) and issued < now + LEEWAY,
    }
    wrong = [name for name, right in checks.items() if not right]
    if wrong:
        raise Untrusted(f"the ID token has a wrong {wrong[0]}")


def check_logout(claims: dict[str, Any], *, issuer: str, client_id: str, now: float) -> Logout:
    """OpenID Connect Back-Channel Logout 1.0, 2.6, but for the issuer; stricter: it is news, and for us alone."""
    issued, expires, events = claims.get("iat"), claims.get("exp", now), claims.get("events")
    named = {name: claims[name] for name in ("sub", "sid") if name in claims}
    jti = subject(claims.get("jti"))
    checks = {
        "audience": claims.get("aud") in (client_id, [client_id]),
        "time of issue": _is_number(issued) and now - RECENT < issued < now + LEEWAY,
        "expiry": _is_number(expires) and expires > now - LEEWAY,
        "event": isinstance(events, dict) and isinstance(events.get(LOGGED_OUT), dict),
        "nonce, which no logout token has": "nonce" not in claims,
        "subject or session": bool(named) and all(map(subject, named.values())),
        "identifier": jti is not None,
    }
    wrong = [name for name, right in checks.items() if not right]
    if wrong:
        raise Untrusted(f"the logout token has a wrong {wrong[0]}")
    return Logout(issuer, named.get("sub"), named.get("sid"), str(jti), now + RECENT + LEEWAY)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
