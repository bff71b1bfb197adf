"""A client secret that is a signed statement (Apple's). Imported when the first one is needed."""

import time

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from widget.providers.failures import UNFINISHED, failed

LASTS = 300  # seconds; Apple would take half a year


def signed_secret(private_key: str, key_id: str, team_id: str, client_id: str, audience: str) -> str:
    """Say as `team_id` that we are `client_id`, signed by the team's key."""
    now = int(time.time())
    claims = {"iss": team_id, "iat": now, "exp": now + LASTS, "aud": audience, "sub": client_id}
    try:
        return jwt.encode({"alg": "ES256", "kid": key_id}, claims, ECKey.import_key(private_key))
    except (JoseError, ValueError, TypeError) as error:
        raise failed("Apple", UNFINISHED, f"the private key cannot sign ({type(error).__name__})") from None
