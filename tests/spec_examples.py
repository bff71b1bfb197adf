"""CommonMark's own examples, and the ways in which comments differ from them on purpose, each as a change of HTML."""

import re
from html import unescape
from pathlib import Path

from widget.core.urls import is_web_address

SPEC = Path(__file__).parents[1] / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$", re.MULTILINE)
PLACE = re.compile(r"(?<![\w/.])/(?=(?:url|uri|foo|bar|path|train|moon|my)\b|url\d)")
BLOCK = r"</?(?:p|ul|ol|li|blockquote|pre|h\d|hr)\b[^>]*>"
OURS = re.compile(r' (?:tabindex="0"|target="_blank"|rel="nofollow ugc noopener")|</?span[^>]*>')
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? />')


def examples() -> dict[int, tuple[str, str]]:
    """Return each example's Markdown and HTML by its number.

    What they link to by `/url` is a web address here: nothing else would be linked.
    """
    text = SPEC.read_text(encoding="utf-8").partition("<!-- END TESTS -->")[0].replace("\u2192", "\t")
    found = [[PLACE.sub("https://example.org/", part) for part in example] for example in EXAMPLE.findall(text)]
    return {number: (markdown, html) for number, (markdown, html) in enumerate(found, 1)}


def plain(html: str) -> str:
    """Return HTML without what no example is about: how it is written, and what all our links and blocks carry."""
    html = re.sub(r' class="language-[^"]*"', "", OURS.sub("", html)).replace("&quot;", '"').replace("&nbsp;", "\u00a0")
    return re.sub(r" />", ">", re.sub(r"<br ?/?>\n?", "<br>", html)).strip()


def lines(html: str) -> str:
    """A line is a line, as people write comments."""
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    broken = (re.sub(rf"({BLOCK})?\n(?={BLOCK}|$)|({BLOCK})\n|\n", _broken, part) for part in parts[::2])
    return "".join(part for pair in zip(broken, [*parts[1::2], ""], strict=True) for part in pair)


def _broken(found: re.Match[str]) -> str:
    ends, goes_on = found.end() == len(found.string), re.match(BLOCK, found.string[found.end() :])
    return found[0] if found[0] != "\n" or ends or goes_on else "<br>"


def headings(html: str) -> str:
    """A heading is a strong paragraph: the outline is the page's."""
    return re.sub(r"<h\d>(.*?)</h\d>", r"<p><strong>\1</strong></p>", html, flags=re.DOTALL)


def pictures(html: str) -> str:
    """A picture is a link to it, in a link its words."""
    html = LINK.sub(lambda link: link[0].replace(link[2], IMAGE.sub(r"\2", link[2])) if link[2] else link[0], html)
    return IMAGE.sub(lambda one: f'<a href="{one[1]}">{one[2] or one[1]}</a>', html)


def addresses(html: str) -> str:
    """Only http and https addresses are linked; of what is not one the words stay, or what it leads to."""
    return LINK.sub(lambda link: link[0] if is_web_address(unescape(link[1])) else link[2] or link[1], html)


def autolinks(html: str) -> str:
    """A web address is a link by itself."""
    parts = re.split(r"(<a .*?</a>|<code>.*?</code>|<[^>]*>)", html, flags=re.DOTALL)
    parts[::2] = [re.sub(r"https?://[^\s<>&)]+", r'<a href="\g<0>">\g<0></a>', part) for part in parts[::2]]
    return "".join(parts)


def words(html: str) -> str:
    """Return what is said, where raw HTML is said too: all but white space and the tags that Markdown makes."""
    bare = unescape(re.sub(r"<br ?/?>", "", html))
    return re.sub(r"</?(?:p|em|strong|pre|code|ul|li|blockquote|a)\b[^>]*>|\s", "", bare)
