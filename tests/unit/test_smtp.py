"""Speaking to a mail server: encrypted or not at all, in limited time, and what it answers without an address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from time import monotonic

import pytest
from mailboxes import PASSWORD, USER, Mailbox, serving_mail

from widget.config import Mail, Outgoing
from widget.notifications import smtp
from widget.notifications.smtp import Carrier, NotSent

ADA = "ada@example.org"


def message(to: str = ADA) -> EmailMessage:
    """A small mail."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Grüße", "c@example.org", Address(addr_spec=to)
    made.set_content("Ein Text mit Ü\n.\nund einer Zeile danach\n")
    return made


def carrier(port: int, security: str = "none", folder: Path | None = None, password: str = "") -> Carrier:
    """What hands mails to a server of these tests."""
    mail = Mail("localhost", port, security, USER if password else "", password, "c@example.org", "")
    ca_file = str(folder / "ca.pem") if folder else ""
    return Carrier(mail, Outgoing(timeout=0.5, deadline=1.0, ca_file=ca_file, allow_loopback=False))


def refusal(carry: Carrier) -> NotSent:
    """Return how a mail was not sent."""
    with pytest.raises(NotSent) as caught:
        carry(message())
    assert ADA not in caught.value.answer
    assert PASSWORD not in caught.value.answer
    return caught.value


@contextmanager
def saying(*lines: bytes, drip: float = 0.0) -> Iterator[int]:
    """A server that says these lines to whoever connects, and then nothing; with `drip` one byte after the other.

    Who has heard enough hangs up, before the last line too.
    """
    over = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(ConnectionError):
            for line in lines:
                connection.sendall(line)
            while not over.wait(drip or 30.0):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


@pytest.fixture(params=["starttls", "tls"])
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Mailbox, str]]:
    """A server that is spoken to encrypted, in either way."""
    with serving_mail(request.param, tmp_path) as mailbox:
        yield mailbox, request.param


def test_a_mail_arrives_as_it_was_written() -> None:
    with serving_mail() as mailbox:
        assert carrier(mailbox.port)(message()) == "250 2.0.0 taken for …"
    assert (mailbox.newest["Subject"], mailbox.newest["To"]) == ("Grüße", ADA)
    assert mailbox.text() == "Ein Text mit Ü\n.\nund einer Zeile danach\n"


def test_it_goes_encrypted_and_with_the_password(secure: tuple[Mailbox, str], tmp_path: Path) -> None:
    mailbox, security = secure
    carrier(mailbox.port, security, tmp_path, PASSWORD)(message())
    assert mailbox.proved == [True]


def test_a_certificate_of_nobody_we_trust_gets_no_password(secure: tuple[Mailbox, str]) -> None:
    mailbox, security = secure
    refused = refusal(carrier(mailbox.port, security, password=PASSWORD))
    assert ("CERTIFICATE_VERIFY_FAILED" in refused.answer, refused.final) == (True, False)
    assert mailbox.got == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_host_is_refused(tmp_path: Path, security: str) -> None:
    with serving_mail(security, tmp_path, host="elsewhere.test") as mailbox:
        assert "CERTIFICATE" in refusal(carrier(mailbox.port, security, tmp_path, PASSWORD)).answer


def test_a_server_without_starttls_gets_no_mail() -> None:
    with serving_mail() as mailbox:
        assert "SMTPNotSupportedError" in refusal(carrier(mailbox.port, "starttls")).answer
        assert mailbox.got == []


def test_a_server_that_refuses_starttls_is_told_nothing_more() -> None:
    """Whoever sits between could say so, and would otherwise get password and mail in the clear."""
    offer, no, yes = b"250-here\r\n250 STARTTLS\r\n", b"454 4.7.0 not now\r\n", b"250 yes\r\n"
    with saying(b"220 hello\r\n", offer, no, yes, yes, yes, b"354 go on\r\n", yes) as port:
        assert refusal(carrier(port, "starttls")).answer == "454 4.7.0 not now"


def test_a_wrong_password_can_be_put_right(secure: tuple[Mailbox, str], tmp_path: Path) -> None:
    refused = refusal(carrier(secure[0].port, secure[1], tmp_path, "wrong"))
    assert (refused.answer[:3], refused.final) == ("535", False)


@pytest.mark.parametrize(("answer", "final"), [("450 4.2.1 later", False), ("550 5.1.1 never", True)])
def test_a_recipient_is_refused_for_now_or_for_good(answer: str, final: bool) -> None:
    with serving_mail() as mailbox:
        mailbox.refuses = f"{answer}: <ADDRESS>, for ada is unknown at example.org"
        refused = refusal(carrier(mailbox.port))
    assert (refused.answer, refused.final) == (f"{answer}: <…>, for … is unknown at …", final)


@pytest.mark.parametrize(("answer", "final"), [("451 4.3.0 later", False), ("554 5.7.1 spam", True)])
def test_a_mail_is_refused_for_now_or_for_good(answer: str, final: bool) -> None:
    with serving_mail() as mailbox:
        mailbox.answers = [answer]
        refused = refusal(carrier(mailbox.port))
    assert (refused.answer, refused.final) == (answer, final)


def test_nobody_at_the_port_is_a_failure_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert not refusal(carrier(port)).final


@pytest.mark.parametrize("lines", [(), (b"220 hello\r\n",), (b"hello\r\n",), (b"421 busy\r\n",)])
def test_a_server_that_falls_silent_or_talks_nonsense_is_left(lines: tuple[bytes, ...]) -> None:
    with saying(*lines) as port:
        assert not refusal(carrier(port)).final


def test_a_slow_drip_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "DEADLINE", 1.0)
    beginning = monotonic()
    with saying(b"220 ", drip=0.1) as port:
        assert not refusal(carrier(port)).final
    assert monotonic() - beginning < 5


def test_what_is_kept_of_an_answer_is_short_and_printable() -> None:
    with serving_mail() as mailbox:
        mailbox.refuses = "550 " + "\x1b[31m" + "x" * 400
        assert len(refusal(carrier(mailbox.port)).answer) <= 200
        assert "\x1b" not in refusal(carrier(mailbox.port)).answer
