"""Static files under addresses that change with their content."""

import hashlib
import re
from functools import cache
from pathlib import Path
from posixpath import normpath

from flask import Blueprint, Response, request, send_from_directory

from widget.config import RESOURCES
from widget.errors import NotFound
from widget.web.headers import immutable

STATIC = RESOURCES / "static"
FRAME_STYLES = ("tokens", "base", "thread", "comment", "prose", "form", "identity", "notes", "preferences")
LOADER = ("start", "rejoinder-thread", "rejoinder-count")
blueprint = Blueprint("assets", __name__)


@cache
def build() -> str:
    """Return a short name for all that documents are made of: templates, styles, scripts and our own code."""
    content = hashlib.sha256()
    for folder in (STATIC, RESOURCES / "templates", Path(__file__).parent.parent):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".html", ".css", ".js", ".svg"} and "demo" not in file.parts:
                content.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return content.hexdigest()[:12]


def asset(path: str) -> str:
    """Return the address of `static/PATH`; modules import one another by relative paths below it."""
    return f"/static/{build()}/{path}"


@cache
def frame_style() -> str:
    """Return the frame's whole style, to stand inside its document."""
    sheets = [(STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in FRAME_STYLES]
    return re.sub(r"\s*/\*.*?\*/", "", "\n".join(sheets), flags=re.DOTALL).strip()


@cache
def frame_modules() -> tuple[str, ...]:
    """Return the addresses of all modules that the frame's script imports."""
    return tuple(asset(f"frame/{file.name}") for file in sorted((STATIC / "frame").glob("*.js")))


@cache
def loader_script() -> str:
    """Return the loader: its files as one function, so that a host page gets no new global names."""
    files = ((STATIC / "loader" / f"{name}.js").read_text(encoding="utf-8") for name in LOADER)
    return "(() => {\n" + "\n".join(files) + "})();\n"


@blueprint.get("/static/<version>/<path:path>")
def static_file(version: str, path: str) -> Response:
    """Serve one asset; only the present version is kept for ever."""
    if normpath(path).startswith("demo"):
        raise NotFound("There is no such file.")
    response = send_from_directory(STATIC, path)
    return immutable(response) if version == build() else response


@blueprint.get("/rejoinder.js")
def loader() -> Response:
    """Serve the loader: a short, always revalidated address that sites embed."""
    response = Response(loader_script(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "public, max-age=300, must-revalidate"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response
