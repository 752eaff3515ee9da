"""What the reader notes down while it reads one article: drafts of mentions and of the entities behind them.

Drafts are mutable and never leave :mod:`kg.extract`; what leaves is made of them by :mod:`kg.extract.mint`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.parse import Parsed
from kg.ontology.gazetteer import Known
from kg.ontology.nouns import Noun

NAME, NOMINAL, PRONOUN = "name", "nominal", "pronoun"


@dataclass(slots=True, eq=False)
class Draft:
    """A mention in the making: tokens ``[first, stop)`` with their syntactic ``head``.

    ``known`` holds the gazetteer's candidates that share the name; ``country`` a country that the words themselves
    give (*Russian* Interior Ministry).
    """

    first: int
    stop: int
    head: int
    kind: str
    cls: str
    words: str
    noun: Noun | None = None
    known: tuple[Known, ...] = ()
    country: Known | None = None
    plural: bool = False
    definite: str = ""
    modifiers: frozenset[str] = frozenset()
    entity: EntityDraft | None = None
    capital: bool = False
    """Whether a capital's name stands for its country here."""
    sure: bool = False
    """Whether the class comes from a list or a unit noun rather than from a model."""

    def __len__(self) -> int:
        return self.stop - self.first

    @property
    def lemma(self) -> str:
        """Lemma of a nominal's noun, else the words themselves."""
        return self.noun.lemma if self.noun else self.words.lower()


def pronoun_gender(words: str) -> str:
    """``female``, ``male`` or nothing."""
    return "female" if words.startswith(("she", "her")) else "male" if words.startswith(("he", "hi")) else ""


@dataclass(slots=True, eq=False)
class EntityDraft:
    """An entity in the making: the drafts that refer to it, and what they tell about it."""

    cls: str
    mentions: list[Draft] = field(default_factory=list)
    known: Known | None = None
    country: Known | None = None
    gender: str = ""
    names: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    anonymous: bool = False
    id: str = ""

    @property
    def named(self) -> bool:
        """Whether some mention names it."""
        return self.known is not None or bool(self.names)

    @property
    def plural(self) -> bool:
        """Whether it is many: a group."""
        return self.cls == "Group"

    def add(self, draft: Draft) -> None:
        """Take a mention in."""
        draft.entity = self
        self.mentions.append(draft)
        if draft.kind == NAME:
            self.names.add(draft.words)
        if draft.noun is not None:
            self.nouns |= {draft.noun.lemma, draft.noun.lemma.split()[-1]}
            self.modifiers |= draft.modifiers
            self.gender = self.gender or next((g for g in ("female", "male") if g in draft.noun.traits), "")
        self.country = self.country or draft.country
        if draft.kind == PRONOUN and draft.cls == "Person" and not self.gender:
            self.gender = pronoun_gender(draft.words)


class Notes:
    """All drafts of one article, found by token."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.drafts: list[Draft] = []
        self.entities: list[EntityDraft] = []
        self._by_head: dict[int, Draft] = {}
        self._covering: dict[int, Draft] = {}
        self._starting: dict[int, list[Draft]] = {}

    def add(self, drafts: Iterable[Draft]) -> None:
        """Note drafts; of two with one head the longer is found by that head."""
        for draft in drafts:
            self.drafts.append(draft)
            self._starting.setdefault(draft.first, []).append(draft)
            if draft.head not in self._by_head or len(self._by_head[draft.head]) < len(draft):
                self._by_head[draft.head] = draft
            for token in range(draft.first, draft.stop):
                if token not in self._covering or len(self._covering[token]) > len(draft):
                    self._covering[token] = draft

    def take(self, draft: Draft) -> None:
        """Note a draft that is an entity of its own."""
        entity = EntityDraft(draft.cls)
        entity.add(draft)
        self.entities.append(entity)
        self.add([draft])

    def at(self, token: Token | int) -> Draft | None:
        """The draft whose head this token is, else the name that it is part of."""
        index = token if isinstance(token, int) else token.i
        if index in self._by_head:
            return self._by_head[index]
        draft = self._covering.get(index)
        return draft if draft is not None and draft.kind == NAME else None

    def covering(self, token: Token | int) -> Draft | None:
        """The smallest draft that holds this token."""
        return self._covering.get(token if isinstance(token, int) else token.i)

    def inside(self, draft: Draft) -> list[Draft]:
        """Other drafts that stand wholly in a draft's words, in order."""
        found = {id(d): d for i in range(draft.first, draft.stop) for d in self._starting.get(i, ())}
        return [d for d in found.values() if d is not draft and d.stop <= draft.stop]

    def in_order(self) -> Iterator[Draft]:
        """Drafts by place in the text, the longer first where two begin together."""
        yield from sorted(self.drafts, key=lambda d: (d.first, -d.stop))
