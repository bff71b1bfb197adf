"""Brings the files of widget/translations/ up to what the code says, or begins the file of another language.

python tools/words.py          every file gets the new sentences, empty, and loses those that nobody says any more
python tools/words.py it pt_BR the same, and begins these
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from widget.config import HERE
from widget.errors import Invalid, Problem
from widget.reading.strings import ONE, SEVERAL
from widget.web.languages import FOLDER

HOME = Path(__file__).parents[1]
STATIC, TEMPLATES = HOME / "static", HOME / "templates"


def kinds(of: type[Problem] = Problem) -> set[type[Problem]]:
    """Return every kind of problem there is."""
    return {of}.union(*(kinds(one) for one in of.__subclasses__()))


PROBLEMS = sorted(kinds(), key=lambda one: one.__name__)
SAID: dict[str, tuple[int, ...] | None] = dict.fromkeys(("_", "gettext", "lazy_gettext", "marked"))
SAID |= {"ngettext": (1, 2), "Refusal": (2,)} | {one.__name__: None for one in PROBLEMS if one is not Invalid}
FORMS = {  # where Babel's table tells less apart than CLDR, or in another order
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
}
NOBODYS = ("demo/**", "translations/**")  # the demo speaks English: it is an example, no product


def said() -> Catalog:
    """Return every sentence that anybody can read, with where it is said."""
    catalog: Any = Catalog(charset="utf-8")  # its types want a line for each place; its writer takes none
    for folder, method, suffix in ((HERE, "python", "py"), (TEMPLATES, "jinja2", "html"), (TEMPLATES, "jinja2", "txt")):
        methods = [(pattern, "ignore") for pattern in NOBODYS] + [(f"**.{suffix}", method)]
        found = extract_from_dir(folder, methods, keywords=SAID, strip_comment_tags=True)
        for file, _line, msgid, _comments, _context in found:
            if msgid:
                catalog.add(msgid, locations=[(f"{folder.name}/{file}", None)])
    for script in sorted(STATIC.rglob("*.js")):
        text, place = script.read_text(encoding="utf-8"), [(str(script.relative_to(HOME)), None)]
        for msgid in (*ONE.findall(text), *SEVERAL.findall(text)):  # as the frame finds them
            catalog.add(msgid, locations=place)
    for problem in PROBLEMS:
        catalog.add(problem.title, locations=[("widget/errors.py", None)])
    return cast(Catalog, catalog)


def read(name: str) -> Catalog:
    """Return the file of a language; an empty one where there is none yet."""
    file = FOLDER / f"{name}.po"
    content = file.read_bytes() if file.exists() else header(name)
    return read_po(BytesIO(content), locale=name, abort_invalid=True)


def write(name: str, catalog: Catalog) -> None:
    """Write the file of a language, with nothing in it that changes by itself."""
    body = BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, include_lineno=False, width=120)
    (FOLDER / f"{name}.po").write_bytes(header(name) + b"\n" + body.getvalue().rstrip() + b"\n")


def header(name: str) -> bytes:
    """Return how a file begins: its language and how that counts."""
    forms = FORMS.get(name, Catalog(locale=name).plural_forms)
    lines = (f"Language: {name}", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    named = "".join(f'"{line}\\n"\n' for line in (*lines, f"Plural-Forms: {forms}"))
    return f'msgid ""\nmsgstr ""\n{named}'.encode()


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
