"""Relations that the text states without an event: who belongs where, by the links of ``relations.en.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.drafts import NAME, PRONOUN, Draft, EntityDraft, Notes
from kg.extract.slots import spread, verb_fillers
from kg.ontology import Ontology
from kg.ontology.relations import Kind

_BRACKETS = frozenset("()[]")


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation in the making: ``token`` is the word that links the two, ``how`` the link."""

    subject: EntityDraft
    predicate: str
    object: EntityDraft
    token: int
    first: int
    stop: int
    how: str


class RelationFinder:
    """Finds the relations of parsed articles; made once per run."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._is_a = ontology.vocabulary.is_a
        self._verbs = {link.removeprefix("verb ") for link in ontology.relations if link.startswith("verb ")}

    def find(self, notes: Notes) -> Iterator[RelationDraft]:
        """Relations in the order of the text; of a transitive one only the direct steps."""
        found = list(self._all(notes))
        steps = {(r.predicate, id(r.subject), id(r.object)) for r in found}
        predicates = self._ontology.vocabulary.predicates
        for relation in found:
            if not predicates[relation.predicate].transitive or not _has_detour(relation, found, steps):
                yield relation

    def _all(self, notes: Notes) -> Iterator[RelationDraft]:
        doc = notes.parsed.doc
        for draft in notes.in_order():
            if draft.entity is None:
                continue
            if draft.kind != PRONOUN:
                yield from self._within(draft, notes)
            yield from self._possessed(draft, notes)
            yield from self._based(draft, notes)
            yield from self._prepositions(draft, notes)
            yield from self._comma(draft, notes)
            yield from self._bracket(draft, notes)
        for token in doc:
            if token.pos_ == "VERB":
                yield from self._verb(token, notes)

    # -- links ------------------------------------------------------------------------------------------------------

    def _within(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """Names inside a longer mention: its demonym, or what stands before its head noun."""
        for inner in notes.inside(draft):
            if inner.entity is None or inner.entity is draft.entity or inner.head == draft.head:
                continue
            link = "demonym" if self._ontology.gazetteer.demonym(inner.words) else "mod"
            yield from self._relate(link, draft, inner, inner.head)
        if draft.kind == NAME and draft.country is not None:
            yield from self._relate_before(draft, notes)
            if draft.cls == "Group":
                yield from self._people_of(draft, notes)

    def _relate_before(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "Russian Interior Ministry", where the gazetteer knows the ministry and the adjective stands before it."""
        before = notes.at(draft.first - 1) if draft.first else None
        if (
            before is not None
            and before.entity is not None
            and before.entity is not draft.entity
            and before.stop == draft.first
        ):
            yield from self._relate("demonym", draft, before, before.head)

    def _people_of(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "North Koreans": the country is in the word itself."""
        state = next((e for e in notes.entities if e.known is not None and e.known == draft.country), None)
        if state is not None:
            yield from self._relate("demonym", draft, state.mentions[0], draft.head, place=draft)

    def _possessed(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        for child in notes.parsed.doc[draft.head].children:
            if child.dep_ == "poss" and (owner := notes.at(child)) is not None and owner.first < draft.first:
                yield from self._relate("poss", draft, owner, child.i)

    def _based(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "Berlin-based watchdog": the place before the hyphen."""
        for child in notes.parsed.doc[draft.head].children:
            if child.lower_ == "based" and child.i >= 2 and child.i < draft.head and child.nbor(-1).text == "-":
                place = notes.at(child.i - 2) or notes.covering(child.i - 2)
                if place is not None:
                    yield from self._relate("based", draft, place, child.i)

    def _prepositions(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "source in Russia" by syntax, and "bureau (…) of the ministry" by adjacency, where parsers err."""
        doc = notes.parsed.doc
        seen = set()
        for prep, child in _complements(doc[draft.head]):
            for token in spread(child):
                seen.add(token.i)
                other = notes.at(token)
                if other is not None:
                    yield from self._relate(prep.lower_, draft, other, prep.i)
                elif self._is_a(draft.cls, "Person"):
                    yield from self._field(draft, token, notes)
        after = _after_bracket(doc, draft.stop)
        if (draft.noun is not None and "unit" in draft.noun.traits) or self._is_a(draft.cls, "Organization"):
            yield from self._adjacent(draft, after, seen, notes)

    def _field(self, draft: Draft, field: Token, notes: Notes) -> Iterator[RelationDraft]:
        """ "professor of history at Karachi University": what follows the field of work belongs to the person."""
        for prep, child in _complements(field):
            other = notes.at(child)
            if other is not None and prep.lower_ in ("at", "with", "from"):
                yield from self._relate(prep.lower_, draft, other, prep.i)

    def _adjacent(self, draft: Draft, after: int, seen: set[int], notes: Notes) -> Iterator[RelationDraft]:
        doc = notes.parsed.doc
        if after + 1 >= len(doc) or doc[after].pos_ != "ADP" or doc[after].sent.start != doc[draft.head].sent.start:
            return
        start = after + 1
        while start < len(doc) and doc[start].pos_ in ("DET", "ADJ", "NUM") and notes.covering(start) is None:
            start += 1
        other = notes.covering(start) if start < len(doc) else None
        if other is None or other.head in seen or other.first > start or not self._is_a(other.cls, "Organization"):
            return
        yield from self._relate(doc[after].lower_, draft, other, after)

    def _comma(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "Dandong, China": two places side by side."""
        doc = notes.parsed.doc
        if not self._is_a(draft.cls, "Location") or draft.stop + 1 >= len(doc) or doc[draft.stop].text != ",":
            return
        other = notes.at(draft.stop + 1) or notes.covering(draft.stop + 1)
        if (
            other is None
            or other.first != draft.stop + 1
            or other.kind != NAME
            or self._ontology.gazetteer.demonym(other.words)
        ):
            return
        follows = doc[other.stop].text if other.stop < len(doc) else "."
        if follows in (",", ".", ")", "—", "–", "-", ";") or doc[other.head].dep_ in ("appos", "npadvmod"):
            listed = any(c.dep_ == "cc" for c in doc[draft.head].children) or doc[other.head].dep_ == "conj"
            if not listed:
                yield from self._relate("comma", draft, other, draft.stop)

    def _bracket(self, draft: Draft, notes: Notes) -> Iterator[RelationDraft]:
        """ "Petra Klein (Greens)"."""
        doc = notes.parsed.doc
        if draft.kind == NAME and draft.stop + 2 < len(doc) and doc[draft.stop].text in _BRACKETS:
            other = notes.at(draft.stop + 1)
            if other is not None and other.kind == NAME and other.stop < len(doc) and doc[other.stop].text in _BRACKETS:
                yield from self._relate("bracket", draft, other, draft.stop)

    def _verb(self, verb: Token, notes: Notes) -> Iterator[RelationDraft]:
        """ "Ri headed the branch", "a group based in Busan"."""
        lemma = verb.lemma_.lower()
        fillers = list(verb_fillers(verb))
        for filler in fillers:
            name = lemma if filler.slot == "obj" else f"{lemma} {filler.slot}"
            if name not in self._verbs:
                continue
            holders = [f for f in fillers if f.slot == "subj"] or [
                f for f in fillers if f.slot == "obj" and filler.slot != "obj"
            ]
            for holder in holders:
                subject, thing = notes.at(holder.token), notes.at(filler.token)
                if subject is not None and thing is not None:
                    yield from self._relate(f"verb {name}", subject, thing, verb.i)

    # -- the table --------------------------------------------------------------------------------------------------

    def _relate(
        self, link: str, one: Draft, other: Draft, token: int, *, place: Draft | None = None
    ) -> Iterator[RelationDraft]:
        subject, thing = one.entity, other.entity
        if subject is None or thing is None or subject is thing:
            return
        for relation in self._ontology.relations.get(link, ()):
            if self._any(relation.subject, one) and self._any(relation.object, other):
                ends = (place,) if place is not None else (one, other)
                first, stop = min(end.first for end in ends), max(end.stop for end in ends)
                for predicate in relation.predicates:
                    yield RelationDraft(subject, predicate, thing, token, first, stop, link.replace(" ", "-"))
                return

    def _any(self, kinds: tuple[Kind, ...], draft: Draft) -> bool:
        cls = draft.entity.cls if draft.entity is not None else draft.cls
        for kind in kinds:
            traits = draft.noun.traits if draft.noun else self._name_traits(draft) | {draft.kind}
            person = cls == "AnonymousSource" and kind.cls == "Person"
            if (person or self._is_a(cls, kind.cls)) and (not kind.trait or kind.trait in traits):
                return True
        return False

    def _name_traits(self, draft: Draft) -> frozenset[str]:
        """Traits of the unit noun in a name: "Overseas Counterintelligence *Bureau*"."""
        words = draft.words.lower().split()
        for word in (words[-1], words[0]) if words else ():
            if (noun := self._ontology.nouns.get(word)) is not None:
                return noun.traits
        return frozenset()


def _has_detour(relation: RelationDraft, found: list[RelationDraft], steps: set[tuple[str, int, int]]) -> bool:
    """Whether two other steps lead the same way: the subsection is part of the bureau, the bureau of the ministry."""
    name, far = relation.predicate, id(relation.object)
    middles = (r.object for r in found if r.predicate == name and r.subject is relation.subject)
    return any((name, id(middle), far) in steps for middle in middles if middle is not relation.object)


def _complements(head: Token) -> Iterator[tuple[Token, Token]]:
    """Prepositions that hang on a word, each with its complement."""
    for prep in head.children:
        if prep.dep_ == "prep":
            yield from ((prep, child) for child in prep.children if child.dep_ == "pobj")


def _after_bracket(doc: Doc, stop: int) -> int:
    """The token after a bracket that directly follows, else the token itself."""
    if stop < len(doc) and doc[stop].text in _BRACKETS:
        for i in range(stop + 1, min(stop + 12, len(doc))):
            if doc[i].text in ")]":
                return i + 1
    return stop
