"""Tables that people edit: CSV as spreadsheets write it, read with line numbers and written so that it comes back.

Read are commas, semicolons and tabs, UTF-8 with and without a byte order mark, UTF-16 with one, all line ends, and
Excel's ``sep=`` line. Text that a spreadsheet would take for a formula (see
https://owasp.org/www-community/attacks/CSV_Injection) is written with an apostrophe before it, which is taken away
again when the table is read.

>>> inert("=1+1"), plain(inert("=1+1")), plain(inert("'=1")), plain("'tis")
("'=1+1", '=1+1', "'=1", "'tis")
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import StoreError
from kg.ledger.days import iso_days

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_DELIMITERS = (",", ";", "\t")
_LONGEST = 1 << 20


def inert(text: str) -> str:
    """The text, with an apostrophe before what would be a formula, or would be read as an escaped one."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text that :func:`inert` was given."""
    return text[1:] if _ESCAPED.match(text) else text


@dataclass(frozen=True)
class Record:
    """One row: ``line`` counts from 1, ``raw`` is its text in the file, ``cells`` are values by column.

    An empty row and a comment (``# …``) have no cells.
    """

    line: int
    raw: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file; ``head`` is the text before the first record, ``columns`` the names in it."""

    path: Path
    encoding: str
    head: str
    columns: tuple[str, ...]
    delimiter: str
    records: tuple[Record, ...] = ()

    @classmethod
    def new(cls, path: Path, columns: Iterable[str]) -> Table:
        """A table without records."""
        names = tuple(columns)
        return cls(path, "utf-8", _line(names, ",", "\n"), names, ",")

    @classmethod
    def read(cls, path: Path, *, needed: Iterable[str], known: Iterable[str]) -> Table:
        """The table in a file.

        ``needed`` are columns that must be there, ``known`` all that have a meaning; others may be there, too. Raises
        StoreError, naming file and line, where it is no table or lacks a column.
        """
        text, encoding = _decoded(path)
        lines = list(io.StringIO(text, newline=""))
        skip = 1 if lines and lines[0].casefold().startswith("sep=") else 0
        header = next((line for line in lines[skip:] if line.strip() and not line.startswith("#")), "")
        delimiter = _delimiter(header, known)
        found = list(_records(path, lines[skip:], skip, delimiter))
        while found and not any(found[0][2]):
            del found[0]
        if not found:
            msg = f"{path}: empty; the first line should read {','.join(known)}"
            raise StoreError(msg)
        (at, _, names), *rest = found
        columns = tuple(name.strip().casefold() for name in names)
        if problem := _misses(columns, needed, known):
            msg = f"{path} line {at}: {problem}"
            raise StoreError(msg)
        records = tuple(_record(path, line, raw, cells, columns) for line, raw, cells in rest)
        head = "".join(lines[: rest[0][0] - 1] if rest else lines)
        return cls(path, encoding, head, columns, delimiter, records)

    def with_days(self, column: str) -> Table:
        """The table with the days of a column as :func:`kg.ledger.days.iso_days` has them."""
        days = iso_days([record.cells.get(column, "") for record in self.records])
        dated = (
            replace(record, cells={**record.cells, column: day}) if day else record
            for record, day in zip(self.records, days, strict=True)
        )
        return replace(self, records=tuple(dated))

    def error(self, record: Record, problem: object) -> StoreError:
        """An error that names a record's line."""
        return StoreError(f"{self.path} line {record.line}: {problem}")

    def line(self, cells: Mapping[str, str]) -> str:
        """The text of a new record, in the columns and with the separators of the file.

        Raises StoreError where the file has no column for a value.
        """
        for name, value in cells.items():
            if value and name not in self.columns:
                msg = f"{self.path} line 1: no column '{name}', which this needs; add it to the first line"
                raise StoreError(msg)
        return _line([inert(cells.get(name, "")) for name in self.columns], self.delimiter, self._end)

    @property
    def _end(self) -> str:
        return "\r\n" if "\r\n" in self.head else "\n"

    def text(self, records: Iterable[Record | str]) -> bytes:
        """The file's content with these records, old ones and the text of new ones."""
        parts = [self.head, *(one if isinstance(one, str) else one.raw for one in records)]
        whole = [part if part.endswith(("\n", "\r")) else part + self._end for part in parts[:-1]] + parts[-1:]
        return "".join(whole).encode(self.encoding)


def _decoded(path: Path) -> tuple[str, str]:
    try:
        content = path.read_bytes()
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else encoding
        return content.decode(encoding), encoding
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise StoreError(msg) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        msg = f"{path} line {line}: not UTF-8; save it as 'CSV UTF-8' in the spreadsheet"
        raise StoreError(msg) from error


def _misses(columns: tuple[str, ...], needed: Iterable[str], known: Iterable[str]) -> str:
    """What is wrong with the names of columns, if anything."""
    for column in needed:
        if column not in columns:
            return f"no column '{column}'; the first line should read {','.join(known)}"
    twice = next((column for column in known if columns.count(column) > 1), None)
    return f"two columns '{twice}'; keep one" if twice else ""


def _delimiter(header: str, known: Iterable[str]) -> str:
    """The separator with which most of the known columns are found."""
    names = frozenset(known)
    counts = {
        mark: len(names & {cell.strip(' "\r\n').casefold() for cell in header.split(mark)}) for mark in _DELIMITERS
    }
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def _records(path: Path, lines: list[str], skipped: int, delimiter: str) -> Iterable[tuple[int, str, list[str]]]:
    """Line number, text and cells of each record."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    begin = 0
    try:
        for cells in reader:
            raw = "".join(lines[begin : reader.line_num])
            yield skipped + begin + 1, raw, [] if raw.startswith("#") else cells
            begin = reader.line_num
    except csv.Error as error:
        msg = f"{path} line {skipped + begin + 1}: {error}; close the quotation mark, and write one inside a cell twice"
        raise StoreError(msg) from error


def _record(path: Path, line: int, raw: str, cells: list[str], columns: tuple[str, ...]) -> Record:
    if any(map(str.strip, cells[len(columns) :])):
        msg = f'{path} line {line}: {len(cells)} cells for {len(columns)} columns; put a cell with separators in "…"'
        raise StoreError(msg)
    if not any(map(str.strip, cells)):
        return Record(line, raw, {})
    cells = [*cells, *[""] * (len(columns) - len(cells))]
    return Record(line, raw, {name: plain(cell) for name, cell in zip(columns, cells, strict=False) if name})


def _line(cells: Iterable[str], delimiter: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
    return out.getvalue()
