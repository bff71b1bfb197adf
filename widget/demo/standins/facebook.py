"""A stand-in for Facebook: errors as objects, `data` around the picture, a checked `appsecret_proof`, `#_=_`.

Wire format: https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
"""

import hashlib
import hmac
import re

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.people import Person
from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Grant, Refused
from widget.demo.standins.endpoints import bearer, knows_client, redeem
from widget.demo.standins.house import Body, Standin, has, house, trouble
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.profiles import email_of, name_of, picture_of, without_gaps


def failure(message: str, code: int, status: int = 400) -> tuple[Body, int]:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A0standin"}
    return {"error": error}, status


# Graph's own too-many is an error object with status 400; this one, without `error`, comes from what
# stands in front of it, and is what a client takes for a token when it does not look.
TOO_MANY: tuple[Body, int] = ({"message": "Too many requests", "status": 429}, 429)

STANDIN = Standin(
    id="facebook",
    title="Facebook",
    sends={"public_profile": "your name and picture", "email": "your e-mail address"},
    needed=frozenset({"public_profile"}),
    code_seconds=600,
    denied={
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
    },
    troubles={
        Fault.TOO_MANY: TOO_MANY,
        Fault.PROFILE_TOO_MANY: failure("(#4) Application request limit reached", 4, 429),
        Fault.ERROR_OBJECT: failure("An unknown error has occurred.", 1, 500),
    },
    fragment="#_=_",
    known_as="https://www.facebook.com",
    places={"authorize_url": "/v24.0/dialog/oauth", "graph_url": "/v24.0"},
)
REASONS = {
    "unknown": "Invalid verification code format.",
    "used": "This authorization code has been used.",
    "expired": "This authorization code has expired.",
    "redirect_uri": "Error validating verification code. Please make sure your redirect_uri is identical to "
    "the one you used in the OAuth dialog request",
    "verifier": "Invalid code_verifier parameter.",
}
facebook = Blueprint("facebook", __name__, url_prefix="/facebook/<version>")


@facebook.url_value_preprocessor
def forget_version(_: str | None, values: dict[str, str] | None) -> None:
    """Every version of the Graph API is understood alike."""
    if values:
        values.pop("version", None)


@facebook.get("/dialog/oauth")
def authorise() -> Response:
    return begin(STANDIN, forced="reauthenticate" in request.args.get("auth_type", "").split(","))


@facebook.route("/oauth/access_token", methods=["GET", "POST"])
def token() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.TOO_MANY, Fault.ERROR_OBJECT):
        return answer
    given = request.values
    client_id = given.get("client_id")
    if client_id is None or not knows_client(STANDIN, client_id, given.get("client_secret")):
        return failure("Error validating client secret.", 1)
    try:
        grant = redeem(STANDIN, client_id)
    except Refused as refusal:
        return failure(REASONS[refusal.reason], 100)
    access = house().desks["facebook"].token(grant)
    return {"access_token": access, "token_type": "bearer", "expires_in": 5183999}


@facebook.get("/me")
def me() -> ResponseReturnValue:
    if answer := trouble(STANDIN, Fault.PROFILE_TOO_MANY):
        return answer
    token, grant = bearer_or_parameter()
    if grant is None:
        return failure("Invalid OAuth access token - Cannot parse access token", 190, 401)
    proof = request.args.get("appsecret_proof")
    if proof is None:
        return failure("API calls from the server require an appsecret_proof argument", 100)
    if not hmac.compare_digest(proof_of(token, grant).encode(), proof.encode()):
        return failure("Invalid appsecret_proof provided in the API argument", 100)
    if has(STANDIN, Fault.FALSE_PROFILE):
        return "false", 200, {"Content-Type": "application/json"}
    return profile(grant)


def bearer_or_parameter() -> tuple[str, Grant | None]:
    token = request.args.get("access_token")
    if token is not None:
        return token, house().desks["facebook"].grant(token)
    return request.headers.get("Authorization", "").partition(" ")[2].strip(), bearer(STANDIN)


def proof_of(token: str, grant: Grant) -> str:
    """Keyed by the secret of the application to which the token was given."""
    secret = grant.asked.client.client_secret
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def profile(grant: Grant) -> dict[str, object]:
    """`id` always; of the others those in `fields`, where `picture.width(200)` asks for `picture`."""
    person = grant.person
    fields = {re.split(r"[.{]", field)[0] for field in request.args.get("fields", "name").split(",")}
    known: dict[str, object] = {"name": name_of(STANDIN, person), "picture": picture(person)}
    if "email" in grant.asked.scopes:
        known["email"] = email_of(STANDIN, person)
    asked = {name: value for name, value in known.items() if name in fields}
    return without_gaps({**asked, "id": person.subject})


def picture(person: Person) -> Body | None:
    url = picture_of(STANDIN, person, "_200x200.png")
    if url is None:
        return None
    return {"data": {"height": 200, "is_silhouette": False, "url": url, "width": 200}}
