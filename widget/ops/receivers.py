"""Where something of people goes from here, and what their own browser keeps: as the configuration has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from widget.config import Settings
from widget.core.text import marked
from widget.people.actions.me import ME_LIFE
from widget.people.actions.transactions import LIFE
from widget.signin.guest_details import YEAR
from widget.signin.offering import REST

AKISMET, AKISMET_TITLE = "https://rest.akismet.com", "Akismet"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets something from us, and what, as a sentence."""

    name: str
    gets: str


@dataclass(frozen=True, slots=True)
class InBrowser:
    """A name in somebody's browser: `SITE` and `THREAD` stand for ids. `time` is None for as long as the tab."""

    name: str
    what: str
    kind: str
    time: timedelta | None = None


COOKIE, STORED, OF_TAB = marked("Cookie"), marked("Kept by this browser"), marked("Kept as long as the tab")
CHECKED = marked("what you write, your name, email address and website, your IP address, your browser and the page")
MAILED = marked("the address that a mail goes to, and the mail")


def receivers(settings: Settings) -> list[Receiver]:
    """Return who gets something without anybody having chosen them; providers are chosen, and get nothing."""
    found = [Receiver(name, CHECKED) for name in outside_checks(settings)]
    return found + ([Receiver(settings.mail.host, MAILED)] if settings.mail.configured else [])


def outside_checks(settings: Settings) -> list[str]:
    """Return the names of the services outside that look at comments, if there are any."""
    screening: Any = getattr(settings, "screening", None)  # a release without such checks has no settings for them
    akismet: Any = getattr(screening, "akismet", None)
    found = []
    if getattr(akismet, "key", ""):
        found.append(AKISMET_TITLE)
    if own := getattr(screening, "url", ""):
        found.append(urlsplit(own).hostname or own)
    return found


def in_browser(settings: Settings) -> Iterator[InBrowser]:
    """Yield every cookie and every key of storage, by its name."""
    for name, what, time in (
        ("__Host-rejoinder-SITE", marked("that you are logged in on this site"), settings.sessions.absolute),
        ("__Host-rejoinder-flow", marked("the log-in under way, in its window"), LIFE),
        ("__Host-rejoinder-later", marked("that you want no passkey in this browser for now"), REST),
        ("__Host-rejoinder-me", marked("that you are logged in to My account"), ME_LIFE),
        ("__Secure-rejoinder-guest-SITE", LOCAL["details"], YEAR),
    ):
        yield InBrowser(name, what, COOKIE, time)
    for kind, keys in ((STORED, LOCAL), (OF_TAB, TAB)):
        for key, what in keys.items():
            yield InBrowser(f"rejoinder:SITE:{key}", what, kind)


LOCAL = {
    "bearer": marked("that you are logged in, where the browser refuses the cookie"),
    "somebody": marked("that somebody is logged in"),
    "choose": marked("that somebody has logged out, so that the next log-in asks for the account"),
    "receipts": marked("proofs that you wrote your comments as a guest"),
    "details": marked("your name, email address and website, if you have ticked the box for it"),
    "order": marked("the order in which you like to read"),
    "visit:THREAD": marked("how far you have read"),
}
TAB = {
    "draft:THREAD": marked("what you have typed and not posted"),
    "edit:COMMENT": marked("an edit that is not posted"),
    "details": marked("your name, email address and website"),
    "folded:THREAD": marked("which conversations you have put away"),
    "liking": marked("what you wanted to like before you logged in"),
    "away:THREAD": marked("the log-in for which the page has gone to a provider"),
}
