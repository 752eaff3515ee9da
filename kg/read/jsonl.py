"""JSON Lines: one object a line, with ``text`` and, where known, id, url, title, date, publisher, author, language."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import TextIO

from kg.article import Article, Fields
from kg.errors import ArticleError
from kg.read.decode import peek
from kg.read.source import Skipped, Source

_CHUNK = 1024 * 1024
_ENDLESS = 1024 * _CHUNK
"""Characters of a line whose end is not waited for: a hole in a file may be as long as a disk."""


class JsonLinesReader:
    """Files of JSON objects, one a line, read line by line: memory holds one of them."""

    suffixes = (".jsonl", ".ndjson")
    single = False

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """An article for every line that is one; a line that is not is skipped with its number."""
        with source.open() as raw:
            try:
                _, encoding = peek(raw)
            except ArticleError as error:
                yield source.skip(str(error))
                return
            # Only "\n" ends a line: JSON strings may hold U+2028, and "\r\n" leaves white space that JSON ignores.
            lines = io.TextIOWrapper(raw, encoding, errors="surrogateescape", newline="\n")
            try:
                yield from _articles(lines, source)
            except UnicodeDecodeError as error:
                yield source.skip(
                    f"not {encoding.upper()} ({error.reason}), the rest of it is left out; save it as UTF-8"
                )


def _articles(lines: TextIO, source: Source) -> Iterator[Article | Skipped]:
    nothing = True
    number = 0
    while line := lines.readline(source.limit + 1):
        number += 1
        if len(line) > source.limit:
            yield source.skip(f"longer than {source.limit:,} characters; split it, or raise the limit", line=number)
            if not _skip_line(lines, line):
                yield source.skip("endless, the rest of the file is left out; write one object a line", line=number)
                return
        elif line.strip():
            yield _article(line, number, source)
        else:
            continue
        nothing = False
    if nothing:
        yield source.skip("the file is empty; fill it in or remove it")


def _skip_line(lines: TextIO, begun: str) -> bool:
    """Go on to the next line; False where this one does not end soon enough."""
    size = len(begun)
    while begun and not begun.endswith("\n") and size < _ENDLESS:
        begun = lines.readline(_CHUNK)
        size += len(begun)
    return size < _ENDLESS


def _article(line: str, number: int, source: Source) -> Article | Skipped:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return source.skip(
            f"no JSON ({error.msg.removesuffix(' at')} at column {error.colno}); write one object a line", line=number
        )
    except (ValueError, RecursionError):
        return source.skip(
            "JSON that is too deep, or a number that is too long; write one flat object a line", line=number
        )
    if not isinstance(found, dict):
        return source.skip("no JSON object; write one object a line, with a field 'text'", line=number)
    text = found.get("text")
    if not isinstance(text, str):
        problem = "no field 'text'" if text is None else "the field 'text' is no string"
        return source.skip(f"{problem}; give the article's words there", line=number)
    try:
        return source.article(text, fields_of(found), line=number)
    except ValueError as error:
        return source.skip(str(error), line=number)


def fields_of(found: Mapping[str, object]) -> Fields:
    """The fields of a JSON object; raises ValueError where one has a value that cannot be meant."""
    return Fields(
        id=_word(found, "id"),
        url=_word(found, "url"),
        title=_word(found, "title"),
        date=_word(found, "date"),
        publisher=_word(found, "publisher"),
        authors=_names(found),
        language=_word(found, "language"),
    )


def _word(found: Mapping[str, object], name: str) -> str | None:
    value = found.get(name)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    msg = f"the field '{name}' is no string; write it as one or leave it out"
    raise ValueError(msg)


def _names(found: Mapping[str, object]) -> tuple[str, ...]:
    value = found.get("author")
    values = value if isinstance(value, list) else [value]
    names = tuple(one.get("name") if isinstance(one, dict) else one for one in values)
    if not all(name is None or isinstance(name, str) for name in names):
        msg = "the field 'author' is neither a string nor a list of strings; write it as one or leave it out"
        raise ValueError(msg)
    return tuple(name for name in names if isinstance(name, str))
