"""From text to the tokens that the date grammar reads, and only where a word says that there may be a date.

A :class:`Lexer` is compiled from the words of a language. Its filter is one regular expression over the lower-cased
text; around each hit a window of the line is cut into tokens, phrases of the table joined into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.ontology.times import TimeWord, TimeWords

DASHES = frozenset("-‐‑‒–—−")
_REACH = 40
"""Code points on each side of a hit that belong to its window: longer than what stands beside it in one expression."""
_ANCHORS = (
    *("month", "weekday", "season", "holiday", "unit", "daypart", "day", "vague", "ongoing", "then", "times", "often"),
    *("age", "beside"),
)
_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}(?![0-9])"
    r"|[0-9]++(?:[.:][0-9]++|,[0-9]{3}(?![0-9]))*+"
    r"|[^\W\d_]++"
    r"|'s(?![^\W_])"
    r"|[\r\n\v\f\x85\u2028\u2029]"
    r"|\S"
)
_BREAKS = frozenset("\r\n\v\f\x85\u2028\u2029")
_FOLLOW = frozenset(
    {
        *("suffix", "half", "more_half", "to", "and", "or", "onward", "prep", "of", "possessive", "clock"),
        *("decade", "counted", "uncounted", "ago", "shift"),
    }
)
"""Kinds that never begin an expression."""
_LEAD = frozenset(
    {"article", "approx", "more", "less", "possessor", "bound", "part", "which", "ordinal", "number", "every"}
)
"""Kinds that begin one only with a telling word, a number or a mark next to them."""

_IDLE = _FOLLOW | _LEAD

Kinds = Mapping[str, TimeWord]
_NO_KINDS: Kinds = {}


class Token(NamedTuple):
    """A word, number, mark or phrase: its place in the text, its lower-case form, and what the table says of it.

    ``number`` is the value of a plain number of up to four digits, ``capital`` whether it begins with a capital letter.
    """

    begin: int
    end: int
    low: str
    kinds: Kinds
    number: int | None
    capital: bool

    def value(self, kind: str) -> str | None:
        """What it stands for as a word of this kind; None where it is none."""
        word = self.kinds.get(kind)
        return None if word is None else word.value

    def has(self, kind: str, trait: str) -> bool:
        """Whether it is a word of this kind with this trait."""
        word = self.kinds.get(kind)
        return word is not None and trait in word.traits


_NONE = Token(0, 0, "", _NO_KINDS, None, False)


class Line:
    """Tokens of a stretch without line breaks; before the first and after the last there is the empty token.

    ``alone`` says that the whole is known to be an expression of time, so that weak words need nothing beside them;
    ``plurals`` are endings of words for what may be counted.
    """

    __slots__ = ("_last", "_tokens", "alone", "plurals")

    def __init__(self, tokens: list[Token], *, plurals: tuple[str, ...] = (), alone: bool = False) -> None:
        self._tokens = tokens
        self._last = len(tokens)
        self.plurals = plurals
        self.alone = alone

    def __len__(self) -> int:
        return self._last

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < self._last else _NONE

    def touches(self, index: int) -> bool:
        """Whether nothing lies between this token and the one before it."""
        return 0 < index < self._last and self._tokens[index - 1].end == self._tokens[index].begin

    def is_word(self, index: int) -> bool:
        """Whether a word in letters stands there."""
        return self[index].low[:1].isalpha()

    def skip(self, index: int, *kinds: str) -> int:
        """The next index, past one token that has one of these kinds."""
        return index + 1 if any(kind in self[index].kinds for kind in kinds) else index

    def may_begin(self, index: int) -> bool:
        """Whether an expression may begin there; a quick look that spares the grammar most tokens."""
        token = self._tokens[index]
        kinds = token.kinds
        if not kinds:
            return token.low[0] in "0123456789'"
        if kinds.keys() <= _IDLE:
            if kinds.keys() <= _FOLLOW:
                return False
            following = self[index + 1]
            return bool(following.kinds) or not following.low[:1].isalpha()
        return True

    def dash(self, index: int) -> bool:
        """Whether a hyphen or dash stands there."""
        return self[index].low in DASHES


class _Phrase(NamedTuple):
    parts: tuple[str, ...]
    lower: Kinds
    upper: Kinds


class Lexer:
    """Cuts the promising stretches of a text into tokens."""

    def __init__(self, words: TimeWords) -> None:
        by_text: dict[str, list[TimeWord]] = {}
        for word in words.words:
            by_text.setdefault(word.text, []).append(word)
        self._single: dict[str, tuple[Kinds, Kinds]] = {}
        self._phrases: dict[str, list[_Phrase]] = {}
        for text, uses in by_text.items():
            parts = tuple(match.group() for match in _TOKEN.finditer(_fold(text)))
            lower, upper = _kinds(uses, "cap"), _kinds(uses, "low")
            if len(parts) == 1:
                self._single[text] = (lower, upper)
            elif parts and not text.startswith("*"):
                self._phrases.setdefault(parts[0], []).append(_Phrase(parts, lower, upper))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: (-len(phrase.parts), phrase.parts))
        self._filter = _filter(words)
        self._plurals = tuple(word.text[1:] for word in words.of_kind("counted") if word.text.startswith("*"))

    def lines(self, text: str) -> Iterator[Line]:
        """The stretches of the text that may hold an expression of time, in order, none overlapping another."""
        low = _fold(text)
        done = 0
        for begin, end in self._windows(low):
            tokens: list[Token] = []
            for match in _TOKEN.finditer(low, max(begin, done)):
                start, done = match.start(), match.end()
                if start >= end:
                    done = start
                    break
                if match.group() in _BREAKS:
                    yield self._line(tokens)
                    tokens = []
                elif start > begin or not _cuts(low, start):
                    tokens.append(self._token(match.group(), start, text))
            if tokens:
                yield self._line(tokens)

    def line(self, text: str) -> Line:
        """The whole text, known to be an expression of time, as one line."""
        tokens = [self._token(match.group(), match.start(), text) for match in _TOKEN.finditer(_fold(text))]
        return self._line(tokens, alone=True)

    def _line(self, tokens: list[Token], *, alone: bool = False) -> Line:
        return Line(self._joined(tokens), plurals=self._plurals, alone=alone)

    def _windows(self, low: str) -> Iterator[tuple[int, int]]:
        begin = end = -1
        for match in self._filter.finditer(low):
            start = match.start() - _REACH
            if start > end:
                if end >= 0:
                    yield begin, end
                begin = _word_start(low, max(start, end, 0))
            end = match.end() + _REACH
        if end >= 0:
            yield begin, end

    def _token(self, low: str, begin: int, text: str) -> Token:
        kinds, number, capital = _NO_KINDS, None, False
        if "0" <= low[0] <= "9":
            if len(low) <= 4 and low.isdigit():
                number = int(low)
        else:
            capital = text[begin].isupper()
            if uses := self._single.get(low):
                kinds = uses[capital]
        return Token(begin, begin + len(low), low, kinds, number, capital)

    def _joined(self, tokens: list[Token]) -> list[Token]:
        joined: list[Token] = []
        index, phrases = 0, self._phrases
        while index < len(tokens):
            token = tokens[index]
            if token.low in phrases:
                token, index = self._phrase(tokens, index)
            joined.append(token)
            index += 1
        return joined

    def _phrase(self, tokens: list[Token], index: int) -> tuple[Token, int]:
        """The longest phrase that begins here, or the token itself, and the index of its last token."""
        first = tokens[index]
        for parts, lower, upper in self._phrases[first.low]:
            stop = index + len(parts)
            kinds = upper if first.capital else lower
            if kinds and tuple(token.low for token in tokens[index:stop]) == parts:
                end = tokens[stop - 1].end
                return Token(first.begin, end, " ".join(parts), kinds, None, first.capital), stop - 1
        return first, index


def _kinds(uses: list[TimeWord], barred: str) -> Kinds:
    return {word.kind: word for word in uses if barred not in word.traits}


def _fold(text: str) -> str:
    """Lower case, straight apostrophes, every character in its place."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals have a lower case of two characters
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.replace("’", "'")


def _word_start(low: str, index: int) -> int:
    """Past the rest of a word that ``index`` lies in; unspaced text is cut where it stands."""
    if index == 0:
        return 0
    for place in range(index, min(index + _REACH // 2, len(low))):
        if low[place - 1].isspace():
            return place
    return index


def _cuts(low: str, index: int) -> bool:
    """Whether the place lies inside of a word or number."""
    return index > 0 and low[index - 1].isalnum() and low[index].isalnum()


def _filter(words: TimeWords) -> re.Pattern[str]:
    """What every expression of time holds at least one of: a word that is no function word, or a telling number."""
    suffixes = "|".join(sorted(re.escape(word.text) for word in words.of_kind("suffix", "decade", "clock")))
    numbers = (
        "(?:1[89]|20|21)[0-9]{2}(?![0-9])",
        "[0-9]{1,4}[./:-][0-9]",
        f"[0-9]{{1,4}} ?(?:{suffixes or '(?!)'})(?![^\\W\\d_])",
    )
    by_letter: dict[str, list[str]] = {}
    for text in sorted({word.text for word in words.of_kind(*_ANCHORS)}, key=lambda text: (-len(text), text)):
        parts = re.findall(r"[^\W\d_]+", text)
        if parts:
            by_letter.setdefault(parts[0][0], []).append(r"[\W_]{1,4}".join(parts)[1:])
    choices = [f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items())]
    told = f"(?<![^\\W_])(?:{'|'.join(choices) or '(?!)'})(?![^\\W\\d_])"
    return re.compile(f"{told}|(?<![0-9])(?:{'|'.join(numbers)})")
