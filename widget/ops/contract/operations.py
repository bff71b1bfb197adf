"""The kinds of operations that the contract has: public and cached, private, and those that change something."""

from collections.abc import Iterable

from widget.ops.contract.problems import MEDIA_TYPE, refusals
from widget.ops.contract.words import TEXT, Json, answer, content, header, record

FORM = "application/x-www-form-urlencoded"
GUEST: list[Json] = [{}]
CREDENTIALS: list[Json] = [{}, {"cookie": []}, {"bearer": []}, {"receipts": []}]
TOKEN: list[Json] = [{"csrf": [], **one} for one in CREDENTIALS]
SAVED = header("If-None-Match", "The ETag that the asker has: if it still holds, 304 and no body.")
ORIGIN = header("Origin", "The server's own origin, as its own pages send it.", required=True)
TAG = "Changes with what is answered; strong, and of one coding."
UNCHANGED = answer("What the asker has is still right.", ETag=TAG)
UNSAFE = ("malformed", "csrf", "not-found", "too-large", "unsupported-media-type")


def public(
    summary: str, holds: Json, *, asks: Iterable[Json] = (), refuses: Iterable[str] = (), pages: Json | None = None
) -> Json:
    """Return a GET that answers everybody the same; `pages` are refusals that are pages.

    Under an address with a NUL there is nothing, whichever it is.
    """
    found = answer("What was asked for.", holds, ETag=TAG, Cache_Control="How long it may be kept unasked.")
    told = {"200": found, "304": UNCHANGED, **refusals("not-found", *refuses), **(pages or {})}
    return {"summary": summary, "security": GUEST, "parameters": [*asks, SAVED], "responses": told}


def private(summary: str, holds: Json, *, asks: Iterable[Json] = (), refuses: Iterable[str] = ()) -> Json:
    """Return a GET whose answer is for who asks alone, and kept nowhere."""
    told = {"200": answer("What was asked for.", holds), **refusals(*refuses)}
    return {"summary": summary, "security": CREDENTIALS, "parameters": list(asks), "responses": told}


def acting(
    summary: str, told: Json, *, fields: Json | None = None, asks: Iterable[Json] = (), refuses: Iterable[str] = ()
) -> Json:
    """Return an operation that changes something, proved by a token; `told` are its answers by status."""
    refused = refusals(*UNSAFE, "lapsed", *refuses)
    return {
        "summary": summary,
        "security": TOKEN,
        "parameters": [*asks, ORIGIN],
        **_body(fields),
        "responses": {**told, **refused},
    }


def proving(summary: str, told: Json, fields: Json, *, refuses: Iterable[str] = ()) -> Json:
    """Return an operation that a secret in its body proves, asked by a page of ours."""
    refused = refusals(*UNSAFE, *refuses)
    answers = {**told, **refused}
    return {"summary": summary, "security": GUEST, "parameters": [ORIGIN], **_body(fields), "responses": answers}


def called(summary: str, told: Json, fields: Json, *, refuses: Iterable[str] = ()) -> Json:
    """Return an operation that somebody else's server or page calls, proved by what it sends."""
    refused = refusals("malformed", "not-found", "too-large", "unsupported-media-type", *refuses)
    return {"summary": summary, "security": GUEST, **_body(fields), "responses": {**refused, **told}}


def sent(fields: Json, *, required: Iterable[str] = ()) -> Json:
    """Return the schema of a body: an object of strings, of which some are required."""
    return record(fields, optional=set(fields) - set(required))


def _body(schema: Json | None) -> Json:
    if schema is None:
        return {}
    kinds = content(schema) | content(schema, FORM)
    return {"requestBody": {"required": bool(schema["required"]), "content": kinds}}


def refused_with(status: str, schema: Json, *kinds: str) -> Json:
    """Return an answer that is either one of our problems or what another protocol wants in its place."""
    (told,) = refusals(*kinds).values()
    return {status: told | {"content": content(schema) | {MEDIA_TYPE: told["content"][MEDIA_TYPE]}}}


def page(sentence: str) -> Json:
    """Return an answer that is a page for a person."""
    return answer(sentence, content(TEXT, "text/html"))
