"""`rejoinder mail` and `rejoinder webhook`: whether messages arrive, said in one sentence."""

from contextlib import closing

import pytest
from commands import Run, sentence
from frames import Frame
from loopback import serving
from mailboxes import Mailbox, mail_settings
from mailing import deliver
from notified import look_after
from records import Records
from stage import BLOG, running, settings_for
from werkzeug.wrappers import Response

pytestmark = pytest.mark.either_store


@pytest.fixture
def configured(ready: Run, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs `rejoinder` with a mail server, on a database with a site."""
    for name, value in mail_settings(mailbox.port).items():
        monkeypatch.setenv(f"REJOINDER_{name.upper()}", value)
    assert ready("site", "add", "https://blog.test").exit_code == 0
    return ready


def logged(database: str) -> list[tuple[str, bool]]:
    """Return what the audit log has, and whether of a webhook; nobody is named, since commands have no account."""
    with closing(Records(database)) as records:
        found = records.query(
            "SELECT action, target <> (SELECT public_id FROM sites), account_id FROM audit ORDER BY id"
        )
    assert {account for *_, account in found} == {None}
    return [(action, bool(other)) for action, other, _ in found]


def test_a_test_mail_is_in_the_log_of_the_site_that_sends_by_that_server(
    configured: Run, empty: str, mailbox: Mailbox
) -> None:
    configured("mail", "test", "ada@example.org")
    assert logged(empty) == [("site-added", False), ("mail-tested", False)]


def test_a_test_mail_arrives_and_the_servers_answer_is_told(configured: Run, mailbox: Mailbox) -> None:
    sent = configured("mail", "test", "Ada@Example.org")
    assert (sent.exit_code, "250 2.0.0 taken for …" in sent.stdout) == (0, True), sent.output
    assert str(mailbox.newest["Subject"]) == "A test from comments.example.org"


def test_what_the_server_refuses_is_one_sentence(configured: Run, mailbox: Mailbox) -> None:
    mailbox.refuses = "550 5.1.1 <ADDRESS> is unknown"
    assert "550 5.1.1 <…> is unknown" in sentence(configured("mail", "test", "ada@example.org"))
    assert "is no address" in sentence(configured("mail", "test", "nobody"))


def test_without_mail_a_test_is_one_sentence(ready: Run) -> None:
    assert "No mail is configured" in sentence(ready("mail", "test", "ada@example.org"))


def test_what_was_sent_last_is_listed_without_an_address(configured: Run, empty: str, mailbox: Mailbox) -> None:
    with running(settings_for(empty, **mail_settings(mailbox.port))) as app:
        look_after(app)
        Frame(app, BLOG).post("Hello")
        deliver(app)
    listed = configured("mail", "last").stdout
    assert "held  sent  250 2.0.0 taken for …" in listed  # a first comment waits
    assert "example.org" not in listed


def test_a_webhook_is_added_listed_tested_and_removed(
    configured: Run, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    monkeypatch.setenv("REJOINDER_OUTGOING_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("REJOINDER_BASE_URL", "https://comments.rejoinder.test")
    with serving(lambda _: Response("thanks")) as server:
        added = configured("webhook", "add", "https://blog.test", f"{server.url}/hook", "--event", "comment.held")
        assert (added.exit_code, "whsec_" in added.stdout) == (0, True), added.output
        with closing(Records(empty)) as records:
            ((hook,),) = records.query("SELECT public_id FROM webhooks")
        assert f"{hook}  https://blog.test  {server.url}/hook  on  comment.held" in configured("webhook", "list").stdout
        assert "200 thanks" in configured("webhook", "test", hook).stdout
    assert "called in vain" in sentence(configured("webhook", "test", hook))
    assert configured("webhook", "resume", hook).exit_code == 0
    assert configured("webhook", "remove", hook).exit_code == 0
    noted = ["added", "test", "test", "resume", "remove"]
    assert logged(empty) == [("site-added", False), *((f"webhook-{one}", True) for one in noted)]
    assert "There is no webhook" in sentence(configured("webhook", "remove", hook))


def test_a_webhook_of_nowhere_is_one_sentence(configured: Run) -> None:
    assert "begin with https" in sentence(configured("webhook", "add", "https://blog.test", "http://a.example/"))
    assert "There is no site" in sentence(configured("webhook", "add", "https://nobody.test", "https://a.example/"))
