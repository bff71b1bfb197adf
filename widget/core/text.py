"""Lines that strangers send to be shown: cleaned of what nobody sees and of what turns the writing around."""

import unicodedata

JOINERS = "\u200c\u200d"  # Persian words and emoji families need them
# Characters that nobody sees though they are neither white space nor formatting (Default_Ignorable_Code_Point of
# Unicode, and blanks that are called letters), for a class of a pattern.
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols by category, empty to the eye


def one_line(text: str, limit: int) -> str:
    """Return `text` as one line of at most `limit` characters; empty when there is nothing to see in it.

    Control, formatting and unassigned characters go, the ones that turn the writing direction among them.
    """
    text = unicodedata.normalize("NFC", text[: 10 * limit])
    kept = "".join(" " if character.isspace() else character for character in text if _is_kept(character))
    line = " ".join(kept.split())[:limit].rstrip()
    return line if is_visible(line) else ""


def marked(msgid: str) -> str:
    """Return `msgid` as it is, noted for the translators; whoever shows it translates it."""
    return msgid


def is_visible(text: str) -> bool:
    """Whether there is anything to see in `text`."""
    return any(unicodedata.category(one)[0] in "LNPS" and one not in BLANKS for one in text)


def _is_kept(character: str) -> bool:
    return character in JOINERS or character.isspace() or unicodedata.category(character)[0] != "C"
