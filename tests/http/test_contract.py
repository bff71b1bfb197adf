"""`GET /openapi.json`: served as everything public is, and true of whatever is sent to what it describes."""

import re
import shlex
from argparse import ArgumentParser
from string import Template
from typing import Any
from urllib.parse import quote

import pytest
from described import DOCUMENT, METHODS, Json
from flask import Flask
from frames import ORIGIN, Frame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source import ROOT
from stage import BLOG, OTHER
from windows import FakeProvider

pytestmark = pytest.mark.either_store

ENDING = {("/session", "delete"), ("/comments/{comment_id}", "delete")}  # after these the rest would be refused
OPERATIONS = [
    (path, method, one[method] | {"parameters": [*one.get("parameters", ()), *one[method].get("parameters", ())]})
    for path, one in DOCUMENT["paths"].items()
    for method in sorted(METHODS & set(one))
    if (path, method) not in ENDING
]
WORDS = st.text(max_size=30)
BY_NAME = {
    "page": st.sampled_from([BLOG, OTHER, "https://evil.test/"]),
    "as": st.sampled_from(["{identity}", "guest"]),
    "provider": st.sampled_from(["google", "x", "email"]),
    "idempotency_key": st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True),
}
IDS = st.sampled_from(["{thread_id}", "{comment_id}", "{site_id}"])
FUZZ = settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def right(name: str, schema: Json) -> st.SearchStrategy[Any]:
    """Return values that fit, more or less; in braces stands what there is."""
    if "anyOf" in schema:
        return st.one_of(right(name, schema["anyOf"][0]), st.just(""))
    if name.endswith("_id") or schema.get("$ref"):
        return st.just(f"{{{name}}}") if name.endswith("_id") else IDS
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if schema["type"] == "array":
        return st.lists(BY_NAME.get(name, WORDS), max_size=schema["maxItems"] + 1)
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"]).map(str)
    return BY_NAME.get(name, WORDS)


@st.composite
def requests(draw: st.DrawFn) -> Json:
    """Draw one request: a path, a method, a query, and a body where one is taken."""
    path, method, operation = draw(st.sampled_from(OPERATIONS))
    places = {one["name"]: one for one in operation["parameters"] if one["in"] == "path"}
    for name, one in places.items():
        path = path.replace(
            f"{{{name}}}",
            quote(draw(st.one_of(right(name, one["schema"]), right(name, one["schema"]), WORDS)), safe="{}"),
        )
    asked = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
    drawn = {"path": path, "method": method.upper(), "query_string": _some(draw, asked)}
    if "requestBody" in operation:
        kinds = operation["requestBody"]["content"]
        drawn["json"] = _some(draw, next(iter(kinds.values()))["schema"]["properties"])
    return drawn


def _some(draw: st.DrawFn, fields: Json) -> Json:
    """Draw values for fields, of which one at most is any words, and one is left out."""
    if not fields:
        return {}
    names = st.sets(st.sampled_from(sorted(fields)), max_size=1)
    odd, left_out = draw(names), draw(names)
    kept = sorted(set(fields) - left_out)
    return {name: draw(WORDS if name in odd else right(name, fields[name])) for name in kept}


def filled(what: Any, there: dict[str, str]) -> Any:
    """Return the same with what there is in the place of the braces."""
    if isinstance(what, list):
        return [filled(one, there) for one in what]
    if isinstance(what, dict):
        return {name: filled(one, there) for name, one in what.items()}
    for name, value in there.items():
        what = what.replace(f"{{{name}}}", value)
    return what


@pytest.fixture
def there(alice: Frame) -> dict[str, str]:
    """What there is, by the names that the document has for it, and as who asks."""
    comment = alice.post("Hello").get_json()["id"]
    ids = {"thread_id": alice.thread, "comment_id": comment, "site_id": alice.site}
    session = alice.session()
    return ids | {"identity": session["identity"]["id"], "token": session["csrf_token"]}


@FUZZ
@given(request=requests())
def test_whatever_is_sent_is_answered_as_described(
    request: Json, alice: Frame, there: dict[str, str], fakes: dict[str, FakeProvider]
) -> None:
    """What `running` holds of every answer it holds of these; here, that no fault of ours is among them."""
    headers = {"Origin": ORIGIN, "X-CSRFToken": there["token"]}
    answer = alice.browser.open(**filled(request, there), headers=headers, base_url=ORIGIN)
    assert answer.status_code < 500, answer.text[:300]


COMMANDS = re.findall(r"(?s)```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"))


def run(command: str, frame: Frame, there: dict[str, str]) -> Any:
    """Do what a command of curl does, for who writes as a guest; return what is answered."""
    curl = ArgumentParser()
    for flag in ("-s", "-G"):
        curl.add_argument(flag, action="store_true")
    for value in ("-X", "--json"):
        curl.add_argument(value)
    for several in ("-H", "--data-urlencode"):
        curl.add_argument(several, action="append")
    curl.add_argument("url")
    asked = curl.parse_args(shlex.split(Template(command.replace("\\\n", "")).substitute(there))[1:])
    query = dict(one.split("=", 1) for one in asked.data_urlencode or ())
    method, headers = asked.X or ("POST" if asked.json else "GET"), dict(one.split(": ", 1) for one in asked.H or ())
    sent = {"data": asked.json, "content_type": "application/json"} if asked.json else {}
    path = asked.url.removeprefix(ORIGIN)
    return frame.browser.open(path, method=method, headers=headers, query_string=query or None, base_url=ORIGIN, **sent)


def test_the_commands_of_the_documentation_work(guest: Frame) -> None:
    there, found = {"server": ORIGIN, "page": BLOG}, []
    for command in COMMANDS:
        answer = run(command, guest, there)
        assert answer.status_code in {200, 201}, (command, answer.text)
        told = answer.get_json()
        found.append(told)
        names = {"thread": "id", "site": "site", "token": "csrf_token", "receipt": "receipt"}
        there |= {name: told[key] for name, key in names.items() if key in told and name not in there}
        there |= {"comment": told["id"]} if "receipt" in told else {}
    assert [one["status"] for one in found if "status" in one] == ["published", "deleted"]


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_packed_answer_is_held_to_the_document_too(app: Flask, coding: str) -> None:
    answer = app.test_client().get("/writing", headers={"Accept-Encoding": coding})
    assert (answer.status_code, answer.content_encoding) == (200, coding)


def test_a_comment_that_answers_none_may_say_so(guest: Frame) -> None:
    guest.session()
    sent = {"body": "Hello", "page": guest.page, "parent": "", "idempotency_key": "abcdefgh", "as": "guest"}
    sent |= {"name": "Grace", "email": "grace@example.org"}
    assert guest.act("POST", f"/threads/{guest.thread}/comments", sent).status_code == 201


def test_the_document_is_a_public_answer(app: Flask) -> None:
    answer = app.test_client().get("/openapi.json", base_url=ORIGIN)
    assert answer.get_json() == DOCUMENT
    assert answer.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": answer.headers["ETag"]}
    again = app.test_client().get("/openapi.json", base_url=ORIGIN, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in answer.headers
