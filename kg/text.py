"""Spans and stretches of text: offsets are code points from 0, ends exclusive. Pure: no models, no files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``[begin, end)`` of a text, in code points."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end:
            msg = f"a span needs 0 <= begin < end, got {self.begin}, {self.end}"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.begin : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.begin < other.end and other.begin < self.end

    def covers(self, other: Span) -> bool:
        """Whether every code point of ``other`` is in this span."""
        return self.begin <= other.begin and other.end <= self.end


_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def lines(text: str) -> Iterator[Span]:
    """Spans of the lines that hold more than white space, white space at both ends left out.

    >>> [span.of("a \\r\\n\\n  b") for span in lines("a \\r\\n\\n  b")]
    ['a', 'b']
    """
    for match in _LINE.finditer(text):
        begin, end = match.span()
        line = match.group()
        begin += len(line) - len(line.lstrip())
        end -= len(line) - len(line.rstrip())
        if begin < end:
            yield Span(begin, end)
