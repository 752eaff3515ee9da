"""One input, and how what a reader finds in it becomes an article or a reason why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from kg.article import Article, ArticleInfo, Fields, text_sha256
from kg.ontology.zones import ZonePatterns
from kg.read.dates import coarse_date, full_date
from kg.read.facts import facts
from kg.read.zoning import mark
from kg.shown import line as printable

__all__ = ["LIMIT_BYTES", "LONGEST_TEXT", "Fields", "Reader", "Skipped", "Source", "described"]

LIMIT_BYTES = 16 * 1024 * 1024
"""The largest document that is read, in bytes: it is held in memory whole."""
LONGEST_TEXT = 1_000_000
"""Code points of the longest text that is an article: ten times what news have, and a minute or two of reading."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could not be read. ``source`` is the place (file, line), ``reason`` the problem and its remedy."""

    source: str
    reason: str

    def __post_init__(self) -> None:
        """Both may hold words of a file, and are one printable line each."""
        object.__setattr__(self, "source", printable(self.source))
        object.__setattr__(self, "reason", printable(self.reason))

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class Reader(Protocol):
    """Reads one kind of file. Others' readers join through the entry-point group ``kg.readers``."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names, lower case, with the dot."""

    @property
    def single(self) -> bool:
        """Whether a file holds one article, which the file's stem then names."""

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """The articles of one source in order, and what of it had to be skipped; raises nothing for bad input."""


@dataclass(frozen=True)
class Source:
    """One file or stream. ``name`` is its place for messages, ``identifier`` that of its only article if it has one.

    ``open`` gives the bytes from their start, as often as it is called; ``limit`` is the largest document in bytes.
    """

    name: str
    open: Callable[[], BinaryIO]
    zones: ZonePatterns
    identifier: str | None = None
    limit: int = LIMIT_BYTES

    def skip(self, reason: str, *, line: int | None = None) -> Skipped:
        """This source, or a line of it, as skipped."""
        return Skipped(self._place(line), reason)

    def article(self, text: str, fields: Fields | None = None, *, line: int | None = None) -> Article | Skipped:
        """The article with this text. Its fields come first; what they leave open the text itself may say.

        ``line`` is where it stands in a source of many. Without an identifier the hash of the text names it.
        """
        fields = fields or Fields()
        if problem := _problem(text):
            return self.skip(problem, line=line)
        try:
            name = self.identifier if line is None else None
            return described(text, fields, name, zones=self.zones, source=self._place(line))
        except ValueError as error:
            return self.skip(str(error), line=line)

    def _place(self, line: int | None) -> str:
        return self.name if line is None else f"{self.name} line {line}"


def described(text: str, fields: Fields, name: str | None, *, zones: ZonePatterns, source: str) -> Article:
    """The article with this text: zones marked, and what its fields leave open taken from these.

    ``name`` identifies it where its fields do not. Raises ValueError where a field has a value that cannot be meant.
    """
    date, coarse = _field_date(fields.date)
    marked = mark(text, zones)
    said = facts(text, marked, coarse=coarse)
    digest = text_sha256(text)
    info = ArticleInfo(
        identifier=_clean(fields.id) or name or digest[:16],
        sha256=digest,
        title=_clean(fields.title) or said.title,
        date=date or said.date,
        publisher=_clean(fields.publisher) or said.publisher,
        authors=tuple(dict.fromkeys(filter(None, map(_clean, fields.authors)))) or said.authors,
        url=_clean(fields.url),
        language=_clean(fields.language),
    )
    return Article(info, text, tuple(one.zone for one in marked), source, fields)


def _problem(text: str) -> str | None:
    if not text.strip():
        return "the text is empty; fill it in or remove it"
    if len(text) > LONGEST_TEXT:
        return f"the text has {len(text):,} characters, and an article at most {LONGEST_TEXT:,}; split it into articles"
    if broken := _SURROGATE.search(text):
        return f"the text cannot be decoded at character {broken.start()} (U+{ord(broken[0]):04X}); save it as UTF-8"
    return None


def _field_date(words: str | None) -> tuple[dt.date | None, str | None]:
    """The day, or else the coarser words where they are a year or month."""
    words = _clean(words)
    if words is None:
        return None, None
    return (None, words) if coarse_date(words) else (full_date(words), None)


def _clean(words: str | None) -> str | None:
    """A field's words in one line, as a file can hold them: a lone surrogate becomes U+FFFD."""
    return (_SURROGATE.sub("\ufffd", " ".join(words.split())) or None) if words else None
