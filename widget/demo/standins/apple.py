"""A stand-in for Apple: the answer is a form, the client secret an ES256 signature, the name comes once.

Wire format: https://developer.apple.com/documentation/signinwithapplerestapi
"""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from werkzeug.wrappers import Response

from widget.demo.standins.asking import Complaint, begin
from widget.demo.standins.codes import Grant
from widget.demo.standins.house import Body, Standin, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.openid import OpenId, posted_client
from widget.demo.standins.profiles import email_of

KEY = ECKey.generate_key("P-256")  # the application's; a real one is downloaded once
TEAM, KEY_ID = "DEMOTEAM01", "DEMOKEY001"
TOO_MANY: Body = {"error": "temporarily_unavailable"}

STANDIN = Standin(
    id="apple",
    title="Apple",
    sends={"name": "your name, the first time", "email": "your e-mail address"},
    needed=frozenset({"name"}),
    code_seconds=300,
    denied={"error": "user_cancelled_authorize"},
    troubles={Fault.TOO_MANY: (TOO_MANY, 429), Fault.ERROR_OBJECT: ({"error": {"message": "Server Error"}}, 500)},
    places={"issuer": ""},
    posts=True,
    signs={"team_id": TEAM, "key_id": KEY_ID, "private_key": KEY.as_pem(private=True).decode()},
)
apple = Blueprint("apple", __name__, url_prefix="/apple")


def claims(grant: Grant) -> dict[str, object]:
    """Apple writes some truths as text."""
    told: dict[str, object] = {"sub": grant.person.subject, "nonce_supported": True}
    if "email" in grant.asked.scopes:
        told |= {"email": email_of(STANDIN, grant.person), "email_verified": "true"}
    return told


OPENID = OpenId(STANDIN, claims)


@apple.get("/.well-known/openid-configuration")
def discovery() -> Body:
    return OPENID.metadata(
        house().issuer(STANDIN),
        places={
            "authorization_endpoint": "/auth/authorize",
            "token_endpoint": "/auth/token",
            "revocation_endpoint": "/auth/revoke",
            "jwks_uri": "/auth/keys",
        },
        response_modes_supported=["query", "fragment", "form_post"],
        scopes_supported=["openid", "email", "name"],
        token_endpoint_auth_methods_supported=["client_secret_post"],
    )


@apple.get("/auth/keys")
def certificates() -> Any:
    return OPENID.keys()


@apple.get("/auth/authorize")
def authorise() -> Response:
    if request.args.get("scope") and request.args.get("response_mode") != "form_post":
        sentence = "response_mode must be form_post when name or email scope is requested."
        raise Complaint(STANDIN, "invalid_request", sentence)
    return begin(STANDIN, forced=False)


@apple.post("/auth/token")
def token() -> ResponseReturnValue:
    """The secret is a statement that the team's key has signed."""
    client_id, secret = posted_client()
    if not proves(client_id or "", secret or ""):
        return {"error": "invalid_client"}, 400
    return OPENID.token(lambda _: house().issuer(STANDIN), proved=True)


def proves(client_id: str, secret: str) -> bool:
    client = house().clients["apple"]
    try:
        told = jwt.decode(secret, KEY, algorithms=["ES256"])
    except (JoseError, ValueError):
        return False
    expected = {"iss": TEAM, "sub": client_id, "aud": house().issuer(STANDIN)}
    lives = told.claims["iat"] <= house().desks["apple"].clock() < told.claims["exp"]
    right = {name: told.claims.get(name) for name in expected} == expected and told.header.get("kid") == KEY_ID
    return right and lives and client_id == client.client_id
