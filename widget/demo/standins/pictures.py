"""Portraits under the kinds of address that the real providers use."""

import re

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from widget.demo.people import PEOPLE, Person, by_key
from widget.demo.portraits import portrait
from widget.demo.standins.house import house
from widget.demo.standins.misbehave import Fault

pictures = Blueprint("pictures", __name__, url_prefix="/pictures")

SIZES = {"_normal": 48, "_bigger": 73, "_200x200": 200, "_400x400": 400, "": 400}


@pictures.get("/<name>")
def show_portrait(name: str) -> ResponseReturnValue:
    """`ada=s96-c` (Google), `mira_normal.png` (X), `ingrid_200x200.png` (Facebook)."""
    match = re.fullmatch(r"([a-z]+)(_[a-z0-9]+)?(?:=s(\d{2,3})-c)?(\.png)?", name)
    person = by_key(match[1]) if match else None
    if match is None or person is None or (match[2] or "") not in SIZES:
        abort(404)
    if spoiled(person):
        return "<!doctype html><title>Forbidden</title><p>This picture has expired.", 403
    size = min(int(match[3]), 400) if match[3] else SIZES[match[2] or ""]
    return portrait(person, size), 200, {"Content-Type": "image/png", "Cache-Control": "max-age=3600"}


def spoiled(person: Person) -> bool:
    provider = next(name for name, people in PEOPLE.items() if person in people)
    return house().misbehave.has(provider, Fault.BAD_PICTURE)
