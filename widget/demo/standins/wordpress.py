"""A stand-in for WordPress.com: OpenID Connect whose ID tokens hold a subject and nothing else.

Wire format: https://public-api.wordpress.com/.well-known/openid-configuration
"""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Grant
from widget.demo.standins.house import Body, Standin, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.openid import OpenId
from widget.demo.standins.profiles import email_of, name_of, picture_of

TOO_MANY: Body = {"code": "too_many_requests", "message": "Too many requests.", "data": {"status": 429}}
BROKEN: Body = {"error": {"code": "unknown_error", "message": "An unknown error has occurred."}}

STANDIN = Standin(
    id="wordpress",
    title="WordPress.com",
    sends={"profile": "your name and picture", "email": "your e-mail address"},
    needed=frozenset({"openid"}),
    code_seconds=600,
    denied={"error": "access_denied", "error_description": "You need to allow access."},
    troubles={
        Fault.TOO_MANY: (TOO_MANY, 429),
        Fault.ERROR_OBJECT: (BROKEN, 400),
    },
    pkce=True,
    places={"issuer": ""},
)
wordpress = Blueprint("wordpress", __name__, url_prefix="/wordpress")


def claims(grant: Grant) -> dict[str, object]:
    person, scopes = grant.person, grant.asked.scopes
    told: dict[str, object] = {"sub": person.subject}
    if "profile" in scopes:
        told |= {
            "name": name_of(STANDIN, person),
            "preferred_username": person.handle,
            "picture": picture_of(STANDIN, person, ".png"),
        }
    if "email" in scopes:
        told |= {"email": email_of(STANDIN, person), "email_verified": True}
    return told


OPENID = OpenId(STANDIN, claims, in_token=False)


@wordpress.get("/.well-known/openid-configuration")
def discovery() -> Body:
    return OPENID.metadata(
        house().issuer(STANDIN),
        places={
            "authorization_endpoint": "/oauth2-1/authorize",
            "token_endpoint": "/oauth2-1/token",
            "userinfo_endpoint": "/oauth2-1/userinfo",
            "jwks_uri": "/oauth2-1/public-keys",
        },
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post", "none"],
        code_challenge_methods_supported=["S256"],
    )


@wordpress.get("/oauth2-1/public-keys")
def certificates() -> Any:
    return OPENID.keys()


@wordpress.get("/oauth2-1/authorize")
def authorise() -> Response:
    """No parameter is known that forces its account chooser."""
    return begin(STANDIN, forced=False)


@wordpress.post("/oauth2-1/token")
def token() -> ResponseReturnValue:
    return OPENID.token(lambda _: house().issuer(STANDIN))


@wordpress.get("/oauth2-1/userinfo")
def userinfo() -> ResponseReturnValue:
    return OPENID.userinfo()
