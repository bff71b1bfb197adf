"""Which spellings of its own name an OpenID Connect issuer may use, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Issuer(Protocol):
    """The name under which an issuer is believed."""

    @property
    def place(self) -> str:
        """The address below which its metadata are."""

    def is_in_metadata(self, said: object) -> bool:
        """Whether metadata that name it so are its own (OpenID Connect Discovery 4.3)."""

    def of_answer(self, said: str | None) -> str:
        """The only name that an answer may bring (RFC 9207)."""

    def of_token(self, claims: Mapping[str, Any]) -> str | None:
        """The name that makes an identity out of a token's subject; None for a token of somebody else."""


@dataclass(frozen=True, slots=True)
class OneIssuer:
    """An issuer with one name. `aliases` are other spellings of it that its tokens may carry."""

    place: str
    aliases: tuple[str, ...] = ()

    def is_in_metadata(self, said: object) -> bool:
        return said == self.place

    def of_answer(self, said: str | None) -> str:  # noqa: ARG002 (it has but one)
        return self.place

    def of_token(self, claims: Mapping[str, Any]) -> str | None:
        return self.place if claims.get("iss") in (self.place, *self.aliases) else None
