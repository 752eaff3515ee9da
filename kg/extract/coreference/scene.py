"""The scene that the sieves share: drafts, entities so far, and what lies near what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.attribution import Attribution
from kg.extract.drafts import Draft, EntityDraft, Notes
from kg.ontology import Ontology

_HORIZON = 600
"""How many mentions a sieve looks back: bounds the time that a very long article takes."""


class Scene:
    """One article while its mentions are resolved."""

    def __init__(self, notes: Notes, ontology: Ontology, voices: tuple[Attribution, ...]) -> None:
        self.notes = notes
        self.doc: Doc = notes.parsed.doc
        self.ontology = ontology
        self.voices = voices
        self.entities: list[EntityDraft] = []
        self.drafts = list(notes.in_order())
        self._inner = {id(inner) for draft in self.drafts if len(draft) > 1 for inner in notes.inside(draft)}
        self._firsts = [draft.first for draft in self.drafts]
        self._sentences = _sentence_numbers(self.doc)

    def named_so_far(self, entity: EntityDraft, token: int) -> int:
        """How often an entity was mentioned before a token, not counting "U.S." in "U.S. Treasury Department"."""
        return sum(m.first < token and id(m) not in self._inner for m in entity.mentions)

    def is_a(self, cls: str, other: str) -> bool:
        """Whether a class is another or below it."""
        return self.ontology.vocabulary.is_a(cls, other)

    def compatible(self, one: str, other: str) -> bool:
        """Whether one thing may be of both classes: one is above the other, or a person turns out to be a source."""
        sources = {one, other} <= {"Person", "AnonymousSource"}
        return one == other or self.is_a(one, other) or self.is_a(other, one) or sources

    def sentence(self, token: int) -> int:
        """Number of the sentence that holds a token."""
        return self._sentences[token]

    def new(self, draft: Draft) -> EntityDraft:
        """A new entity with its first mention."""
        entity = EntityDraft(draft.cls)
        entity.add(draft)
        self.entities.append(entity)
        return entity

    def merge(self, one: EntityDraft, into: EntityDraft) -> None:
        """Take all mentions of one entity for another's."""
        for mention in one.mentions:
            into.add(mention)
        one.mentions = []

    def drafts_before(self, token: int) -> Iterator[Draft]:
        """Mentions that begin before a token, the nearest first, as far as the horizon."""
        stop = bisect_left(self._firsts, token)
        yield from reversed(self.drafts[max(0, stop - _HORIZON) : stop])

    def entities_before(self, token: int) -> Iterator[EntityDraft]:
        """Entities with a mention before a token, by their last one, the nearest first."""
        seen = set()
        for draft in self.drafts_before(token):
            if draft.entity is not None and id(draft.entity) not in seen:
                seen.add(id(draft.entity))
                yield draft.entity

    def near(self, draft: Draft, entity: EntityDraft, sentences: int) -> bool:
        """Whether an entity was mentioned within so many sentences before a draft."""
        last = max((m.first for m in entity.mentions if m.first < draft.first), default=None)
        return last is not None and self.sentence(draft.first) - self.sentence(last) <= sentences


def _sentence_numbers(doc: Doc) -> list[int]:
    number, numbers = -1, []
    for token in doc:
        number += bool(token.is_sent_start) or token.i == 0
        numbers.append(number)
    return numbers
