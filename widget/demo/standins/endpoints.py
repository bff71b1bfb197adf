"""What the three token and profile endpoints have in common: credentials, codes and bearer tokens."""

import hmac

from flask import request

from widget.demo.standins.codes import Grant
from widget.demo.standins.house import Standin, house


def knows_client(standin: Standin, client_id: str | None, client_secret: str | None) -> bool:
    client = house().clients.get(standin.id)
    if client is None or client_id != client.client_id:
        return False
    return hmac.compare_digest(client.client_secret.encode(), (client_secret or "").encode())


def basic_client() -> tuple[str | None, str | None]:
    given = request.authorization
    if given is None or given.type != "basic":
        return None, None
    return given.username, given.password


def redeem(standin: Standin, client_id: str) -> Grant:
    """Raises `Refused`; the parameters come from the query or from the form, as Facebook allows both."""
    given = request.values
    return (
        house()
        .desks[standin.id]
        .redeem(given.get("code", ""), client_id, given.get("redirect_uri", ""), given.get("code_verifier", ""))
    )


def bearer(standin: Standin) -> Grant | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return house().desks[standin.id].grant(token.strip()) if scheme.lower() == "bearer" else None
