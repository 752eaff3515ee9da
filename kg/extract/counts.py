"""How many: numbers before nouns, with the words that qualify them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MOST_DIGITS = 15
"""Digits of a number that counts something: a longer one is none."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, if the words give one exactly, and the words themselves by tokens ``[first, stop)``."""

    value: int | None
    first: int
    stop: int


def count_of(head: Token) -> Count | None:
    """The count before a noun ("at least three protesters"), or None where the text does not count."""
    number = next((child for child in head.children if child.dep_ == "nummod" and child.i < head.i), None)
    if number is None or number.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"):
        return None
    tokens = [token for token in number.subtree if token.i <= number.i or token.dep_ in ("compound", "nummod")]
    first, stop = min(t.i for t in tokens), max(t.i for t in tokens) + 1
    return Count(
        number_value([t.lower_ for t in head.doc[first:stop] if t.like_num or t.lower_ in _SCALES]), first, stop
    )


def number_value(words: list[str]) -> int | None:
    """The integer that number words or digits give, or None.

    >>> number_value(["twenty", "five", "thousand"])
    25000
    """
    total = current = 0
    for word in (part for text in words for part in text.split("-")):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        elif word in _WORDS:
            current += _WORDS[word]
        elif _DIGITS.fullmatch(word) and "." not in word and len(word) <= _MOST_DIGITS:
            current += int(word.replace(",", ""))
        else:
            return None
    return total + current if words and total + current < 10**_MOST_DIGITS else None
