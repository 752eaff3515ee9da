"""Words of the date grammar (``times.en.tsv``): what each stands for, and what must stand beside it.

The file's header comment explains the columns; :mod:`kg.extract.dates` is the grammar. Everything here is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.tables import Row, did_you_mean, read_table

FILE = "times.en.tsv"
COLUMNS = ("word", "kind", "value", "traits")
TRAITS = frozenset({"cap", "low", "weak", "abbr", "plural", "article", "of"})
UNITS = (
    "day",
    "week",
    "weekend",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
    "hour",
    "minute",
    "second",
)
SIZES = ("week", "month", "season", "year", "decade")
PARTS = ("early", "mid", "late")

_MONTH = "[1-9]|1[0-2]"
_VALUES: Mapping[str, tuple[str, str]] = {
    "month": (_MONTH, "1 to 12"),
    "weekday": ("[1-7]", "1 (Monday) to 7 (Sunday)"),
    "season": (f"({_MONTH})-({_MONTH})", "first and last month, as in 12-2"),
    "holiday": (f"({_MONTH})-([1-9]|[12][0-9]|3[01])", "month and day, as in 12-25"),
    "unit": ("|".join(UNITS), "a unit: " + " ".join(UNITS)),
    "day": ("-?[0-9]{1,2}", "days from the publication date, as in -1"),
    "number": ("[0-9]{0,4}", "a whole number, or nothing"),
    "ordinal": ("[1-9]|[12][0-9]|3[01]|-1", "1 to 31, or -1 for the last"),
    "part": ("|".join((*PARTS, "earlier", "later")), "early, mid, late, earlier or later"),
    "which": (
        "this|last|past|next|coming|recent|earlier|later|same",
        "this last past next coming recent earlier later or same",
    ),
    "ago": ("-?1", "-1 (back) or 1 (ahead)"),
    "shift": ("-?1", "-1 (earlier) or 1 (later)"),
    "beside": ("-?1", "-1 (the day before) or 1 (the day after)"),
    "bound": ("since|after|before|until|from|between", "since after before until from or between"),
    "vague": ("before|after", "before or after"),
    "age": ("before|after", "before (aged 34) or after (34 years old)"),
    "share": ("([1-9]|[12][0-9]|3[01])-([1-9]|[12][0-9]|3[01])", "first and last, as in 11-20"),
}
"""Values by kind, as a pattern and in words; a kind that is not here has none."""

_PLAIN = frozenset(
    {
        *("daypart", "suffix", "half", "more_half", "to", "and", "or", "onward", "prep", "article", "of", "possessive"),
        *(
            "possessor",
            "approx",
            "more",
            "less",
            "ongoing",
            "then",
            "every",
            "times",
            "often",
            "clock",
            "decade",
            "name",
        ),
        *("counted", "uncounted"),
    }
)
KINDS = frozenset(_VALUES) | _PLAIN
"""What a word may be to the grammar."""


@dataclass(frozen=True, slots=True)
class TimeWord:
    """One word or phrase, in lower case, in one of its uses; ``value`` is in the notation of its ``kind``."""

    text: str
    kind: str
    value: str = ""
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of one language, and which share of a month, year… its early, mid and late part are.

    ``shares`` maps (part, size) to the first and last day, month or year of the part, counted from 1.
    """

    words: tuple[TimeWord, ...]
    shares: Mapping[tuple[str, str], tuple[int, int]]

    @classmethod
    def load(cls, folder: Path) -> TimeWords:
        """The words of the folder's ``times.en.tsv``.

        Raises OntologyError, naming file and line, for an unknown kind or trait, a value that does not fit its kind, a
        word told twice, and a share that is missing or of nothing.
        """
        words: dict[tuple[str, str], TimeWord] = {}
        shares: dict[tuple[str, str], tuple[int, int]] = {}
        for row in read_table(folder / FILE, COLUMNS):
            for word in _words(row):
                if word.kind == "share":
                    shares[_share_of(row, word)] = _pair(row, word)
                elif (word.text, word.kind) in words:
                    raise row.error(f"'{word.text}' is told twice as {word.kind}; remove one")
                else:
                    words[word.text, word.kind] = word
        for part, size in product(PARTS, SIZES):
            if (part, size) not in shares:
                msg = f"{FILE}: no row of kind share for '{part} {size}'; add one"
                raise OntologyError(msg)
        return cls(tuple(words.values()), shares)

    def of_kind(self, *kinds: str) -> Iterator[TimeWord]:
        """The words of these kinds in the table's order."""
        return (word for word in self.words if word.kind in kinds)


def _words(row: Row) -> Iterator[TimeWord]:
    kind, value, traits = row["kind"], row["value"], frozenset(row["traits"].split())
    if kind not in KINDS:
        raise row.error(f"unknown kind '{kind}'. {did_you_mean(kind, KINDS)}")
    pattern, meaning = _VALUES.get(kind, ("", "nothing"))
    if not re.fullmatch(pattern, value):
        raise row.error(f"'{value}' is no value of a {kind}; write {meaning}")
    if unknown := sorted(traits - TRAITS):
        raise row.error(f"unknown trait '{unknown[0]}'. {did_you_mean(unknown[0], TRAITS)}")
    for text in row["word"].split("|"):
        if not text.strip() or text != text.lower():
            raise row.error(f"'{text}' is no word in lower case; write it so, alternatives separated by one |")
        yield TimeWord(" ".join(text.split()), kind, value, traits)


def _share_of(row: Row, word: TimeWord) -> tuple[str, str]:
    part, _, size = word.text.partition(" ")
    if part not in PARTS or size not in SIZES:
        raise row.error(f"'{word.text}' is no part and size; write one of {' '.join(PARTS)}, then {' '.join(SIZES)}")
    return part, size


def _pair(row: Row, word: TimeWord) -> tuple[int, int]:
    first, last = (int(number) for number in word.value.split("-"))
    if first > last:
        raise row.error(f"{word.value} ends before it begins; write first and last, as in 11-20")
    return first, last
