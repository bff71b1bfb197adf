"""Why a comment was not published, as its author reads it; and what readers find wrong with one, as the staff does."""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext, ngettext

from widget.core.text import marked
from widget.moderation.models import Complaint, Decision, Reason, Report
from widget.web.templates import listed

TO_THE_AUTHOR = {
    Reason.SPAM: marked("It was taken for advertising."),
    Reason.OFF_TOPIC: marked("It is off topic."),
    Reason.ABUSIVE: marked("It attacks somebody."),
    Reason.PERSONAL: marked("It has something personal about somebody in it."),
    Reason.DUPLICATE: marked("It says what another comment has said already."),
    Reason.OTHER: "",
}
COMPLAINTS = {
    Complaint.SPAM: marked("Spam or advertising"),
    Complaint.ABUSE: marked("It attacks somebody"),
    Complaint.PERSONAL_DATA: marked("It reveals something private about somebody"),
    Complaint.OTHER: marked("Something else"),
}
QUOTED = marked("“%(text)s”")
MOST_QUOTED = 5  # reports whose words are shown; all are counted


def told_reason(decision: Decision) -> str:
    """Return in a sentence why a comment was not published, in the words of whoever decided if there are any."""
    sentence = TO_THE_AUTHOR[decision.reason] if decision.reason else ""
    said = (str(gettext(sentence)) if sentence else "", decision.words or "")
    return " ".join(part for part in said if part)


def told_reports(reports: Sequence[Report]) -> list[str]:
    """Return how many readers have reported a comment, as what, and in which words."""
    if not reports:
        return []
    number = len(reports)
    said = [f"{gettext(COMPLAINTS[what])} ({times})" for what, times in Counter(one.reason for one in reports).items()]
    head = ngettext("%(num)d reader has reported it:", "%(num)d readers have reported it:", number)
    quoted = [str(gettext(QUOTED, text=one.text)) for one in reports if one.text][:MOST_QUOTED]
    return [f"{head} {listed(said)}", *quoted]
