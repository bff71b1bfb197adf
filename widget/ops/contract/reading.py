"""What everybody reads: the thread as a document, as data and as a feed, and what the frame and its host page load."""

from widget.comments.pages import MOST_ROOTS
from widget.ops.contract.operations import GUEST, public
from widget.ops.contract.problems import refusals, refused_pages
from widget.ops.contract.schemas import ACTIVITY
from widget.ops.contract.words import (
    HTML,
    NUMBER,
    TEXT,
    Json,
    about,
    answer,
    content,
    listed,
    query,
    record,
    ref,
    word,
)
from widget.reading.document import ORDERS, THEMES
from widget.reading.views import MOST_COUNTS

PAGE = query("page", TEXT, "The page's address: its origin says which site it is of.", required=True)
KEY = query("key", TEXT, "The owner's own id of the thread; wins over the page.")
LANG = query("lang", TEXT, "A language tag; an unknown one is English.")
ORDER = query("order", word(ORDERS), "Else the order that the site is set to.")
AFTER = query("after", ref("id"), "The last comment of the page before: `next` of an answer.")
LIMIT: Json = {"type": "integer", "minimum": 1, "maximum": MOST_ROOTS}
COUNTED = [
    query("page", {"type": "array", "items": TEXT, "maxItems": MOST_COUNTS}, "Pages, or one that gives the site."),
    query("key", {"type": "array", "items": TEXT, "maxItems": MOST_COUNTS}, "Keys of threads on that site."),
]
HTML_PAGE, ATOM = content(TEXT, "text/html"), content(TEXT, "application/atom+xml")
LIKERS = public(
    "Who likes it",
    content(record({"html": about(HTML, "The list."), "likes": NUMBER})),
    asks=[LANG],
)
CHOICES = [
    ORDER,
    LANG,
    query("limit", LIMIT, "Roots on a page, or replies below `root`; else as many as the site is set to."),
    AFTER,
    query("before", ref("id"), "The first comment of the page below: `previous` of an answer."),
    query("root", ref("id"), "Replies below this comment, instead of roots."),
    query("around", ref("id"), "The page that holds this comment with all that it answers."),
    query("since", NUMBER | {"maximum": 2**31 - 1}, "Only what came, changed or went after this `activity`."),
]
COPY: Json = {"asks": [LANG, AFTER]}
FEED: Json = {"asks": [LANG]}
FORMS: Json = {"type": "object", "additionalProperties": TEXT, "description": "One for each plural category."}
WORDS: Json = {"type": "object", "additionalProperties": {"anyOf": [TEXT, FORMS]}}

PATHS: dict[str, Json] = {
    "/openapi.json": {"get": public("This document", content({"type": "object"}))},
    "/rejoinder.js": {"get": public("The loader that a site embeds", content(TEXT, "text/javascript"))},
    "/static/{version}/{path}": {"get": public("An asset of the frame; `path` may have slashes", content(TEXT, "*/*"))},
    "/pictures/{name}": {
        "get": {
            "summary": "A small picture of somebody",
            "security": GUEST,
            "responses": {
                "200": answer("It never changes.", content(TEXT, "image/*"), Cache_Control="For ever."),
                **refusals("not-found"),
            },
        }
    },
    "/thread": {
        "get": public(
            "The frame's document; unknown values fall to the default, nothing is echoed",
            HTML_PAGE,
            asks=[PAGE, KEY, ORDER, LANG, query("theme", word(THEMES), "Light, dark, or as the browser wants.")],
            pages=refused_pages("not-found"),
        )
    },
    "/threads": {
        "get": public(
            "The thread of a page, also before its first comment",
            content(ref("found-thread")),
            asks=[PAGE, KEY],
        )
    },
    "/threads/{thread_id}.json": {"get": public("A thread as data, from the oldest", content(ref("thread")), **COPY)},
    "/threads/{thread_id}.html": {"get": public("A thread to be put into a page", HTML_PAGE, **COPY)},
    "/threads/{thread_id}.atom": {"get": public("The last comments of a thread", ATOM, **FEED)},
    "/sites/{site_id}.html": {"get": public("The last comments of a site, to be put into a page", HTML_PAGE, **FEED)},
    "/sites/{site_id}.atom": {"get": public("The last comments of a site", ATOM, **FEED)},
    "/threads/{thread_id}/comments": {
        "get": public(
            "Comments of a thread: a page of roots with their first replies, or what was asked for instead",
            content(ref("listing")),
            asks=CHOICES,
            refuses=["malformed"],
        )
    },
    "/threads/{thread_id}/version": {
        "get": public(
            "Whether something has happened, in a few bytes; 0 for a thread that nobody has written in",
            content(record({"activity": ACTIVITY, "count": NUMBER})),
        )
    },
    "/threads/{thread_id}/likes": {"get": LIKERS},
    "/comments/{comment_id}/likes": {"get": LIKERS},
    "/comments/{comment_id}": {
        "get": {
            "summary": "Leads to the page that the comment is on, at that comment",
            "security": GUEST,
            "responses": {
                "303": answer("To the page.", Location="The page, with `#rejoinder-ID`."),
                **refused_pages("not-found"),
            },
        }
    },
    "/comments/{comment_id}/history": {
        "get": public(
            "What an edited comment has said before", HTML_PAGE, asks=[LANG], pages=refused_pages("not-found")
        )
    },
    "/counts": {
        "get": public(
            "How many comments pages have, in the order asked; 0 for those that nobody knows",
            content(record({"counts": listed(NUMBER)})),
            asks=COUNTED,
            refuses=["malformed"],
        )
    },
    "/counts.js": {
        "get": public(
            "The same as a script, which sets `document.currentScript.counts`",
            content(TEXT, "text/javascript"),
            asks=COUNTED,
            refuses=["malformed"],
        )
    },
    "/writing": {
        "get": public(
            "What helps with writing, for a frame whose form is open",
            content(record({"html": HTML, "style": TEXT, "words": WORDS, "longest": NUMBER})),
            asks=[LANG],
        )
    },
}
