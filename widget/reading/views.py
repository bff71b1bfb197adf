"""Reading over HTTP: nothing here reads or sets a cookie, and nothing writes."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from widget.errors import Malformed, NotFound
from widget.extensions import db
from widget.people.queries import picture_by_hash
from widget.reading import document
from widget.reading.queries import counts_of_pages
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.queries import thread_by_key
from widget.web.answers import Answer, named_by_content
from widget.web.errors import page
from widget.web.headers import immutable, public_headers
from widget.web.running import providers
from widget.web.shelf import publish

blueprint = Blueprint("reading", __name__)
MOST_COUNTS = 20


@blueprint.get("/thread")
@page
def show() -> Response:
    """The frame's document."""
    address = _address()
    variant = document.choose(request.args.to_dict(), address.site)

    def make() -> Answer:
        thread = thread_by_key(db.session(), address.site, address.thread_key)
        return document.make_document(db.session(), address, thread, variant, providers())

    return publish(("thread", address.site.id, address.thread_key, variant), make)


@blueprint.get("/counts")
def counts() -> Response:
    """How many comments pages have, in the order asked."""
    return _counts("application/json", lambda found: json.dumps({"counts": found}))


@blueprint.get("/counts.js")
def counts_script() -> Response:
    """The same as a script, for pages whose policy allows no connection; it tells only its own element."""
    return _counts("text/javascript", lambda found: f"document.currentScript.counts={json.dumps(found)}")


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    """A small picture of somebody, kept for ever under the hash of its content."""
    found = picture_by_hash(db.session(), name)
    if found is None:
        raise NotFound("There is no such picture.")
    return immutable(Response(found.content, mimetype=found.media_type))


def _address() -> ThreadAddress:
    site = site_of_page(db.session(), request.args.get("page", ""))
    if site is None:
        raise NotFound("This page belongs to no site that is registered here.")
    return ThreadAddress(site, request.args["page"], request.args.get("key") or None)


def _counts(media_type: str, write: Callable[[list[int]], str]) -> Response:
    pages, keys = request.args.getlist("page"), request.args.getlist("key")
    if len(pages) > MOST_COUNTS or len(keys) > MOST_COUNTS:
        raise Malformed("At most 20 counts can be asked for at once.")

    def make() -> Answer:
        text = write(counts_of_pages(db.session(), pages, keys)).encode()
        everybodys = {"Access_Control_Allow_Origin": "*", "Cross_Origin_Resource_Policy": "cross-origin"}
        return named_by_content(text, public_headers(media_type, **everybodys))

    return publish((media_type, *pages, "", *keys), make)
