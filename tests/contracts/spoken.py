"""How each provider speaks when all is well: where it is asked, what it answers, and what it is known for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

GONE: Any = object()  # a field that is not there at all, where None is null


def present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not GONE}


@dataclass
class Dialect:
    """One provider's paths, profile and habits."""

    id: str
    issuer: str
    token_path: str
    profile_path: str
    profile: Callable[[Any, Any, Any], Any]
    used_code: Any
    denial: Mapping[str, str] = field(default_factory=lambda: {"error": "access_denied"})
    scope: str = "openid profile"
    chosen: Mapping[str, str] = field(default_factory=lambda: {"prompt": "select_account"})
    pkce: bool = True
    refuses_apps: bool = False
    switches_at: str = ""
    handle: str | None = None
    nameless: str = ""
    openid: bool = False
    metadata_path: str = "/.well-known/openid-configuration"
    tenant: str = ""
    authorise_path: str = "/authorize"
    is_server: bool = False
    posts: bool = False


def openid_profile(subject: Any, name: Any, picture: Any) -> Any:
    return present(sub=subject, name=name, picture=picture)


def x_profile(subject: Any, name: Any, picture: Any) -> Any:
    return {"data": present(id=subject, name=name, username="ada", profile_image_url=picture)}


def facebook_profile(subject: Any, name: Any, picture: Any) -> Any:
    shown = GONE if picture is GONE else {"data": {"url": picture, "is_silhouette": False}}
    return present(id=subject, name=name, picture=shown)


def mastodon_profile(subject: Any, name: Any, picture: Any) -> Any:
    return present(sub=subject, name=name, preferred_username="ada", picture=picture)


def github_profile(subject: Any, name: Any, picture: Any) -> Any:
    """GitHub's ids are numbers: what is a proper id elsewhere is one here, and the other way round."""
    number = {"1001": 1001, 1001: "1001"}.get(subject, subject) if type(subject) in (str, int) else subject
    return present(id=number, login="ada", name=name, avatar_url=picture, email=None)


X_USED = {
    "error": "invalid_request",
    "error_description": "Value passed for the authorization code was invalid.",
}
FACEBOOK_USED = {"error": {"message": "This authorization code has been used.", "type": "OAuthException", "code": 100}}
FACEBOOK_DENIAL = {
    "error": "access_denied",
    "error_code": "200",
    "error_description": "Permissions error",
    "error_reason": "user_denied",
}
OPENID = Dialect("", "", "/token", "/userinfo", openid_profile, {"error": "invalid_grant"}, openid=True)
DIALECTS = {
    "google": replace(OPENID, id="google", nameless="Google user", refuses_apps=True),
    "x": Dialect(
        "x",
        "https://x.com",
        "/token",
        "/profile",
        x_profile,
        X_USED,
        scope="users.read tweet.read",
        chosen={},
        switches_at="x.com",
        handle="ada",
        nameless="ada",
    ),
    "facebook": Dialect(
        "facebook",
        "https://www.facebook.com",
        "/graph/oauth/access_token",
        "/graph/me",
        facebook_profile,
        FACEBOOK_USED,
        FACEBOOK_DENIAL,
        scope="public_profile",
        chosen={"auth_type": "reauthenticate"},
        pkce=False,
        refuses_apps=True,
        nameless="Facebook user",
    ),
    "wordpress": replace(OPENID, id="wordpress", chosen={}, switches_at="wordpress.com", nameless="WordPress.com user"),
    "github": Dialect(
        "github",
        "",
        "/token",
        "/profile",
        github_profile,
        {"error": "bad_verification_code", "error_description": "The code passed is incorrect or expired."},
        scope="",
        handle="ada",
        nameless="ada",
    ),
    "microsoft": replace(
        OPENID,
        id="microsoft",
        nameless="Microsoft user",
        metadata_path="/common/v2.0/.well-known/openid-configuration",
        tenant="72f988bf-86f1-41af-91ab-2d7cd011db47",
    ),
    "apple": replace(
        OPENID,
        id="apple",
        denial={"error": "user_cancelled_authorize"},
        scope="name",
        profile_path="",
        chosen={},
        pkce=False,
        switches_at="account.apple.com",
        nameless="Apple user",
        posts=True,
    ),
    "mastodon": Dialect(
        "mastodon",
        "",
        "/oauth/token",
        "/oauth/userinfo",
        mastodon_profile,
        {"error": "invalid_grant", "error_description": "The provided authorization grant is invalid."},
        scope="profile",
        chosen={"force_login": "true"},
        nameless="ada",
        authorise_path="/oauth/authorize",
        is_server=True,
    ),
    "acme": replace(OPENID, id="acme", nameless="Acme user"),
}
