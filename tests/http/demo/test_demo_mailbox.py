"""The demo's mailbox: what would be mailed lies on a page beside the stand-ins, and the window leads there."""

import re
from html import unescape
from pathlib import Path

from werkzeug.test import Client

from widget.demo.server import by_host, parts
from widget.notifications.delivery import send_due

PORT = 8124
COMMENTS, ACCOUNTS = (f"http://{name}.localhost:{PORT}" for name in ("comments", "accounts"))


def test_somebody_logs_in_by_a_mail_that_lies_in_the_mailbox(tmp_path: Path) -> None:
    apps = parts(PORT, tmp_path / "demo")
    client = Client(by_host(apps, otherwise=apps["blog.localhost"]))
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/me", base_url=COMMENTS).text)[0]
    own = {"base_url": COMMENTS, "headers": {"Origin": COMMENTS}}
    going = client.post("/me/sign-in", data={"csrf_token": token, "provider": "email"}, **own).text
    state = going.partition("state=")[2].partition('"')[0]
    sent = {"state": state, "address": "me@example.org", "name": "Me"}
    page = client.post("/signin/email", data=sent, follow_redirects=True, **own)
    assert f'href="{ACCOUNTS}/mailbox"' in page.text
    with apps["comments.localhost"].app_context():
        assert send_due() == 1
    mailbox = unescape(client.get("/mailbox", base_url=ACCOUNTS).text)
    assert "To: me@example.org" in mailbox
    code = re.findall(r"Your code: (\w{4} \w{4})", mailbox)[0]
    assert client.post("/signin/email/code", data={"state": state, "code": code}, **own).location == "/me"
