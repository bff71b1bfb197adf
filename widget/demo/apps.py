"""How the demo's apps find their templates and static files, and in which language they speak."""

from flask import Flask

from widget.config import RESOURCES


def demo_app(name: str) -> Flask:
    """An app with the demo's files under `/assets`.

    The templates mark their strings for translation like all others; the demo itself speaks English.
    """
    static, templates = RESOURCES / "static" / "demo", RESOURCES / "templates"
    app = Flask(name, static_folder=static, static_url_path="/assets", template_folder=templates)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app
