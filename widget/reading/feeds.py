"""What was said last, for programs that come back by themselves: Atom feeds of a thread and of a whole site."""

from collections.abc import Iterable

from flask import Blueprint, Response
from flask_babel import gettext as _
from sqlalchemy import select

from widget.comments.models import Comment
from widget.comments.tree import author_of
from widget.core.atom import Entry, Feed, atom
from widget.core.statuses import Status
from widget.errors import NotFound
from widget.extensions import Store, db
from widget.reading.document import check_of, validator
from widget.sites.models import Site
from widget.sites.queries import site_by_id
from widget.threads.models import Thread
from widget.threads.queries import thread_by_id
from widget.web.answers import Answer, named_by_content
from widget.web.headers import public_headers
from widget.web.languages import Language, named_language, speak
from widget.web.running import offer_name, provider_titles, settings
from widget.web.shelf import publish

blueprint = Blueprint("feeds", __name__)
MOST_ENTRIES = 50
MEDIA_TYPE = "application/atom+xml"


@blueprint.get("/threads/<thread_id>.atom")
def of_thread(thread_id: str) -> Response:
    """What was said last under one page."""
    lang = named_language()

    def make() -> Answer:
        thread = thread_by_id(db.session(), thread_id)
        if thread is None:
            raise NotFound("There are no comments here yet.")
        check = check_of(thread.site, thread, thread.public_id)
        text = _feed(
            f"/threads/{thread_id}.atom",
            lang,
            thread.title or thread.page,
            thread.page,
            last_of_thread(db.session(), thread),
        )
        return Answer(text, validator(check, f"atom-{lang.tag}", offer_name()), _headers(), check)

    return publish(("atom", thread_id, lang.tag), make)


@blueprint.get("/sites/<site_id>.atom")
def of_site(site_id: str) -> Response:
    """What was said last under all pages of a site."""
    lang = named_language()

    def make() -> Answer:
        site = site_by_id(db.session(), site_id)
        if site is None:
            raise NotFound("There is no such site.")
        about = site.origins[0].origin if site.origins else settings().base_url
        text = _feed(f"/sites/{site_id}.atom", lang, site.name, about, last_of_site(db.session(), site))
        return named_by_content(text, _headers())

    return publish(("atom", site_id, lang.tag), make)


def last_of_thread(store: Store, thread: Thread) -> list[Comment]:
    """Return the last published comments of a thread, the newest first."""
    published = select(Comment).where(Comment.thread_id == thread.id, Comment.status == Status.PUBLISHED)
    last = published.order_by(Comment.created.desc(), Comment.id.desc()).limit(MOST_ENTRIES)
    return list(store.scalars(last))


def last_of_site(store: Store, site: Site) -> list[Comment]:
    """Return the last published comments of a site, the newest first: from as many lively threads as it takes.

    However large a site is, that looks at a page of comments in each of a few threads.
    """
    lively = select(Thread).where(Thread.site_id == site.id, Thread.latest.is_not(None))
    found: list[Comment] = []
    for thread in store.scalars(lively.order_by(Thread.latest.desc()).limit(MOST_ENTRIES)):
        if len(found) == MOST_ENTRIES and thread.latest and thread.latest < found[-1].created:
            break  # nothing in it, nor in those after it, is as new
        found += last_of_thread(store, thread)
        found = sorted(found, key=lambda one: (one.created, one.id), reverse=True)[:MOST_ENTRIES]
    return found


def _feed(path: str, lang: Language, title: str, about: str, comments: Iterable[Comment]) -> bytes:
    speak(lang.tag)
    base = settings().base_url
    feed = Feed(f"{base}{path}", _("Comments on %(title)s", title=title), about, lang.tag)
    return atom(feed, (_entry(comment, base) for comment in comments))


def _entry(comment: Comment, base: str) -> Entry:
    name = author_of(comment, provider_titles()).name or _("Anonymous")
    return Entry(
        url=f"{base}/comments/{comment.public_id}",
        title=_("Comment by %(name)s", name=name),
        author=name,
        html=comment.html,
        published=comment.created,
        updated=comment.edited or comment.created,
    )


def _headers() -> list[tuple[str, str]]:
    return public_headers(MEDIA_TYPE)
