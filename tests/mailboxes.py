"""A mail server on this machine that keeps what it gets: aiosmtpd in the clear, by STARTTLS or by TLS."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "postmaster", "a password of the tests"


@dataclass
class Mailbox:
    """Everything that a server has taken; `answers` is what it says to DATA instead of its yes, one after the other."""

    got: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuses: str = ""
    before: Callable[[], None] = lambda: None
    proved: list[bool] = field(default_factory=list)
    port: int = 0

    def empty(self) -> None:
        """Be as in the beginning."""
        self.__init__(port=self.port)  # type: ignore[misc]  # every field has its beginning there

    @property
    def newest(self) -> EmailMessage:
        """The mail that came last."""
        return self.got[-1]

    def text(self, kind: str = "plain") -> str:
        """The text of the newest mail, or its HTML."""
        part = self.newest.get_body((kind,))
        assert part
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"Your code: (\w{4} \w{4})$", self.text(), re.MULTILINE)
        assert found, self.text()
        return found[1]

    @property
    def link(self) -> str:
        """The address of the link in the newest mail, without its host."""
        found = re.search(r"^https?://[^/]+(/\S+)$", self.text(), re.MULTILINE)
        assert found, self.text()
        return found[1]


class Handler:
    """What the server does with a mail; aiosmtpd looks at all attributes, so they are apart from the mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_RCPT(self, _: Any, session: Any, envelope: Any, address: str, __: Any) -> str:  # noqa: N802 (aiosmtpd)
        if self.mailbox.refuses:
            return self.mailbox.refuses.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd)
        self.mailbox.before()
        answer = self.mailbox.answers.pop(0) if self.mailbox.answers else "250 2.0.0 taken for " + envelope.rcpt_tos[0]
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            assert message["To"].addresses[0].addr_spec == envelope.rcpt_tos[0]
            self.mailbox.got.append(message)
            self.mailbox.proved.append(session.authenticated)
        return answer


class AnyPort(Controller):
    """Listens where there is room."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def mail_settings(port: int) -> dict[str, str]:
    """Return the settings for a server in the clear, for `settings_for`."""
    values = {"host": "localhost", "port": str(port), "security": "none", "sender": "comments@rejoinder.test"}
    return {f"mail_{name}": value for name, value in values.items()}


@contextmanager
def serving_mail(security: str = "none", folder: Path | None = None, *, host: str = "localhost") -> Iterator[Mailbox]:
    """Run a server; with TLS its authority is written to `folder`/ca.pem, and it knows a password."""
    mailbox, options = Mailbox(), {}
    context = None
    if security != "none":
        context = _certified(folder, host)
        options = {"authenticator": _authenticate, "auth_require_tls": security == "starttls"}
        options |= {"tls_context": context, "require_starttls": True} if security == "starttls" else {}
    wraps = context if security == "tls" else None
    server = AnyPort(Handler(mailbox), hostname="127.0.0.1", port=0, ssl_context=wraps, **options)
    server.start()
    try:
        mailbox.port = server.port
        yield mailbox
    finally:
        server.stop()


def _authenticate(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _certified(folder: Path | None, host: str) -> ssl.SSLContext:
    assert folder
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context
