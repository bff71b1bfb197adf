"""A stand-in for Google: OpenID Connect with discovery, RS256 ID tokens and `iss` in the callback.

Wire format: https://developers.google.com/identity/openid-connect/reference
"""

import base64
import hashlib
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.wrappers import Response

from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Grant, Refused
from widget.demo.standins.endpoints import basic_client, bearer, knows_client, redeem
from widget.demo.standins.house import Body, Standin, has, house, trouble
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.profiles import email_of, name_of, picture_of, without_gaps

EXHAUSTED: Body = {"error": {"code": 429, "message": "Resource has been exhausted.", "status": "RESOURCE_EXHAUSTED"}}
TOO_MANY: Body = {"title": "Too Many Requests", "status": 429, "detail": "Resource has been exhausted."}

STANDIN = Standin(
    id="google",
    title="Google",
    sends={"profile": "your name and picture", "email": "your e-mail address"},
    needed=frozenset({"openid"}),
    code_seconds=600,
    denied={"error": "access_denied"},
    troubles={Fault.TOO_MANY: (TOO_MANY, 429), Fault.ERROR_OBJECT: (EXHAUSTED, 400)},
    names_issuer=True,
    places={"issuer": ""},
)
google = Blueprint("google", __name__, url_prefix="/google")


@google.get("/.well-known/openid-configuration")
def discovery() -> Body:
    issuer = house().issuer(STANDIN)
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/o/oauth2/v2/auth",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/v1/userinfo",
        "jwks_uri": f"{issuer}/oauth2/v3/certs",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["aud", "email", "email_verified", "exp", "iat", "iss", "name", "picture", "sub"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code"],
        "authorization_response_iss_parameter_supported": True,
    }


@google.get("/oauth2/v3/certs")
def certificates() -> Any:
    return KeySet([house().key]).as_dict(private=False)


@google.get("/o/oauth2/v2/auth")
def authorise() -> Response:
    return begin(STANDIN, forced="select_account" in request.args.get("prompt", "").split())


@google.post("/token")
def token() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.TOO_MANY, Fault.ERROR_OBJECT):
        return answer
    client_id, secret = basic_client() if request.authorization else posted_client()
    if client_id is None or not knows_client(STANDIN, client_id, secret):
        return {"error": "invalid_client", "error_description": "The OAuth client was not found."}, 401
    if request.form.get("grant_type") != "authorization_code":
        return {"error": "unsupported_grant_type", "error_description": "Invalid grant_type."}, 400
    try:
        return tokens(redeem(STANDIN, client_id))
    except Refused:
        return {"error": "invalid_grant", "error_description": "Bad Request"}, 400


@google.get("/v1/userinfo")
def userinfo() -> ResponseReturnValue:
    if has(STANDIN, Fault.FALSE_PROFILE):
        return "false", 200, {"Content-Type": "application/json"}
    grant = bearer(STANDIN)
    if grant is None:
        return {"error": "invalid_request", "error_description": "Invalid Credentials"}, 401
    return profile(grant)


def posted_client() -> tuple[str | None, str | None]:
    return request.form.get("client_id"), request.form.get("client_secret")


def tokens(grant: Grant) -> Body:
    access = house().desks["google"].token(grant)
    return {
        "access_token": access,
        "expires_in": 3599,
        "scope": " ".join(sorted(grant.asked.scopes)),
        "token_type": "Bearer",
        "id_token": False if has(STANDIN, Fault.FALSE_PROFILE) else id_token(grant, access),
    }


def id_token(grant: Grant, access: str) -> str:
    client_id, now = grant.asked.client.client_id, int(house().desks["google"].clock())
    digest = hashlib.sha256(access.encode()).digest()
    claims = profile(grant) | {
        "iss": house().issuer(STANDIN),
        "azp": client_id,
        "aud": "somebody-else" if has(STANDIN, Fault.OTHER_AUDIENCE) else client_id,
        "at_hash": base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode(),
        "nonce": grant.asked.nonce,
        "iat": now,
        "exp": now + 3600,
    }
    key = house().key
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, without_gaps(claims), key)


def profile(grant: Grant) -> dict[str, object]:
    person, scopes = grant.person, grant.asked.scopes
    claims: dict[str, object] = {"sub": person.subject}
    if "profile" in scopes:
        claims |= {"name": name_of(STANDIN, person), "picture": picture_of(STANDIN, person, "=s96-c")}
    if "email" in scopes:
        email = email_of(STANDIN, person)
        claims |= {"email": email, "email_verified": None if email is None else True}
    return without_gaps(claims)
