"""A stand-in for Google: OpenID Connect with discovery, RS256 ID tokens and `iss` in the callback.

Wire format: https://developers.google.com/identity/openid-connect/reference
"""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Grant
from widget.demo.standins.house import Body, Standin, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.openid import OpenId
from widget.demo.standins.profiles import email_of, name_of, picture_of

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


def claims(grant: Grant) -> dict[str, object]:
    person, scopes = grant.person, grant.asked.scopes
    told: dict[str, object] = {"sub": person.subject, "azp": grant.asked.client.client_id}
    if "profile" in scopes:
        told |= {"name": name_of(STANDIN, person), "picture": picture_of(STANDIN, person, "=s96-c")}
    if "email" in scopes:
        email = email_of(STANDIN, person)
        told |= {"email": email, "email_verified": None if email is None else True}
    return told


OPENID = OpenId(STANDIN, claims)


@google.get("/.well-known/openid-configuration")
def discovery() -> Body:
    return OPENID.metadata(
        house().issuer(STANDIN),
        places={
            "authorization_endpoint": "/o/oauth2/v2/auth",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/v1/userinfo",
            "jwks_uri": "/oauth2/v3/certs",
        },
        response_modes_supported=["query"],
        scopes_supported=["openid", "email", "profile"],
        token_endpoint_auth_methods_supported=["client_secret_post", "client_secret_basic"],
        claims_supported=["aud", "email", "email_verified", "exp", "iat", "iss", "name", "picture", "sub"],
        code_challenge_methods_supported=["S256"],
        grant_types_supported=["authorization_code"],
        authorization_response_iss_parameter_supported=True,
    )


@google.get("/oauth2/v3/certs")
def certificates() -> Any:
    return OPENID.keys()


@google.get("/o/oauth2/v2/auth")
def authorise() -> Response:
    return begin(STANDIN, forced="select_account" in request.args.get("prompt", "").split())


@google.post("/token")
def token() -> ResponseReturnValue:
    return OPENID.token(lambda _: house().issuer(STANDIN))


@google.get("/v1/userinfo")
def userinfo() -> ResponseReturnValue:
    return OPENID.userinfo()
