"""A comment as HTML: the same article on the page, in the answer to a POST and among one's own."""

from flask import render_template

from widget.comments.models import Comment, Status
from widget.comments.queries import has_replies
from widget.comments.tree import Node, author_of, make_node
from widget.extensions import Store
from widget.providers import TITLES


def render_node(node: Node) -> str:
    """Return the article of one node, with the replies it holds."""
    return render_template("comments/_comment.html", node=node)


def render_comment(store: Store, comment: Comment) -> str | None:
    """Return the article of one comment without its replies; None when nothing of it stays."""
    if comment.status is Status.DELETED and not has_replies(store, comment):
        return None
    answered = author_of(comment.parent, TITLES).name if comment.parent else None
    depth = comment.thread.site.max_depth
    return render_node(make_node(comment, max_depth=depth, titles=TITLES, answered=answered))
