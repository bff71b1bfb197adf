"""What a provider remembers between its pages and its endpoints: requests, codes and tokens, in memory."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from widget.demo.people import Person

Kept = TypeVar("Kept")
KEPT = 1000  # requests, codes and tokens of each kind; the oldest goes first


@dataclass(frozen=True, slots=True)
class Client:
    """An application as registered at a provider; the return address is compared character by character."""

    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorisation request that has passed the provider's checks."""

    client: Client
    state: str | None
    scopes: frozenset[str]
    nonce: str | None
    challenge: str | None


@dataclass(slots=True)
class Grant:
    asked: Asked
    person: Person
    expires: float
    used: bool = False


class Refused(Exception):
    """A code that is not accepted; `reason` is unknown, used, expired, redirect_uri or verifier."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Desk:
    """One provider's memory. Tests may put another clock (seconds since the epoch) in place."""

    def __init__(self) -> None:
        self.clock: Callable[[], float] = time.time
        self._lock = Lock()
        self._asked: dict[str, Asked] = {}
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}

    def receive(self, asked: Asked) -> str:
        """A ticket under which the chooser and the consent page find the request again."""
        return keep(self._asked, asked)

    def asked(self, ticket: str) -> Asked | None:
        return self._asked.get(ticket)

    def issue(self, asked: Asked, person: Person, *, seconds: int, used: bool = False) -> str:
        return keep(self._codes, Grant(asked, person, self.clock() + seconds, used))

    def redeem(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> Grant:
        """The grant behind a code, once; everything that a real provider compares is compared."""
        with self._lock:
            grant = self._codes.get(code)
            if grant is None or grant.asked.client.client_id != client_id:
                raise Refused("unknown")
            if grant.used:
                raise Refused("used")
            grant.used = True
        if self.clock() > grant.expires:
            raise Refused("expired")
        if grant.asked.client.redirect_uri != redirect_uri:
            raise Refused("redirect_uri")
        if grant.asked.challenge and not fits(grant.asked.challenge, verifier):
            raise Refused("verifier")
        return grant

    def token(self, grant: Grant) -> str:
        return keep(self._tokens, grant)

    def grant(self, token: str) -> Grant | None:
        return self._tokens.get(token)


def keep(shelf: dict[str, Kept], thing: Kept) -> str:
    key = secrets.token_urlsafe(24)
    shelf[key] = thing
    if len(shelf) > KEPT:
        shelf.pop(next(iter(shelf)), None)
    return key


def fits(challenge: str, verifier: str) -> bool:
    """RFC 7636, S256."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"="), challenge.encode())
