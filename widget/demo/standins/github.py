"""A stand-in for GitHub: OAuth 2.0 with PKCE, `iss` in the callback, errors with status 200, ids that are numbers.

Wire format: https://docs.github.com/en/apps/oauth-apps (authorising; troubleshooting token requests)
"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.people import Person
from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Refused
from widget.demo.standins.endpoints import bearer, knows_client, redeem
from widget.demo.standins.house import Body, Standin, has, house, trouble
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.openid import posted_client
from widget.demo.standins.profiles import name_of, picture_of

ABOUT = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/"
TOO_MANY: Body = {"message": "API rate limit exceeded.", "documentation_url": "https://docs.github.com/rest"}
UNVERIFIED: Body = {
    "error": "unverified_user_email",
    "error_description": "The user must have a verified primary email.",
    "error_uri": f"{ABOUT}#unverified-user-email",
}

STANDIN = Standin(
    id="github",
    title="GitHub",
    sends={"": "your name, login and picture", "user:email": "your e-mail addresses"},
    needed=frozenset(),
    code_seconds=600,
    denied={"error": "access_denied", "error_description": "The user has denied your application access.",
            "error_uri": "/apps/building-oauth-apps/troubleshooting-authorization-request-errors/#access-denied"},
    troubles={
        Fault.TOO_MANY: (TOO_MANY, 429),
        Fault.PROFILE_TOO_MANY: (TOO_MANY, 429),
        Fault.ERROR_OBJECT: ({"error": {"message": "Server Error"}}, 500),
        Fault.UNVERIFIED_ADDRESS: (UNVERIFIED, 200),
    },
    names_issuer=True,
    shows_handles=True,
    issuer_path="/login/oauth",
    known_as="/login/oauth",
    places={
        "authorize_url": "/login/oauth/authorize",
        "token_url": "/login/oauth/access_token",
        "user_url": "/api/user",
    },
)  # fmt: skip
github = Blueprint("github", __name__, url_prefix="/github")


@github.get("/login/oauth/authorize")
def authorise() -> Response:
    return begin(STANDIN, forced=request.args.get("prompt") == "select_account")


@github.post("/login/oauth/access_token")
def token() -> ResponseReturnValue:
    """Errors come with status 200, and everything is a form unless JSON is asked for."""
    if request.headers.get("Accept") != "application/json":
        return "error=not_json_asked_for", 200, {"Content-Type": "application/x-www-form-urlencoded"}
    if answer := trouble(STANDIN, Fault.TOO_MANY, Fault.ERROR_OBJECT, Fault.UNVERIFIED_ADDRESS):
        return answer
    client_id, secret = posted_client()
    if client_id is None or not knows_client(STANDIN, client_id, secret):
        return refusal("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.")
    try:
        grant = redeem(STANDIN, client_id)
    except Refused as refused:
        if refused.reason == "redirect_uri":
            return refusal("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL.")
        return refusal("bad_verification_code", "The code passed is incorrect or expired.")
    return {"access_token": house().desks["github"].token(grant), "scope": "", "token_type": "bearer"}


@github.get("/api/user")
def user() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.PROFILE_TOO_MANY):
        return answer
    grant = bearer(STANDIN)
    if grant is None:
        return {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"}, 401
    if has(STANDIN, Fault.FALSE_PROFILE):
        return "false", 200, {"Content-Type": "application/json"}
    return profile(grant.person)


def refusal(word: str, description: str) -> Body:
    return {"error": word, "error_description": description, "error_uri": f"{ABOUT}#{word.replace('_', '-')}"}


def profile(person: Person) -> Body:
    """GitHub sends null for what somebody has not filled in."""
    return {
        "login": person.handle,
        "id": int(person.subject),
        "avatar_url": picture_of(STANDIN, person, ".png"),
        "type": "User",
        "name": name_of(STANDIN, person),
        "email": None,
    }
