"""What every template can use, and how strict they are."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale
from jinja2 import StrictUndefined

from widget.providers import mark_of
from widget.web.assets import asset


def prepare_templates(app: Flask) -> None:
    """Make missing variables errors, and give templates `asset`, `day`, `mark`, and the translations of Flask-Babel."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["mark"] = mark_of


def day(moment: datetime) -> str:
    """Return a date as in a letter: 12 March 2026, in the order of the reader's language."""
    return _day(moment.date(), get_locale())


@lru_cache(maxsize=4096)
def _day(date: date, locale: Locale) -> str:
    return format_date(date, "long", locale)
