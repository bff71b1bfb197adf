"""The demo on one port: a blog, Rejoinder and the stand-in providers, told apart by the name that was asked for."""

import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_migrate import upgrade
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import redirect

from widget import create_app
from widget.config import ConfigurationError, Settings
from widget.core import clock
from widget.demo.blog import create_blog
from widget.demo.mailbox import Mailbox
from widget.demo.seed import seed_once
from widget.demo.settings import DATABASE, demo_clients, demo_settings
from widget.demo.standins import create_standins
from widget.notifications.delivery import CARRIER
from widget.notifications.worker import deliver_beside
from widget.signin.email import MAILBOX
from widget.web.transactions import transaction

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOSTS = {"blog": "the blog", "comments": "Rejoinder", "accounts": "stand-ins for its identity providers"}


class Quiet(WSGIRequestHandler):
    """Logs no addresses: those of a sign-in hold its code and state."""

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        pass


def serve(port: int, folder: Path | None = None, *, fresh: bool = False) -> None:
    """Run the demo until it is interrupted; with `fresh`, begin without the comments of the last time."""
    listening = listen(port)
    kept = folder or default_folder(port)
    if fresh:
        for file in kept.glob(f"{DATABASE}*"):
            file.unlink()
    with listening:
        options: dict[str, Any] = {"threaded": True, "request_handler": Quiet, "fd": listening.fileno()}
        apps = parts(port, kept)
        server = make_server("127.0.0.1", port, by_host(apps, otherwise=_home(port)), **options)
        deliver_beside(apps["comments.localhost"])
        announce(port, kept)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def build(port: int, folder: Path) -> "WSGIApplication":
    """Everything that answers on the port; no mail is sent yet."""
    return by_host(parts(port, folder), otherwise=_home(port))


def parts(port: int, folder: Path) -> dict[str, Flask]:
    """What answers for each host; the database in `folder` is made and filled where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    blog, comments, accounts = (url_of(host, port) for host in HOSTS)
    settings, mailbox = demo_settings(comments, accounts, folder), Mailbox()
    return {
        "blog.localhost": create_blog(blog, comments),
        "comments.localhost": create_comments(settings, blog, mailbox),
        "accounts.localhost": create_standins(accounts, demo_clients(comments), mailbox),
    }


def _home(port: int) -> "WSGIApplication":
    return redirect(f"{url_of('blog', port)}/")


def create_comments(settings: Settings, blog_url: str, mailbox: Mailbox) -> Flask:
    """Rejoinder, whose mails lie in the mailbox as soon as they are asked for."""
    app = create_app(settings)
    accounts = settings.providers["google"]["issuer"].removesuffix("/google")
    app.extensions[CARRIER], app.extensions[MAILBOX] = mailbox, f"{accounts}/mailbox"
    with app.app_context():
        upgrade()
        with transaction() as store:
            seed_once(store, settings, blog_url, clock.now())
    return app


def by_host(apps: "Mapping[str, WSGIApplication]", otherwise: "WSGIApplication") -> "WSGIApplication":
    def dispatch(environ: dict[str, Any], start_response: Any) -> Any:
        host = environ.get("HTTP_HOST", "").rpartition(":")[0].lower()
        return apps.get(host, otherwise)(environ, start_response)

    return dispatch


def listen(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        sentence = f"Port {port} cannot be used ({os.strerror(error.errno or 0)}); choose another with --port."
        raise ConfigurationError(sentence) from error


def default_folder(port: int) -> Path:
    """`.cache/demo-PORT` below the current folder, so that a restart keeps the comments; else a fresh one."""
    if os.access(Path.cwd(), os.W_OK):
        return Path.cwd() / ".cache" / f"demo-{port}"
    return Path(tempfile.mkdtemp(prefix="rejoinder-demo-"))


def announce(port: int, folder: Path) -> None:
    print(f"\nOpen {url_of('blog', port)}/\n")
    for host, what in HOSTS.items():
        print(f"  {url_of(host, port)}  {what}")
    print(f"\nStand-ins misbehave on demand at {url_of('accounts', port)}/misbehave")
    print(f"Comments wait in {url_of('comments', port)}/admin: log in with Google as Ada Lindgren")
    print(f"Mails lie in {url_of('accounts', port)}/mailbox")
    print(f"Comments are kept in {folder}. Ctrl-C stops the demo.", flush=True)


def url_of(host: str, port: int) -> str:
    return f"http://{host}.localhost:{port}"
