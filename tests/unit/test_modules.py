"""Several modules as one: in the order of their imports, with nothing but their exports in sight."""

import shutil
import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from widget.web.assets import STATIC, frame_script
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


def test_what_is_imported_runs_first_and_names_do_not_meet(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a_last='import { greet as hello, NAME } from "./words.js";\nconst own = "a";\nconsole.log(hello(NAME), own);\n',
        words='const own = "words";\nexport const NAME = `Ada ${own}`;\nexport function greet(name) { return name; }\n',
    )
    assert said(join_modules(folder), tmp_path) == "Ada words a\n"


def test_async_functions_and_classes_are_exported_too(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        main='import {\n  Thing,\n  later,\n} from "./things.js";\nconsole.log(new Thing().name, typeof later);\n',
        things='export class Thing {\n  name = "thing";\n}\nexport async function later() {}\n',
    )
    assert said(join_modules(folder), tmp_path) == "thing function\n"


@pytest.mark.parametrize(
    "source",
    ["export let open = 1;\n", 'import * as all from "./b.js";\n', "export default 1;\n", 'import "./b.js";\n'],
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
    script = frame_script()
    assert "import " not in script.replace("important ", "")
    assert len(list((STATIC / "frame").glob("*.js"))) == script.count("=(()=>{")
