"""Comments as readers see them: nested as deep as the site wants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from widget.comments.models import AuthorKind, Comment
from widget.core.statuses import GONE, Status
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.providers import title_of

NOBODY: Mapping[int, Role] = {}


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
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Liker:
    """One who likes something, as everybody may see it."""

    name: str
    picture: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """How readers see a thread: the order, the deepest level shown, what providers are called, who is of the staff.

    `roles` are by the key of an identity. Without `pictures` nobody has a face; where it is not `open` nothing can be
    answered.
    """

    order: str
    max_depth: int
    titles: Mapping[str, str]
    roles: Mapping[int, Role] = field(default_factory=dict)
    pictures: bool = True
    open: bool = True


@dataclass(slots=True)
class Node:
    """One comment with its replies; a tombstone has author and html None.

    `answerable`: somebody may reply to it. `total` is how many shown ones a root has below it, `more` how many of them
    come after `last`, the id of the last one given.
    """

    id: str
    parent: str | None
    depth: int
    status: str
    author: Author | None
    html: Markup | None
    created: datetime
    edited: datetime | None
    likes: int = 0
    likers: list[Liker] = field(default_factory=list)
    pinned: bool = False
    answerable: bool = True
    in_reply_to: str | None = None
    total: int = 0
    more: int = 0
    last: str | None = None
    replies: list["Node"] = field(default_factory=list)


Likers = Mapping[int | None, Iterable[Identity]]  # by the comment's key


def build_tree(comments: list[Comment], look: Look, likers: Likers | None = None) -> list[Node]:
    """Return the roots among `comments` in their order, each with its replies; what is answered comes first."""
    nodes: dict[int, Node] = {}
    holders: dict[int, Node | None] = {}
    roots: list[Node] = []
    for comment in comments:
        parent = nodes.get(comment.parent_id or 0)
        node = nodes[comment.id] = make_node(comment, look, parent)
        node.likers = shown_likers((likers or {}).get(comment.id, ()), pictures=look.pictures)
        deeper = parent is not None and parent.depth < node.depth
        holder = holders[comment.id] = parent if deeper else holders.get(comment.parent_id or 0)
        (roots if holder is None else holder.replies).append(node)
    return roots


def make_node(comment: Comment, look: Look, parent: Node | None = None) -> Node:
    """Return one comment as a node; deeper than the site shows, it names whom it answers.

    `parent` is what it answers, if that is a node already.
    """
    gone = comment.status in GONE or (comment.shown and comment.status is not Status.PUBLISHED)
    answered = comment.parent if parent is None and comment.parent_id else None
    author = author_of(answered, look.titles) if answered else parent.author if parent else None
    return Node(
        id=comment.public_id,
        parent=answered.public_id if answered else parent.id if parent else None,
        depth=min(comment.depth, look.max_depth - 1),
        status=(Status.DELETED if gone else comment.status).value,
        author=None if gone else author_of(comment, look.titles, look.roles, pictures=look.pictures),
        html=None if gone else Markup(comment.html),  # noqa: S704 (the sanitiser made it: core.markup)
        created=comment.created,
        edited=comment.edited,
        likes=comment.likes,
        pinned=comment.pinned is not None,
        in_reply_to=author.name if author and comment.depth >= look.max_depth else None,
        answerable=look.open and comment.status is Status.PUBLISHED,
        total=comment.replies,
    )


def shown_likers(identities: Iterable[Identity], *, pictures: bool) -> list[Liker]:
    """Return identities as likers."""
    return [Liker(one.name, f"/pictures/{one.picture}" if pictures else None) for one in identities]


def author_of(
    comment: Comment, titles: Mapping[str, str], roles: Mapping[int, Role] = NOBODY, *, pictures: bool = True
) -> Author:
    """Return who wrote, and what they are on the site if `roles` say so; without a name once it is being erased."""
    if comment.author_kind is AuthorKind.GUEST and not comment.hidden:
        name, website = comment.guest_name or "", comment.guest_website
        return Author(name, None, None, None, None, website, signed_in=False)
    who = comment.identity
    if who is None or who.hidden:
        return Author("", None, None, None, None, None, signed_in=False)
    title, role = title_of(titles, who.provider, who.issuer), roles.get(who.id)
    picture = f"/pictures/{who.picture}" if pictures else None
    return Author(who.name, who.handle, who.provider, title, picture, who.website, signed_in=True, role=role)
