"""The limits of STYLE: a file, a function or a template that has grown past them wants a seam."""

import ast
from pathlib import Path

import pytest
from source import BENCH, PACKAGE, ROOT, STATIC, TEMPLATES, TESTS, TOOLS, files, lines, named

PYTHON = [
    path for folder in (PACKAGE, TESTS, TOOLS, BENCH) for path in files(folder, "*.py") if "versions" not in path.parts
]
FILE, FUNCTION, TEST, FACTORY, ARGUMENTS = 300, 50, 20, 50, 5
TEMPLATE, SHEET, SCRIPT = 80, 200, 150


def functions(path: Path) -> list[ast.FunctionDef]:
    """Return every function of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def length(node: ast.FunctionDef) -> int:
    """Return the lines of a function from `def` on."""
    return (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_a_python_file_is_short_and_says_what_it_is_for(path: Path) -> None:
    assert lines(path) <= FILE
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module opens with one sentence"


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_a_function_is_short(path: Path) -> None:
    for node in functions(path):
        assert length(node) <= (TEST if node.name.startswith("test_") else FUNCTION), node.name


@pytest.mark.parametrize("path", [path for path in PYTHON if PACKAGE in path.parents], ids=named)
def test_a_function_takes_five_positional_arguments_at_most(path: Path) -> None:
    for node in functions(path):
        taken = [one for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in {"self", "cls"}]
        assert len(taken) <= ARGUMENTS, node.name


def test_the_factory_reads_as_a_recipe() -> None:
    factory = next(node for node in functions(PACKAGE / "__init__.py") if node.name == "create_app")
    assert length(factory) <= FACTORY


@pytest.mark.parametrize("path", files(TEMPLATES, "*.html"), ids=named)
def test_a_template_is_short(path: Path) -> None:
    assert lines(path) <= TEMPLATE


@pytest.mark.parametrize("path", files(STATIC, "*.css"), ids=named)
def test_a_sheet_is_short(path: Path) -> None:
    assert lines(path) <= SHEET


@pytest.mark.parametrize("path", files(STATIC, "*.js"), ids=named)
def test_a_script_is_short(path: Path) -> None:
    assert lines(path) <= SCRIPT


def test_the_names_of_tests_are_sentences() -> None:
    for path in files(TESTS, "test_*.py"):
        for node in functions(path):
            if node.name.startswith("test_"):
                assert node.name.count("_") >= 3, f"{named(path)}: {node.name}"


def test_the_top_of_the_repository_is_tidy() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    ours = {"widget", "static", "templates", "tests", "config", "docs", "bench", "requirements", "tools"}
    assert folders <= ours | {"node_modules", "dist", "build", "results"}
