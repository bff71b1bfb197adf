"""Who has signed an ID token, or a logout token: by a known key, with an algorithm that cannot be forged."""

from collections.abc import Collection, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from widget.providers.claims import UnknownKey, Untrusted

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


def public_keys(answer: dict[str, Any]) -> KeySet:
    """The usable keys of a JWKS document. Symmetric ones are no use: everybody can read them."""
    listed = answer.get("keys")
    entries = listed if isinstance(listed, list) else []
    return KeySet([key for entry in entries if (key := _public_key(entry)) is not None])


def verified_claims(token: object, keys: KeySet, types: Collection[str] = ()) -> dict[str, Any]:
    """The claims of a token that is signed by one of `keys` with an asymmetric algorithm.

    Where `types` are given, its header may name one of them (RFC 8725, 3.11) or none.
    """
    if not isinstance(token, str):
        raise Untrusted("there is no token")
    try:
        signed = jwt.decode(token, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        raise UnknownKey("the token is signed by an unknown key") from None
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Untrusted(f"the token is not valid ({type(error).__name__})") from None
    if not _speaks_for(_key_of(signed.header, keys), signed.claims):
        raise Untrusted("the key signs for another issuer")
    kind = signed.header.get("typ")
    if types and kind is not None and str(kind).lower().removeprefix("application/") not in types:
        raise Untrusted("the token is of another type")
    return signed.claims


def _key_of(header: Mapping[str, Any], keys: KeySet) -> Key:
    named = header.get("kid")
    return keys.get_by_kid(named) if isinstance(named, str) else keys.keys[0]


def _speaks_for(key: Key, claims: Mapping[str, Any]) -> bool:
    """Whether a key may sign for the issuer of a token: Microsoft's say for whom, or for which tenants, they do.

    https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer
    """
    issuer = key.get("issuer")
    return issuer is None or str(issuer).replace("{tenantid}", str(claims.get("tid"))) == claims.get("iss")


def _public_key(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in ("RSA", "EC"):
        return None
    try:
        return JWKRegistry.import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # one key that we cannot read does not make the others useless
