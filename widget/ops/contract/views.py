"""`GET /openapi.json`: the contract of this very server, for programs and whoever writes them."""

import json

from flask import Blueprint, Response

from widget.ops.contract.document import openapi
from widget.web.answers import Answer, named_by_content
from widget.web.headers import public_headers
from widget.web.running import settings
from widget.web.shelf import publish

blueprint = Blueprint("contract", __name__)


@blueprint.get("/openapi.json")
def show() -> Response:
    """Describe everything that programs may ask of this server."""

    def make() -> Answer:
        text = json.dumps(openapi(settings().base_url)).encode()
        answer = named_by_content(text, public_headers("application/json"))
        answer.lasting = True
        return answer

    return publish(("openapi",), make)
