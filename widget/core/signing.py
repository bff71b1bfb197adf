"""Signatures by the server's own key: receipts, CSRF tokens, form stamps, and hashes of personal values."""

import hashlib
import hmac
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeSerializer

from widget.core import ids

LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "-": " "})


def mac(secret_key: str, purpose: str, *parts: str) -> bytes:
    """Return HMAC-SHA256 over `parts`; the purpose keeps one use's signatures from serving another."""
    message = "\0".join((purpose, *parts))
    return hmac.digest(secret_key.encode(), message.encode(), hashlib.sha256)


def short_mac(secret_key: str, purpose: str, *parts: str) -> str:
    """Return the first 96 bits of the same as 20 characters of base32."""
    return ids.encode(mac(secret_key, purpose, *parts)[:12])


def receipt(secret_key: str, comment: str) -> str:
    """Return a guest's proof of authorship: `COMMENTID.HMAC`, derived and never stored."""
    return f"{comment}.{mac(secret_key, 'receipt', comment).hex()}"


def comment_of_receipt(secret_key: str, text: str) -> str | None:
    """Return the comment that `text` is a true receipt of, else None."""
    comment, _, _ = text.partition(".")
    genuine = receipt(secret_key, comment)
    return comment if hmac.compare_digest(genuine.encode(), text.encode()) else None


def mailed_code(secret_key: str, transaction: str, address: str) -> str:
    """Return the code that proves an address to one sign-in: 40 bits as 8 characters, derived and never stored."""
    return short_mac(secret_key, "mailed code", transaction, address)[-8:]


def code_holds(secret_key: str, transaction: str, address: str, typed: str) -> bool:
    """Whether somebody has typed that code, in whatever case, with spaces, or with letters that look like digits."""
    plain = "".join(typed.lower().translate(LOOKALIKES).split())
    return hmac.compare_digest(mailed_code(secret_key, transaction, address).encode(), plain.encode())


def mailed_link(secret_key: str, transaction: str, address: str) -> str:
    """Return what the link of the same mail carries."""
    return mac(secret_key, "mailed link", transaction, address).hex()


def csrf_token(secret_key: str, subject: str) -> str:
    """Return a token for `subject` (session id, or `guest`); it differs each time and does not expire."""
    signed: str = URLSafeSerializer(secret_key, salt="csrf").dumps([subject, ids.new_id()])
    return signed


def csrf_holds(secret_key: str, token: str, subject: str) -> bool:
    """Whether `token` was made for `subject`."""
    try:
        named, _ = URLSafeSerializer(secret_key, salt="csrf").loads(token)
    except (BadData, ValueError, TypeError):
        return False
    return bool(named == subject)


def stamp(secret_key: str, now: datetime) -> str:
    """Return a signed note of when the form was opened, for the minimum fill time."""
    signed: str = URLSafeSerializer(secret_key, salt="stamp").dumps(int(now.timestamp()))
    return signed


def read_stamp(secret_key: str, text: str) -> datetime | None:
    """Return when the form with this stamp was opened; None for one that is not ours."""
    try:
        return datetime.fromtimestamp(URLSafeSerializer(secret_key, salt="stamp").loads(text), UTC)
    except (BadData, ValueError, TypeError, OverflowError, OSError):
        return None


def edit_stamp(secret_key: str, comment: str, number: int, now: datetime) -> str:
    """Return a signed note of when an edit was opened, and on which version of a comment."""
    moment = int(now.timestamp())
    signed: str = URLSafeSerializer(secret_key, salt="edit").dumps([comment, number, moment])
    return signed


def read_edit_stamp(secret_key: str, comment: str, text: str) -> tuple[int, datetime] | None:
    """Return the version and the moment that a genuine stamp of this comment names, else None."""
    try:
        named, number, moment = URLSafeSerializer(secret_key, salt="edit").loads(text)
    except (BadData, ValueError, TypeError):
        return None
    return (number, datetime.fromtimestamp(moment, UTC)) if named == comment else None


def named_token(secret_key: str, purpose: str, name: str) -> str:
    """Return what shows that we have mailed the address of something: `NAME.HMAC`, derived and never stored."""
    return f"{name}.{mac(secret_key, purpose, name).hex()}"


def name_in_token(secret_key: str, purpose: str, text: str) -> str | None:
    """Return the name in a genuine token for this purpose, else None."""
    name, _, _ = text.partition(".")
    return name if hmac.compare_digest(named_token(secret_key, purpose, name).encode(), text.encode()) else None
