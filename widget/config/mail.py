"""How mail is sent, if it is: one server of the owner's, which is spoken to in the clear on this machine alone."""

import ipaddress
from dataclasses import dataclass, field

from widget.config.problem import ConfigurationError
from widget.core.mailbox import plain_address
from widget.core.text import one_line

KINDS = ("starttls", "tls", "none")
LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server, and as whom we write; without a host there is no mail."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    from_name: str

    @property
    def configured(self) -> bool:
        """Whether mail can be sent."""
        return bool(self.host)


NO_MAIL = Mail(host="", port=587, security="starttls", user="", password="", sender="", from_name="")


def check_mail(mail: Mail) -> None:
    """Refuse what could send no mail, or would send a password in the clear."""
    if not mail.configured:
        return
    if not 1 <= mail.port <= 65535:
        raise ConfigurationError("mail.port must be between 1 and 65535: 587 with starttls, 465 with tls.")
    if mail.security not in KINDS:
        raise ConfigurationError('mail.security must be "starttls", "tls" or "none".')
    if mail.security == "none" and not _is_here(mail.host):
        raise ConfigurationError('mail.security may be "none" only for a mail.host on this machine, such as localhost.')
    if plain_address(mail.sender) is None:
        raise ConfigurationError('mail.sender must be the address that mail comes from: "comments@example.org".')
    if bool(mail.user) != bool(mail.password):
        raise ConfigurationError("mail.user and mail.password need each other: set both, or none of them.")
    if one_line(mail.from_name, LONGEST_NAME) != mail.from_name:
        raise ConfigurationError(f"mail.from_name must be one line of at most {LONGEST_NAME} characters.")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
