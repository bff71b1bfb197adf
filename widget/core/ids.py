"""Names and secrets that leave the server: public ids, random secrets and their digests."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, lower case
ID_LENGTH = 20  # 96 bits, 5 at a time


def encode(bits: bytes) -> str:
    """Return 12 bytes as a public id: 20 characters, most significant first."""
    number = int.from_bytes(bits, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(ID_LENGTH)))


def new_id() -> str:
    """Return a new public id of 96 random bits."""
    return encode(secrets.token_bytes(12))


def new_secret() -> str:
    """Return 256 random bits for a cookie, a bearer or a claim: 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest_of_name(giver: str, name: str) -> str:
    """Return what is stored of a name that is unique only to whoever gave it."""
    return digest(f"{giver}\n{name}")


def digest(secret: str) -> str:
    """Return what is stored of a secret: SHA-256 in hex. Random secrets need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
