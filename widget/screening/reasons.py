"""What the checks have said of a comment, in the language of whoever looks at it."""

from flask_babel import gettext

from widget.screening.models import Screening


def reasons_of(screening: Screening) -> list[str]:
    """Return each finding as a sentence."""
    return [str(gettext(one["reason"], **one["values"])) for one in screening.findings]
