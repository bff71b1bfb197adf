"""A comment's text in, safe HTML out: one renderer, one sanitiser."""

import re

import nh3
from jinja2.utils import urlize
from markupsafe import Markup

RENDERER = "plain-1"  # stored with each comment: html made by another renderer can be made again
TAGS = {"p", "br", "a"}
RELATION = "nofollow ugc noopener"


def render(source: str) -> Markup:
    """Return plain `source` as paragraphs with line breaks and linked addresses."""
    paragraphs = re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip())
    linked = (urlize(paragraph) for paragraph in paragraphs)
    return sanitise("\n".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in linked))


def sanitise(html: str) -> Markup:
    """Return `html` with nothing that could run, style or load; every link says that a visitor made it."""
    return Markup(  # noqa: S704 (this is the one place where text becomes trusted: nh3 has just cleaned it)
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            set_tag_attribute_values={"a": {"target": "_blank"}},
            url_schemes={"http", "https", "mailto"},
            link_rel=RELATION,
        )
    )
