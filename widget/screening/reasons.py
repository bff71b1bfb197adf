"""Why a comment has become what it is, in the words of whoever reads it."""

from flask_babel import gettext

from widget.screening.models import Screening


def reasons_of(screening: Screening | None) -> list[str]:
    """Return what each check has found, translated; nothing where none has found anything."""
    found = [(finding["reason"], finding["values"]) for finding in screening.findings] if screening else []
    return [str(gettext(reason, **values)) for reason, values in found]
