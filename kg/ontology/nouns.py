"""What a common noun denotes: a person, an agency, a facility, an artifact… from ``nouns.en.tsv``.

>>> from kg.resources import ontology_folder
>>> nouns = Nouns.load(ontology_folder())
>>> nouns.get("officer").cls
'Person'
>>> nouns.longest(["the", "construction", "site"], 2).lemma
'construction site'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.tables import did_you_mean, read_table
from kg.terms import KIND_OF_CLASS

COLUMNS = ("noun", "class", "traits")
TRAITS = frozenset(
    {
        "unit",
        "source",
        "head",
        "member",
        "title",
        "female",
        "male",
        "collective",
        "ruler",
        "generic",
        "public",
        "capital",
    }
)

_ABSTRACT = "-"
"""The class of nouns that denote no entity: way, cause, power."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun: its lemma (words separated by single blanks), the class of what it denotes, and its traits."""

    lemma: str
    cls: str
    traits: frozenset[str] = frozenset()

    @property
    def abstract(self) -> bool:
        """Whether it denotes nothing that could take part in an event."""
        return self.cls == _ABSTRACT


class Nouns:
    """Common nouns by lemma."""

    def __init__(self, nouns: Iterable[Noun]) -> None:
        self._by_lemma = {noun.lemma: noun for noun in nouns}
        self._longest = max((lemma.count(" ") + 1 for lemma in self._by_lemma), default=0)

    @classmethod
    def load(cls, folder: Path) -> Nouns:
        """The nouns of an ontology folder; raises OntologyError, with file and line, for a row that is wrong."""
        return cls(read_nouns(folder / "nouns.en.tsv"))

    def __iter__(self) -> Iterator[Noun]:
        return iter(self._by_lemma.values())

    def __len__(self) -> int:
        return len(self._by_lemma)

    def get(self, lemma: str) -> Noun | None:
        """The noun with this lemma, in lower case; several words are separated by single blanks."""
        return self._by_lemma.get(lemma)

    def longest(self, lemmas: Sequence[str], end: int) -> Noun | None:
        """The longest listed noun whose last word is ``lemmas[end]``, or None. Raises IndexError beyond the last."""
        if not 0 <= end < len(lemmas):
            msg = f"no word {end} among {len(lemmas)}"
            raise IndexError(msg)
        for first in range(max(0, end + 1 - self._longest), end + 1):
            if noun := self._by_lemma.get(" ".join(lemmas[first : end + 1])):
                return noun
        return None

    def having(self, trait: str) -> frozenset[str]:
        """Lemmas of all nouns with this trait."""
        return frozenset(noun.lemma for noun in self if trait in noun.traits)


def read_nouns(path: Path) -> Iterator[Noun]:
    """The rows of a table of nouns, checked: known class, known traits, lower case, none twice."""
    lines: dict[str, int] = {}
    for row in read_table(path, COLUMNS):
        lemma, cls, traits = row["noun"], row["class"], frozenset(row["traits"].split())
        if not lemma or lemma != " ".join(lemma.lower().split()):
            raise row.error(f"noun '{lemma}': write the lemma in lower case, words separated by one blank")
        if lemma in lines:
            raise row.error(f"noun '{lemma}' was given in line {lines[lemma]}; join the two rows")
        if cls not in KIND_OF_CLASS and cls != _ABSTRACT:
            raise row.error(f"unknown class '{cls}'. {did_you_mean(cls, KIND_OF_CLASS)}")
        if unknown := sorted(traits - TRAITS):
            raise row.error(f"unknown trait '{unknown[0]}'. {did_you_mean(unknown[0], TRAITS)}")
        lines[lemma] = row.line
        yield Noun(lemma, cls, traits)
