"""What helps with writing, for frames whose form is open, and the page that says what Markdown is."""

import json

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from widget.comments.forms import LONGEST_BODY
from widget.core.markup import render
from widget.reading.strings import strings
from widget.web.answers import Answer
from widget.web.assets import build, writing_style
from widget.web.errors import page
from widget.web.headers import public_headers
from widget.web.languages import named_language, speak
from widget.web.shelf import publish

blueprint = Blueprint("tools", __name__)
EXAMPLES = (
    "*emphasis*, **strong**, ~~struck out~~",
    "`code`, ||a spoiler||",
    "[a link](https://example.org), https://example.org",
    "> a quote",
    "- one\n- two",
    '```python\nprint("code in colours")\n```',
)


@blueprint.get("/writing")
def tools() -> Response:
    """The tools below the text: their html, style and sentences, and how many bytes a text may have."""
    lang = named_language().tag

    def make() -> Answer:
        speak(lang)
        parts = {
            "html": render_template("form/_tools.html"),
            "style": writing_style(),
            "words": strings("writing"),
            "longest": LONGEST_BODY,
        }
        text = json.dumps(parts).encode()
        return Answer(text, f"{build()}.{lang}", public_headers("application/json"), lasting=True)

    return publish(("writing", lang), make)


@blueprint.get("/markdown")
@page
def markdown() -> str:
    """Show what can be written, and what becomes of it."""
    rows: list[tuple[str, Markup]] = [(source, render(source)) for source in EXAMPLES]
    return render_template("markdown.html", rows=rows)
