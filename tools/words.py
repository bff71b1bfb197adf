"""Brings the files of widget/translations/ up to what the code says, or begins the file of another language.

python tools/words.py          every file gets the new sentences, empty, and loses those that nobody says any more
python tools/words.py it pt_BR the same, and begins these
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from widget.config import HERE
from widget.errors import Problem
from widget.web.languages import FOLDER

HOME = Path(__file__).parents[1]
STATIC, TEMPLATES = HOME / "static", HOME / "templates"


def kinds(of: type[Problem] = Problem) -> set[type[Problem]]:
    """Return every kind of problem there is."""
    return {of}.union(*(kinds(one) for one in of.__subclasses__()))


PROBLEMS = sorted(kinds(), key=lambda one: one.__name__)
SPEAKING = {"marked": None, "Refusal": (2,)} | {one.__name__: None for one in PROBLEMS}
SAID = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "t": None, "plural": (1, 2)}
FORMS = {  # where CLDR tells more apart than Babel's table does
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
}
NOBODYS = ("demo/**", "translations/**")  # the demo speaks English: it is an example, no product


def said() -> Catalog:
    """Return every sentence that anybody can read, with where it is said."""
    catalog = Catalog(charset="utf-8")
    for folder, method, suffix in ((HERE, "python", "py"), (TEMPLATES, "jinja2", "html"), (STATIC, "javascript", "js")):
        methods = [(pattern, "ignore") for pattern in NOBODYS] + [(f"**.{suffix}", method)]
        found = extract_from_dir(folder, methods, keywords=SAID | SPEAKING, strip_comment_tags=True)
        for file, _line, msgid, _comments, _context in found:
            if msgid:
                catalog.add(msgid, locations=[(f"{folder.name}/{file}", None)])  # type: ignore[list-item]
    for problem in PROBLEMS:
        catalog.add(problem.title, locations=[("widget/errors.py", None)])  # type: ignore[list-item]
    return catalog


def read(name: str) -> Catalog:
    """Return the file of a language; an empty one that does not exist yet."""
    file = FOLDER / f"{name}.po"
    if not file.exists():
        return Catalog(locale=name)
    with file.open("rb") as source:
        return read_po(source, locale=name, abort_invalid=True)


def write(name: str, catalog: Catalog) -> None:
    """Write the file of a language, with nothing in it that changes by itself."""
    with (FOLDER / f"{name}.po").open("wb") as target:
        target.write(b"".join(lines_of(name, catalog)))


def lines_of(name: str, catalog: Catalog) -> Iterator[bytes]:
    """Yield what a file holds, without dates and names of programs."""
    forms = FORMS.get(name, f"{catalog.plural_forms}").strip()
    yield f'msgid ""\nmsgstr ""\n"Language: {name}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'.encode()
    yield f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {forms}\\n"\n'.encode()
    body = _Buffer()
    write_po(body, catalog, omit_header=True, sort_output=True, no_location=False, include_lineno=False, width=120)
    yield b"\n" + re.sub(rb"\n+\Z", b"\n", body.text)


class _Buffer:
    """What Babel writes to."""

    text = b""

    def write(self, piece: bytes) -> None:
        """Take another piece."""
        self.text += piece


def main(names: list[str]) -> None:
    """Update all files, and begin those that are named."""
    template = said()
    for name in sorted({file.stem for file in FOLDER.glob("*.po")} | set(names)):
        catalog = read(name)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(name, catalog)
        missing = sum(not all(_forms(message)) for message in catalog if message.id)
        print(f"{name}: {len(catalog)} sentences, {missing} of them still to be written")


def _forms(message: object) -> tuple[str, ...]:
    string = getattr(message, "string", "")
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    main(sys.argv[1:])
