"""The words in which the contract is written: pieces of JSON Schema and OpenAPI, each a plain dict."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NONE: Json = {"type": "string", "maxLength": 0}
NUMBER: Json = {"type": "integer", "minimum": 0}
YES_OR_NO: Json = {"type": "boolean"}
MOMENT: Json = {"type": "string", "format": "date-time"}
HTML: Json = {"type": "string", "description": "Safe HTML, in the language of who asks."}
ADDRESS: Json = {"type": "string", "format": "uri"}


def ref(name: str) -> Json:
    """Return a schema that is described elsewhere in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Json) -> Json:
    """Return a schema of the same, or null."""
    if "$ref" in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def word(values: Iterable[str]) -> Json:
    """Return the schema of one of some words."""
    return {"type": "string", "enum": list(map(str, values))}


def listed(schema: Json) -> Json:
    """Return the schema of an array."""
    return {"type": "array", "items": schema}


def record(fields: Json, *, optional: Iterable[str] = (), about: str = "") -> Json:
    """Return the schema of an object: each of its fields is there, but for the optional ones."""
    told = {"description": about} if about else {}
    required = [name for name in fields if name not in set(optional)]
    return {"type": "object", **told, "properties": fields, "required": required}


def about(schema: Json, sentence: str) -> Json:
    """Return a schema with a sentence about it."""
    return schema | {"description": sentence}


def query(name: str, schema: Json, sentence: str, *, required: bool = False) -> Json:
    """Return a parameter of the query."""
    return {"name": name, "in": "query", "description": sentence, "required": required, "schema": schema}


def header(name: str, sentence: str, *, required: bool = False) -> Json:
    """Return a parameter that is a header."""
    return {"name": name, "in": "header", "description": sentence, "required": required, "schema": TEXT}


def content(schema: Json, media_type: str = "application/json") -> Json:
    """Return what an answer or a request holds."""
    return {media_type: {"schema": schema}}


def answer(sentence: str, holds: Json | None = None, **headers: str) -> Json:
    """Return an answer; `headers` are by name with underscores, each with a sentence."""
    told: Json = {"description": sentence}
    if headers:
        named = {name.replace("_", "-"): line for name, line in headers.items()}
        told["headers"] = {name: {"description": line, "schema": TEXT} for name, line in named.items()}
    return told | ({"content": holds} if holds else {})
