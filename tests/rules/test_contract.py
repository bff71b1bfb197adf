"""The contract as a document: it is OpenAPI, every route is in it or left out for a reason, and none is made up."""

import re
from collections.abc import Iterator

from described import DOCUMENT, described_operations, operation
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from source import PACKAGE, files
from stage import settings_for

from widget import create_app

LEFT_OUT = {  # what begins so, for people alone: pages, their forms, and what these need
    "/admin": "who looks after a site",
    "/me": "one's own page",
    "/decide/": "links of mails",
    "/subscriptions/": "links of mails",
    "/unsubscribe/": "links of mails; what mail programs post is described",
    "/signin/email": "the pages of a sign-in by mail",
    "/signin/passkey/offer": "the last page of a sign-in's window",
    "/signin/facebook/data-deletion/": "how a deletion stands",
}
PAGES = {  # exactly these, for people alone
    "/",
    "/privacy",
    "/markdown",
    "/signin",
    "/signin/passkey",
    "/signin/redirect",
    "/comments/<comment_id>/edit",
    "/threads/<thread_id>/reply",
}
REPORT_PAGE = ("/comments/<comment_id>/report", "GET")
READ = re.compile(r"""body\(\)(?:\.get\(|\[)"(\w+)\"""")
TALKERS = ("comments/*.py", "signin/*.py", "moderation/*_views.py", "notifications/following.py", "admin/in_thread.py")
OF_PAGES = {"own_comments", "own_address", "own_passkeys", "linking", "me", "erasure", "email", "mailed_link"}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield each rule with each of its methods, but for what Flask adds by itself."""
    for rule in app.url_map.iter_rules():
        yield from ((rule.rule, method) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"})


def is_for_people(rule: str, method: str) -> bool:
    """Whether the document may leave a route out."""
    return rule in PAGES or (rule, method) == REPORT_PAGE or rule.startswith(tuple(LEFT_OUT))


def test_the_document_is_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_route_for_programs_is_described() -> None:
    app = create_app(settings_for("sqlite:///:memory:"))
    there = set(routes(app))
    assert [one for one in sorted(there) if not operation(*one) and not is_for_people(*one)] == []


def test_everything_described_is_there() -> None:
    app = create_app(settings_for("sqlite:///:memory:"))
    assert set(described_operations()) - set(routes(app)) == set()


def test_every_reason_to_leave_something_out_is_needed() -> None:
    app = create_app(settings_for("sqlite:///:memory:"))
    undescribed = {rule for rule, method in routes(app) if not operation(rule, method)}
    assert undescribed >= PAGES
    assert [start for start in LEFT_OUT if not any(rule.startswith(start) for rule in undescribed)] == []


def test_every_field_that_is_read_of_a_body_is_described() -> None:
    told = re.findall(r"'(\w+)': \{", str([one.get("requestBody") for one in described_operations().values()]))
    for path in files(PACKAGE, *TALKERS):
        if path.stem not in OF_PAGES:
            assert set(READ.findall(path.read_text(encoding="utf-8"))) <= set(told), path.name
