"""A stand-in for a Mastodon server: registration, metadata, OAuth 2.0 with PKCE, and userinfo.

Wire format: https://docs.joinmastodon.org/methods/oauth/ and /methods/apps/
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
from widget.demo.standins.profiles import name_of, picture_of, without_gaps

TOO_MANY: tuple[Body, int] = ({"error": "Too many requests"}, 429)
NO_GRANT = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI."

STANDIN = Standin(
    id="mastodon",
    title="Mastodon",
    sends={"profile": "your name, handle and picture", "read": "everything in your account"},
    needed=frozenset({"profile"}),
    code_seconds=600,
    denied={"error": "access_denied", "error_description": "The resource owner denied the request."},
    troubles={
        Fault.TOO_MANY: TOO_MANY,
        Fault.PROFILE_TOO_MANY: TOO_MANY,
        Fault.ERROR_OBJECT: ({"error": {"message": "We're sorry, but something went wrong"}}, 500),
    },
    shows_handles=True,
    is_server=True,
)
mastodon = Blueprint("mastodon", __name__)  # a server has its whole host


@mastodon.get("/.well-known/oauth-authorization-server")
def metadata() -> Body:
    here = house().base_url
    return {
        "issuer": f"{here}/",
        "authorization_endpoint": f"{here}/oauth/authorize",
        "token_endpoint": f"{here}/oauth/token",
        "app_registration_endpoint": f"{here}/api/v1/apps",
        "revocation_endpoint": f"{here}/oauth/revoke",
        "userinfo_endpoint": f"{here}/oauth/userinfo",
        "scopes_supported": ["read", "profile", "write", "follow", "push"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }


@mastodon.post("/api/v1/apps")
def register() -> ResponseReturnValue:
    """It registers one application, always under the same name, so that a restart forgets nobody."""
    client = house().clients["mastodon"]
    if not request.form.get("client_name"):
        return {"error": "Validation failed: Application name can't be blank"}, 422
    if request.form.get("redirect_uris") != client.redirect_uri:
        return {"error": "Validation failed: Redirect URI must be an absolute URI."}, 422
    return {
        "id": "1",
        "name": request.form["client_name"],
        "website": request.form.get("website") or None,
        "scopes": request.form.get("scopes", "read").split(),
        "redirect_uri": client.redirect_uri,
        "redirect_uris": [client.redirect_uri],
        "client_id": client.client_id,
        "client_secret": client.client_secret,
    }


@mastodon.get("/oauth/authorize")
def authorise() -> Response:
    return begin(STANDIN, forced=request.args.get("force_login") == "true")


@mastodon.post("/oauth/token")
def token() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.TOO_MANY, Fault.ERROR_OBJECT):
        return answer
    client_id, secret = posted_client()
    if client_id is None or not knows_client(STANDIN, client_id, secret):
        return {"error": "invalid_client", "error_description": "Client authentication failed."}, 401
    try:
        grant = redeem(STANDIN, client_id)
    except Refused:
        return {"error": "invalid_grant", "error_description": NO_GRANT}, 400
    scope, desk = " ".join(sorted(grant.asked.scopes)), house().desks["mastodon"]
    return {"access_token": desk.token(grant), "token_type": "Bearer", "scope": scope, "created_at": int(desk.clock())}


@mastodon.get("/oauth/userinfo")
def userinfo() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.PROFILE_TOO_MANY):
        return answer
    grant = bearer(STANDIN)
    if grant is None:
        return {"error": "The access token is invalid"}, 401
    if has(STANDIN, Fault.FALSE_PROFILE):
        return "false", 200, {"Content-Type": "application/json"}
    return profile(grant.person)


def profile(person: Person) -> Body:
    here, name = house().base_url, name_of(STANDIN, person)
    told: dict[str, object] = {
        "iss": f"{here}/",
        "sub": STANDIN.subject_of(person, here),
        "name": name and f"{name} :blobcat:",
        "preferred_username": person.handle,
        "profile": f"{here}/@{person.handle}",
        "picture": picture_of(STANDIN, person, ".png"),
    }
    return without_gaps(told)
