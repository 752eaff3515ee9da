"""The ledger's file: read, added to, taken from; always whole, never half-written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.export import atomic
from kg.ledger.row import COLUMNS, Row
from kg.ledger.table import Record, Table

_NEEDED = ("verdict", "about", "by")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding to a ledger did: the rows that are new, and those that the same person took back with them."""

    rows: tuple[Row, ...]
    replaced: tuple[Row, ...] = ()


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

    def add(self, rows: Iterable[Row]) -> Added:
        """Append opinions to the file.

        What a person says already is not said twice. What he or she said otherwise on the same day is taken back: of
        opinions of one day the ledger could not tell which came last.
        """
        with _alone(self.path):
            now = Ledger.load(self.path, missing_ok=True)
            told, fresh = list(now.rows), list[Row]()
            for row in rows:
                if not _says_already(told, row):
                    told, fresh = ([*(one for one in part if not _took_back(one, row)), row] for part in (told, fresh))
            gone = {old: None for old in now.rows if any(_took_back(old, row) for row in fresh)}
            if fresh:
                now._write(gone, fresh)  # noqa: SLF001
        return Added(tuple(fresh), tuple(gone))

    def remove(self, rows: Iterable[Row]) -> None:
        """Take opinions out of the file; all else in it stays, to the byte."""
        with self.changed(dict.fromkeys(rows)):
            pass

    @contextmanager
    def changed(self, changes: Mapping[Row, Row | None]) -> Iterator[None]:
        """The file with some rows in the places of others, or none; all else in it stays, to the byte.

        Where what is done meanwhile fails, it is again as it was before.
        """
        with _alone(self.path):
            before = self.path.read_bytes() if changes else b""
            if changes:
                Ledger.load(self.path)._write(changes, ())  # noqa: SLF001
            try:
                yield
            except BaseException:
                if changes:
                    with atomic(self.path) as out:
                        out.write(before)
                raise

    def _write(self, changes: Mapping[Row, Row | None], fresh: Iterable[Row]) -> None:
        content = self._table.text([*self._kept(changes), *(self._table.line(row.cells()) for row in fresh)])
        with atomic(self.path) as out:
            out.write(content)

    def _kept(self, changes: Mapping[Row, Row | None]) -> Iterator[Record | str]:
        """The file's records with changes; a changed row keeps its cells in columns of others' making."""
        other = {record.line: changes[row] for record, row in _rows(self._table) if row in changes}
        for record in self._table.records:
            row = other.get(record.line)
            if row is not None:
                cells = {**record.cells, **row.cells()}
                yield self._table.line({name: cells[name] for name in cells.keys() & set(self._table.columns)})
            elif record.line not in other:
                yield record


def _rows(table: Table) -> Iterator[tuple[Record, Row]]:
    for record in table.with_days("on").records:
        if not record.cells:
            continue
        try:
            yield record, Row.of(record.cells)
        except ValueError as error:
            raise table.error(record, error) from error


def _says_already(rows: Iterable[Row], new: Row) -> bool:
    """Whether this is what the person last said of it."""
    mine = [row for row in rows if row.matter == new.matter]
    last = max((row.on for row in mine), default=None)
    latest = {(row.verdict, row.why) for row in mine if row.on == last}
    return (new.verdict, new.why) in latest and {verdict for verdict, _ in latest} == {new.verdict}


def _took_back(old: Row, new: Row) -> bool:
    return old.matter == new.matter and old.on == new.on and old.verdict != new.verdict


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No two programs change the ledger at once, where the system can lock its folder."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error}); name a file in a folder that is there"
        raise StoreError(msg) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
