"""What an owner may set of a site, each from the text that a command or a form brings."""

from collections.abc import Callable, Mapping
from typing import Any

from widget.extensions import Store
from widget.sites.models import Order, Site

LONGEST_HEADING = 200  # characters
LONGEST_WORDS = 20_000  # characters of a list of words
MOST_DAYS = 36_500
MOST_PAUSE = 172_800  # seconds: what was sent is counted for two days
MOST = 1_000_000  # minutes or seconds: about two years, or eleven days
WORDS = {"yes": True, "no": False}


class SettingRefused(Exception):
    """A setting does not exist or cannot have this value; the message is one sentence that says why."""


def set_up(store: Store, site: Site, wanted: Mapping[str, str]) -> None:
    """Change settings of a site, all of them or none; readers get what they have afresh. Raise SettingRefused."""
    values = {name: parsed(name, text) for name, text in wanted.items()}
    for name, value in values.items():
        setattr(site, name, value)
    site.revision += 1
    store.flush()


def parsed(name: str, text: str) -> Any:
    """Return what a text sets; raise SettingRefused."""
    if name not in SETTINGS:
        raise SettingRefused(f"There is no setting {name}. There are {', '.join(SETTINGS)}.")
    return SETTINGS[name](name, text.strip())


def told(value: Any) -> str:
    """Return a setting as the command takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).replace("\n", ",")


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def parse(name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and least <= int(text) <= most):
            raise SettingRefused(f"{name} must be a number from {least} to {most}, and not {text or 'empty'}.")
        return int(text)

    return parse


def _yes_or_no(name: str, text: str) -> bool:
    if text not in WORDS:
        raise SettingRefused(f"{name} must be yes or no, and not {text or 'empty'}.")
    return WORDS[text]


def _order(name: str, text: str) -> Order:
    if text not in list(Order):
        raise SettingRefused(f"{name} must be {', '.join(Order)}, and not {text or 'empty'}.")
    return Order(text)


def _heading(name: str, text: str) -> str | None:
    if len(text) > LONGEST_HEADING:
        raise SettingRefused(f"{name} has at most {LONGEST_HEADING} characters.")
    return text or None


def _words(name: str, text: str) -> str:
    if len(text) > LONGEST_WORDS:
        raise SettingRefused(f"{name} has at most {LONGEST_WORDS} characters.")
    return "\n".join(word.strip() for word in text.replace(",", "\n").splitlines() if word.strip())


SETTINGS: dict[str, Callable[[str, str], Any]] = {
    "heading": _heading,
    "comments_open": _yes_or_no,
    "guests_allowed": _yes_or_no,
    "max_depth": _number(1, 10),
    "page_size": _number(1, 100),
    "first_order": _order,
    "flood_seconds": _number(0, MOST_PAUSE),
    "hourly_limit": _number(0, MOST),
    "minute_limit": _number(0, MOST),
    "edit_minutes": _number(0, MOST),
    "details_required": _yes_or_no,
    "close_days": _number(0, MOST_DAYS),
    "approve_all": _yes_or_no,
    "approved_before": _yes_or_no,
    "hold_links": _number(0, 100),
    "min_seconds": _number(0, 600),
    "moderation_words": _words,
    "disallowed_words": _words,
    "show_avatars": _yes_or_no,
    "mail_posted": _yes_or_no,
    "mail_held": _yes_or_no,
    "mail_liked": _yes_or_no,
}
