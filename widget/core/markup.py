"""A comment's text in, safe HTML out: one renderer, one sanitiser. Both take time in proportion to the text."""

import re
from itertools import count

import nh3
from markupsafe import Markup, escape

from widget.core.urls import LONGEST, is_web_address

RENDERER = "plain-1"  # stored with each comment: html made by another renderer can be made again
TAGS = {"p", "br", "a"}
RELATION = "nofollow ugc noopener"
MOST_LINKS = 100  # what comes after them stays text, so that html is not many times as long as its source
ADDRESS = re.compile(rf"(?<![\w@/.])(?:https?://|www\.)[^\s<>\"]{{1,{LONGEST}}}", re.IGNORECASE)
AFTER = ".,:;!?'*_\u2019\u201d\u00bb"  # belongs to the sentence when an address ends with it, closing quotes too


def render(source: str) -> Markup:
    """Return plain `source` as paragraphs with line breaks and linked addresses."""
    numbers = count(1)
    paragraphs = re.split(r"\n[^\S\n]*\n\s*", source.replace("\r\n", "\n").strip())
    linked = (_link(paragraph, numbers) for paragraph in paragraphs)
    return sanitise("\n".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in linked))


def sanitise(html: str) -> Markup:
    """Return `html` with nothing that could run, style or load; every link says that a visitor made it."""
    return Markup(  # noqa: S704 (this is the one place where text becomes trusted: nh3 has just cleaned it)
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            set_tag_attribute_values={"a": {"target": "_blank"}},
            url_schemes={"http", "https"},
            link_rel=RELATION,
        )
    )


def _link(text: str, numbers: "count[int]") -> str:
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        address = _without_sentence(found.group())
        url = address if address[:4].lower() == "http" else f"https://{address}"
        if is_web_address(url) and next(numbers) <= MOST_LINKS:
            parts += [escape(text[end : found.start()]), Markup('<a href="{}">{}</a>').format(url, address)]
            end = found.start() + len(address)
    return "".join([*parts, escape(text[end:])])


def _without_sentence(address: str) -> str:
    """Return an address without the end of the sentence: `(see https://x.org/a_(b).)` ends with `b)`."""
    open_ones = address.count("(") - address.count(")")
    end = len(address)
    while end and (address[end - 1] in AFTER or (address[end - 1] == ")" and open_ones < 0)):
        open_ones += address[end - 1] == ")"
        end -= 1
    return address[:end]
