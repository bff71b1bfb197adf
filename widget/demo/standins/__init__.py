"""Stand-ins for the identity providers: their wire formats, checks, denials and errors, without the internet."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask, request
from flask.wrappers import Response
from joserfc.jwk import RSAKey

from widget.demo.apps import demo_app
from widget.demo.mailbox import Mailbox
from widget.demo.standins import apple, facebook, github, google, mastodon, microsoft, wordpress, x
from widget.demo.standins.chooser import pages
from widget.demo.standins.codes import Client
from widget.demo.standins.house import House, house
from widget.demo.standins.mail import mail
from widget.demo.standins.misbehave import LABELS, Fault, Misbehave, faults_of
from widget.demo.standins.panel import panel
from widget.demo.standins.pictures import pictures

__all__ = ["Client", "Fault", "Misbehave", "create_standins"]

SERVER = "HOST"  # in the callback of a server, where there are many: its host
MODULES = {each.STANDIN.id: each for each in (google, x, facebook, wordpress, github, microsoft, apple, mastodon)}
STANDINS = {name: module.STANDIN for name, module in MODULES.items()}


def create_standins(base_url: str, clients: Mapping[str, Client], mailbox: Mailbox | None = None) -> Flask:
    """`base_url` is this app's own origin; `clients` has one application for each provider's id."""
    app = demo_app(__name__)
    misbehave = Misbehave()
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    here = urlsplit(base_url).netloc
    known = {
        name: replace(client, redirect_uri=client.redirect_uri.replace(SERVER, here))
        for name, client in clients.items()
    }
    app.extensions["standins"] = House(base_url.rstrip("/"), known, STANDINS, misbehave, key)
    app.extensions["misbehave"], app.extensions["mailbox"] = misbehave, mailbox or Mailbox()
    app.jinja_env.globals.update(misbehave=misbehave, faults_of=faults_of, labels=LABELS)
    for blueprint in (*(vars(module)[name] for name, module in MODULES.items()), pictures, mail, panel, pages):
        app.register_blueprint(blueprint)
    app.after_request(set_headers)
    return app


def set_headers(response: Response) -> Response:
    """No page may be framed; with the fault `severed` a provider's pages cut off their opener."""
    provider = request.path.split("/")[1]
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if house().misbehave.has(provider, Fault.SEVERED):
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
