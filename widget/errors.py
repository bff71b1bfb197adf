"""What can go wrong on purpose, and the one table from error to HTTP (RFC 9457 problem details)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Problem(Exception):
    """An expected failure. `type` is a bare name; `title` and `detail` are msgids, rendered translated."""

    status: ClassVar[int] = 400
    type: str = "malformed"
    title: ClassVar[str] = "This request cannot be understood"

    def __init__(self, detail: str = "", **values: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.values = values

    def extras(self) -> dict[str, Any]:
        """Members of the problem document beyond the standard four."""
        return {}


class Refused(Exception):
    """An owner wants what cannot be; the message is one sentence that says why, which pages translate."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class Malformed(Problem):
    """The request itself is broken: wrong JSON, wrong characters, a missing parameter."""


class Lapsed(Problem):
    """A credential was sent whose session is gone."""

    status = 401
    type = "lapsed"
    title = "Your sign-in has lapsed."


class NotAllowed(Problem):
    """The actor may not do this; `type` says why in one word of the contract."""

    status = 403
    type = "not-allowed"
    title = "This is not allowed"

    def __init__(self, detail: str = "", type: str = "not-allowed", **values: str) -> None:  # noqa: A002 (the RFC's word)
        super().__init__(detail, **values)
        self.type = type


class NotFound(Problem):
    """There is no such thing, or it belongs to another tenant."""

    status = 404
    type = "not-found"
    title = "There is nothing here"


class Conflict(Problem):
    """The state of the server contradicts the request: `duplicate` or `identity-changed`."""

    status = 409
    title = "This does not fit any more"

    def __init__(self, detail: str, type: str, **values: str) -> None:  # noqa: A002 (the RFC's word)
        super().__init__(detail, **values)
        self.type = type


class Gone(Problem):
    """A sign-in that has ended without one: `denied, expired, cancelled, provider-failed`."""

    status = 410
    title = "This sign-in has ended"

    def __init__(self, detail: str, type: str, **values: str) -> None:  # noqa: A002 (the RFC's word)
        super().__init__(detail, **values)
        self.type = type


class Denied(Gone):
    """The person said no at the provider."""

    def __init__(self, detail: str = "You did not allow %(provider)s to sign you in.", **values: str) -> None:
        super().__init__(detail, "denied", **values)


class ProviderFailed(Gone):
    """The provider did not answer, or answered with something that cannot be trusted."""

    def __init__(self, detail: str = "%(provider)s could not sign you in.", **values: str) -> None:
        super().__init__(detail, "provider-failed", **values)


class TooLarge(Problem):
    """The body is over the server's limit."""

    status = 413
    type = "too-large"
    title = "This is too large"


class WrongMediaType(Problem):
    """Unsafe routes take JSON and plain forms, nothing else."""

    status = 415
    type = "unsupported-media-type"
    title = "This kind of body is not accepted"


class Invalid(Problem):
    """Fields that a person can correct; `errors` maps a field to its sentences."""

    status = 422
    type = "invalid"
    title = "Something needs correcting"

    def __init__(self, errors: Mapping[str, Sequence[str]], detail: str = "") -> None:
        super().__init__(detail)
        self.errors = errors

    def extras(self) -> dict[str, Any]:
        return {"errors": {field: list(sentences) for field, sentences in self.errors.items()}}


class KeyReused(Problem):
    """An idempotency key came back with another content."""

    status = 422
    type = "key-reused"
    title = "This key was used for another comment"


class Misconfigured(Problem):
    """The server's operator has to put something right before this can work."""

    status = 503
    type = "misconfigured"
    title = "This server is not set up right"


class TooMany(Problem):
    """Too much in too short a time; `retry_after` is in whole seconds."""

    status = 429
    type = "too-many"
    title = "Slow down"

    def __init__(self, detail: str, retry_after: int, **values: str) -> None:
        super().__init__(detail, **values)
        self.retry_after = retry_after

    def extras(self) -> dict[str, Any]:
        return {"retry_after": self.retry_after}
