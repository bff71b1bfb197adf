"""A comment's text in, safe HTML out: one parser, one sanitiser. All of it takes time in proportion to the text."""

from collections.abc import Collection

import comrak
import nh3
from markupsafe import Markup

from widget.core.highlighting import CLASSES
from widget.core.prose import Writer

RENDERER = "markdown-1"  # stored with each comment: html made by another renderer can be made again
NOT_RENDERED = Markup("")
RELATION = "nofollow ugc noopener"
SPOILER = "spoiler"  # a class, and the id of the words "Show the spoiler" in our documents


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.autolink = options.strikethrough = options.spoiler = options.cjk_friendly_emphasis = True
    return options


def _drawing() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.escape = options.hardbreaks = True
    return options


EXTENSIONS, DRAWING = _extensions(), _drawing()
CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "a", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li"),
        *("span", "label", "input"),
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values={"input": {"aria-labelledby": {SPOILER}}},
    set_tag_attribute_values={
        "a": {"target": "_blank"},
        "input": {"type": "checkbox"},
        "pre": {"tabindex": "0"},  # a long line scrolls, also by keyboard
    },
    allowed_classes={"span": {"mention", *CLASSES}, "label": {SPOILER}},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=RELATION,
)


def render(source: str, people: Collection[str] = ()) -> Markup:
    """Return Markdown as HTML: CommonMark in which a line is a line, with addresses, ~~strikes~~ and ||spoilers||.

    `people` are the names that may be mentioned by an `@`.
    """
    parsed = comrak.render_markdown(source.replace("\r\n", "\n"), extension_options=EXTENSIONS, render_options=DRAWING)
    return sanitise(Writer(people).write(parsed))


def sanitise(html: str) -> Markup:
    """Return `html` with nothing that could run, style or load; every link says that a visitor made it."""
    return Markup(CLEANER.clean(html))  # noqa: S704 (the one place where text becomes trusted: nh3 has just cleaned it)
