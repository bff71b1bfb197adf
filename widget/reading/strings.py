"""The sentences that the frame's scripts say: every `t("…")` in them, in the reader's language."""

import re
from functools import cache

from flask_babel import gettext

from widget.web.assets import STATIC

CALL = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)*)\"""")


@cache
def msgids() -> tuple[str, ...]:
    """Return every msgid that a script of the frame names, in alphabetical order."""
    scripts = (file.read_text(encoding="utf-8") for file in (STATIC / "frame").glob("*.js"))
    return tuple(sorted({found for script in scripts for found in CALL.findall(script)}))


def strings() -> dict[str, str]:
    """Return the catalogue for the language of this request."""
    return {msgid: gettext(msgid) for msgid in msgids()}
