"""Finding the zones of a text: by the patterns of ``zones.tsv``, and headlines and subheadings by how they stand.

One pass over the lines, each given to the first row that matches it: rows for any line, then leading lines from the
top, then trailing lines from the bottom, then the starts of what is left, then subheadings. Nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.article import Zone
from kg.ontology.zones import FIELDS, ZonePattern, ZonePatterns
from kg.text import Span, lines

_LONGEST = 2_000
"""Code points of the longest line that a pattern is tried on: no caption is longer, and time stays bounded."""
_START = 300
"""Code points at a line's start that prefix patterns see."""

_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CLOSERS = "\"'”’»)]}*_ \t\xa0"
_OPENERS = "\"'“‘«([{*_„"
_ENDS = ".!?…。！？।؟:;：；"
_CONTINUES = ",、،-–—/&+="
_SPEECH = re.compile(r"[,.!?][\"'’”»]")
_SENTENCE_END = ".!?…。！？।؟:"


@dataclass(frozen=True, slots=True)
class Marked:
    """A zone and what its row's named groups say. ``rank`` orders rows: the earliest row's fields win."""

    zone: Zone
    rank: int
    fields: Mapping[str, str] = field(default_factory=dict)


def find_zones(text: str, patterns: ZonePatterns) -> tuple[Zone, ...]:
    """The zones of a text, disjoint and in order."""
    return tuple(marked.zone for marked in mark(text, patterns))


def mark(text: str, patterns: ZonePatterns) -> tuple[Marked, ...]:
    """The zones of a text, disjoint and in order, with the metadata that they carry."""
    page = _Page(text, patterns)
    page.mark_anywhere()
    page.mark_leading()
    page.mark_trailing()
    page.mark_starts()
    page.mark_subheadings()
    return tuple(marked for spot in sorted(page.found) for marked in page.found[spot])


class _Page:
    """The lines of one text and the zones found so far, by line number."""

    def __init__(self, text: str, patterns: ZonePatterns) -> None:
        self.text = text
        self.patterns = patterns
        self.spans = tuple(lines(text))
        self.words = tuple(span.of(text) for span in self.spans)
        self.found: dict[int, list[Marked]] = {}
        self.apart = tuple(self._blank_before(number) for number in range(len(self.spans)))
        self.wrapped = self._is_wrapped()

    def mark_anywhere(self) -> None:
        rows = self.patterns.of("line")
        for number in range(len(self.spans)):
            self._try(number, rows)

    def mark_leading(self) -> None:
        rows = self.patterns.of("first", "line")
        wanted = "headline" in self.patterns.heuristics
        last = max(self._story(), default=0)
        for number in range(last + 1):
            if (number < last and self._try(number, rows)) or number in self.found:
                wanted = wanted and not self._is(number, "headline")
            elif wanted and number < last and self._is_headline(number):
                self._whole(number, "headline")
                wanted = False
            else:
                return

    def mark_trailing(self) -> None:
        rows = self.patterns.of("last", "line")
        first = min(self._story(), default=len(self.spans))
        for number in reversed(range(first, len(self.spans))):
            if not (number > first and self._try(number, rows)) and number not in self.found:
                return

    def mark_starts(self) -> None:
        rows = self.patterns.of("prefix")
        for number, span in enumerate(self.spans):
            if number in self.found:
                continue
            for row in rows:
                if match := row.regex.match(self.words[number][:_START]):
                    end = len(match.group().rstrip())
                    zone = Zone(Span(span.begin, span.begin + end), row.kind)
                    self.found[number] = [Marked(zone, row.rank, _fields(match))]
                    break

    def mark_subheadings(self) -> None:
        if "subheading" not in self.patterns.heuristics:
            return
        for number in range(1, len(self.spans) - 1):
            if number not in self.found and self._is_subheading(number):
                self._whole(number, "subheading")

    def _try(self, number: int, rows: tuple[ZonePattern, ...]) -> bool:
        words = self.words[number]
        if len(words) > _LONGEST:
            return False
        for row in rows:
            if match := row.regex.fullmatch(words):
                self.found[number] = list(_split(match, row, self.spans[number].begin))
                return True
        return False

    def _whole(self, number: int, kind: str) -> None:
        self.found[number] = [Marked(Zone(self.spans[number], kind), len(self.patterns.patterns))]

    def _is(self, number: int, kind: str) -> bool:
        return any(marked.zone.kind == kind for marked in self.found.get(number, ()))

    def _story(self) -> list[int]:
        """The lines that are no zone so far."""
        return [number for number in range(len(self.spans)) if number not in self.found]

    def _blank_before(self, number: int) -> bool:
        if number == 0:
            return True
        between = self.text[self.spans[number - 1].end : self.spans[number].begin]
        return sum(1 for _ in _BREAK.finditer(between)) > 1

    def _is_wrapped(self) -> bool:
        """Whether lines are cut at a width, so that a line's end says nothing: many go on in lower case."""
        inner = [number for number in range(1, len(self.spans)) if not self.apart[number]]
        going_on = [number for number in inner if self.words[number][0].islower() and not _ends(self.words[number - 1])]
        return len(going_on) >= 3 and len(going_on) * 4 >= len(inner)

    def _alone(self, number: int) -> bool:
        """Whether blank lines, or the text's ends, stand on both sides."""
        return self.apart[number] and (number + 1 == len(self.spans) or self.apart[number + 1])

    def _is_headline(self, number: int) -> bool:
        words = self.words[number]
        if self.wrapped and not self._alone(number):
            return False
        bare = words.rstrip(_CLOSERS)
        if not bare or (bare[-1] in _ENDS + _CONTINUES and bare[-1] != "?") or _SPEECH.search(words):
            return False
        fits = len(words) <= 200 and len(words.split()) <= 30
        return fits and _starts(words) and _is_text(self.words[number + 1])

    def _is_subheading(self, number: int) -> bool:
        words, after = self.words[number], self.words[number + 1]
        if (self.wrapped and not self._alone(number)) or len(words) > 100 or len(words.split()) > 14:
            return False
        bare = words.rstrip(_CLOSERS)
        if not bare or bare[-1] in _ENDS + _CONTINUES or not _starts(words) or _SPEECH.search(words):
            return False
        return (number - 1 in self.found or _ends(self.words[number - 1])) and (
            number + 1 in self.found or _starts(after)
        )


def _split(match: re.Match[str], row: ZonePattern, offset: int) -> Iterator[Marked]:
    """The line's zone, cut where a group marks a part as another kind; the first piece carries the fields."""
    fields = _fields(match)
    begin = match.start()
    parts = sorted(
        (match.span(name), name) for name, words in match.groupdict().items() if words and name not in FIELDS
    )
    for (start, stop), kind in parts:
        if start > begin:
            yield Marked(Zone(Span(offset + begin, offset + start), row.kind), row.rank, fields)
            fields = {}
        if stop > max(start, begin):
            yield Marked(Zone(Span(offset + max(start, begin), offset + stop), kind), row.rank, fields)
            fields, begin = {}, stop
    if begin < match.end():
        yield Marked(Zone(Span(offset + begin, offset + match.end()), row.kind), row.rank, fields)


def _fields(match: re.Match[str]) -> dict[str, str]:
    return {
        name: words.strip() for name, words in match.groupdict().items() if name in FIELDS and words and words.strip()
    }


def _ends(words: str) -> bool:
    bare = words.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _SENTENCE_END


def _starts(words: str) -> bool:
    """Whether a line opens as a sentence or title does: with a capital, a digit, or a script without capitals."""
    bare = words.lstrip(_OPENERS)
    return bool(bare) and (bare[0].isdigit() or (bare[0].isalpha() and not bare[0].islower()))


def _is_text(words: str) -> bool:
    return any(character.isalnum() for character in words)
