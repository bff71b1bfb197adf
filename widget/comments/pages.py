"""Pages of a thread as readers get them: some roots, and below each its first replies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from widget.comments.like_queries import first_likers
from widget.comments.models import Comment
from widget.comments.paging import Cut, ancestors, first_replies, pinned_root, shown_replies, shown_roots
from widget.comments.tree import Likers, Look, Node, build_tree, make_node, shown_likers
from widget.extensions import Store
from widget.threads.models import Thread

MOST_ROOTS = 100
MOST_SHOWN = 200  # comments that a page holds, replies and all


@dataclass(frozen=True, slots=True)
class Page:
    """`nodes` are the roots in order, `pinned` is on the first page alone.

    `next` and `previous` are ids to go on from, None at an end.
    """

    nodes: list[Node]
    next: str | None
    previous: str | None = None
    pinned: Node | None = None


def page_of_roots(store: Store, thread: Thread, look: Look, *, limit: int, cut: Cut | None = None) -> Page:
    """Return the page that begins at `cut`, or the first one; `limit` is of roots."""
    found = shown_roots(store, thread, order=look.order, limit=limit + 1, cut=cut)
    more = len(found) > limit
    if cut and cut.backwards:
        roots = found[-limit:]
        return _page(store, roots, look, next_=bool(roots), previous=more)
    pinned = None if cut else pinned_root(store, thread)
    on_top = pinned if pinned and pinned.shown else None  # its author may be about to be erased
    return _page(store, found[:limit], look, next_=more, previous=cut is not None, pinned=on_top)


def page_around(store: Store, thread: Thread, comment: Comment, look: Look, *, limit: int) -> Page:
    """Return the page that begins at the root of `comment` and holds the comment with all that it answers."""
    above = ancestors(store, comment)
    root = above[-1] if above else comment
    pinned = root if root.pinned else None
    here = None if pinned else Cut(root, inclusive=True)
    found = shown_roots(store, thread, order=look.order, limit=limit + 1, cut=here)
    before = here and shown_roots(store, thread, order=look.order, limit=1, cut=Cut(root, backwards=True))
    return _page(
        store,
        found[:limit],
        look,
        next_=len(found) > limit,
        previous=bool(before),
        pinned=pinned,
        besides=[one for one in (comment, *above) if one.shown and one.root_id],
    )


def page_of_replies(store: Store, root: Comment, look: Look, *, limit: int, after: Comment | None) -> Page:
    """Return comments below `root`, each as a node of its own."""
    found = shown_replies(store, root, limit=limit + 1, after=after)
    nodes = nodes_of(store, found[:limit], look)
    return Page(nodes, next=nodes[-1].id if len(found) > limit else None)


def nodes_of(store: Store, comments: list[Comment], look: Look) -> list[Node]:
    """Return comments as nodes, each of its own, with the faces of who likes them."""
    likers = likers_in(store, comments)
    nodes = [make_node(one, look) for one in comments]
    for node, comment in zip(nodes, comments, strict=True):
        node.likers = shown_likers(likers.get(comment.id, ()), pictures=look.pictures)
    return nodes


def likers_in(store: Store, comments: list[Comment]) -> Likers:
    """Return who liked each of these comments first, asked for once."""
    return first_likers(store, [one.id for one in comments if one.likes])


def shares_of(totals: Mapping[int, int], room: int) -> dict[int, int]:
    """Return how many replies each root may show, by its id: the small ones all, the large ones equally many."""
    shares, left = {}, len(totals)
    for root, total in sorted(totals.items(), key=lambda one: one[1]):
        shares[root] = min(total, room // left)
        room, left = room - shares[root], left - 1
    return shares


def _page(
    store: Store,
    roots: list[Comment],
    look: Look,
    *,
    next_: bool,
    previous: bool,
    pinned: Comment | None = None,
    besides: Sequence[Comment] = (),
) -> Page:
    all_roots = [pinned, *roots] if pinned else roots
    nodes = _nodes(store, all_roots, look, besides)
    if look.max_depth == 1 and look.order != "liked":  # replies stand beside their roots
        nodes.sort(key=lambda node: node.created, reverse=look.order == "newest")
    ends = (roots[0].public_id, roots[-1].public_id) if roots else (None, None)
    return Page(
        [node for node in nodes if not node.pinned],
        next=ends[1] if next_ else None,
        previous=ends[0] if previous else None,
        pinned=next((node for node in nodes if node.pinned), None),
    )


def _nodes(store: Store, roots: list[Comment], look: Look, besides: Sequence[Comment]) -> list[Node]:
    """Return roots as nodes with their first replies, and with those `besides` that must be there."""
    shares = shares_of({root.id: root.replies for root in roots if root.replies}, MOST_SHOWN - len(roots))
    first = first_replies(store, shares)
    there = {one.id for one in first}
    replies = sorted([*first, *(one for one in besides if one.id not in there)], key=lambda one: (one.created, one.id))
    likers = likers_in(store, [*roots, *replies])
    nodes = build_tree([*roots, *replies], look, likers)
    given, last = Counter(one.root_id for one in replies), {one.root_id: one.public_id for one in first}
    by_id = {node.id: node for node in nodes}
    for root in roots:
        by_id[root.public_id].more = root.replies - given[root.id]
        by_id[root.public_id].last = last.get(root.id)
    return nodes
