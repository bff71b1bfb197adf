"""The settings of a site and of a thread as fields of a form: in WordPress' groups, each with its sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext

from widget.admin.chart import number
from widget.core.text import marked
from widget.sites.discussion import OVERRIDABLE
from widget.sites.settings import (
    LONGEST_HEADING,
    LONGEST_WORDS,
    SETTINGS,
    Number,
    SettingRefused,
    line,
    order,
    told,
    words,
    yes_or_no,
)
from widget.threads.models import Thread
from widget.threads.settings import CLOSES, own_texts, parsed_own

KINDS: dict[Callable[[str, str], Any], str] = {yes_or_no: "tick", order: "order", line: "line", words: "words"}
GROUPS: dict[str, dict[str, tuple[str, str]]] = {  # WordPress' groups, with the sentence and the note of each setting
    marked("New comments"): {
        "comments_open": (marked("Allow people to submit comments"), ""),
        "close_days": (
            marked("Automatically close comments on pages older than this many days"),
            marked("Counted from the day that the page says, else from its first comment. 0: never."),
        ),
    },
    marked("Other comment settings"): {
        "guests_allowed": (marked("Guests may comment without logging in"), ""),
        "details_required": (marked("Comment author must fill out name and email"), ""),
        "edit_minutes": (marked("Minutes in which an author may edit a comment"), marked("0: never.")),
        "max_depth": (marked("Enable threaded (nested) comments this many levels deep"), ""),
        "page_size": (marked("Top level comments on a page"), ""),
        "first_order": (marked("Comments shown first"), ""),
        "heading": (marked("Heading of the form"), marked("Empty: Leave a Reply")),
    },
    marked("Email me whenever"): {
        "mail_posted": (marked("Anyone posts a comment"), ""),
        "mail_held": (marked("A comment is held for moderation"), ""),
        "mail_liked": (marked("Someone likes a page"), ""),
    },
    marked("Before a comment appears"): {
        "approve_all": (marked("Comment must be manually approved"), ""),
        "approved_before": (marked("Comment author must have a previously approved comment"), ""),
    },
    marked("Comment moderation"): {
        "hold_links": (
            marked("Hold a comment if it contains this many links or more"),
            marked("0: no limit."),
        ),
        "moderation_words": (
            marked("Hold a comment with one of these words"),
            marked("In its text, name, address, website or browser. One per line; * stands for any letters."),
        ),
        "disallowed_words": (marked("Move a comment with one of these words to the trash"), marked("One per line.")),
        "hold_reports": (
            marked("Hold a comment that this many readers have reported"),
            marked("Each from another network. 0: never."),
        ),
        "min_seconds": (
            marked("Hold what is sent within this many seconds after the form was opened"),
            marked("0: not looked at."),
        ),
    },
    marked("Not too many at once"): {
        "flood_seconds": (marked("Seconds between two comments of one author"), ""),
        "hourly_limit": (marked("Comments of one author in an hour"), marked("0: any number.")),
        "minute_limit": (marked("Comments on the whole site in a minute"), marked("0: any number.")),
    },
    marked("Avatars"): {"show_avatars": (marked("Show Avatars"), "")},
}
SENTENCES = {name: said for group in GROUPS.values() for name, (said, _) in group.items()}
OWN = {CLOSES: marked("Close comments on this day")} | {
    name: said for name, said in SENTENCES.items() if name in OVERRIDABLE
}
OF_A_DAY = marked("Closes when this day begins (UTC), or earlier by age. Empty: on no day.")


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as it stands in a form; `text` is what it holds, `wrong` what cannot stay so."""

    name: str
    said: str
    note: str
    kind: str
    text: str
    wrong: str = ""
    least: int = 0
    most: int = 0
    sites: str = ""
    meanwhile: str = ""

    @property
    def marks(self) -> dict[str, str | None]:
        """The attributes by which a reader of the screen learns what is said below the field."""
        below = f"wrong-{self.name} " * bool(self.wrong or self.meanwhile) + f"note-{self.name}" * bool(
            self.note or self.sites
        )
        return {"aria-invalid": "true" if self.wrong else None, "aria-describedby": below.strip() or None}


def site_fields(values: Any, sent: Mapping[str, str] | None = None) -> dict[str, list[Field]]:
    """Return the groups of a site's settings, as they are or as they were sent."""
    return {
        group: [_field(name, *words_of, values, sent) for name, words_of in settings.items()]
        for group, settings in GROUPS.items()
    }


def thread_fields(site: Any, own: Mapping[str, str], sent: Mapping[str, str] | None = None) -> list[Field]:
    """Return what a thread may have of its own; an empty text stands for the site's."""
    fields = []
    for name, said in OWN.items():
        text = (own if sent is None else sent).get(name, "")
        wrong = wrong_with(name, text) if sent and text else ""
        note, sites = (OF_A_DAY, "") if name == CLOSES else ("", told(getattr(site, name)))
        fields.append(Field(name, said, note, _kind(name), text, wrong, *_bounds(name), sites))
    return fields


def with_news(fields: Iterable[Field], news: Mapping[str, str]) -> list[Field]:
    """Return fields, some of them with what somebody else has set there meanwhile."""
    return [replace(field, meanwhile=news.get(field.name, "")) for field in fields]


def text_of(name: str, value: Any) -> str:
    """Return what a field holds for a value."""
    return value if value and _kind(name) == "words" else told(value)


def site_texts(site: Any) -> dict[str, str]:
    """Return what all fields of a site hold."""
    return {name: text_of(name, getattr(site, name)) for name in SENTENCES}


def thread_texts(thread: Thread) -> dict[str, str]:
    """Return what all fields of a thread hold."""
    return dict.fromkeys(OWN, "") | own_texts(thread)


def as_kept(sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was sent as the fields hold it once it is set."""
    return {name: text and text_of(name, parsed_own(name, text)) for name, text in sent.items()}


def sent_settings(sent: Mapping[str, str]) -> dict[str, str]:
    """Return all settings from a form, in which a box that is not ticked is not there."""
    return {name: sent.get(name, "no" if _kind(name) == "tick" else "") for name in SENTENCES}


def sent_overrides(sent: Mapping[str, str]) -> dict[str, str]:
    """Return a thread's settings from a form."""
    return {name: sent[name].strip() for name in OWN if name in sent}


def wrong_with(name: str, text: str) -> str:
    """Return in a sentence why a setting cannot have this value; empty where it can."""
    try:
        parsed_own(name, text)
    except SettingRefused:
        bounds = SETTINGS.get(name)
        if isinstance(bounds, Number):
            return str(
                gettext(
                    "Please enter a number from %(least)s to %(most)s",
                    least=number(bounds.least),
                    most=number(bounds.most),
                )
            )
        if name == CLOSES:
            return str(gettext("Please enter a day as in %(day)s", day="2026-12-24"))
        if _kind(name) in {"line", "words"}:
            most = LONGEST_HEADING if _kind(name) == "line" else LONGEST_WORDS
            return str(gettext("Please enter at most %(most)s characters", most=most))
        return str(gettext("Please choose one of these"))
    return ""


def _field(name: str, said: str, note: str, values: Any, sent: Mapping[str, str] | None) -> Field:
    value = getattr(values, name)
    if sent is None:
        return Field(name, said, note, _kind(name), text_of(name, value), "", *_bounds(name))
    return Field(name, said, note, _kind(name), sent[name], wrong_with(name, sent[name]), *_bounds(name))


def _kind(name: str) -> str:
    return "day" if name == CLOSES else KINDS.get(SETTINGS[name], "number")


def _bounds(name: str) -> tuple[int, int]:
    bounds = SETTINGS.get(name)
    return (bounds.least, bounds.most) if isinstance(bounds, Number) else (0, 0)
