"""A comment as HTML: the same article on the page, in the answer to a POST and among one's own."""

from dataclasses import replace

from flask import render_template

from widget.comments.models import GONE, Comment
from widget.comments.tree import Node, make_node
from widget.web.running import provider_titles


def render_node(node: Node) -> str:
    """Return the article of one node, without the replies that it holds."""
    alone = replace(node, replies=[], more=0)
    return render_template("comments/_comment.html", node=alone)


def render_comment(comment: Comment, max_depth: int) -> str | None:
    """Return the article of one comment without its replies; None when nothing of it stays."""
    if comment.status in GONE and not comment.shown:
        return None
    return render_node(make_node(comment, max_depth=max_depth, titles=provider_titles()))
