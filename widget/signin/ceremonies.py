"""What devices say of passkeys, verified (WebAuthn level 3, sections 7.1 and 7.2); loaded with the first passkey.

Of its errors only the library's word for the check is logged: it holds nothing of a person.
"""

import json
import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from webauthn import (
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers import parse_registration_credential_json as parse_made
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from widget.core.text import marked
from widget.errors import Malformed
from widget.people.actions.passkeys import MadeKey
from widget.people.models import Identity, Passkey

LONGEST = 20_000  # characters of a device's answer
UNREADABLE = marked("Your device's answer could not be verified. Please try again.")
SELECTION = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
)
log = logging.getLogger(__name__)
T = TypeVar("T")


def making_options(base_url: str, identity: Identity, challenge: str, known: list[Passkey]) -> str:
    """Return what a browser needs to make a passkey, as JSON; a device that has one of `known` makes no second."""
    host = urlsplit(base_url).hostname or ""
    options = generate_registration_options(
        rp_id=host,
        rp_name=host,
        user_id=identity.public_id.encode(),
        user_name=identity.handle or identity.name,
        user_display_name=identity.name,
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=SELECTION,
        exclude_credentials=[_descriptor(one) for one in known],
    )
    return options_to_json(options)


def verify_made(base_url: str, challenge: str, credential: str) -> MadeKey:
    """Return the new passkey that a device speaks of; raise Malformed for one that was not made here and now."""

    def check() -> MadeKey:
        given = parse_made(credential)
        made = verify_registration_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=urlsplit(base_url).hostname or "",
            expected_origin=base_url,
        )
        known = {one.value for one in given.response.transports or ()}
        name = bytes_to_base64url(made.credential_id)
        return MadeKey(name, made.credential_public_key, made.sign_count, ",".join(sorted(known)))

    return _verified(check, credential)


def named_passkey(credential: str) -> tuple[str, str]:
    """Return which passkey a device has used, and for whom it says that it is; nothing is verified yet."""

    def read() -> tuple[str, str]:
        given = parse_authentication_credential_json(credential)
        return bytes_to_base64url(given.raw_id), (given.response.user_handle or b"").decode()

    return _verified(read, credential)


def verify_used(base_url: str, challenge: str, credential: str, public_key: bytes) -> int:
    """Return how often the passkey says that it was used; raise Malformed for an answer to anything but our question.

    Whether that count has gone up is judged where the passkey is locked.
    """

    def check() -> int:
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=urlsplit(base_url).hostname or "",
            expected_origin=base_url,
            credential_public_key=public_key,
            credential_current_sign_count=0,
        )
        return used.new_sign_count

    return _verified(check, credential)


def _verified(check: Callable[[], T], credential: str) -> T:
    """Run a check over what a stranger has sent; the library raises these for broken JSON, base64, CBOR and keys."""
    if len(credential) > LONGEST:
        raise Malformed(UNREADABLE)
    try:
        return check()
    except (WebAuthnException, ValueError, TypeError, KeyError, RecursionError) as error:
        log.warning("a passkey was refused: %s", type(error).__name__)
        raise Malformed(UNREADABLE) from error


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    ways = [AuthenticatorTransport(one) for one in passkey.transports.split(",") if one]
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id), transports=ways)


def using_options(base_url: str, challenge: str) -> str:
    """Return what a browser needs to use a passkey: any of this host's, as the person chooses."""
    host = urlsplit(base_url).hostname or ""
    return json.dumps({"challenge": challenge, "rpId": host, "userVerification": "preferred"})
