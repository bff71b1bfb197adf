"""Parts import only parts above them, and inside a part the files have an order too (docs: DESIGN's house)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from source import PACKAGE, files, named

ORDER = """
core config extensions errors events providers sites people web screening threads comments reading
moderation notifications transfer signin admin ops demo cli
"""
PARTS = ORDER.split()
INSIDE = [
    "words",
    "sketch",
    "bayes",
    "verdicts",
    "models",
    "provider_models",
    "role_models",
    "address_models",
    "ban_models",
    "report_queries",
    "queries",
    "roles",
    "addresses",
    "bans",
    "sight",
    "like_queries",
    "paging",
    "tree",
    "pages",
    "limits",
    "drafts",
    "policy",
    "actions",
    "forms",
    "rendering",
    "views",
]
PURE = set(INSIDE[: INSIDE.index("forms")])
OUTERMOST = {"__init__", "migrations"}  # the factory and the migrations see everything
FACTORY_ONLY = {"demo", "cli"}  # what may import the factory
MODULES = [path for path in files(PACKAGE, "*.py") if "versions" not in path.parts]


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, also for the type checker alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> list[list[str]]:
    """Return what a file imports of us, as names below the package."""
    return [name.split(".")[1:] for name in imports(path) if name.split(".")[0] == "widget"]


def part_of(path: Path) -> str:
    """Return the part that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def test_every_file_belongs_to_a_part_that_we_know() -> None:
    assert {part_of(path) for path in MODULES} <= {*PARTS, *OUTERMOST}


def test_no_part_is_an_empty_room() -> None:
    for folder in (path for path in PACKAGE.iterdir() if path.is_dir() and path.name in PARTS):
        assert len(files(folder, "*.py")) > 1, f"{folder.name} could be a module"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_part_imports_only_parts_above_it(path: Path) -> None:
    part = part_of(path)
    if part in OUTERMOST:
        return
    for target in own_imports(path):
        if target[0] in PARTS:
            assert PARTS.index(target[0]) <= PARTS.index(part), f"{part} imports {target[0]}"
        else:
            assert part in FACTORY_ONLY, f"{part} imports the factory or the migrations"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_inside_a_part_files_import_only_files_above_them(path: Path) -> None:
    place = path.relative_to(PACKAGE).with_suffix("").parts
    if len(place) < 2 or place[1] not in INSIDE:
        return
    for target in own_imports(path):
        if target[0] == place[0] and len(target) > 1 and target[1] in INSIDE:
            assert INSIDE.index(target[1]) <= INSIDE.index(place[1]), f"{place} imports {target}"
        if target[0] == place[0] and place[1] in PURE:
            assert target[1] in INSIDE, f"{place} imports {target}, which has no place in the order"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_models_queries_policy_and_actions_know_no_request(path: Path) -> None:
    place = path.relative_to(PACKAGE).with_suffix("").parts
    if len(place) < 2 or place[1] not in PURE:
        return
    for name in imports(path):
        assert name.split(".")[0] not in {"flask", "flask_babel", "flask_wtf", "flask_sqlalchemy", "werkzeug"}, name
        assert not name.startswith("widget.web"), name


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) == "core"], ids=named)
def test_core_knows_neither_flask_nor_the_store_nor_us(path: Path) -> None:
    for name in imports(path):
        assert name.split(".")[0] not in {"flask", "sqlalchemy", "flask_sqlalchemy", "flask_babel"}, name
        assert not name.startswith("widget.") or name.startswith("widget.core"), name


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) == "providers"], ids=named)
def test_providers_know_no_models_and_no_request(path: Path) -> None:
    for name in imports(path):
        assert name.split(".")[0] not in {"flask", "sqlalchemy", "flask_babel"}, name
        assert ".models" not in name


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            assert not inside, f"{node.name} imports"


def test_what_is_loaded_late_is_loaded_in_one_place() -> None:
    """But for the file of a command, which is loaded before there is a second thread."""
    loading = {named(path) for path in MODULES if "importlib.import_module" in imports(path)}
    assert loading == {"widget/core/late.py", "widget/cli/base.py"}


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.stem == "actions" or "actions" in path.parts], ids=named
)
def test_actions_never_commit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ".commit(" not in text
    assert ".rollback(" not in text


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem in {"views", "session", "window"}], ids=named)
def test_views_build_no_sql(path: Path) -> None:
    built = {"sqlalchemy.select", "sqlalchemy.text", "sqlalchemy.delete", "sqlalchemy.update", "sqlalchemy.insert"}
    assert not built & set(imports(path))


def test_only_one_place_in_our_code_tells_the_time() -> None:
    for path in MODULES:
        if named(path) != "widget/core/clock.py" and part_of(path) != "demo":
            calls = [
                node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
            ]
            names = {ast.unparse(call.func) for call in calls}
            assert not names & {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}, named(path)
