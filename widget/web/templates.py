"""What every template can use, and how strict they are."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.lists import format_list
from flask import Flask
from flask_babel import get_locale
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from widget.people.models import Identity
from widget.providers import Offered, mark_of, title_of
from widget.web.assets import asset
from widget.web.running import provider_titles, settings


def prepare_templates(app: Flask) -> None:
    """Make missing variables errors; give templates `asset`, whether mail is sent, the filters below, `likes`."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["screening"] = lambda: settings().screening
    app.jinja_env.globals["likes"] = _macro(app.jinja_env, "comments/_likes.html", "likes")
    app.jinja_env.globals["mail_is_sent"] = lambda: settings().mail.configured
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["mark"] = mark_of
    app.jinja_env.filters["provider_title"] = provider_title
    app.jinja_env.filters["title_of_way"] = title_of_way


def _macro(templates: Environment, file: str, name: str) -> Callable[..., Markup]:
    """Return a macro for all templates: to import it where a comment is written takes longer than to run it."""
    return lambda *what, **more: getattr(templates.get_template(file).module, name)(*what, **more)


def provider_title(identity: Identity) -> str:
    """Return what people call the provider of an identity."""
    return title_of(provider_titles(), identity.provider, identity.issuer)


def title_of_way(provider: Offered) -> str:
    """Return what people call a way to log in."""
    return provider_titles().get(provider.id, provider.title)


def said(html: str) -> Markup:
    """Return a comment's stored HTML as what it is: made by the sanitiser when it was posted, and by nobody else."""
    return Markup(html)  # noqa: S704 (the sanitiser made it: core.markup)


def listed(things: Iterable[str]) -> str:
    """Return things as a sentence of the reader's language lists them: a, b, and c."""
    return format_list(list(things), "standard", get_locale())


def isolated(text: str) -> str:
    """Return somebody else's words so that they keep their own direction in the middle of a sentence."""
    return f"\u2068{text}\u2069"


def day(moment: datetime) -> str:
    """Return a date as in a letter: 12 March 2026, in the order of the reader's language."""
    return _day(moment.date(), get_locale())


def moment(moment: datetime) -> str:
    """Return a date with its time, and the zone that it is told in: everybody reads the same page."""
    locale = get_locale()
    date, time = format_date(moment, "long", locale), format_time(moment, "short", locale=locale)
    joined = str(get_datetime_format("medium", locale)).replace("'", "")  # as Babel itself reads it
    return f"{joined.format(time, date)} UTC"


@lru_cache(maxsize=4096)
def _day(date: date, locale: Locale) -> str:
    return format_date(date, "long", locale)
