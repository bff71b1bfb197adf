"""Everything that can be refused, by its `type`: with which status, and when."""

from widget import errors
from widget.ops.contract.words import NUMBER, TEXT, Json, answer, content, listed, record, ref

MEDIA_TYPE = "application/problem+json"
PROBLEMS: dict[str, tuple[type[errors.Problem], str]] = {
    "malformed": (errors.Malformed, "What was sent cannot be understood: a body is one object of strings."),
    "lapsed": (errors.Lapsed, "A credential was sent whose session is gone."),
    "csrf": (errors.NotAllowed, "`X-CSRFToken` or `Origin` is missing or wrong."),
    "not-allowed": (errors.NotAllowed, "Whoever asks may not do this."),
    "closed": (errors.NotAllowed, "The thread takes no comments any more."),
    "sign-in-required": (errors.NotAllowed, "Only who is signed in may do this here."),
    "edit-over": (errors.NotAllowed, "The time for editing is over."),
    "not-found": (errors.NotFound, "There is no such thing, or it belongs to another site."),
    "duplicate": (errors.Conflict, "The same was said there already."),
    "identity-changed": (errors.Conflict, "`as` is not whom the credential is of."),
    "edit-conflict": (errors.Conflict, "The comment was edited elsewhere meanwhile."),
    "decided": (errors.Conflict, "Somebody else has decided before."),
    "not-pinnable": (errors.Conflict, "Only a published comment that answers none can stand on top."),
    "denied": (errors.Gone, "The person said no at the provider."),
    "expired": (errors.Gone, "The sign-in took too long."),
    "cancelled": (errors.Gone, "The sign-in was taken back."),
    "provider-failed": (errors.Gone, "The provider did not answer, or with nothing that can be trusted."),
    "too-large": (errors.TooLarge, "The body is over the server's limit."),
    "unsupported-media-type": (errors.WrongMediaType, "A body is JSON or a form."),
    "invalid": (errors.Invalid, "Fields that a person can correct, each with sentences for them."),
    "key-reused": (errors.KeyReused, "The idempotency key came with another content before."),
    "too-many": (errors.TooMany, "Too much in too short a time."),
    "misconfigured": (
        errors.Misconfigured,
        "The server is not set up right, such as its `trusted_proxies`.",
    ),
}
EXTRAS: dict[str, Json] = {
    "invalid": {"errors": {"type": "object", "additionalProperties": listed(TEXT)}},
    "too-many": {"retry_after": NUMBER | {"description": "In seconds, as in the header `Retry-After`."}},
}


def schemas() -> dict[str, Json]:
    """Return the schema of each problem, by the name that it has in the document."""
    return {f"problem-{kind}": _schema(kind) for kind in PROBLEMS}


def _schema(kind: str) -> Json:
    raised, sentence = PROBLEMS[kind]
    fields: Json = {"type": {"const": kind}, "title": TEXT, "status": {"const": raised.status}, "detail": TEXT}
    return record(fields | EXTRAS.get(kind, {}), about=sentence)


def refusals(*kinds: str) -> dict[str, Json]:
    """Return the answers for some problems, by status; one status can have several."""
    by_status: dict[str, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(str(PROBLEMS[kind][0].status), []).append(kind)
    return {status: _refusal(those) for status, those in sorted(by_status.items())}


def _refusal(kinds: list[str]) -> Json:
    refs = [ref(f"problem-{kind}") for kind in kinds]
    schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
    headers = {"Retry_After": "Seconds until it is worth another try."} if "too-many" in kinds else {}
    return answer(" ".join(PROBLEMS[kind][1] for kind in kinds), content(schema, MEDIA_TYPE), **headers)


def refused_pages(*kinds: str) -> dict[str, Json]:
    """Return the same answers of a route that people look at: pages."""
    told = refusals(*kinds)
    return {status: one | {"content": content(TEXT, "text/html")} for status, one in told.items()}
