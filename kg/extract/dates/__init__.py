"""Expressions of time in a text, and the days that they mean (law 7: honest time).

>>> import datetime as dt
>>> from kg.ontology.times import TimeWords
>>> from kg.resources import ontology_folder
>>> grammar = DateGrammar(TimeWords.load(ontology_folder()))
>>> text = "He was sent abroad in mid-March and worked for three years."
>>> for span, when in grammar.find(text, dt.date(2024, 8, 1)):
...     print(span.of(text), "|", when and (str(when.start), str(when.end), when.precision))
mid-March | ('2024-03-11', '2024-03-20', 'month')
three years | None

``tokens`` cuts text into what the grammar reads, ``absolute`` knows dates by the calendar, ``relative`` amounts of
time, ``which`` this, last and next; ``grammar`` puts parts, bounds and ranges around them. What each means is a
function from the publication date to days (``readings``, ``combine``), by the arithmetic of ``calendar``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kg.extract.dates.absolute import Hit
from kg.extract.dates.calendar import Days
from kg.extract.dates.grammar import Grammar
from kg.extract.dates.readings import Now, resolve
from kg.extract.dates.tokens import Lexer, Line
from kg.mention import When
from kg.ontology.times import TimeWords
from kg.text import Span

__all__ = ["DateGrammar"]


class DateGrammar:
    """Finds and reads expressions of time. Immutable: one serves any number of texts."""

    def __init__(self, words: TimeWords) -> None:
        self._lexer = Lexer(words)
        self._grammar = Grammar(words.shares)

    def find(self, text: str, published: dt.date | None) -> Iterator[tuple[Span, When | None]]:
        """All expressions of time in the text's order, none overlapping another; spans in code points.

        None stands with expressions that are no date: ages, durations, frequencies, times of day, what hangs on
        something told before ("the next day"), and what needs a publication date where there is none. Dates without
        a year and weekdays are read as past; :meth:`future` reads them as to come. A preposition belongs to the span
        only where it changes the days: "since 2016", but "2016" of "in 2016".
        """
        now = Now(published, origin=published)
        for line in self._lexer.lines(text):
            for first, hit in self._hits(line):
                if hit.family != "name":
                    span = Span(line[first].begin, line[hit.stop - 1].end)
                    yield span, _when(resolve(hit.reading, now), span.of(text))

    def future(self, words: str, published: dt.date | None) -> When | None:
        """The expression read as lying after the publication date: Friday is the coming one.

        ``words`` as :meth:`find` gives them, a preposition before them allowed. None where they are no date.
        """
        return self._alone(words, Now(published, origin=published, future=True))

    def relative(self, words: str, anchor: When) -> When | None:
        """An expression that hangs on what was told before ("the next day", "a week later"), counted from ``anchor``.

        None where the words are of another kind, or finer than the anchor: the day after "in March" is no day.
        """
        return self._alone(words, Now(None, anchor=Days(anchor.start, anchor.end, anchor.precision)))

    def _alone(self, words: str, now: Now) -> When | None:
        line = self._lexer.line(words)
        for first, hit in self._hits(line):
            covers = hit.stop == len(line) and all(line[i].kinds.keys() & {"prep"} for i in range(first))
            return _when(resolve(hit.reading, now), words) if covers else None
        return None

    def _hits(self, line: Line) -> Iterator[tuple[int, Hit]]:
        """Each expression of the line with the index of its first token."""
        i, family = 0, ""
        while i < len(line):
            joined = "and" in line[i].kinds or (line[i].low == "," and family == "year")
            hit = self._grammar.expression(line, i, listed=family) if line.may_begin(i) else None
            if hit is None:
                i, family = i + 1, family if joined else ""
                continue
            yield i, hit
            i, family = hit.stop, hit.family
            if not ("and" in line[i].kinds or (line[i].low == "," and family == "year")):
                family = ""


def _when(days: Days | None, words: str) -> When | None:
    return None if days is None else When(days.start, days.end, days.precision, words)
