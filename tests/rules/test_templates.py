"""Templates, sheets and scripts: everything is translated, nothing is inline, nothing is trusted by mistake."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from source import STATIC, TEMPLATES, files, named

PAGES = files(TEMPLATES, "*.html")
WRITTEN = [path for path in PAGES if "posts" not in path.parts]  # the demo's two articles are content
SHEETS, SCRIPTS = files(STATIC, "*.css"), files(STATIC, "*.js")
PHYSICAL = (
    r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom)\s*:"
    r"|(?<![\w-])(width|height|(min|max)-(width|height))\s*:|text-align:\s*(left|right)|float:\s*(left|right)"
)
SPOKEN = r"""\b(?:alt|title|placeholder|aria-label|label|content)="([^"{]*[A-Za-z]{2}[^"{]*)\""""
NEVER_SPOKEN = {"width=device-width, initial-scale=1", "width=device-width", "light dark"}
PROPER_NAMES = {"Window", "Seat", "Ada", "Lindgren"}  # the demo's blog and its writer


def bare(text: str) -> str:
    """Return a template without what Jinja reads: comments, statements and expressions."""
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_parses(path: Path) -> None:
    Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_trusts_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(text)
    assert not [one.name for one in tree.find_all(nodes.Filter) if one.name == "safe"]
    assert "autoescape" not in text
    assert "Markup" not in text


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_nothing_is_inline(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", bare(text))
    assert not re.search(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", text, re.IGNORECASE)
    for attributes, content in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert not content.strip() or 'type="application/json"' in attributes
    assert re.findall(r"<style>", text) == (["<style>"] if named(path) == "templates/threads/show.html" else [])


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_every_visible_word_can_be_translated(path: Path) -> None:
    text = re.sub(r"\{%\s*trans\b.*?endtrans\s*%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", bare(text), flags=re.DOTALL))
    assert not set(re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", shown))) - PROPER_NAMES


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_every_spoken_word_can_be_translated(path: Path) -> None:
    spoken = set(re.findall(SPOKEN, bare(path.read_text(encoding="utf-8"))))
    assert not spoken - NEVER_SPOKEN


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_an_expression_says_no_words_by_itself(path: Path) -> None:
    """Texts inside an expression are arguments of gettext, never printed as they are."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text(encoding="utf-8"))
    for output in tree.find_all(nodes.Output):
        for one in output.nodes:
            if isinstance(one, nodes.Const) and isinstance(one.value, str):
                assert " " not in one.value


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_a_sheet_has_neither_ids_nor_important(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "!important" not in text
    assert not re.findall(r"(?m)(?:^|[\s,>+~(])#[a-zA-Z][\w-]*(?=[^;{}]*\{)", text)
    assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", text)


@pytest.mark.parametrize("path", SHEETS, ids=named)
def test_a_sheet_speaks_of_start_and_end(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [match[0] for match in re.finditer(PHYSICAL, re.sub(r"@(media|container)[^{]*", "", text))]
    assert not found


def test_scripts_make_html_in_one_place() -> None:
    makers = [
        named(path)
        for path in SCRIPTS
        if re.search(
            r"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|"
            r"createContextualFragment|setHTML",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert makers == ["static/frame/markup.js"]


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_runs_no_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]|\.setAttribute\(\s*[\"']on|\.style\s*=", text)
    assert not re.search(r"postMessage\([^;]*[\"']\*[\"']", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_that_hears_messages_asks_who_speaks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if 'addEventListener("message"' in text:
        assert "origin" in text
        assert "source" in text


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"(?:\bfrom|\bimport)\s*\(?[\"']([^\"']+)[\"']", text):
        assert target.startswith(("./", "../")), target
