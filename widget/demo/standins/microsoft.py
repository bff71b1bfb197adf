"""A stand-in for Microsoft: OpenID Connect whose metadata name a template, and whose tokens name a tenant.

Wire format: https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
"""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from widget.demo.standins.asking import begin
from widget.demo.standins.codes import Grant
from widget.demo.standins.house import Body, Standin, has, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.openid import OpenId
from widget.demo.standins.profiles import email_of, name_of

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
TOO_MANY: Body = {"error": "temporarily_unavailable", "error_description": "AADSTS50196: Too many requests."}
BROKEN: Body = {"error": {"code": "UnknownError", "message": ""}}

STANDIN = Standin(
    id="microsoft",
    title="Microsoft",
    sends={"profile": "your name", "email": "your e-mail address", "User.Read": "your picture"},
    needed=frozenset({"openid"}),
    code_seconds=600,
    denied={"error": "access_denied", "error_description": "AADSTS65004: User declined to consent."},
    troubles={Fault.TOO_MANY: (TOO_MANY, 429), Fault.ERROR_OBJECT: (BROKEN, 400)},
    known_as=f"/{TENANT}/v2.0",
    places={"authority_url": ""},
)
microsoft = Blueprint("microsoft", __name__, url_prefix="/microsoft/common")


def claims(grant: Grant) -> dict[str, object]:
    person = grant.person
    told: dict[str, object] = {"sub": person.subject}
    if "profile" in grant.asked.scopes:
        told |= {"name": name_of(STANDIN, person), "preferred_username": email_of(STANDIN, person)}
    return told


OPENID = OpenId(STANDIN, claims)


def issuer(tenant: str) -> str:
    return f"{house().issuer(STANDIN)}/{tenant}/v2.0"


@microsoft.get("/v2.0/.well-known/openid-configuration")
def discovery() -> Body:
    return OPENID.metadata(
        issuer("{tenantid}"),
        places={
            "authorization_endpoint": "/common/oauth2/v2.0/authorize",
            "token_endpoint": "/common/oauth2/v2.0/token",
            "userinfo_endpoint": "/common/oidc/userinfo",
            "jwks_uri": "/common/discovery/v2.0/keys",
        },
        response_modes_supported=["query", "fragment", "form_post"],
        token_endpoint_auth_methods_supported=["client_secret_post", "private_key_jwt", "client_secret_basic"],
        tenant_region_scope=None,
    )


@microsoft.get("/discovery/v2.0/keys")
def certificates() -> Any:
    return OPENID.keys()


@microsoft.get("/oauth2/v2.0/authorize")
def authorise() -> Response:
    return begin(STANDIN, forced="select_account" in request.args.get("prompt", "").split())


@microsoft.post("/oauth2/v2.0/token")
def token() -> ResponseReturnValue:
    """With the fault, the token's two words for its tenant do not agree."""
    named = TENANT.replace("7", "8") if has(STANDIN, Fault.OTHER_TENANT) else TENANT
    return OPENID.token(lambda _: issuer(named), tid=TENANT, ver="2.0")


@microsoft.get("/oidc/userinfo")
def userinfo() -> ResponseReturnValue:
    return OPENID.userinfo()
