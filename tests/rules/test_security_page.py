"""The page that promises a test for everything that could go wrong: each is there, and no row is without one."""

import ast
import re
from functools import cache

import pytest
from source import ROOT, TESTS

PAGE = ROOT / "docs" / "security.md"
NAME = re.compile(r"`([a-z]+/test_\w+\.py)::(test_\w+)`")


def rows() -> dict[str, str]:
    """Return what shows each row of the table, by what could go wrong."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert {len(row) for row in cells} == {3}
    return {row[0]: row[2] for row in cells}


@cache
def defined_in(file: str) -> frozenset[str]:
    """Return the tests of a file, those in classes among them; none where there is no such file."""
    path = TESTS / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_page_has_its_rows() -> None:
    assert len(rows()) > 20
    assert rows().keys() & {"**Clickjacking**"}


@pytest.mark.parametrize("row", rows())
def test_a_row_names_a_test_and_each_only_once(row: str) -> None:
    named = NAME.findall(rows()[row])
    assert named
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("row", rows())
def test_a_row_is_shown_by_names_of_tests_and_nothing_else(row: str) -> None:
    assert not NAME.sub("", rows()[row]).strip()


@pytest.mark.parametrize("row", rows())
def test_every_test_that_is_named_exists(row: str) -> None:
    assert not [f"{file}::{test}" for file, test in NAME.findall(rows()[row]) if test not in defined_in(file)]
