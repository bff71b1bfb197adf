"""A text as it would look, rendered by the same hand; nothing of it is kept."""

from math import ceil
from typing import cast

from flask import Blueprint, Response, current_app, g, jsonify
from werkzeug.datastructures import MultiDict

from widget.comments.forms import CommentForm
from widget.comments.queries import mentionable
from widget.core import clock
from widget.core.bucket import Bucket
from widget.core.markup import render
from widget.errors import Invalid, NotFound, TooMany
from widget.extensions import db
from widget.sites.models import Site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.queries import thread_by_key
from widget.web.address import network
from widget.web.body import body
from widget.web.headers import private
from widget.web.tenancy import site_by

blueprint = Blueprint("preview", __name__)
ASKED = "rejoinder-previews"
MOST, SECONDS = 30, 60.0  # by a network: a text that hurts takes some tenths of a second


def site_of_body() -> Site:
    """Return the site of the page in the body."""
    site = site_of_page(db.session(), body().get("page", ""))
    if site is None:
        raise NotFound("This page belongs to no site that is registered here.")
    g.address = ThreadAddress(site, body().get("page", ""), body().get("key") or None)
    return site


@blueprint.post("/preview")
@site_by(site_of_body)
def preview() -> Response:
    """Render a text as a comment would be, or say what is wrong with it."""
    form = CommentForm(MultiDict(body()), meta={"csrf": False})
    if not form.validate():
        raise Invalid(form.errors)
    asked: Bucket = current_app.extensions.setdefault(ASKED, Bucket(MOST, SECONDS))
    wait = asked.wait(network(), clock.now())
    if wait:
        raise TooMany("Too many previews were asked for. Please wait a moment.", retry_after=ceil(wait))
    address = cast(ThreadAddress, g.address)
    thread = thread_by_key(db.session(), address.site, address.thread_key)
    return private(jsonify(html=render(form.body.data, mentionable(db.session(), thread, form.body.data))))
