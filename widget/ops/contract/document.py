"""The whole document."""

import re
from importlib.metadata import version

from widget.ops.contract import reading, signin, writing
from widget.ops.contract.schemas import schemas
from widget.ops.contract.words import TEXT, Json, about, ref
from widget.web.actor import MOST_RECEIPTS

ABOUT = """\
Everything that Rejoinder's frame sends and gets; programs may do the same. Later versions add to it: ignore what you
do not know.

A body is one object of strings, as JSON or as a form. Refusals are problem details (RFC 9457) whose `type` is a bare
name; pages for people refuse by pages. A method that an address does not have is answered by 405, a fault of the server
by 500, both in the same shape. HEAD is answered wherever GET is, but at `callback`. Browsers let pages of other origins
read counts alone.

Sentences are in the language that `lang` names, in any query. Where the answer is private or a refusal and there is no
`lang`, `Accept-Language` counts."""
PARAMETERS: dict[str, Json] = {
    "thread_id": ref("id"),
    "comment_id": ref("id"),
    "site_id": ref("id"),
    "transaction_id": ref("id"),
    "version": about(TEXT, "Changes with the assets."),
    "path": about(TEXT, "The asset's path."),
    "name": about(TEXT, "A hash."),
    "provider": about(TEXT, "Such as `google`."),
    "server": about(TEXT, "One of the provider's many servers."),
    "token": about(TEXT, "Of a mail's link."),
}
SECURITY: dict[str, Json] = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-rejoinder-SITEID",
        "description": "The session; its name ends with the site's id.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The session, where a browser keeps no cookie of ours.",
    },
    "receipts": {
        "type": "apiKey",
        "in": "header",
        "name": "Rejoinder-Receipts",
        "description": f"A guest's proofs of authorship, at most {MOST_RECEIPTS}, with commas.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "`csrf_token` of `GET /session`, asked for with the same credential.",
    },
}


def openapi(base_url: str) -> Json:
    """Return the contract of the server at `base_url`, in OpenAPI 3.1."""
    paths: dict[str, Json] = {}
    for part in (reading, writing, signin):
        for path, operations in part.PATHS.items():
            paths[path] = paths.get(path, {}) | operations
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rejoinder", "version": version("rejoinder"), "description": ABOUT},
        "servers": [{"url": base_url}],
        "paths": {path: _path(path, paths[path]) for path in sorted(paths)},
        "components": {"schemas": schemas(), "securitySchemes": SECURITY},
    }


def _path(path: str, operations: Json) -> Json:
    """Return a path with its parameters, and a name for each operation."""
    asked = [
        {"name": name, "in": "path", "required": True, "schema": PARAMETERS[name]}
        for name in re.findall(r"{(\w+)}", path)
    ]
    words = "-".join(re.findall(r"\w+", path))
    named = {method: {"operationId": f"{method}-{words}"} | one for method, one in operations.items()}
    return ({"parameters": asked} if asked else {}) | named
