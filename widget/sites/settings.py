"""What an owner may set of a site, each from the text that a command or a form brings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value).replace("\n", ",")


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a whole number within bounds."""

    least: int
    most: int

    def __call__(self, name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and self.least <= int(text) <= self.most):
            raise SettingRefused(
                f"{name} must be a number from {self.least} to {self.most}, and not {text or 'empty'}."
            )
        return int(text)


def yes_or_no(name: str, text: str) -> bool:
    """Return what is one of two."""
    if text not in WORDS:
        raise SettingRefused(f"{name} must be yes or no, and not {text or 'empty'}.")
    return WORDS[text]


def order(name: str, text: str) -> Order:
    """Return an order of comments."""
    if text not in list(Order):
        raise SettingRefused(f"{name} must be {', '.join(Order)}, and not {text or 'empty'}.")
    return Order(text)


def line(name: str, text: str) -> str | None:
    """Return a line of text, None for an empty one."""
    if len(text) > LONGEST_HEADING:
        raise SettingRefused(f"{name} has at most {LONGEST_HEADING} characters.")
    return text or None


def words(name: str, text: str) -> str:
    """Return words, one per line, given so or separated by commas."""
    if len(text) > LONGEST_WORDS:
        raise SettingRefused(f"{name} has at most {LONGEST_WORDS} characters.")
    return "\n".join(word.strip() for word in text.replace(",", "\n").splitlines() if word.strip())


SETTINGS: dict[str, Callable[[str, str], Any]] = {
    "heading": line,
    "comments_open": yes_or_no,
    "guests_allowed": yes_or_no,
    "max_depth": Number(1, 10),
    "page_size": Number(1, 100),
    "first_order": order,
    "flood_seconds": Number(0, MOST_PAUSE),
    "hourly_limit": Number(0, MOST),
    "minute_limit": Number(0, MOST),
    "edit_minutes": Number(0, MOST),
    "details_required": yes_or_no,
    "close_days": Number(0, MOST_DAYS),
    "approve_all": yes_or_no,
    "approved_before": yes_or_no,
    "hold_links": Number(0, 100),
    "min_seconds": Number(0, 600),
    "hold_reports": Number(0, 100),
    "moderation_words": words,
    "disallowed_words": words,
    "show_avatars": yes_or_no,
    "mail_posted": yes_or_no,
    "mail_held": yes_or_no,
    "mail_liked": yes_or_no,
}
