"""Comments as readers see them: nested as deep as the site wants, with the tombstones that replies need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from widget.comments.models import AuthorKind, Comment, Status


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, as everybody may see it; a guest has neither provider nor picture."""

    name: str
    handle: str | None
    provider: str | None
    provider_title: str | None
    picture: str | None
    website: str | None
    signed_in: bool


@dataclass(slots=True)
class Node:
    """One comment with its replies; a tombstone has author and html None."""

    id: str
    parent: str | None
    depth: int
    status: str
    author: Author | None
    html: Markup | None
    created: datetime
    edited: datetime | None
    in_reply_to: str | None = None
    replies: list["Node"] = field(default_factory=list)


def build_tree(comments: list[Comment], *, max_depth: int, order: str, titles: Mapping[str, str]) -> list[Node]:
    """Return the roots among `comments` (oldest first) in `order`, each with its replies, oldest first."""
    needed = _shown(comments)
    nodes: dict[int, Node] = {}
    holders: dict[int, Node | None] = {}
    roots: list[tuple[Comment, Node]] = []
    for comment in (one for one in comments if one.id in needed):
        parent = nodes.get(comment.parent_id or 0)
        node = nodes[comment.id] = make_node(comment, max_depth=max_depth, titles=titles, parent=parent)
        deeper = parent is not None and parent.depth < node.depth
        holder = holders[comment.id] = parent if deeper else holders.get(comment.parent_id or 0)
        if holder is None:
            roots.append((comment, node))
        else:
            holder.replies.append(node)
    return [node for _, node in _sorted(roots, order)]


def _shown(comments: list[Comment]) -> set[int]:
    """Return the ids of what is to be seen: published comments, and tombstones that published ones hang below."""
    shown: set[int] = set()
    for comment in reversed(comments):
        if comment.id in shown or comment.status is Status.PUBLISHED:
            shown.add(comment.id)
            shown.add(comment.parent_id or comment.id)
    return shown


def make_node(
    comment: Comment,
    *,
    max_depth: int,
    titles: Mapping[str, str],
    parent: Node | None = None,
    answered: str | None = None,
) -> Node:
    """Return one comment as a node; deeper than the site shows, it names whom it answers."""
    gone = comment.status is Status.DELETED
    name = parent.author.name if parent and parent.author else answered
    return Node(
        id=comment.public_id,
        parent=parent.id if parent else (comment.parent.public_id if comment.parent else None),
        depth=min(comment.depth, max_depth - 1),
        status=comment.status.value,
        author=None if gone else author_of(comment, titles),
        html=None if gone else Markup(comment.html),  # noqa: S704 (the sanitiser made it: core.markup)
        created=comment.created,
        edited=comment.edited,
        in_reply_to=name if comment.depth >= max_depth else None,
    )


def author_of(comment: Comment, titles: Mapping[str, str]) -> Author:
    """Return who wrote; without a name once the identity was erased."""
    if comment.author_kind is AuthorKind.GUEST:
        name, website = comment.guest_name or "", comment.guest_website
        return Author(name, None, None, None, None, website, signed_in=False)
    who = comment.identity
    if who is None:
        return Author("", None, None, None, None, None, signed_in=False)
    title, picture = titles.get(who.provider, who.provider), f"/pictures/{who.picture}"
    return Author(who.name, who.handle, who.provider, title, picture, who.website, signed_in=True)


def _sorted(roots: list[tuple[Comment, Node]], order: str) -> list[tuple[Comment, Node]]:
    if order == "newest":
        return roots[::-1]
    if order == "liked":
        return sorted(roots, key=lambda root: -root[0].likes)
    return roots
