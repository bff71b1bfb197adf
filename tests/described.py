"""Answers held to /openapi.json: each one that a test gets, and what was sent where that was taken."""

import gzip
import json
from functools import cache
from http import HTTPStatus
from typing import Any

import brotli
from flask import Flask, Response, g, request
from jsonschema_rs import Draft202012Validator

from widget.ops.contract.document import openapi

Json = dict[str, Any]
UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
DOCUMENT = openapi("https://comments.rejoinder.test")
METHODS = {"get", "post", "put", "patch", "delete"}
UNDESCRIBED = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.INTERNAL_SERVER_ERROR}  # said once, above all operations


def closed(schema: Any) -> Any:
    """Return a schema that allows nothing which it does not name: what is new has to be described."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {"additionalProperties": False} if "properties" in schema else {}
    return shut | {name: closed(one) for name, one in schema.items()}


SCHEMAS = {"components": {"schemas": closed(DOCUMENT["components"]["schemas"])}}


def operation(rule: str, method: str) -> Json | None:
    """Return what the document says of one of Flask's rules; None where it leaves it out."""
    return described_operations().get((rule, method))


@cache
def described_operations() -> dict[tuple[str, str], Json]:
    """Return every operation by its path, in the way Flask writes it, and its method."""
    named = [
        (path.replace("{", "<").replace("}", ">").replace("<path>", "<path:path>"), DOCUMENT["paths"][path])
        for path in DOCUMENT["paths"]
    ]
    return {(path, method.upper()): one[method] for path, one in named for method in METHODS & set(one)}


@cache
def validator(rule: str, method: str, status: str, media_type: str) -> Draft202012Validator:
    """Return what checks an answer, or with the status "body" what was sent: there unknown fields are ignored."""
    found = described_operations()[rule, method]
    if status == "body":
        return Draft202012Validator(found["requestBody"]["content"][media_type]["schema"] | SCHEMAS)
    schema = closed(found["responses"][status]["content"][media_type]["schema"])
    return Draft202012Validator(schema | SCHEMAS, validate_formats=True)


def hold_answers(app: Flask) -> list[str]:
    """Let every answer of an application be checked; return the list of what is wrong, which grows."""
    wrong: list[str] = []

    @app.after_request
    def check(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else ""
        described = operation(rule, request.method)
        if described is not None and response.status_code not in UNDESCRIBED:
            found = [*_wrong_answer(rule, described, response), *_wrong_body(rule, described, response)]
            wrong.extend(f"{request.method} {rule}: {one}" for one in found)
        return response

    return wrong


def _wrong_answer(rule: str, described: Json, response: Response) -> list[str]:
    status, media_type = str(response.status_code), response.mimetype
    told = described["responses"].get(status)
    if told is None:
        return [f"{status} is not described"]
    lost = [f"{status} without {name}" for name in _always(told) if name not in response.headers]
    kinds = told.get("content", {})
    if kinds and not {media_type, f"{media_type.partition('/')[0]}/*", "*/*"} & set(kinds):
        return [*lost, f"{status} as {media_type}"]
    if not media_type.endswith("json") or "*/*" in kinds or response.status_code == HTTPStatus.NOT_MODIFIED:
        return lost
    checker = validator(rule, request.method, status, media_type)
    body = UNPACKED[response.content_encoding or ""](response.get_data())
    return [*lost, *_errors(checker, json.loads(body))]


def _always(told: Json) -> list[str]:
    return [name for name in told.get("headers", {}) if name != "Set-Cookie"]


def _wrong_body(rule: str, described: Json, response: Response) -> list[str]:
    """Say what of a body that was taken is not described."""
    if response.status_code >= HTTPStatus.BAD_REQUEST or not g.get("body"):
        return []
    if "requestBody" not in described:
        return []
    kinds = described["requestBody"]["content"]
    return _errors(validator(rule, request.method, "body", next(iter(kinds))), g.body)


def _errors(checker: Draft202012Validator, what: Any) -> list[str]:
    if checker.is_valid(what):
        return []
    return [f"{error.message} at {'/'.join(map(str, error.instance_path))}" for error in checker.iter_errors(what)]
