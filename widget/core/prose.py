"""What the Markdown parser has drawn, as comments show it: one pass over its well-formed HTML.

Headings are strong paragraphs, since the page's outline is its owner's. Pictures are links, since a reader's browser
contacts no third party. Raw HTML, which the parser has escaped, is shown as it was typed.
"""

import re
from collections import Counter
from collections.abc import Collection
from urllib.parse import unquote

from markupsafe import Markup, escape

from widget.core.highlighting import highlight
from widget.core.links import Linker

TOKEN = re.compile(r"<(/?)([a-z]+\d?)([^>]*?)(/?)>|([^<]+)")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INDENTING = frozenset({"blockquote", "ul", "ol"})
MOST_INDENTS = 5  # levels of quotes and lists, on a telephone too
MOST_OPEN = 24  # elements in one another
MOST_SPOILERS = 100
SHOW = '<label class="spoiler"><input aria-labelledby="spoiler"><span>', "</span></label>"  # a checkbox: no script
Token = tuple[str, str, str, str, str]  # as TOKEN finds it: close, tag, attributes, empty, or text


class Writer:
    """Draws one text."""

    def __init__(self, people: Collection[str]) -> None:
        self._linker = Linker(people)
        self._parts: list[str] = []
        self._words: list[str] = []  # not drawn yet: an address may go on in the next token
        self._open: list[tuple[str, str]] = []  # tags, each with what closes it; nothing where it was left out
        self._inside: Counter[str] = Counter()  # how many of each are open
        self._spoilers = 0
        self._tokens: list[Token] = []

    def write(self, parsed: str) -> str:
        """Return the parser's HTML as ours."""
        self._tokens = TOKEN.findall(parsed)
        at = 0
        while at < len(self._tokens):
            at = self._take(at)
        self._flush()
        return "".join(self._parts).strip()

    def _take(self, at: int) -> int:
        """Draw the token there, and what belongs to it; answer where the next one is."""
        closes, tag, attributes, empty, text = self._tokens[at]
        if text:
            self._words.append(_plain(text))
        elif closes:
            self._close()
        elif tag == "pre":
            return self._code(at)
        elif tag == "a" and self._is_address(at, _attribute(attributes, "href")):
            self._words.append(_plain(self._tokens[at + 1][4]))
            return at + 3
        elif tag == "a" and self._tokens[at + 1][:2] == ("/", "a"):  # a link without words would have no name
            self._words.append(_plain(_attribute(attributes, "href")))
            return at + 2
        elif tag == "img":
            self._picture(attributes)
        elif empty:
            self._flush()
            self._parts.append(f"<{tag}>")
        else:
            self._enter(tag, attributes)
        return at + 1

    def _enter(self, tag: str, attributes: str) -> None:
        self._flush()
        before, after = ("", "") if len(self._open) >= MOST_OPEN else self._drawn(tag, attributes)
        self._parts.append(before)
        self._inside[tag] += 1
        self._open.append((tag, after))

    def _close(self) -> None:
        self._flush()
        tag, after = self._open.pop()
        self._inside[tag] -= 1
        self._parts.append(after)

    def _drawn(self, tag: str, attributes: str) -> tuple[str, str]:
        """Return what opens and closes an element; nothing where only its words are shown."""
        if tag in HEADINGS:
            return "<p><strong>", "</strong></p>"
        if tag == "a":
            url = _attribute(attributes, "href")
            allowed = not self._inside["a"] and self._linker.may_link(_plain(url))
            return (f"<a{attributes}>", "</a>") if allowed else ("", "")
        if tag == "span":
            self._spoilers += 1
            return SHOW if self._spoilers <= MOST_SPOILERS else ("||", "||")
        if tag in INDENTING and sum(self._inside[one] for one in INDENTING) >= MOST_INDENTS:
            return "", ""
        if tag == "li" and not self._open[-1][1]:
            return "<br>", ""
        return f"<{tag}{attributes}>", f"</{tag}>"

    def _flush(self) -> None:
        """Draw the words that have come together."""
        if not self._words:
            return
        text, self._words = "".join(self._words), []
        if self._parts and self._parts[-1] == "<br>":
            text = text.removeprefix("\n")
        if self._inside["a"] or self._inside["code"]:
            self._parts.append(escape(text))
        elif text.strip() and len(self._open) == self._inside["blockquote"]:  # raw HTML stands in no paragraph
            self._parts.append(f"\n<p>{self._lines(text.strip())}</p>\n")
        else:
            self._parts.append(self._lines(text) if text.strip() else text)

    def _lines(self, text: str) -> str:
        """Return words in which raw HTML may go on in the next line."""
        inner = text.strip("\n")
        before, _, after = text.partition(inner)
        return before + "<br>".join(map(self._linker.draw, inner.split("\n"))) + after

    def _is_address(self, at: int, href: str) -> bool:
        """Whether a link shows just where it leads: then our own rules say where the address ends."""
        text, end = _plain(self._tokens[at + 1][4]), self._tokens[at + 2 : at + 3]
        shown, leads = unquote(text).lower(), unquote(_plain(href)).lower()
        alike = bool(end) and end[0][:2] == ("/", "a") and leads in {shown, f"http://{shown}", f"mailto:{shown}"}
        bracketed = "\\" in text or re.search(r"\w\Z", self._words[-1] if self._words else "")  # by <>: no other way
        return alike and not bracketed

    def _picture(self, attributes: str) -> None:
        url, alt = _plain(_attribute(attributes, "src")), _plain(_attribute(attributes, "alt"))
        if self._inside["a"] or not self._linker.may_link(url):
            self._words.append(alt or url)
            return
        self._flush()
        self._parts.append(Markup('<a href="{}">{}</a>').format(url, alt.strip() or url))

    def _code(self, at: int) -> int:
        """Draw a block: `<pre>`, `<code>`, its text if it has any, and their ends."""
        self._flush()
        language = _attribute(self._tokens[at + 1][2], "class").removeprefix("language-")
        text = self._tokens[at + 2][4]
        self._parts.append(f"<pre><code>{highlight(_plain(text), _plain(language))}</code></pre>")
        return at + (5 if text else 4)


def _attribute(attributes: str, name: str) -> str:
    values: dict[str, str] = dict(ATTRIBUTE.findall(attributes))
    return values.get(name, "")


def _plain(escaped: str) -> str:
    """Return what the parser has escaped as it was; only once, for `&amp;lt;` is `&lt;`."""
    return re.sub("&(?:lt|gt|quot|amp);", lambda found: ENTITIES[found[0]], escaped) if "&" in escaped else escaped
