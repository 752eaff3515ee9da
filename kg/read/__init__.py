"""Reading articles: from files, folders, patterns and standard input, whatever their kind.

Each kind has a reader in a file of its own; :data:`READERS` is the table of them. Text is kept as decoded, code point
by code point. What cannot be read becomes a :class:`Skipped` with place, problem and remedy: the rest goes on.
"""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO

from kg.article import Article
from kg.errors import ArticleError, KGError
from kg.ontology.zones import ZonePatterns
from kg.read.files import expand, identifiers, shown
from kg.read.html import HtmlReader
from kg.read.jsonl import JsonLinesReader
from kg.read.plain import TextReader
from kg.read.sheet import SheetReader
from kg.read.source import LIMIT_BYTES, Fields, Reader, Skipped, Source
from kg.read.stdin import is_json_lines, spool
from kg.read.zoning import find_zones

__all__ = ["LIMIT_BYTES", "READERS", "Fields", "Reader", "Skipped", "Source", "find_zones", "read", "readers"]

_TEXT = TextReader()
_JSON_LINES = JsonLinesReader()

READERS: tuple[Reader, ...] = (_TEXT, HtmlReader(), _JSON_LINES, SheetReader())
"""The readers that ship with kg."""

_GROUP = "kg.readers"


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
    yield from _unique(_read(sources, files.paths, table, zones=zones, limit=limit_bytes, stdin=stdin))


def _read(
    sources: Iterable[str | Path],
    paths: tuple[Path, ...],
    table: Mapping[str, Reader],
    *,
    zones: ZonePatterns,
    limit: int,
    stdin: BinaryIO | None,
) -> Iterator[Article | Skipped]:
    names = identifiers(path for path in paths if _reader(path, table).single)
    for path in paths:
        source = Source(shown(path), partial(_open, path), zones, names.get(path), limit)
        yield from _guarded(_reader(path, table), source)
    if any(str(source) == "-" for source in sources):
        stream = spool(stdin or sys.stdin.buffer)
        reader: Reader = _JSON_LINES if is_json_lines(stream) else _TEXT
        yield from _guarded(reader, Source("standard input", partial(_rewound, stream), zones, None, limit))


def _reader(path: Path, table: Mapping[str, Reader]) -> Reader:
    return table.get(path.suffix.lower(), _TEXT)


def _open(path: Path) -> BinaryIO:
    if stat.S_ISFIFO(path.stat().st_mode):
        with path.open("rb") as pipe:
            return spool(pipe)
    return path.open("rb")


def _rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream


def _guarded(reader: Reader, source: Source) -> Iterator[Article | Skipped]:
    """What a reader gives; where the file itself fails, or a plug-in does, that is the last thing."""
    try:
        yield from reader.read(source)
    except OSError as error:
        yield source.skip(f"cannot be read ({error.strerror or error}); check the file and your rights")
    except (KGError, ValueError) as error:
        yield source.skip(f"cannot be read ({error}); check the file, or name it with the suffix of its kind")


def _unique(found: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """Each article once; another text under an identifier already given is skipped."""
    seen: dict[str, bytes] = {}
    for one in found:
        if isinstance(one, Skipped):
            yield one
            continue
        name, mark = one.info.identifier, hashlib.sha256(repr(one.info).encode("utf-8", "replace")).digest()[:12]
        if name not in seen:
            seen[name] = mark
            yield one
        elif seen[name] != mark:
            yield Skipped(
                one.source, f"the identifier '{shown(name)}' already names another article; give each its own"
            )
