"""The sentences that a failed sign-in may end in, and the one place that logs its cause."""

import logging
import re

from widget.core.text import marked
from widget.errors import ProviderFailed

UNREACHABLE = marked("%(provider)s could not be reached. Please try again.")
BUSY = marked("%(provider)s is too busy at the moment. Please try again later.")
UNFINISHED = marked("%(provider)s did not complete the sign-in. Please try again.")
USED = marked("This sign-in has expired or was already used. Please try again.")
UNVERIFIED = marked("The answer of %(provider)s could not be verified. Please try again.")
NO_ADDRESS = marked("%(provider)s wants you to confirm your email address there first.")
NO_PROFILE = marked("%(provider)s did not send a usable profile. Please try again.")

OWN = {UNREACHABLE, BUSY, NO_PROFILE}  # what only a conversation with the provider ends in, and no stranger's link

log = logging.getLogger(__name__)


def failed(title: str, sentence: str, cause: str) -> ProviderFailed:
    """The error to raise. `cause` goes to the log and must hold no code, token, secret or person's data."""
    log.warning("sign-in with %s failed: %s", title, cause)
    return ProviderFailed(sentence, provider=title)


def loggable(value: object) -> str:
    """A provider's error code, if it looks like one: what a stranger sent never reaches the log as it is."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", value) else "(unreadable)"
