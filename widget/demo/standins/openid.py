"""What the stand-ins that speak OpenID Connect have in common: metadata, keys, tokens, userinfo."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import KeySet

from widget.demo.standins.codes import Grant, Refused
from widget.demo.standins.endpoints import basic_client, bearer, knows_client, redeem
from widget.demo.standins.house import Body, Standin, has, house, trouble
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.profiles import without_gaps

Claims = Callable[[Grant], dict[str, object]]


@dataclass(frozen=True, slots=True)
class OpenId:
    """One of them. `claims` says what it tells of a person, with or without a name in the ID token itself."""

    standin: Standin
    claims: Claims
    in_token: bool = True

    def metadata(self, issuer: str, *, places: dict[str, str], **more: object) -> Body:
        """The document below `.well-known`; `places` are paths below the stand-in's own address."""
        here = house().issuer(self.standin)
        return {
            "issuer": issuer,
            **{name: f"{here}{path}" for name, path in places.items()},
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **more,
        }

    def keys(self) -> Any:
        return KeySet([house().key]).as_dict(private=False)

    def token(self, issuer: Callable[[Grant], str], *, proved: bool = False, **more: object) -> ResponseReturnValue:
        """Answer the token endpoint; `more` are claims that every ID token here has.

        With `proved`, whoever asks has shown already who they are.
        """
        if answer := trouble(self.standin, Fault.TOO_MANY, Fault.ERROR_OBJECT):
            return answer
        client_id, secret = basic_client() if request.authorization else posted_client()
        if client_id is None or not (proved or knows_client(self.standin, client_id, secret)):
            return {"error": "invalid_client", "error_description": "The OAuth client was not found."}, 401
        if request.form.get("grant_type") != "authorization_code":
            return {"error": "unsupported_grant_type", "error_description": "Invalid grant_type."}, 400
        try:
            grant = redeem(self.standin, client_id)
        except Refused:
            return {"error": "invalid_grant", "error_description": "Bad Request"}, 400
        return self._tokens(grant, issuer(grant), **more)

    def userinfo(self) -> ResponseReturnValue:
        if has(self.standin, Fault.FALSE_PROFILE):
            return "false", 200, {"Content-Type": "application/json"}
        grant = bearer(self.standin)
        if grant is None:
            return {"error": "invalid_request", "error_description": "Invalid Credentials"}, 401
        return without_gaps(self.claims(grant))

    def _tokens(self, grant: Grant, issuer: str, **more: object) -> Body:
        access = house().desks[self.standin.id].token(grant)
        spoiled = has(self.standin, Fault.FALSE_PROFILE)
        return {
            "access_token": access,
            "expires_in": 3599,
            "scope": " ".join(sorted(grant.asked.scopes)),
            "token_type": "Bearer",
            "id_token": False if spoiled else self._id_token(grant, access, issuer, **more),
        }

    def _id_token(self, grant: Grant, access: str, issuer: str, **more: object) -> str:
        client_id, now = grant.asked.client.client_id, int(house().desks[self.standin.id].clock())
        digest = hashlib.sha256(access.encode()).digest()
        told = self.claims(grant)
        claims = (told if self.in_token else {"sub": told["sub"]}) | {
            "iss": issuer,
            "aud": "somebody-else" if has(self.standin, Fault.OTHER_AUDIENCE) else client_id,
            "at_hash": base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode(),
            "nonce": grant.asked.nonce,
            "iat": now,
            "exp": now + 3600,
        }
        key = house().key
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, without_gaps(claims | more), key)


def posted_client() -> tuple[str | None, str | None]:
    return request.form.get("client_id"), request.form.get("client_secret")
