"""Rejoinder, a comment system for any website."""

import gc

COLLECTED = gc.isenabled()
gc.disable()  # nothing that is imported is garbage, and looking for it takes a quarter of a start

from pathlib import Path
from typing import Any

from flask import Flask

from widget.admin import (
    audit,
    banning,
    dashboard,
    decisions,
    in_thread,
    invitations,
    joining,
    outbox,
    queue,
    single,
    site_settings,
    sites,
    staff,
    threads,
    webhooks,
)
from widget.admin import providers as ways
from widget.comments import editing_views as editing
from widget.comments import learning, preview
from widget.comments import liking_views as liking
from widget.comments import views as comments
from widget.config import HERE, RESOURCES, Settings, store_url
from widget.extensions import Migrations, db, engine_options, prepare_sqlite
from widget.moderation import listening, reporting_views
from widget.notifications import decide_views, following, subscription_views
from widget.notifications import listeners as notifying
from widget.ops import privacy
from widget.ops.contract import views as contract
from widget.providers import ways_in
from widget.reading import copies, feeds, history, likers, listing, tools
from widget.reading import views as reading
from widget.reading.fast import put_in_front
from widget.signin import (
    backchannel,
    email,
    erasure,
    facebook,
    linking,
    mailed_link,
    me,
    offering,
    own_address,
    own_comments,
    own_passkeys,
    passkey,
    plain_reply,
    plain_report,
    redirect,
    session,
    transactions,
    window,
)
from widget.web import assets, errors, headers, home, running
from widget.web.body import refuse_unkept_addresses
from widget.web.credential import renew_cookies
from widget.web.csrf import csrf
from widget.web.languages import prepare_languages
from widget.web.routing import LateRule
from widget.web.templates import prepare_templates
from widget.web.transactions import listen

READING = (home, assets, reading, listing, history, likers, feeds, copies, tools, contract)
WRITING = (comments, preview, editing, liking, reporting_views, in_thread)
SIGNING_IN = (session, transactions, redirect, window, passkey, offering, email, mailed_link)
OWN = (me, linking, own_comments, own_address, own_passkeys, erasure, facebook, backchannel, privacy)
PLAIN = (plain_reply, plain_report)
MAIL = (following, subscription_views, decide_views)
DESK = (sites, dashboard, queue, decisions, single, banning, audit, invitations)
OWNING = (threads, joining, site_settings, staff, ways, outbox, webhooks)
gc.freeze()  # else the first search after this looks through all of it
if COLLECTED:
    gc.enable()
LARGEST_BODY = 512 * 1024  # bytes: the longest comment, each byte of it escaped, and the rest of the form


def create_app(settings: Settings) -> Flask:
    """Return the application for checked settings; no request is needed to find out that they work."""
    templates = str(RESOURCES / "templates")
    app = Flask("widget", template_folder=templates, static_folder=None, instance_path=str(Path.cwd()))
    app.url_rule_class = LateRule
    app.config.update(_flask_settings(settings))
    app.extensions[running.PROVIDERS] = ways_in(settings)

    db.init_app(app)
    Migrations(app, str(HERE / "migrations"))
    refuse_unkept_addresses(app)
    csrf.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)

    listen(app, learning.LISTENERS, listening.LISTENERS, notifying.LISTENERS)
    prepare_languages(app)
    prepare_templates(app)
    headers.add_security_headers(app)
    errors.show_errors(app)
    renew_cookies(app)
    for part in (*READING, *WRITING, *SIGNING_IN, *OWN, *PLAIN, *MAIL, *DESK, *OWNING):
        app.register_blueprint(part.blueprint)
    put_in_front(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    url = store_url(settings.database_url)
    return {
        "REJOINDER": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY,
    }
