"""A guest's details on the page without scripts: with their consent this browser keeps them in a cookie."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta

from flask import Response, request

from widget.sites.models import Site

YEAR = timedelta(days=365)
NAMES = ("email", "name", "website")
NAME = "__Secure-rejoinder-guest-"  # and the site's id; no __Host-, which every page of ours would be sent
PATH = "/threads"
LONGEST = 3500  # bytes; browsers keep no cookie of more than four thousand


def kept_details(site: Site) -> dict[str, str]:
    """Return what this browser keeps for a site; what is none of ours is nothing."""
    try:
        found = json.loads(base64.urlsafe_b64decode(request.cookies.get(NAME + site.public_id, "")))
    except (ValueError, RecursionError):
        return {}
    given = found if isinstance(found, dict) else {}
    return {name: given[name] for name in NAMES if isinstance(given.get(name), str) and given[name].isprintable()}


def keep_details(response: Response, site: Site, sent: Mapping[str, str]) -> None:
    """Keep the details for a year if the box was ticked; else take them away. What is too long is not kept."""
    details = {name: sent[name] for name in NAMES if sent.get(name)}
    value = base64.urlsafe_b64encode(json.dumps(details).encode()).decode()
    cookie = NAME + site.public_id
    if sent.get("remember") and details and len(value) <= LONGEST:
        response.set_cookie(cookie, value, max_age=YEAR, path=PATH, secure=True, httponly=True, samesite="Lax")
    elif cookie in request.cookies:
        response.delete_cookie(cookie, path=PATH, secure=True, httponly=True, samesite="Lax")
