"""The registry of what is kept of people has every column that could hold something of them, and nothing else."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from source import PACKAGE, ROOT, STATIC, files
from sqlalchemy import JSON, Enum, LargeBinary, String

from widget.config import Settings
from widget.extensions import Base
from widget.ops.kept import KEPT, NOBODYS, personal_columns
from widget.ops.receivers import LOCAL, TAB

for path in files(PACKAGE, "*models.py"):  # also those that no application needs
    import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
WORDS = (String, LargeBinary, JSON)


def every(*kinds: type) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, Enum)
    }


def test_every_column_that_can_hold_words_is_somebodys_or_nobodys() -> None:
    unsaid = every(*WORDS) - personal_columns() - NOBODYS
    assert not unsaid, "say in widget/ops/kept.py what these are for and how long they stay"


def test_nothing_is_said_twice_or_of_what_is_not_there() -> None:
    assert not personal_columns() & NOBODYS
    assert personal_columns() | NOBODYS <= every(object)
    named = [column for one in KEPT for column in one.columns]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("column", sorted(personal_columns()))
def test_the_documentation_names_every_column(column: str) -> None:
    table, _, name = column.partition(".")
    told = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    row = next((line for line in told.splitlines() if f"`{table}`" in line and f"`{name}`" in line), None)
    assert row


def test_every_name_in_a_browser_is_told() -> None:
    for shelf, told in (("local", LOCAL), ("tab", TAB)):
        found = {name for file in files(STATIC, "*.js") for name in names_in(file.read_text(encoding="utf-8"), shelf)}
        assert found == {re.sub("[A-Z]+$", "", name) for name in told}


def names_in(script: str, shelf: str) -> Iterator[str]:
    """Yield how each key begins under which a script keeps something, said there or by a constant."""
    for name in re.findall(rf"\b{shelf}\.set\(([^,]+),", script):
        constant = re.search(rf"const {name} = ([^;]+);", script) if name.isidentifier() else None
        yield (constant[1] if constant else name).strip('`"').partition("$")[0]


def test_settings_have_the_days_that_are_read_from_them() -> None:
    assert {"addresses_days", "rejected_days", "audit_days"} <= set(
        Settings.__dataclass_fields__["retention"].default.__dataclass_fields__
    )
