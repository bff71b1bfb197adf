"""Letters: what people get by mail, as text and as HTML, in their language.

What a stranger has typed is quoted in them as text, and only to whoever has asked for that; a subject has at most a
name of it, on one clean line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import render_template

from widget.core.signing import short_mac
from widget.web.languages import language_for, speaking
from widget.web.running import settings


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to whom: `template` names a pair in templates/mail/, whose text begins with the subject.

    `why` somebody gets it: `staff` who look after a site, `asked` for it. `unsubscribe` is the address of the page that
    ends such mail.
    """

    to: str
    lang: str
    template: str
    values: Mapping[str, object]
    why: str = ""
    unsubscribe: str = ""


def written(letter: Letter, event: str, now: datetime) -> EmailMessage:
    """Return a letter as a message; the same event has the same Message-ID, however often it is sent."""
    mail, host = settings().mail, urlsplit(settings().base_url).hostname or "localhost"
    values, language = (
        {**letter.values, "host": host, "why": letter.why, "unsubscribe": letter.unsubscribe},
        language_for(letter.lang),
    )
    with speaking(language):
        subject, _, text = render_template(f"mail/{letter.template}.txt", **values).partition("\n")
        subject = " ".join(subject.split())
        html = render_template(f"mail/{letter.template}.html", subject=subject, **values)
    user, _, domain = mail.sender.rpartition("@")
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = Address(mail.from_name or host, user, domain)
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{short_mac(settings().secret_key, 'message', event)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(text.strip() + "\n")
    message.add_alternative(html, subtype="html")
    return message
