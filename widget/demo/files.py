"""The demo's templates and static files: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

from flask import Flask

PACKAGE = Path(__file__).resolve().parent.parent


def shared_folder(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def speak_plainly(app: Flask) -> None:
    """The templates mark their strings for translation like all others; the demo itself speaks English."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
