"""CSV and TSV: a header with a column ``text``; the other columns are named as the fields of JSON Lines are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from kg.article import Article, Fields
from kg.errors import ArticleError
from kg.read.decode import peek
from kg.read.source import Skipped, Source

_DELIMITERS = (",", "\t", ";", "|")
_FIELDS = ("id", "url", "title", "date", "publisher", "author", "language")


class SheetReader:
    """Tables of articles, read row by row. The delimiter is the one that makes ``text`` a column of the header."""

    suffixes = (".csv", ".tsv")
    single = False

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """An article for every row with a text; a row without is skipped with the line on which it ends."""
        with source.open() as raw:
            try:
                _, encoding = peek(raw)
                lines = _Lines(io.TextIOWrapper(raw, encoding, errors="surrogateescape", newline=""), source.limit)
                yield from _rows(lines, source)
            except ArticleError as error:
                yield source.skip(str(error))
            except UnicodeDecodeError as error:
                yield source.skip(f"cannot be decoded ({error.reason}), the rest of it is left out; save it as UTF-8")


class _Lines:
    """The lines of a stream, their ends kept, until a record grows over the limit: a quotation mark was left open."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self.stream = stream
        self.limit = limit
        self.record = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(self.limit + 1):
            self.record += len(line)
            if self.record > self.limit:
                problem = f"a row longer than {self.limit:,} characters, the rest is left out"
                msg = f"{problem}; close its quotation mark, or raise the limit"
                raise ArticleError(msg)
            yield line


def _rows(lines: _Lines, source: Source) -> Iterator[Article | Skipped]:
    header_line = next((line for line in lines if line.strip()), "")
    if not header_line:
        yield source.skip("the file is empty; fill it in or remove it")
        return
    csv.field_size_limit(max(csv.field_size_limit(), source.limit))
    delimiter, columns = _header(header_line)
    if "text" not in columns:
        yield source.skip(
            f"no column 'text' among {', '.join(columns)[:200]}; name the column of the articles' words so"
        )
        return
    rows = csv.reader(lines, delimiter=delimiter)
    nothing = True
    try:
        for row in rows:
            lines.record = 0
            if row:
                nothing = False
                yield _article(row, columns, rows.line_num + 1, source)
    except csv.Error as error:
        yield source.skip(
            f"no CSV ({error}), the rest of it is left out; check its quotation marks", line=rows.line_num + 1
        )
        return
    if nothing:
        yield source.skip("a header and no row; fill it in or remove it")


def _header(line: str) -> tuple[str, list[str]]:
    readings = [(mark, next(csv.reader([line], delimiter=mark), [])) for mark in _DELIMITERS]
    named = [(mark, [name.strip().lower() for name in names]) for mark, names in readings]
    return next(((mark, names) for mark, names in named if "text" in names), named[0])


def _article(row: list[str], columns: list[str], line: int, source: Source) -> Article | Skipped:
    if len(row) > len(columns):
        return source.skip(f"{len(row)} cells for {len(columns)} columns; put the text in quotation marks", line=line)
    cells = dict(zip(columns, row, strict=False))
    known = {name: cells[name] for name in _FIELDS if cells.get(name)}
    author = known.pop("author", None)
    names = tuple(author.split(";")) if author else ()
    return source.article(cells.get("text", ""), Fields(**known, authors=names), line=line)
