"""How two names are alike, and keys under which alike names meet.

>>> likeness("name", "Kim Jong-un", "KIM JONG UN").kind
'name'
>>> likeness("sound", "Choe Ryong Hae", "Choi Ryong Hae").kind
'sound'
>>> likeness("slip", "Ministry of Defence", "Ministry of Defense").kind
'slip'
>>> sorted(key[0] for key in keys("State Planning Commission", person=False))
['name', 'order', 'slip', 'slip', 'slip', 'sound']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.ontology.known import bare_key, name_key

__all__ = ["KINDS", "Likeness", "compact", "initials", "is_acronym", "keys", "likeness", "words"]

KINDS = ("name", "sound", "slip", "order", "short", "initial")
"""Kinds of likeness, the closest first: see :mod:`kg.resolve`. ``short`` is a name and its acronym."""

_VOWELS = re.compile("[aeiouwy]")
_DOUBLED = re.compile(r"(.)\1+")
_PREFIX = 3
_SHORTEST_SLIP = 5
_SHORTEST_SOUND = 6
_LONGEST_ACRONYM = 8
_SMALL = 3


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Two names and how they are alike: the closer the less."""

    rank: int
    left: str
    right: str

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""
        return KINDS[self.rank]


@lru_cache(maxsize=65_536)
def words(name: str) -> tuple[str, ...]:
    """A name's words without diacritics, punctuation, capitals and a leading "the"."""
    parts = bare_key(name_key(name)).casefold().split()
    return tuple(word for part in parts if (word := "".join(filter(str.isalnum, part))))


@lru_cache(maxsize=65_536)
def compact(name: str) -> str:
    """A name's letters and digits alone: equal where names differ in spelling only; empty where there are none."""
    return "".join(words(name))


@lru_cache(maxsize=65_536)
def is_acronym(name: str) -> bool:
    """Whether a name is a single word in capitals, such as "MSS" or "U.N."."""
    letters = "".join(filter(str.isalpha, name))
    return 1 < len(letters) <= _LONGEST_ACRONYM and name.isupper() and not any(map(str.isspace, name))


def initials(name: str) -> str:
    """First letters of the words that begin with a capital, in lower case; empty for less than three."""
    letters = [word[0] for part in name_key(name).split() if part[0].isupper() and (word := compact(part))]
    return "".join(letters) if len(letters) > 2 else ""


def keys(name: str, *, person: bool) -> Iterator[tuple[str, ...]]:
    """Keys of a name, each beginning with the kind of likeness that names with this key may have."""
    if not (letters := compact(name)):
        return
    yield "name", letters
    if is_acronym(name):
        return
    parts = words(name)
    if len(letters) >= _SHORTEST_SOUND:
        yield "sound", _consonants(letters)
    yield from _keys_of_person(parts) if person else _keys_of_thing(parts, name)


def _keys_of_person(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(parts) > 1:
        # the family name moves to the other end; given names never change places
        yield "order", *min(parts[number:] + parts[:number] for number in range(len(parts)))
        yield "initial", parts[0][0], *parts[1:]


def _keys_of_thing(parts: tuple[str, ...], name: str) -> Iterator[tuple[str, ...]]:
    if len(parts) > 1:
        yield "order", *sorted(word for word, part in zip(parts, _spelled(name), strict=True) if not _is_small(part))
    for number, word in enumerate(parts):
        if _may_slip(word):
            yield "slip", str(number), word[:_PREFIX], *parts[:number], *parts[number + 1 :]


def likeness(kind: str, left: str, right: str) -> Likeness | None:
    """How two names with a common key of some kind are alike, or None: a common key is no proof."""
    mine, theirs = words(left), words(right)
    same = "".join(mine) == "".join(theirs)
    if kind == "short":
        alike = is_acronym(left) != is_acronym(right)
    elif kind == "name" or mine == theirs:
        alike = same and kind == "name"
    elif kind == "initial":
        alike = 1 in (len(mine[0]), len(theirs[0]))
    else:
        alike = kind == "order" or (_sound_alike if kind == "sound" else _slipped)(mine, theirs)
    return Likeness(KINDS.index(kind), left, right) if alike else None


def _spelled(name: str) -> list[str]:
    """The words of :func:`words` as they are spelled."""
    return [part for part in bare_key(name_key(name)).split() if any(map(str.isalnum, part))]


def _is_small(part: str) -> bool:
    """Whether a word is one like "of", which comes and goes with the order of the others."""
    return part.islower() and len(part) <= _SMALL


def _consonants(word: str) -> str:
    """First letter and consonants, doubled letters once."""
    return word[:1] + _VOWELS.sub("", _DOUBLED.sub(r"\1", word)[1:])


def _sound_alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether the words, where they are as many, differ in vowels and doubled letters only."""
    if len(mine) != len(theirs):
        return _consonants("".join(mine)) == _consonants("".join(theirs))
    return all(_consonants(one) == _consonants(other) for one, other in zip(mine, theirs, strict=True))


def _may_slip(word: str) -> bool:
    return len(word) >= _SHORTEST_SLIP and word.isalpha()


def _slipped(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether all words are equal but one, and this differs by one letter more, less, other, or two swapped."""
    if len(mine) != len(theirs):
        return False
    unequal = [(one, other) for one, other in zip(mine, theirs, strict=True) if one != other]
    return len(unequal) == 1 and all(map(_may_slip, unequal[0])) and _one_slip(*unequal[0])


def _one_slip(one: str, other: str) -> bool:
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < min(len(one), len(other)) - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[begin : len(one) - end], other[begin : len(other) - end]
    swapped = len(left) == 2 and left == right[::-1]
    return swapped or max(len(left), len(right)) <= 1
