"""A thread's comments as JSON, a page at a time, and the few bytes that live readers ask for again and again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from widget.comments.models import Comment
from widget.comments.pages import MOST_ROOTS, Page, nodes_of, page_around, page_of_replies, page_of_roots
from widget.comments.paging import Cut, changed_since, moved_since
from widget.comments.queries import comment_by_id
from widget.comments.rendering import render_node
from widget.comments.tree import Node, make_node
from widget.errors import Malformed, NotFound
from widget.extensions import Store, db
from widget.reading.document import ORDERS, ageing, check_of, look_of, validator
from widget.threads.models import Thread
from widget.threads.queries import thread_by_id
from widget.web.answers import Answer, Check
from widget.web.headers import public_headers
from widget.web.languages import named_language, speak
from widget.web.running import offer_name
from widget.web.shelf import publish

blueprint = Blueprint("listing", __name__)
MOST_CHANGES = 100
MOST_MOVED = 1000  # more than a frame can show
MARKS = ("after", "before", "root", "around")  # each names a comment of the thread


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a thread; `since` is an activity, None where a page is asked for.

    Where no order or limit is asked for, those of the site hold.
    """

    order: str
    lang: str
    limit: int
    since: int | None
    after: str = ""
    before: str = ""
    root: str = ""
    around: str = ""

    def __str__(self) -> str:
        marks = "-".join(getattr(self, mark) for mark in MARKS)
        return f"{self.order}-{self.lang}-{self.limit}-{'' if self.since is None else self.since}-{marks}"


@blueprint.get("/threads/<thread_id>/comments")
def comments(thread_id: str) -> Response:
    """Comments of a thread: a page of roots, replies below one `root`, what stands `around` one, changes `since`."""
    asked = _asked()

    def make() -> Answer:
        thread = thread_by_id(db.session(), thread_id)
        if thread is None:
            raise NotFound("There are no comments here yet.")
        check = check_of(thread.site, thread, thread.public_id)
        speak(asked.lang)
        found = _changes(db.session(), thread, asked) if asked.since is not None else _page(db.session(), thread, asked)
        text = json.dumps({**found, "count": thread.count}).encode()
        closed, until = ageing(thread.site, thread)
        name = validator(check, f"list-{asked}{closed}", offer_name())
        return Answer(text, name, public_headers("application/json"), check, until=until)

    return publish(("comments", thread_id, asked), make)


@blueprint.get("/threads/<thread_id>/version")
def version(thread_id: str) -> Response:
    """Whether something has happened: `activity` moves with every comment that came, changed or went."""

    def make() -> Answer:
        thread = thread_by_id(db.session(), thread_id)
        activity, count = (thread.activity, thread.count) if thread else (0, 0)
        check = check_of(thread.site, thread, thread.public_id) if thread else Check(thread_id, 0, (None, None))
        text = json.dumps({"activity": activity, "count": count}).encode()
        return Answer(text, f"{activity}.{count}", public_headers("application/json"), check)

    return publish(("version", thread_id), make)


def _asked() -> Asked:
    order, marks = request.args.get("order", ""), {mark: request.args.get(mark, "") for mark in MARKS}
    return Asked(
        order=order if order in ORDERS else "",
        lang=named_language().tag,
        limit=_number("limit", 0, at_least=1, at_most=MOST_ROOTS) if "limit" in request.args else 0,
        since=_number("since", 0, at_least=0, at_most=2**31 - 1) if "since" in request.args else None,
        **marks,
    )


def _number(name: str, otherwise: int, *, at_least: int, at_most: int) -> int:
    text = request.args.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and at_least <= int(text) <= at_most):
        sentence = "%(name)s must be a number from %(least)s to %(most)s."
        raise Malformed(sentence, name=name, least=str(at_least), most=str(at_most))
    return int(text)


def _mark(store: Store, thread: Thread, name: str) -> Comment | None:
    """Return the comment that `name` names, of this thread alone; None where nothing is named."""
    if not name:
        return None
    found = comment_by_id(store, name)
    if found is None or found.thread_id != thread.id:
        raise NotFound("There is no such comment.")
    return found


def _page(store: Store, thread: Thread, asked: Asked) -> dict[str, Any]:
    look = look_of(db.session(), thread.site, thread, asked.order or thread.site.first_order)
    limit = asked.limit or thread.site.page_size
    after, before, root, around = (_mark(store, thread, getattr(asked, mark)) for mark in MARKS)
    if around:
        found = page_around(store, thread, around, look, limit=thread.site.page_size)
    elif root:
        found = page_of_replies(store, root, look, limit=limit, after=after)
    else:
        cut = Cut(after) if after else Cut(before, backwards=True) if before else None
        found = page_of_roots(store, thread, look, limit=limit, cut=cut)
    return described(found) | {"activity": thread.activity}


def described(page: Page) -> dict[str, Any]:
    """Return a page as the contract describes it."""
    return {
        "comments": [_item(node) for node in _flat([page.pinned, *page.nodes] if page.pinned else page.nodes)],
        "next": page.next,
        "previous": page.previous,
    }


def _changes(store: Store, thread: Thread, asked: Asked) -> dict[str, Any]:
    changed = changed_since(store, thread, asked.since or 0, MOST_CHANGES)
    look = look_of(db.session(), thread.site, thread, asked.order or thread.site.first_order)
    nodes = nodes_of(store, changed, look)
    items = [_item(node, shown=one.shown) for node, one in zip(nodes, changed, strict=True)]
    moved = moved_since(store, thread, asked.since or 0, MOST_MOVED)
    items += [_item(make_node(one, look), shown=False) for one in moved]  # it takes its replies along
    known = thread.activity
    if len(changed) == MOST_CHANGES:  # the last change may not be whole: the next asking brings it again
        first, last = changed[0].changed, changed[-1].changed
        known = last - 1 if first < last else last
    return {"comments": items, "next": None, "previous": None, "activity": known}


def _flat(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.replies)


def _item(node: Node, *, shown: bool = True) -> dict[str, Any]:
    """Describe a comment; of one that readers do not see, only that it is gone."""
    author = node.author if shown else None
    return {
        "id": node.id,
        "parent": node.parent,
        "depth": node.depth,
        "author": author
        and {
            "name": author.name,
            "handle": author.handle,
            "provider": author.provider,
            "picture": author.picture,
            "website": author.website,
            "role": author.role,
        },
        "text": node.html if shown else None,
        "html": render_node(node) if shown else None,
        "status": node.status if shown else "deleted",
        "created": node.created.isoformat(),
        "edited": node.edited.isoformat() if node.edited and shown else None,
        "likes": node.likes,
        "replies": node.total,
        "pinned": node.pinned,
    }
