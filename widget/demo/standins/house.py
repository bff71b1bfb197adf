"""What the stand-ins share: how one provider differs from another, and the memory of the running app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app
from joserfc.jwk import RSAKey

from widget.demo.people import Person
from widget.demo.standins.codes import Client, Desk
from widget.demo.standins.misbehave import Fault, Misbehave

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standin:
    """One provider. `sends` says in words what each scope gives away, `troubles` what a fault answers.

    `places` are the addresses of its configuration, below its own; `known_as` is the issuer under which its people are
    known, below its own address where it is a path. A server, where there are many, has the whole host. One that
    `posts` answers by a form; `signs` is what the configuration needs where a signature stands for the secret.
    """

    id: str
    title: str
    sends: Mapping[str, str]
    needed: frozenset[str]
    code_seconds: int
    denied: Mapping[str, str]
    troubles: Mapping[Fault, tuple[Body, int]]
    pkce: bool = False
    names_issuer: bool = False
    issuer_path: str = ""
    shows_handles: bool = False
    is_server: bool = False
    posts: bool = False
    signs: Mapping[str, str] = field(default_factory=dict, repr=False)
    fragment: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    known_as: str = ""

    def issuer_of_people(self, base_url: str) -> str:
        """The issuer of an identity from here."""
        if self.is_server:
            return base_url
        return self.known_as if "://" in self.known_as else f"{base_url}/{self.id}{self.known_as}"

    def subject_of(self, person: Person, base_url: str) -> str:
        """The stable id under which somebody is known from here."""
        return f"{base_url}/users/{person.subject}" if self.is_server else person.subject

    def handle_of(self, person: Person, base_url: str) -> str | None:
        """The handle that stands beside somebody's name."""
        whole = f"{person.handle}@{urlsplit(base_url).netloc}" if self.is_server else person.handle
        return whole if self.shows_handles else None

    def addresses(self, base_url: str) -> dict[str, str]:
        """What the configuration says of where this provider is, once its stand-in is at `base_url`."""
        return {key: f"{base_url}/{self.id}{path}" for key, path in self.places.items()}

    def settings(self, base_url: str, client: Client) -> dict[str, str]:
        """The table of the configuration for whoever is known here as `client`."""
        if self.is_server:
            return {"client_name": "The comments of the demo blog", "instance": urlsplit(base_url).netloc}
        proof = self.signs or {"client_secret": client.client_secret}
        return {"client_id": client.client_id, **proof, **self.addresses(base_url)}


@dataclass
class House:
    base_url: str
    clients: Mapping[str, Client]
    standins: Mapping[str, Standin]
    misbehave: Misbehave
    key: RSAKey
    desks: dict[str, Desk] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.desks = {name: Desk() for name in self.standins}

    def issuer(self, standin: Standin) -> str:
        return f"{self.base_url}/{standin.id}{standin.issuer_path}"

    def picture(self, name: str) -> str:
        return f"{self.base_url}/pictures/{name}"


def house() -> House:
    return cast("House", current_app.extensions["standins"])


def has(standin: Standin, fault: Fault) -> bool:
    return house().misbehave.has(standin.id, fault)


def trouble(standin: Standin, *faults: Fault) -> tuple[Body, int] | None:
    """Wait if answers are to be slow; then the answer of the first of these faults that is set."""
    house().misbehave.delay(standin.id)
    return next((standin.troubles[fault] for fault in faults if has(standin, fault)), None)
