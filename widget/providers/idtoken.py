"""Reading an ID token: signature by a known key, and every claim that says the token is for us and for now."""

import hmac
import time
from collections.abc import Collection
from typing import Any, TypeGuard

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 120  # seconds that two clocks may differ


class Untrusted(Exception):
    """The token cannot be trusted; the sentence says why and holds nothing of the token."""


class UnknownKey(Untrusted):
    """Signed with a key that is not in the set: the set may have been renewed."""


def public_keys(answer: dict[str, Any]) -> KeySet:
    """The usable keys of a JWKS document. Symmetric ones are no use: everybody can read them."""
    listed = answer.get("keys")
    entries = listed if isinstance(listed, list) else []
    return KeySet([key for entry in entries if (key := _public_key(entry)) is not None])


def verified_claims(token: object, keys: KeySet) -> dict[str, Any]:
    """The claims of a token that is signed by one of `keys` with an asymmetric algorithm."""
    if not isinstance(token, str):
        raise Untrusted("there is no ID token")
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except InvalidKeyIdError:
        raise UnknownKey("the ID token is signed by an unknown key") from None
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Untrusted(f"the ID token is not valid ({type(error).__name__})") from None


def check_claims(claims: dict[str, Any], *, issuers: Collection[str], client_id: str, nonce: str) -> None:
    """OpenID Connect Core 3.1.3.7, stricter: the audience is us alone, and `azp` can never make up for it."""
    issued, expires = claims.get("iat"), claims.get("exp")
    now = time.time()
    said = claims.get("nonce")
    checks = {
        "issuer": claims.get("iss") in list(issuers),
        "audience": claims.get("aud") in (client_id, [client_id]),
        "authorised party": claims.get("azp", client_id) == client_id,
        "nonce": isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()),
        "expiry": _is_number(expires) and expires > now - LEEWAY,
        "time of issue": _is_number(issued) and issued < now + LEEWAY,
    }
    wrong = [name for name, right in checks.items() if not right]
    if wrong:
        raise Untrusted(f"the ID token has a wrong {wrong[0]}")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _public_key(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in ("RSA", "EC"):
        return None
    try:
        return JWKRegistry.import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # one key that we cannot read does not make the others useless
