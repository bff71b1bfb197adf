"""The ways in which a stand-in can be told to misbehave, each seen at a real provider.

One setting for the whole process: the panel changes it, and so do tests, by
`app.extensions["misbehave"].set("x", Fault.TOO_MANY)`.
"""

import time
from enum import StrEnum


class Fault(StrEnum):
    DENIAL = "denial"
    NO_RETURN = "no-return"
    SLOW = "slow"
    TOO_MANY = "too-many"
    PROFILE_TOO_MANY = "profile-too-many"
    ERROR_OBJECT = "error-object"
    FALSE_PROFILE = "false-profile"
    NO_EMAIL = "no-email"
    NO_NAME = "no-name"
    NO_PICTURE = "no-picture"
    BAD_PICTURE = "bad-picture"
    ODD_NAME = "odd-name"
    USED_CODE = "used-code"
    SEVERED = "severed"
    NO_STATE = "no-state"
    BARE_ERROR = "bare-error"
    WRONG_ISS = "wrong-iss"
    OTHER_AUDIENCE = "other-audience"
    OTHER_TENANT = "other-tenant"
    UNVERIFIED_ADDRESS = "unverified-address"


LABELS = {
    Fault.DENIAL: "Answers that the person said no",
    Fault.NO_RETURN: "Shows an error page and never returns",
    Fault.SLOW: "Takes very long to answer",
    Fault.TOO_MANY: "429 with JSON instead of a token",
    Fault.PROFILE_TOO_MANY: "429 with JSON instead of the profile",
    Fault.ERROR_OBJECT: "“error” is an object instead of a word",
    Fault.FALSE_PROFILE: "“false” instead of a profile",
    Fault.NO_EMAIL: "No e-mail address",
    Fault.NO_NAME: "No name",
    Fault.NO_PICTURE: "No picture",
    Fault.BAD_PICTURE: "The address of the picture answers with a web page",
    Fault.ODD_NAME: "A name full of markup and direction marks",
    Fault.USED_CODE: "The code has been used before",
    Fault.SEVERED: "Cuts the window off from its opener (COOP)",
    Fault.NO_STATE: "Leaves out “state”",
    Fault.BARE_ERROR: "Comes back with error_code and no “error”",
    Fault.WRONG_ISS: "Comes back with the name of another issuer",
    Fault.OTHER_AUDIENCE: "The ID token is meant for somebody else",
    Fault.OTHER_TENANT: "The ID token names two tenants",
    Fault.UNVERIFIED_ADDRESS: "Wants the person to confirm their e-mail address first",
}

WITH_PICTURE = {"google", "x", "facebook", "wordpress", "github", "mastodon"}
ONLY = {
    Fault.PROFILE_TOO_MANY: {"x", "facebook", "github", "mastodon"},
    Fault.BARE_ERROR: {"facebook"},
    Fault.WRONG_ISS: {"google", "github"},
    Fault.OTHER_AUDIENCE: {"google", "wordpress", "microsoft", "apple"},
    Fault.OTHER_TENANT: {"microsoft"},
    Fault.UNVERIFIED_ADDRESS: {"github"},
    Fault.NO_PICTURE: WITH_PICTURE,
    Fault.BAD_PICTURE: WITH_PICTURE,
    Fault.NO_EMAIL: {"google", "x", "facebook", "wordpress", "microsoft"},
}


def faults_of(provider: str) -> list[Fault]:
    return [fault for fault in Fault if provider in ONLY.get(fault, {provider})]


class Misbehave:
    """Which faults each provider shows now; `slow_seconds` is how long a slow answer takes."""

    def __init__(self) -> None:
        self.slow_seconds = 20.0
        self._active: dict[str, frozenset[Fault]] = {}

    def set(self, provider: str, *faults: Fault) -> None:
        self._active[provider] = frozenset(faults)

    def clear(self) -> None:
        self._active.clear()

    def active(self, provider: str) -> frozenset[Fault]:
        return self._active.get(provider, frozenset())

    def has(self, provider: str, fault: Fault) -> bool:
        return fault in self.active(provider)

    def delay(self, provider: str) -> None:
        if self.has(provider, Fault.SLOW):
            time.sleep(self.slow_seconds)
