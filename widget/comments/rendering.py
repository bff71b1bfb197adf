"""A comment as HTML: the same article on the page, in the answer to a POST and among one's own. And its likes."""

from collections.abc import Sequence
from dataclasses import replace

from flask import get_template_attribute, render_template

from widget.comments.like_queries import first_likers, liked_in, likers_of
from widget.comments.models import Comment
from widget.comments.pages import nodes_of
from widget.comments.tree import Likers, Look, Node, author_of, shown_likers
from widget.core import clock
from widget.core.statuses import GONE, Status
from widget.extensions import Store, db
from widget.people.models import Identity
from widget.people.roles import roles_on
from widget.threads.models import Thread
from widget.threads.policy import is_open
from widget.web.running import provider_titles
from widget.web.templates import said

Target = Comment | Thread  # what can be liked


def render_node(node: Node, notice: str = "", reasons: Sequence[str] | None = None) -> str:
    """Return the article of one node, without the replies that it holds; `notice` is for its author."""
    alone = replace(node, replies=[], more=0)
    return render_template("comments/_comment.html", node=alone, notice=notice, reasons=reasons)


def render_comment(comment: Comment, *, notice: str = "", reasons: Sequence[str] | None = None) -> str | None:
    """Return the article of one comment without its replies; None when nothing of it stays.

    With a `notice` its author sees it as it was, also from the trash, and reads why nobody else does. With `reasons`,
    even none, who looks after the site reads why it waits.
    """
    if comment.status in GONE and not (comment.shown or notice):
        return None
    site, open_ = comment.thread.site, is_open(comment.thread.site, comment.thread, clock.now())
    roles = roles_on(db.session(), site.id) if comment.identity_id else {}  # a guest has none
    look = Look("oldest", site.max_depth, provider_titles(), roles, pictures=site.show_avatars, open=open_)
    (node,) = nodes_of(db.session(), [comment], look)
    if notice:
        author = author_of(comment, look.titles, roles, pictures=look.pictures)
        node.status, node.author, node.html = Status.HELD.value, author, said(comment.html)
    return render_node(node, notice, reasons)


def render_likes(store: Store, target: Target, *, mine: bool) -> str:
    """Return the likes of a target, as everybody sees them or as who likes it does."""
    return _likes(target, _likers_of(store, [target]), mine=mine)


def render_liked(store: Store, thread: Thread, identity: Identity) -> list[dict[str, str]]:
    """Return what an identity likes in a thread, each with its likes as they concern that identity."""
    targets = [one.comment or thread for one in liked_in(store, thread, identity)]
    likers = _likers_of(store, targets)
    return [{"target": one.public_id, "html": _likes(one, likers, mine=True)} for one in targets]


def render_likers(store: Store, target: Target) -> str:
    """Return the list of who likes a target."""
    likers = shown_likers(likers_of(store, target), pictures=_has_pictures(target))
    return render_template("comments/_likers.html", target=target.public_id, count=target.likes, likers=likers)


def _likers_of(store: Store, targets: Sequence[Target]) -> Likers:
    comments = [one.id for one in targets if isinstance(one, Comment)]
    thread = next((one.id for one in targets if isinstance(one, Thread)), None)
    return first_likers(store, comments, thread)


def _has_pictures(target: Target) -> bool:
    """Whether people have faces there; nobody likes a page yet whose thread has no row."""
    thread = target.thread if isinstance(target, Comment) else target
    return thread.site is not None and thread.site.show_avatars


def _likes(target: Target, likers: Likers, *, mine: bool) -> str:
    page, pictures = isinstance(target, Thread), _has_pictures(target)
    draw = get_template_attribute("comments/_likes.html", "likes")
    faces = shown_likers(likers.get(None if page else target.id, ()), pictures=pictures)
    return str(draw(target.public_id, target.likes, faces, mine=mine, page=page))
