"""The ledger's file: read, added to, taken from; always whole, never half-written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.export import atomic
from kg.ledger.row import COLUMNS, Row
from kg.ledger.table import Record, Table

_NEEDED = ("verdict", "about", "by")


@dataclass(frozen=True)
class Ledger:
    """What stands in a ledger's file; ``rows`` are in the order of the file, which means nothing."""

    path: Path
    rows: tuple[Row, ...]
    _table: Table

    @classmethod
    def load(cls, path: Path | str, *, missing_ok: bool = False) -> Ledger:
        """The ledger in a file; an empty one where there is none and ``missing_ok``.

        Raises StoreError, naming file and line with the remedy, where something in it is wrong.
        """
        path = Path(path)
        if missing_ok and not path.exists():
            return cls(path, (), Table.new(path, COLUMNS))
        table = Table.read(path, needed=_NEEDED, known=COLUMNS)
        return cls(path, tuple(row for _, row in _rows(table)), table)

    def add(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Append opinions to the file, and say which ones are new.

        What a person says already is not said twice. What he or she said otherwise on the same day is taken back: of
        opinions of one day the ledger could not tell which came last.
        """
        with _alone(self.path):
            now = Ledger.load(self.path, missing_ok=True)
            told, fresh = list(now.rows), list[Row]()
            for row in rows:
                if not _says_already(told, row):
                    told, fresh = ([*(one for one in part if not _took_back(one, row)), row] for part in (told, fresh))
            if fresh:
                now._write(lambda one: not any(_took_back(one, row) for row in fresh), fresh)  # noqa: SLF001
        return tuple(fresh)

    def remove(self, rows: Collection[Row]) -> None:
        """Take opinions out of the file; all else in it stays, to the byte."""
        with _alone(self.path):
            Ledger.load(self.path, missing_ok=True)._write(lambda one: one not in rows, ())  # noqa: SLF001

    def _write(self, keeps: Callable[[Row], bool], fresh: Iterable[Row]) -> None:
        gone = {record.line for record, row in _rows(self._table) if not keeps(row)}
        kept = [record for record in self._table.records if record.line not in gone]
        content = self._table.text([*kept, *(self._table.line(row.cells()) for row in fresh)])
        with atomic(self.path) as out:
            out.write(content)


def _rows(table: Table) -> Iterator[tuple[Record, Row]]:
    for record in table.records:
        if not record.cells:
            continue
        try:
            yield record, Row.of(record.cells)
        except ValueError as error:
            raise table.error(record, error) from error


def _subject(row: Row) -> tuple[bool, str, str, str]:
    """Who speaks of what."""
    return row.identity, row.about, row.other, row.by


def _says_already(rows: Iterable[Row], new: Row) -> bool:
    """Whether this is what the person last said of it."""
    mine = [row for row in rows if _subject(row) == _subject(new)]
    last = max((row.on for row in mine), default=None)
    latest = {(row.verdict, row.why) for row in mine if row.on == last}
    return (new.verdict, new.why) in latest and {verdict for verdict, _ in latest} == {new.verdict}


def _took_back(old: Row, new: Row) -> bool:
    return _subject(old) == _subject(new) and old.on == new.on and old.verdict != new.verdict


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No two programs change the ledger at once, where the system can lock its folder."""
    try:
        import fcntl
        import os
    except ImportError:
        yield
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
