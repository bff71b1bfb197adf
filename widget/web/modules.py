"""Several ES modules as one, so that a browser asks once. The files stay as they are: there is no build step."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|function|async function|class) (\w+))", re.MULTILINE)
OTHERS = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class NotJoinable(Exception):
    """A module is written in a way that joining does not know; the message says which line."""


def join_modules(folder: Path) -> str:
    """Return the modules of `folder` as the text of one, each after those that it imports.

    A module becomes a function that returns its exports. What needs live bindings is refused: modules that import
    one another in a circle (graphlib.CycleError), `export let`, namespaces and default exports (NotJoinable).
    """
    sources = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.js"))}
    needs = {name: [found[2] for found in IMPORT.finditer(source)] for name, source in sources.items()}
    return "".join(_function(name, sources[name]) for name in TopologicalSorter(needs).static_order())


def _function(name: str, source: str) -> str:
    exports = EXPORT.findall(source)
    body = IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {_variable(found[2])};", source)
    body = EXPORT.sub("", body)
    if left := OTHERS.search(body):
        raise NotJoinable(f"{name}.js: {left.group()}")
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def _variable(name: str) -> str:
    return f"module_{name.replace('-', '_')}"
