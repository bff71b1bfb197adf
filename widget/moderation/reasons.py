"""Why a comment was not published, as its author reads it."""

from flask_babel import gettext

from widget.core.text import marked
from widget.moderation.models import Decision, Reason

TO_THE_AUTHOR = {
    Reason.SPAM: marked("It was taken for advertising."),
    Reason.OFF_TOPIC: marked("It is not about what this page is about."),
    Reason.ABUSIVE: marked("It attacks somebody."),
    Reason.PERSONAL: marked("It has something personal about somebody in it."),
    Reason.DUPLICATE: marked("It says what another comment has said already."),
    Reason.OTHER: "",
}


def told_reason(decision: Decision) -> str:
    """Return in a sentence why a comment was not published, in the words of whoever decided if there are any."""
    sentence = TO_THE_AUTHOR[decision.reason] if decision.reason else ""
    said = (str(gettext(sentence)) if sentence else "", decision.words or "")
    return " ".join(part for part in said if part)
