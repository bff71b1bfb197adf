"""Handing one message to the owner's mail server: encrypted, in limited time, and without a word about it in a log."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from functools import partial
from typing import Any

from widget.config import Mail, Outgoing
from widget.core.connections import Errand, FetchFailed, MeteredSocket, MeteredTLSSocket
from widget.core.lookup import in_time

DEADLINE = 60.0  # seconds for a whole delivery, of which the outbox's lease leaves room for two
MOST_SAID = 64 * 1024  # bytes that a server may say
LONGEST_ANSWER = 200  # characters that are kept of it
HIDDEN = "…"
RCPT = "RCPT"
POLICY = re.compile(rb"5\.7\.")  # RFC 3463: what is refused is us or our mail, and not this address
Answer = tuple[str, tuple[int, bytes]]


class NotSent(Exception):
    """The server did not take a message. `answer` has no address in it; `final`: it never will.

    `bounced`: because of the address, and not of who we are or what we say. `unreachable`: it takes none at all now.
    """

    def __init__(self, answer: str, *, final: bool = False, bounced: bool = False, unreachable: bool = False) -> None:
        super().__init__(answer)
        self.answer, self.final, self.bounced, self.unreachable = answer, final, bounced, unreachable


@dataclass(frozen=True, slots=True)
class Carrier:
    """The mail server of the configuration."""

    mail: Mail
    outgoing: Outgoing

    def __call__(self, message: EmailMessage) -> str:
        """Hand over a message to its one recipient; return the server's answer, or raise NotSent."""
        recipient = str(message["To"].addresses[0].addr_spec)
        private = (*recipient.split("@"), self.mail.user)
        try:
            with self._connected() as server:
                for step, answer in self._hand_over(server, message, recipient):
                    last = _expect(answer, private, of_address=step == RCPT)
                return last
        except smtplib.SMTPResponseException as error:  # a greeting, a log-in: the owner can put these right
            raise NotSent(_said(error.smtp_code, error.smtp_error, private), unreachable=True) from None
        except ssl.SSLError as error:
            sentence = f"The mail server's certificate or encryption was refused: {error.reason}"[:200]
            raise NotSent(sentence, unreachable=True) from None
        except (smtplib.SMTPException, OSError, FetchFailed) as error:
            sentence = f"The mail server did not answer as it should: {type(error).__name__}"
            raise NotSent(sentence, unreachable=True) from None

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, recipient: str) -> Iterator[Answer]:
        yield "MAIL", server.mail(self.mail.sender, [])
        yield RCPT, server.rcpt(recipient)
        yield "DATA", server.data(message.as_bytes(policy=WIRE))

    @contextmanager
    def _connected(self) -> Iterator["Line"]:
        context = ssl.create_default_context(cafile=self.outgoing.ca_file or None)
        context.sslsocket_class = MeteredTLSSocket
        errand = Errand(limit=MOST_SAID, seconds=DEADLINE)
        server = Line(errand, context if self.mail.security == "tls" else None, self.mail, self.outgoing.timeout)
        try:
            _expect(server.connect(self.mail.host, self.mail.port), ())
            if self.mail.security == "starttls":
                server.go_on_encrypted(context)
            if self.mail.user:
                server.login(self.mail.user, self.mail.password)
            server.ehlo_or_helo_if_needed()
            yield server
            with suppress(smtplib.SMTPException, OSError, FetchFailed):  # the message is theirs already
                server.quit()
        finally:
            server.close()


class Line(smtplib.SMTP):
    """A connection whose every read is charged to an errand, so that a slow drip ends; `context`: TLS at once."""

    def __init__(self, errand: Errand, context: ssl.SSLContext | None, mail: Mail, timeout: float) -> None:
        self.errand, self.context = errand, context
        super().__init__(timeout=timeout, local_hostname=mail.sender.rpartition("@")[2])  # else it would be looked up
        self._host = mail.host  # for which starttls checks the certificate

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found = in_time(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM), timeout)
        problem: OSError = OSError("The host has no address.")
        for family, kind, protocol, _, address in found:
            plain = MeteredSocket(family, kind, protocol)
            plain.errand = self.errand
            try:
                plain.settimeout(self.errand.seconds_left(timeout))
                plain.connect(address)
                return self._wrapped(plain, self.context, host) if self.context else plain
            except OSError as error:
                plain.close()
                problem = error
        raise problem

    def go_on_encrypted(self, context: ssl.SSLContext) -> None:
        """STARTTLS, or NotSent; the new socket is charged as the one before."""
        _expect(self.starttls(context=context), ())
        if isinstance(self.sock, MeteredTLSSocket):
            self.sock.errand = self.errand

    def _wrapped(self, plain: socket.socket, context: ssl.SSLContext, host: str) -> socket.socket:
        secured: Any = context.wrap_socket(plain, server_hostname=host)
        secured.errand = self.errand
        return secured  # type: ignore[no-any-return]  # as the context's class says


def _expect(answer: tuple[int, bytes], private: tuple[str, ...], *, of_address: bool = False) -> str:
    """Return what a server has answered; raise NotSent for anything but a yes."""
    code, said = answer
    if not 200 <= code < 300:
        final = 500 <= code < 600
        bounced = final and of_address and not POLICY.match(said)
        raise NotSent(_said(code, said, private), final=final, bounced=bounced)
    return _said(code, said, private)


def _said(code: int, said: bytes | str, private: tuple[str, ...]) -> str:
    """Return an answer as one short line, without an address in it and without these words."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    words = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in private if word]
    hidden = re.compile("|".join((r"[^\s<>]*@[^\s<>]*", *words)), re.IGNORECASE)
    line = " ".join(hidden.sub(HIDDEN, text).split())
    return "".join(sign for sign in f"{code} {line}" if sign.isprintable())[:LONGEST_ANSWER]
