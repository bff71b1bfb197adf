"""Reading over HTTP: nothing here reads or sets a cookie, and nothing writes."""

import json

from flask import Blueprint, Response, request

from widget.errors import Malformed, NotFound
from widget.extensions import db
from widget.people.queries import picture_by_hash
from widget.reading import document
from widget.reading.queries import counts_of_pages
from widget.sites.models import Site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.queries import thread_by_key
from widget.web.assets import frame_style
from widget.web.errors import page
from widget.web.headers import frame_policy, immutable
from widget.web.running import providers

blueprint = Blueprint("reading", __name__)
REVALIDATED = "public, no-cache"  # kept by anybody, checked every time
MOST_COUNTS = 20


@blueprint.get("/thread")
@page
def show() -> Response:
    """The frame's document."""
    address = _address()
    thread = thread_by_key(db.session(), address.site, address.thread_key)
    variant = document.choose(request.args.to_dict())
    coding = "gzip" if request.accept_encodings["gzip"] > 0 else "identity"
    response = Response(mimetype="text/html")
    response.set_etag(document.etag(address.site, thread, variant, coding, tuple(providers())))
    response.headers["Cache-Control"] = REVALIDATED
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Security-Policy"] = frame_policy(_origins(address.site), frame_style())
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    html = document.render_document(db.session(), address, thread, variant, providers())
    response.set_data(document.encode(html, coding))
    if coding != "identity":
        response.headers["Content-Encoding"] = coding
    return response


@blueprint.get("/counts")
def counts() -> Response:
    """How many comments pages have, in the order asked."""
    return _public(json.dumps({"counts": _counts()}), "application/json")


@blueprint.get("/counts.js")
def counts_script() -> Response:
    """The same as a script, for pages whose policy allows no connection; it tells only its own element."""
    response = _public(f"document.currentScript.counts={json.dumps(_counts())}", "text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


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


def _origins(site: Site) -> list[str]:
    return [one.origin for one in site.origins]


def _counts() -> list[int]:
    pages, keys = request.args.getlist("page"), request.args.getlist("key")
    if len(pages) > MOST_COUNTS or len(keys) > MOST_COUNTS:
        raise Malformed("At most 20 counts can be asked for at once.")
    return counts_of_pages(db.session(), pages, keys)


def _public(text: str, media_type: str) -> Response:
    response = Response(text, mimetype=media_type)
    response.headers["Cache-Control"] = REVALIDATED
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response
