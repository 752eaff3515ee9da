"""Reading the ontology's tab-separated tables, with errors that name file and line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: ``cells`` by column name, stripped; ``line`` counts from 1."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, problem: str) -> OntologyError:
        """An error that names this line."""
        return OntologyError(f"{self.path.name} line {self.line}: {problem}")


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows of a table, comments and empty lines left out.

    Raises OntologyError where the file is missing, is not UTF-8, lacks a column, or a line has more cells than columns.
    """
    header: list[str] | None = None
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            if missing := [column for column in columns if column not in header]:
                msg = f"{path.name} line {number}: no column {missing[0]!r}; the header should read {' '.join(columns)}"
                raise OntologyError(msg)
            continue
        if len(cells) > len(header):
            msg = f"{path.name} line {number}: {len(cells)} cells for {len(header)} columns; remove a tab"
            raise OntologyError(msg)
        cells += [""] * (len(header) - len(cells))
        yield Row(path, number, dict(zip(header, cells, strict=True)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        msg = f"{path}: no such file; copy it from the ontology that ships with kg"
        raise OntologyError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read as UTF-8 ({error})"
        raise OntologyError(msg) from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint to end an error message with: the nearest known word, or all of them where there are few."""
    choices = sorted(known)
    if near := difflib.get_close_matches(word, choices, n=1, cutoff=0.6):
        return f"Did you mean '{near[0]}'?"
    if len(choices) > 12:
        return f"There are {len(choices)}, among them {', '.join(choices[:8])}."
    return f"There are: {', '.join(choices)}."
