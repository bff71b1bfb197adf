"""Letters: what people get by mail, as text and as HTML, in their language. Nothing in one was typed by a stranger."""

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
    """What is written to whom: `template` names a pair in templates/mail/, whose text begins with the subject."""

    to: str
    lang: str
    template: str
    values: Mapping[str, object]


def written(letter: Letter, event: str, now: datetime) -> EmailMessage:
    """Return a letter as a message; the same event has the same Message-ID, however often it is sent."""
    mail, host = settings().mail, urlsplit(settings().base_url).hostname or "localhost"
    values, language = {**letter.values, "host": host}, language_for(letter.lang)
    with speaking(language):
        subject, _, text = render_template(f"mail/{letter.template}.txt", **values).partition("\n")
        html = render_template(f"mail/{letter.template}.html", **values)
    user, _, domain = mail.sender.rpartition("@")
    message = EmailMessage()
    message["Subject"] = subject.strip()
    message["From"] = Address(mail.from_name or host, user, domain)
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{short_mac(settings().secret_key, 'message', event)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    message.set_content(text.strip() + "\n")
    message.add_alternative(html, subtype="html")
    return message
