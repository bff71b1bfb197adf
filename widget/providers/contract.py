"""What every identity provider is to the rest of Rejoinder: a way there, and a profile back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Profile:
    """Who signed in: issuer and subject are the identity, everything else is only shown.

    `name` is 1 to 100 characters of plain text, with `makeshift` one of ours because the provider sent none;
    `picture_url` is a web address that nobody has fetched yet. `sid` is the provider's name for its own session from
    which they came, where it tells one: it may ask us to end what came from there (`EndsSessions`).
    """

    issuer: str
    subject: str
    name: str
    handle: str | None = None
    picture_url: str | None = None
    website: str | None = None
    makeshift: bool = False
    sid: str | None = None


@dataclass(frozen=True, slots=True)
class Logout:
    """What a provider has logged out: one person, one session of its own, or one person in that session.

    `jti` is unique to the token that said so, which is worth nothing after `ends`, in seconds since 1970.
    """

    issuer: str
    subject: str | None
    sid: str | None
    jti: str
    ends: float


@dataclass(frozen=True, slots=True)
class Flow:
    """What binds an answer to its question; kept on the server from the start to the callback."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str


def new_flow(redirect_uri: str) -> Flow:
    """A flow with fresh secrets of 256 bits each (RFC 7636 wants 43 or more characters of a verifier)."""
    return Flow(redirect_uri, secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32))


class Offer(Protocol):
    """What the form shows of a provider before anybody speaks to it."""

    @property
    def id(self) -> str:
        """The name in routes, JSON and configuration."""

    @property
    def title(self) -> str:
        """The name that people know."""

    @property
    def sends(self) -> tuple[str, ...]:
        """What the scopes asked for bring: some of `name`, `picture`, `handle`."""

    @property
    def refuses_apps(self) -> bool:
        """Whether it signs nobody in inside the web view of another app."""

    @property
    def switches_at(self) -> str:
        """Where people change to another account, if no request can let them choose one; else empty."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How one server of many knows us; `userinfo` says which of its two profiles it has."""

    host: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    userinfo: bool


class Provider(Offer, Protocol):
    """One identity provider. Both methods may speak HTTP; no token outlives `profile`."""

    @property
    def answers_by_post(self) -> bool:
        """Whether its answer comes as a form from its own page, which brings no cookie of ours."""

    def authorise_url(self, flow: Flow, *, choose_account: bool) -> str:
        """Where the browser goes to sign in; raises `ProviderFailed`."""

    def profile(self, flow: Flow, answer: Mapping[str, str]) -> Profile:
        """Who came back with `answer`, the callback's parameters, whose state the caller has checked.

        Raises `Denied` when the person said no, and `ProviderFailed` for everything else.
        """


@runtime_checkable
class EndsSessions(Protocol):
    """A provider that tells us when people log out there (OpenID Connect Back-Channel Logout 1.0)."""

    def logout(self, token: str, now: float) -> Logout:
        """What a logout token ends; speaks HTTP where the provider's keys are not known yet.

        Raises `Untrusted` for a token that is not to be believed, and `ProviderFailed` where the keys cannot be had.
        """


@runtime_checkable
class Federation(Offer, Protocol):
    """A provider that is many servers: people say which is theirs, and each is a provider once we are known there."""

    @property
    def suggestion(self) -> str:
        """The server that is proposed to everybody."""

    def server(self, text: str) -> str | None:
        """The host that somebody means; None where it can be none."""

    def register(self, host: str, redirect_uri: str) -> Registration:
        """Make ourselves known to a server, over HTTP; raises `ProviderFailed`."""

    def at(self, registration: Registration) -> Provider:
        """One server as a provider."""
