"""What was said last, for programs that come back by themselves: Atom feeds of a thread and of a whole site."""

from collections.abc import Iterable

from flask import Blueprint, Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from widget.comments.models import Comment, Status
from widget.comments.tree import author_of
from widget.core.atom import Entry, Feed, atom
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
        check = check_of(thread.site, thread, thread_id)
        text = _feed(f"/threads/{thread_id}.atom", lang, thread.title or thread.page, thread.page, _last(thread=thread))
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
        text = _feed(f"/sites/{site_id}.atom", lang, site.name, about, _last(site=site))
        return named_by_content(text, _headers())

    return publish(("atom", site_id, lang.tag), make)


def last_comments(store: Store, *, thread: Thread | None = None, site: Site | None = None) -> Iterable[Comment]:
    """Return the last published comments of a thread, or of a site, the newest first."""
    last = select(Comment).where(Comment.status == Status.PUBLISHED).options(joinedload(Comment.thread))
    if thread:
        last = last.where(Comment.thread_id == thread.id)
    if site:
        last = last.join(Comment.thread).where(Thread.site_id == site.id)
    return store.scalars(last.order_by(Comment.created.desc(), Comment.id.desc()).limit(MOST_ENTRIES))


def _last(**where: Thread | Site) -> Iterable[Comment]:
    return last_comments(db.session(), **where)  # type: ignore[arg-type]


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
