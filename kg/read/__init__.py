"""Reading articles: from files, folders, patterns and standard input, whatever their kind.

Each kind has a reader in a file of its own; :data:`READERS` is the table of them. Text is kept as decoded, code point
by code point. What cannot be read becomes a :class:`Skipped` with place, problem and remedy: the rest goes on.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO

from kg.article import Article, Fields
from kg.errors import ArticleError
from kg.ontology.zones import ZonePatterns
from kg.read.files import Files, expand, identifiers
from kg.read.html import HtmlReader
from kg.read.jsonl import JsonLinesReader
from kg.read.plain import TextReader
from kg.read.sheet import SheetReader
from kg.read.source import LIMIT_BYTES, LONGEST_TEXT, Reader, Skipped, Source
from kg.read.stdin import LONGEST_STREAM, ahead, is_json_lines, spool
from kg.read.zoning import find_zones
from kg.shown import line

__all__ = [
    "LIMIT_BYTES",
    "LONGEST_TEXT",
    "READERS",
    "Fields",
    "Reader",
    "Skipped",
    "Source",
    "find_zones",
    "read",
    "readers",
]

_TEXT = TextReader()
_JSON_LINES = JsonLinesReader()

READERS: tuple[Reader, ...] = (_TEXT, HtmlReader(), _JSON_LINES, SheetReader())
"""The readers that ship with kg."""

_GROUP = "kg.readers"
_MOST_TOLD = 10_000
"""So much that is skipped of one source is told one by one."""
_MOST_IN_VAIN = 1_000_000
"""After so much of one source that was no article, or none that is new, in a row, none is looked for any more."""


def readers() -> Mapping[str, Reader]:
    """Reader by suffix: those that ship with kg, then plug-ins, which win.

    Raises ArticleError where a plug-in cannot be loaded.
    """
    return {suffix.lower(): reader for reader in (*READERS, *_plugins()) for suffix in reader.suffixes}


def _plugins() -> Iterator[Reader]:
    for point in sorted(entry_points(group=_GROUP), key=lambda point: (point.name, point.value)):
        try:
            reader = point.load()
        except (ImportError, AttributeError) as error:
            msg = f"reader plug-in '{point.name}' ({point.value}): cannot be loaded ({error}); mend or uninstall it"
            raise ArticleError(msg) from error
        yield reader() if isinstance(reader, type) else reader


def read(
    *sources: str | Path,
    zones: ZonePatterns,
    limit_bytes: int = LIMIT_BYTES,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Skipped]:
    """The articles of files, folders (recursively), patterns and ``-``, standard input; each identifier once.

    Their order follows the files' paths, standard input last, and not the order of the sources. ``limit_bytes`` is the
    largest document. What is missing, empty, binary, malformed or too large comes as :class:`Skipped`.
    """
    table = readers()
    files = expand((source for source in sources if str(source) != "-"), table.keys())
    yield from files.skipped
    seen: dict[str, bytes] = {}
    for source, read_one in _sources(sources, files, table, zones=zones, limit=limit_bytes, stdin=stdin):
        yield from _new(_guarded(read_one, source), source, seen)


def _sources(
    sources: Iterable[str | Path],
    files: Files,
    table: Mapping[str, Reader],
    *,
    zones: ZonePatterns,
    limit: int,
    stdin: BinaryIO | None,
) -> Iterator[tuple[Source, Callable[[Source], Iterator[Article | Skipped]]]]:
    """Each source with how it is read."""
    names = identifiers(path for path in files.paths if _reader(path, table).single)
    for path in files.paths:
        reader = _reader(path, table)
        opened = (
            partial(_piped, path, limit if reader.single else None) if path in files.pipes else partial(_opened, path)
        )
        yield Source(line(path), opened, zones, names.get(path), limit), reader.read
    if any(str(source) == "-" for source in sources):
        yield Source("standard input", lambda: stdin or sys.stdin.buffer, zones, None, limit), _read_standard


def _read_standard(source: Source) -> Iterator[Article | Skipped]:
    """What standard input holds: JSON Lines, read as they come, or one text."""
    stream = ahead(source.open(), LONGEST_STREAM)
    reader: Reader = _JSON_LINES if is_json_lines(stream) else _TEXT
    yield from reader.read(replace(source, open=lambda: stream))


def _reader(path: Path, table: Mapping[str, Reader]) -> Reader:
    return table.get(path.suffix.lower(), _TEXT)


def _piped(path: Path, limit: int | None) -> BinaryIO:
    """A pipe: one document, kept up to its limit, or a stream of many."""
    pipe = path.open("rb")
    if limit is None:
        return ahead(pipe, LONGEST_STREAM, owned=True)
    with pipe:
        return spool(pipe, limit)


def _opened(path: Path) -> BinaryIO:
    """A file; what has become a pipe or a device since the folder was looked through is not waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        msg = "it is no file any more"
        raise OSError(msg)
    return os.fdopen(handle, "rb")


def _guarded(read_one: Callable[[Source], Iterator[Article | Skipped]], source: Source) -> Iterator[Article | Skipped]:
    """What a reader gives; where the file itself fails, or a plug-in does, that is the last thing."""
    try:
        yield from read_one(source)
    except ArticleError as error:
        yield source.skip(str(error))
    except OSError as error:
        yield source.skip(f"cannot be read ({error.strerror or error}); check the file and your rights")
    except Exception as error:  # noqa: BLE001  a plug-in may raise anything
        yield source.skip(f"cannot be read ({error}); check the file, or name it with the suffix of its kind")


def _new(found: Iterable[Article | Skipped], source: Source, seen: dict[str, bytes]) -> Iterator[Article | Skipped]:
    """What is new in a source; of very much that is skipped the first is told, the rest counted, no end waited for."""
    told = in_vain = 0
    for one in (_once(one, seen) for one in found):
        if isinstance(one, Article):
            in_vain = 0
            yield one
            continue
        in_vain += 1
        if isinstance(one, Skipped):
            told += 1
            if told <= _MOST_TOLD:
                yield one
        if in_vain == _MOST_IN_VAIN:
            yield source.skip(f"no new article in {in_vain:,} tries, the rest is left out; check that it has others")
            break
    if told > _MOST_TOLD:
        yield source.skip(f"{told - _MOST_TOLD:,} more of it were skipped, too; mend what is named of it first")


def _once(one: Article | Skipped, seen: dict[str, bytes]) -> Article | Skipped | None:
    """The article, if it is new; None if it was there; why not, if another one's id would name it.

    Identifiers are told apart by their ids, since these are what the graph knows: they end in a short hash where the
    identifier is no plain word, and somebody may have chosen theirs so that it is the same.
    """
    if isinstance(one, Skipped):
        return one
    mark = hashlib.sha256(repr(one.info).encode("utf-8", "replace")).digest()[:12]
    before = seen.setdefault(one.id, mark)
    if before is mark:
        return one
    problem = f"the identifier '{line(one.info.identifier)}' already names another article"
    return None if before == mark else Skipped(one.source, f"{problem}, or makes the same id; give each its own")
