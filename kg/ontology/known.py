"""Known actors and places, and how their names are compared.

Two names are one when they differ only in diacritics, in the kind of apostrophe, in hyphen against blank, or in white
space; capitals count.

>>> name_key("al-Qaeda") == name_key("al Qaeda")
True
>>> name_key("People’s Daily")
"People's Daily"
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.terms import KIND_OF_CLASS, slug

APOSTROPHES = "’‘ʼ′`´"
_HYPHENS = "-‐‑‒–−"
_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, " "))


@dataclass(frozen=True, slots=True)
class Known:
    """An actor or place that is known before any article is read.

    ``id`` is a local id (``agency/police-ru``), ``cls`` a class of the vocabulary. ``aliases`` holds every name that
    denotes it, the label first; ``ambiguous`` those among them that count only where the article names the country or
    the label. ``part_of`` is the local id of what directly holds it: an organization's organization, a place's place.
    ``country`` is the local id of the sovereign state, None for countries themselves; ``country_code`` the ISO 3166
    code of the country or dependency. ``latitude`` and ``longitude`` are degrees, WGS 84; ``same_as`` is its IRI in
    Wikidata or GeoNames.
    """

    id: str
    cls: str
    label: str
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    country: str | None = None
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    same_as: str | None = None
    traits: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()

    @property
    def sovereign(self) -> str | None:
        """Of a country or dependency: the local id of the sovereign state, None where disputed."""
        return self.id if self.cls == "Country" else self.country

    def doubts(self, words: str) -> bool:
        """Whether these words, as a name of this thing, need the article's country to support them."""
        bare = bare_key(name_key(words))
        keys = (bare_key(name_key(alias)) for alias in self.ambiguous)
        return any(bare in (key, key.upper()) for key in keys)


def known_id(cls: str, name: str) -> str:
    """Local id of the known thing of this class with this slug (or the name to make one of)."""
    return f"{KIND_OF_CLASS[cls]}/{slug(name)}"


def name_key(words: str) -> str:
    """The form in which names are compared; letters keep their case."""
    return " ".join(_letters(words).translate(_PLAIN).split())


def bare_key(key: str) -> str:
    """A key without the article ``the`` before it."""
    return key[4:] if key[:4].lower() == "the " else key


def spellings(alias: str) -> Iterator[str]:
    """The ways in which texts write one alias: either apostrophe, hyphen or blank, with and without diacritics.

    >>> list(spellings("al-Qaeda"))
    ['al-Qaeda', 'al Qaeda']
    """
    seen: dict[str, None] = {}
    for form in (alias, unicodedata.normalize("NFC", _letters(alias))):
        for hyphen in (form, form.replace("-", " ")):
            seen[hyphen] = None
            seen[hyphen.replace("'", "’")] = None
            seen[hyphen.replace("’", "'")] = None
    yield from seen


def _letters(words: str) -> str:
    """The words without diacritics."""
    if words.isascii():
        return words
    return "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
