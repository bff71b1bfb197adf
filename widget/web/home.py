"""The page at Rejoinder's own address, for whoever looks whether it runs."""

from flask import Blueprint, render_template

from widget.web.errors import page
from widget.web.running import settings

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@page
def home() -> str:
    """Say what runs here, and which two lines bring it under a page."""
    return render_template("home.html", lines=embedding(settings().base_url))


def embedding(base_url: str) -> str:
    """Return the two lines that a site puts where comments should be."""
    return f'<script async src="{base_url}/rejoinder.js"></script>\n<rejoinder-thread></rejoinder-thread>'
