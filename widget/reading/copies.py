"""A thread for pages and programs of the owner's: looked up by its page, as JSON, and as HTML to be put into a page.

A copy in the page is what search engines and browsers without scripts read; the frame takes its place when it is there.
"""

import json
from collections.abc import Callable

from flask import Blueprint, Response, render_template, request

from widget.comments.pages import Page, page_of_roots
from widget.comments.paging import Cut
from widget.comments.queries import comment_by_id
from widget.comments.tree import author_of
from widget.core import clock
from widget.errors import NotFound
from widget.extensions import Store, db
from widget.reading.document import check_of, look_of, validator
from widget.reading.feeds import last_of_site
from widget.reading.listing import described
from widget.sites.queries import site_by_id, site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.models import Thread
from widget.threads.policy import closes, is_open
from widget.threads.queries import thread_by_id, thread_by_key
from widget.web.answers import Answer, named_by_content
from widget.web.headers import public_headers
from widget.web.languages import named_language, speak
from widget.web.running import offer_name, provider_titles, settings
from widget.web.shelf import publish

blueprint = Blueprint("copies", __name__)


@blueprint.get("/threads")
def look_up() -> Response:
    """What there is to know of a page's thread, also before it has a comment."""
    page, key = request.args.get("page", ""), request.args.get("key") or None
    site = site_of_page(db.session(), page)
    if site is None:
        raise NotFound("This page belongs to no site that is registered here.")
    address = ThreadAddress(site, page, key)

    def make() -> Answer:
        thread = thread_by_key(db.session(), site, address.thread_key)
        found = {
            "id": thread.public_id if thread else address.fresh_id,
            "site": site.public_id,
            "key": key,
            "page": thread.page if thread else address.kept_page,
            "title": thread.title if thread else None,
            "open": is_open(site, thread, clock.now()),
            "count": thread.count if thread else 0,
            "version": thread.version if thread else 0,
        }
        answer = named_by_content(json.dumps(found).encode(), public_headers("application/json"))
        until = closes(site, thread)
        answer.until = until.timestamp() if until and found["open"] else None
        return answer

    return publish(("look-up", site.id, page, key or ""), make)


@blueprint.get("/threads/<thread_id>.json")
def as_json(thread_id: str) -> Response:
    """A thread's comments as data, a page at a time."""

    def write(thread: Thread, page: Page) -> str:
        told = {"id": thread.public_id, "site": thread.site.public_id, "page": thread.page, "title": thread.title}
        return json.dumps(told | {"count": thread.count, "version": thread.version} | described(page))

    return _copy(thread_id, "application/json", write)


@blueprint.get("/threads/<thread_id>.html")
def as_html(thread_id: str) -> Response:
    """A thread's comments as they can stand in any page: with schema.org's words, without forms and scripts."""

    def write(thread: Thread, page: Page) -> str:
        return render_template("threads/copy.html", thread=thread, page=page, base_url=settings().base_url)

    return _copy(thread_id, "text/html", write)


@blueprint.get("/sites/<site_id>.html")
def recent(site_id: str) -> Response:
    """The last comments of a site as a list that can stand in any page."""
    lang = named_language()

    def make() -> Answer:
        site = site_by_id(db.session(), site_id)
        if site is None:
            raise NotFound("There is no such site.")
        speak(lang.tag)
        said = [(author_of(one, provider_titles()), one) for one in last_of_site(db.session(), site)]
        html = render_template("threads/recent.html", said=said, base_url=settings().base_url)
        return named_by_content(html.encode(), public_headers("text/html"))

    return publish(("recent", site_id, lang.tag), make)


def _copy(thread_id: str, media_type: str, write: Callable[[Thread, Page], str]) -> Response:
    lang, after = named_language(), request.args.get("after", "")

    def make() -> Answer:
        thread = thread_by_id(db.session(), thread_id)
        if thread is None:
            raise NotFound("There are no comments here yet.")
        check = check_of(thread.site, thread, thread.public_id)
        speak(lang.tag)
        text = write(thread, _page(db.session(), thread, after)).encode()
        name = validator(check, f"copy-{media_type}-{lang.tag}-{after}", offer_name())
        return Answer(text, name.replace("/", "-"), public_headers(media_type), check)

    return publish(("copy", thread_id, media_type, lang.tag, after), make)


def _page(store: Store, thread: Thread, after: str) -> Page:
    """Return the page that begins after a comment of this thread; the first one where none is named."""
    last = comment_by_id(store, after) if after else None
    if after and (last is None or last.thread_id != thread.id):
        raise NotFound("There is no such comment.")
    look, cut = look_of(db.session(), thread.site, thread, "oldest"), Cut(last) if last else None
    return page_of_roots(store, thread, look, limit=thread.site.page_size, cut=cut)
