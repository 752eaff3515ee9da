"""Names built around a unit noun: "Overseas Counterintelligence Bureau", "the Green Dawn party"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract.drafts import Draft
from kg.extract.names.words import capital, country_named, head_class, name_draft
from kg.ontology import Ontology

_MANY = frozenset({"women", "men", "people", "children"})
_JOINERS = frozenset({"of", "for", "and", "&", "the", "on", "de", "la", "al", "in"})


class UnitNames:
    """Finds capitalised phrases whose head noun tells what they name."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def find(self, doc: Doc) -> Iterator[Draft]:
        """Drafts in order; their classes are sure."""
        stop_before = 0
        for token in doc:
            cls = head_class(self.ontology, token) if token.is_alpha or token.text.endswith(".") else None
            if cls is None or token.i < stop_before:
                continue
            if capital(token):
                first, stop = self._unit_left(doc, token.i, joins=cls == "Agency"), self._unit_right(doc, token.i)
            elif token.lower_ in self.ontology.name_heads:
                continue
            else:
                first, stop = self._lower_unit(doc, token), token.i + 1
            if stop - first < 2 or (first == token.i and stop - first < 3):
                continue
            stop_before = stop
            yield name_draft(self.ontology, doc, first, stop, cls, sure=True)

    def _lower_unit(self, doc: Doc, unit: Token) -> int:
        """First token of "Green Dawn party": capitalised words before a lower-case unit noun that name nothing else."""
        first = unit.i
        while first > 0 and doc[first - 1].pos_ == "PROPN" and capital(doc[first - 1]) and not doc[first].is_sent_start:
            first -= 1
        words = doc[first : unit.i]
        known = first == unit.i or self.ontology.gazetteer.lookup(words.text) or self.ontology.places.lookup(words.text)
        if known or any(
            self.ontology.gazetteer.demonym(w.text) or self.ontology.gazetteer.lookup(w.text) for w in words
        ):
            return unit.i
        return first

    def _unit_left(self, doc: Doc, i: int, *, joins: bool) -> int:
        first = i
        while first > 0:
            word = doc[first - 1]
            if self._of_many(doc, first):
                first -= 2
                continue
            if (
                word.is_sent_end
                or not capital(word)
                or word.lower_ in ("the", "a", "an")
                or word.pos_ in ("DET", "ADP", "PRON")
            ):
                if (
                    ((joins and word.text == "and") or word.text == "&")
                    and first >= 2
                    and capital(doc[first - 2])
                    and not doc[first - 2].is_punct
                ):
                    first -= 2
                    continue
                break
            if self.ontology.gazetteer.demonym(word.text) is not None and i - first >= 1:
                break
            first -= 1
        return first

    def _of_many(self, doc: Doc, first: int) -> bool:
        """Whether a possessive plural stands before: "Citizens'" in "Free Citizens' Party", but no country's."""
        if first < 2 or doc[first - 1].text not in ("'", "’", "'s", "’s") or not capital(doc[first - 2]):
            return False
        owner = doc[first - 2]
        many = owner.text.endswith("s") if len(doc[first - 1]) == 1 else owner.lower_ in _MANY
        known = self.ontology.gazetteer.lookup(owner.text) or self.ontology.gazetteer.lookup(
            doc[first - 3 : first - 1].text
        )
        return many and not owner.is_sent_end and not known

    def _unit_right(self, doc: Doc, i: int) -> int:
        stop = i + 1
        while stop + 1 < len(doc) and doc[stop].lower_ in _JOINERS and not doc[stop].is_sent_start:
            j = stop
            while j < len(doc) and doc[j].lower_ in _JOINERS:
                j += 1
            if (
                j >= len(doc)
                or not capital(doc[j])
                or (doc[stop].lower_ in ("in", "on") and doc[j].ent_type_ in ("GPE", "DATE"))
            ):
                break
            if (
                (doc[stop].lower_ in ("and", "&") and stop == i + 1)
                or country_named(self.ontology, doc[j : j + 2].text)
                or country_named(self.ontology, doc[j].text)
            ):
                break
            stop = j + 1
            while stop < len(doc) and capital(doc[stop]) and not doc[stop].is_sent_start:
                stop += 1
        return stop
