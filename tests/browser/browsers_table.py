"""The tables of docs/browsers.md, as the stories check them or, with --write-browsers, write them."""

from dataclasses import dataclass, field

from rig_policies import POLICIES
from source import ROOT
from window_cases import CASES

DOCUMENT = ROOT / "docs" / "browsers.md"
KEPT = ("a plain cookie", "a partitioned cookie", "storage", "signed in after a reload")
TITLES = tuple(policy.title for policy in POLICIES)
Cells = dict[tuple[str, str], str]


@dataclass
class Tables:
    """What a browser keeps of the frame, and how a sign-in ends: each by row and column."""

    kept: Cells = field(default_factory=dict)
    endings: Cells = field(default_factory=dict)
    writing: bool = False

    def check(self, cells: Cells, row: str, column: str, seen: str) -> None:
        """Compare what was seen with what the document says; or note it, to be written."""
        if self.writing:
            cells[row, column] = seen
        assert cells.get((row, column)) == seen, "docs/browsers.md says otherwise: --write-browsers writes it anew"


def read() -> Tables:
    """Return what the document says."""
    kept, endings = (_cells(part) for part in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:3])
    return Tables(kept, endings)


def write(tables: Tables) -> None:
    """Put the tables where the document has them."""
    head, first, second, *rest = DOCUMENT.read_text(encoding="utf-8").split("\n## ")
    first, second = (part.partition("\n|")[0] for part in (first, second))
    first += "\n" + _table("what the frame sets or keeps", TITLES, KEPT, tables.kept)
    second += "\n" + _table("what becomes of the window", tuple(CASES), TITLES, tables.endings)
    DOCUMENT.write_text("\n## ".join([head, first, second, *rest]), encoding="utf-8")


def _cells(section: str) -> Cells:
    lines = [line for line in section.splitlines() if line.startswith("|")]
    (_, *columns), _, *rows = (
        [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines
    )
    return {(row, column): cell for row, *cells in rows for column, cell in zip(columns, cells, strict=True)}


def _table(corner: str, rows: tuple[str, ...], columns: tuple[str, ...], cells: Cells) -> str:
    lines = [(corner, *columns), ("---",) * (len(columns) + 1)]
    lines += [(row, *(cells.get((row, column), "") for column in columns)) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
