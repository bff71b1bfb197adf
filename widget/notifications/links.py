"""The links in mails: each names what it is about and proves itself; what they lead to shows first and acts on POST."""

from datetime import datetime, timedelta

from widget.core.signing import name_in_token, named_token
from widget.people.address_models import MailAddress
from widget.web.running import settings

DECIDING = timedelta(days=7)  # in which a link to decide may be used


def unsubscribing(kind: str, name: str, more: str = "") -> str:
    """Return the address that ends mail: of one `subscription`, of an `address`, or to the `staff` of a site."""
    return _link("unsubscribe", f"{kind}-{name}{f'-{more}' if more else ''}")


def managing(address: MailAddress) -> str:
    """Return the address of the page on which the owner of an address says what it gets."""
    return _link("subscriptions", address.public_id)


def deciding(comment: str, account: str, now: datetime) -> str:
    """Return the address of the page on which somebody of the staff decides about one comment."""
    return _link("decide", f"{comment}-{account}-{int((now + DECIDING).timestamp())}")


def named(purpose: str, token: str) -> list[str] | None:
    """Return the parts of the name in a genuine token, else None."""
    name = name_in_token(settings().secret_key, f"link to {purpose}", token)
    return name.split("-") if name else None


def _link(purpose: str, name: str) -> str:
    token = named_token(settings().secret_key, f"link to {purpose}", name)
    return f"{settings().base_url}/{purpose}/{token}"
