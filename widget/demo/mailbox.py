"""The demo's mailbox: what Rejoinder would have sent by mail lies here, for whoever tries it on one machine."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Lock

MOST = 50  # mails; the oldest go


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as a mail program shows it."""

    to: str
    subject: str
    text: str


@dataclass
class Mailbox:
    """Stands in the mail server's place, and takes everything."""

    mails: list[Mail] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def __call__(self, message: EmailMessage) -> str:
        """Take a message, as `notifications.smtp.Carrier` hands one over."""
        body = message.get_body(("plain",))
        mail = Mail(str(message["To"]), str(message["Subject"]), str(body.get_content()) if body else "")
        with self.lock:
            self.mails = [mail, *self.mails][:MOST]
        return "250 It lies in the mailbox of the demo"
