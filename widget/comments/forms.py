"""What a visitor may send with a comment, and the sentences for what is wrong with it."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from widget.core.mailbox import is_address
from widget.core.text import is_visible, one_line
from widget.core.urls import is_web_address

NO_LABEL = ""  # labels stand in the template; without this one each field would look for its own in the catalogue
LONGEST_BODY = 65_525  # bytes
LONGEST_NAME = 245  # characters


def stripped(text: str | None) -> str:
    """Return `text` without white space around it."""
    return (text or "").strip()


def at_most(limit: int) -> Length:
    """Return a validator that refuses more than `limit` characters."""
    return Length(max=limit, message=lazy_gettext("This is too long: %(max)d characters at most."))


class CommentForm(FlaskForm):
    """A comment by a signed-in person: the text is all that can be wrong with it."""

    body = TextAreaField(NO_LABEL)

    def validate_body(self, field: TextAreaField) -> None:
        """Refuse an empty text and one over 65,525 bytes; what is too much is told in characters."""
        if not is_visible(field.data or ""):
            raise ValidationError(_("Please enter a comment"))
        over = len(field.data) - len(field.data.encode()[:LONGEST_BODY].decode(errors="ignore"))
        if over:
            sentence = ngettext(
                "This is too long: its last character does not fit.",
                "This is too long: its last %(num)d characters do not fit.",
                over,
            )
            raise ValidationError(sentence)


class GuestForm(CommentForm):
    """A comment by a guest, with what they say of themselves; where nothing is required, who they are may stay open."""

    details_required = True
    email = StringField(NO_LABEL, filters=[stripped], validators=[at_most(254)])
    name = StringField(NO_LABEL, filters=[stripped], validators=[at_most(LONGEST_NAME)])
    website = StringField(NO_LABEL, filters=[stripped], validators=[at_most(2000)])

    def validate_email(self, field: StringField) -> None:
        """Ask for an address that mail could be sent to."""
        if not field.data and not self.details_required:
            return
        if not field.data:
            raise ValidationError(_("Please enter your email address here"))
        if not is_address(field.data):
            raise ValidationError(_("Invalid email address"))

    def validate_name(self, field: StringField) -> None:
        """Ask for a name that can be seen."""
        if self.details_required and not one_line(field.data or "", LONGEST_NAME):
            raise ValidationError(_("Please enter your name here"))

    def validate_website(self, field: StringField) -> None:
        """Take an http(s) address, also without its scheme; anything else could run."""
        if field.data and not is_web_address(self.website_address or ""):
            raise ValidationError(_("Invalid website address"))

    @property
    def shown_name(self) -> str:
        """The name as one clean line."""
        return one_line(self.name.data or "", LONGEST_NAME)

    @property
    def website_address(self) -> str | None:
        """The website with a scheme, None when none was given."""
        typed = self.website.data
        if not typed:
            return None
        return typed if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", typed) else f"https://{typed}"
