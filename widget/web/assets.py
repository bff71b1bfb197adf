"""Static files under addresses that change with their content."""

import hashlib
import json
import mimetypes
import os
import re
from functools import cache
from pathlib import Path
from posixpath import normpath

from flask import Blueprint, Response
from werkzeug.security import safe_join

from widget.config import RESOURCES
from widget.errors import NotFound
from widget.web.answers import Answer
from widget.web.headers import IMMUTABLE, REVALIDATED, public_headers
from widget.web.minification import enclosed
from widget.web.modules import join_modules
from widget.web.shelf import publish

STATIC = RESOURCES / "static"
FRAME_STYLES = ("tokens", "base", "thread", "comment", "prose", "form", "identity", "notes", "preferences")
SOURCES = (".py", ".po", ".html", ".css", ".js", ".svg")
LOADER = ("start", "rejoinder-thread", "rejoinder-count")
LATE = ("likes", "own", "reading")  # modules that the frame fetches when somebody wants what they do
FRAME = "frame.js"  # all modules of static/frame in one
blueprint = Blueprint("assets", __name__)


@cache
def build() -> str:
    """Return a short name for all that documents are made of: templates, styles, scripts and our own code."""
    content = hashlib.sha256()
    for top in (STATIC, RESOURCES / "templates", Path(__file__).parent.parent):
        for folder, below, files in os.walk(top):
            below[:] = sorted({*below} - {"demo", "__pycache__"})
            content.update(Path(folder).relative_to(top).as_posix().encode() + b"\0")
            for name in sorted(name for name in files if name.endswith(SOURCES)):
                content.update(name.encode() + b"\0" + Path(folder, name).read_bytes())
    return content.hexdigest()[:12]


def asset(path: str) -> str:
    """Return the address of `static/PATH`; modules import one another by relative paths below it."""
    return f"/static/{build()}/{path}"


@cache
def frame_style() -> str:
    """Return the frame's whole style, to stand inside its document."""
    return _bare_style(*(f"css/{name}.css" for name in FRAME_STYLES))


@cache
def writing_style() -> str:
    """Return the style of what helps with writing; the frame puts it in when the form is opened."""
    return _bare_style("writing/writing.css")


@cache
def frame_script() -> str:
    """Return the frame's whole script as one function."""
    return enclosed(join_modules(STATIC / "frame"))


@cache
def loader_script() -> str:
    """Return the loader: its files as one function, so that a host page gets no new global names.

    What they call "STYLE" is put in. Nothing in it depends on the build: it weighs the same until somebody changes it.
    """
    script = "\n".join(_text(f"loader/{name}.js") for name in LOADER)
    style = json.dumps(_bare_style("loader/rejoinder-thread.css"))
    return enclosed(script.replace('"STYLE"', style))


def _text(path: str) -> str:
    return (STATIC / path).read_text(encoding="utf-8")


def _bare_style(*paths: str) -> str:
    """Return style sheets as one, without comments and needless spaces."""
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(map(_text, paths)), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", bare).strip()


@blueprint.get("/static/<version>/<path:path>")
def static_file(version: str, path: str) -> Response:
    """Serve one asset; only the present version is kept for ever."""
    caching = IMMUTABLE if version == build() else REVALIDATED
    imported = {"Access_Control_Allow_Origin": "*"} if path.startswith("counts/") else {}  # by the pages of all sites

    def make() -> Answer:
        content, media_type = _content(path)
        return _answer(content, media_type, caching, **imported)

    return publish(("static", caching, path), make)


@blueprint.get("/rejoinder.js")
def loader() -> Response:
    """Serve the loader: a short, always revalidated address that sites embed."""
    caching = "public, max-age=300, must-revalidate"
    return publish(("loader",), lambda: _answer(loader_script().encode(), "text/javascript", caching))


def _content(path: str) -> tuple[bytes, str]:
    """Return an asset and its media type; raise NotFound."""
    if path == FRAME:
        return frame_script().encode(), "text/javascript"
    file = Path(safe_join(str(STATIC), path) or "")
    if normpath(path).startswith("demo") or not file.is_file():
        raise NotFound("There is no such file.")
    return file.read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream"


def _answer(content: bytes, media_type: str, caching: str, **more: str) -> Answer:
    headers = public_headers(media_type, Cache_Control=caching, Cross_Origin_Resource_Policy="cross-origin", **more)
    return Answer(content, build(), headers, lasting=True, quality=11)
