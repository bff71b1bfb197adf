"""A stand-in for X: OAuth 2.0 with PKCE, Basic authentication, codes of 30 seconds and `data` around the profile.

Wire format: https://docs.x.com (authorization code with PKCE; authenticated user look-up).
"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.people import Person
from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Refused
from widget.demo.standins.endpoints import basic_client, bearer, knows_client, redeem
from widget.demo.standins.house import Body, Standin, has, house, trouble
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.profiles import email_of, name_of, picture_of, without_gaps


def problem(status: int, title: str, detail: str) -> tuple[Body, int]:
    return {"title": title, "detail": detail, "type": "about:blank", "status": status}, status


TOO_MANY = problem(429, "Too Many Requests", "Too Many Requests")

STANDIN = Standin(
    id="x",
    title="X",
    sends={
        "users.read": "your name, handle and picture",
        "tweet.read": "reading posts (X ties it to the profile)",
        "users.email": "your e-mail address",
    },
    needed=frozenset({"users.read"}),
    code_seconds=30,
    denied={"error": "access_denied"},
    troubles={
        Fault.TOO_MANY: TOO_MANY,
        Fault.PROFILE_TOO_MANY: TOO_MANY,
        Fault.ERROR_OBJECT: ({"error": {"message": "Service unavailable", "code": 131}}, 400),
    },
    pkce=True,
    known_as="https://x.com",
    shows_handles=True,
    places={
        "authorize_url": "/i/oauth2/authorize",
        "token_url": "/2/oauth2/token",
        "user_url": "/2/users/me",
    },
)
REASONS = {
    "redirect_uri": "Value passed for the redirect uri did not match the uri of the authorization code.",
    "verifier": "Value passed for the code verifier did not match the code challenge.",
}
x = Blueprint("x", __name__, url_prefix="/x")


@x.get("/i/oauth2/authorize")
def authorise() -> Response:
    """X has no parameter that forces its account chooser."""
    return begin(STANDIN, forced=False)


@x.post("/2/oauth2/token")
def token() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.TOO_MANY, Fault.ERROR_OBJECT):
        return answer
    client_id, secret = basic_client()
    if client_id is None or not knows_client(STANDIN, client_id, secret):
        return oauth_error("unauthorized_client", "Missing valid authorization header", 401)
    if request.form.get("grant_type") != "authorization_code":
        return oauth_error("unsupported_grant_type", "Value passed for the grant type was invalid.", 400)
    try:
        grant = redeem(STANDIN, client_id)
    except Refused as refusal:
        reason = REASONS.get(refusal.reason, "Value passed for the authorization code was invalid.")
        return oauth_error("invalid_request", reason, 400)
    scope = " ".join(sorted(grant.asked.scopes))
    access = house().desks["x"].token(grant)
    return {"token_type": "bearer", "expires_in": 7200, "access_token": access, "scope": scope}


@x.get("/2/users/me")
def me() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.PROFILE_TOO_MANY):
        return answer
    grant = bearer(STANDIN)
    if grant is None:
        return problem(401, "Unauthorized", "Unauthorized")
    if not {"users.read", "tweet.read"} <= grant.asked.scopes:
        return problem(403, "Forbidden", "Forbidden")
    if has(STANDIN, Fault.FALSE_PROFILE):
        return "false", 200, {"Content-Type": "application/json"}
    return {"data": profile(grant.person, asked_fields(grant.asked.scopes))}


def oauth_error(word: str, description: str, status: int) -> ResponseReturnValue:
    return {"error": word, "error_description": description}, status


def asked_fields(scopes: frozenset[str]) -> set[str]:
    fields = set(request.args.get("user.fields", "").split(","))
    return fields if "users.email" in scopes else fields - {"confirmed_email"}


def profile(person: Person, fields: set[str]) -> dict[str, object]:
    optional = {
        "profile_image_url": picture_of(STANDIN, person, "_normal.png"),
        "confirmed_email": email_of(STANDIN, person),
    }
    shown = {name: value for name, value in optional.items() if name in fields}
    return without_gaps({"id": person.subject, "name": name_of(STANDIN, person), "username": person.handle, **shown})
