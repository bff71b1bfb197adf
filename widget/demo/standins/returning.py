"""The way back to the application: with a code, or with the provider's own form of a denial."""

import json
from urllib.parse import urlencode

from flask import Response as FlaskResponse
from flask import redirect, render_template
from werkzeug.wrappers import Response

from widget.demo.people import Person
from widget.demo.standins.codes import Asked
from widget.demo.standins.house import Standin, has, house
from widget.demo.standins.misbehave import Fault
from widget.demo.standins.profiles import name_of

BARE_ERROR = {"error_code": "1349126", "error_message": "Something went wrong. Please try again later."}


def allow(standin: Standin, asked: Asked, person: Person) -> Response:
    if has(standin, Fault.BARE_ERROR):
        return send_back(standin, asked, BARE_ERROR)
    desk, used = house().desks[standin.id], has(standin, Fault.USED_CODE)
    code = desk.issue(asked, person, seconds=standin.code_seconds, used=used)
    return send_back(standin, asked, {"code": code} | (user_field(standin, asked, person) if standin.posts else {}))


def deny(standin: Standin, asked: Asked) -> Response:
    return send_back(standin, asked, dict(standin.denied))


def send_back(standin: Standin, asked: Asked, answer: dict[str, str]) -> Response:
    if asked.state is not None and not has(standin, Fault.NO_STATE):
        answer = {**answer, "state": asked.state}
    if standin.names_issuer:
        answer = {**answer, "iss": issuer_named(standin)}
    if standin.posts:
        where = {"address": asked.client.redirect_uri, "answer": answer}
        return FlaskResponse(
            render_template("demo/standins/posting.html", standin=standin, **where), mimetype="text/html"
        )
    return redirect(f"{asked.client.redirect_uri}?{urlencode(answer)}{standin.fragment}", 303)


def user_field(standin: Standin, asked: Asked, person: Person) -> dict[str, str]:
    """The name goes with somebody's first answer to an application, and never again."""
    first_time = person.key not in house().told
    name = name_of(standin, person) if "name" in asked.scopes and first_time else None
    house().told.add(person.key)
    if name is None:
        return {}
    first, _, last = name.partition(" ")
    return {"user": json.dumps({"name": {"firstName": first, "lastName": last}})}


def issuer_named(standin: Standin) -> str:
    """RFC 9207."""
    return "https://issuer.example" if has(standin, Fault.WRONG_ISS) else house().issuer(standin)
