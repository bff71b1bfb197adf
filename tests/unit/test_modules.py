"""Several modules as one: in the order of their imports, in one scope without a name declared twice."""

import re
import shutil
import subprocess
from graphlib import CycleError
from pathlib import Path

import brotli
import pytest

from widget.web.assets import STATIC, frame_script, frame_style, loader_script
from widget.web.modules import NotJoinable, join_modules


def written(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder


def said(script: str, folder: Path) -> str:
    """Return what a module prints."""
    path = folder / "joined.mjs"
    path.write_text(script, encoding="utf-8")
    node = shutil.which("node")
    assert node
    return subprocess.run([node, str(path)], capture_output=True, text=True, check=True, timeout=60).stdout


def test_what_is_imported_runs_first(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a_last='import { greet, NAME } from "./words.js";\nconst own = "a";\nconsole.log(greet(NAME), own);\n',
        words='const other = "words";\nexport const NAME = `Ada ${other}`;\n'
        "export function greet(name) { return name; }\n",
    )
    assert said(join_modules(folder), tmp_path) == "Ada words a\n"


@pytest.mark.parametrize("again", ["const own = 2;", "let own = 2;", "export function own() {}", "class own {}"])
def test_a_name_is_declared_once_in_all_of_them(tmp_path: Path, again: str) -> None:
    with pytest.raises(NotJoinable, match="declared twice: own"):
        join_modules(written(tmp_path, a="const own = 1;\n", b=f"{again}\n"))


def test_async_functions_and_classes_are_exported_too(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        main='import {\n  Thing,\n  later,\n} from "./things.js";\nconsole.log(new Thing().name, typeof later);\n',
        things='export class Thing {\n  name = "thing";\n}\nexport async function later() {}\n',
    )
    assert said(join_modules(folder), tmp_path) == "thing function\n"


@pytest.mark.parametrize(
    "source",
    [
        "export let open = 1;\n",
        'import * as all from "./b.js";\n',
        "export default 1;\n",
        'import "./b.js";\n',
        "var a = 1;\n",
        "const { a } = b;\n",
        "let [a] = b;\n",
        'import { a as c } from "./b.js";\n',
    ],
)
def test_what_joining_does_not_know_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(NotJoinable):
        join_modules(written(tmp_path, a=source, b="\n"))


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    circle = {
        "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(CycleError):
        join_modules(written(tmp_path, **circle))


def test_the_frames_modules_can_be_joined() -> None:
    script = join_modules(STATIC / "frame")
    assert not re.search(r"\b(import|export)\b(?! *\()", script)
    for file in (STATIC / "frame").glob("*.js"):
        for name in re.findall(r"^export (?:async )?\w+ (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            assert re.search(rf"\b(const|function|class) {name}\b", script), f"{file.name}: {name}"


def packed(text: str) -> int:
    """Return the bytes that a text has on the line."""
    return len(brotli.compress(text.encode(), quality=11))


def test_scripts_and_style_weigh_less_than_promised() -> None:
    assert packed(loader_script()) <= 2048
    assert packed(frame_script()) + packed(frame_style()) <= 15_000
