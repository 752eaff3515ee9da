"""Spans and stretches of text: offsets are code points from 0, ends exclusive. Pure: no models, no files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


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


_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")


def paragraphs(text: str) -> Iterator[Span]:
    """Lines as :func:`lines` gives them, those of a hard-wrapped text joined where no blank line parts them.

    >>> text = "The women sat\\ndown and then\\nmarched to the\\nplant in May.\\n\\nThat was all."
    >>> [span.of(text).replace("\\n", " ") for span in paragraphs(text)]
    ['The women sat down and then marched to the plant in May.', 'That was all.']
    """
    found = list(lines(text))
    apart = [True, *(_parted(text, one, two) for one, two in pairwise(found))]
    if not _is_wrapped(text, found, apart):
        yield from found
        return
    begin = 0
    for number, span in enumerate(found):
        if apart[number]:
            begin = span.begin
        if number + 1 == len(found) or apart[number + 1]:
            yield Span(begin, span.end)


def _parted(text: str, one: Span, two: Span) -> bool:
    return sum(1 for _ in _BREAK.finditer(text, one.end, two.begin)) > 1


def _is_wrapped(text: str, found: list[Span], apart: list[bool]) -> bool:
    """Whether lines are cut at a width, so that a line's end says nothing: many go on in lower case."""
    inner = [number for number in range(1, len(found)) if not apart[number]]
    going_on = [n for n in inner if text[found[n].begin].islower() and not _SENTENCE_END.search(found[n - 1].of(text))]
    return len(going_on) >= 3 and len(going_on) * 4 >= len(inner)
