"""Causes of what is wrong with mentions, identity, classes and relations, one document at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from kg.claim import Claim
from kg.extract.nominals import _PRONOUNS
from kg.graph import Graph
from kg.ontology import Ontology
from kg.terms import iri
from tests.quality.matching import Case, Place

_STEPS = ("within", "partOf")
"""Relations of which only the direct step is stored."""


@dataclass(frozen=True)
class Fault:
    """Something wrong: ``side`` is missed, spurious or wrong, ``cause`` its class, ``detail`` a finer one."""

    measure: str
    side: str
    cause: str
    detail: str = ""
    weight: float = 1.0


Finder = Callable[[Case, "Known"], Iterator[Fault]]


@dataclass(frozen=True)
class Known:
    """What the finders look things up in: the ontology, and the graph of a set."""

    ontology: Ontology
    graph: Graph
    found_by: Mapping[tuple[str, str, str, str], str]
    """How a triple was found, by article and its ends' IRIs with the predicate between."""
    steps: Mapping[tuple[str, str], Collection[str]]
    """By predicate and IRI, where one step leads."""

    @classmethod
    def of(cls, ontology: Ontology, graph: Graph) -> Known:
        """What a graph holds."""
        how: dict[tuple[str, str, str, str], str] = {}
        steps: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in graph.claims.values():
            if isinstance(claim.object, str) and claim.event is None:
                ends = (iri(claim.subject), claim.predicate, iri(claim.object))
                how[graph.articles[claim.article].identifier, *ends] = claim.found_by.split("/")[-1]
                if claim.predicate in _STEPS:
                    steps[claim.predicate, ends[0]].add(ends[2])
        for fact in graph.known.values():
            for whole in filter(None, (fact.part_of, fact.country)):
                steps[fact.part_predicate, iri(fact.id)].add(iri(whole))
        return cls(ontology, graph, how, steps)

    def claims(self, article: str) -> Iterator[Claim]:
        """The claims of one article, by its identifier."""
        return (one for one in self.graph.claims.values() if self.graph.articles[one.article].identifier == article)

    def link(self, article: str, one: str, predicate: str, other: str) -> str:
        """How a relation came into an article."""
        if found := self.found_by.get((article, one, predicate, other)):
            return f"by “{found}”"
        elsewhere = any(key[1:] == (one, predicate, other) for key in self.found_by)
        return "stated in another article" if elsewhere else "known beforehand"

    def leads(self, predicate: str, start: str, goal: str) -> bool:
        """Whether some steps lead from one thing to another."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            here = todo.pop()
            if here == goal:
                return True
            seen.add(here)
            todo += [there for there in self.steps.get((predicate, here), ()) if there not in seen]
        return False


# -- mentions --------------------------------------------------------------------------------------------------------


def mentions(case: Case, known: Known) -> Iterator[Fault]:
    """Mentions without a partner or of another class, and those that the gold does not have."""
    for i, (place, entity) in enumerate(case.wanted):
        if entity["type"] == "MISC":
            continue
        kind = case.kind(place)
        if i not in case.pairs:
            yield Fault("mention", "missed", *_not_found(case, place, kind, known))
            continue
        types = case.types(case.found[case.pairs[i]][1])
        if entity["type"] not in types:
            change = f"{entity['type']} → {'/'.join(sorted(types)) or 'none'}"
            yield Fault("mention", "missed", f"wrong class: {kind}", change)
    hit = set(case.pairs.values())
    in_gold = {case.found[j][1] for j in hit}
    for j, (place, name) in enumerate(case.found):
        if j not in hit and case.types(name) - {"MISC"}:
            kind = case.kind(place)
            near = any(case.overlap(place, other) for other, _ in case.wanted)
            whose = "of an entity in the gold" if name in in_gold else "of no entity in the gold"
            cause = f"other extent: {kind}" if near else f"{kind} {whose}"
            yield Fault("mention", "spurious", cause, "/".join(sorted(case.types(name))))


def _not_found(case: Case, place: Place, kind: str, known: Known) -> tuple[str, str]:
    near = [other for other, _ in case.found if case.overlap(place, other)]
    token = case.token(place)
    if any(case.alike(place, other) for other in near):
        return f"two in the gold for one: {kind}", ""
    if near:
        return f"other extent: {kind}", ""
    if token is None or known.ontology.zones.policy(case.parsed.kind(token.i)) == "nothing":
        return f"zone that is not read: {kind}", ""
    return f"not found: {kind}", _why_not(case.text[slice(*place)], token.lemma_.lower(), kind, known.ontology)


def _why_not(words: str, lemma: str, kind: str, ontology: Ontology) -> str:
    if kind == "pronoun":
        return "no antecedent" if words.lower() in _PRONOUNS else "no personal pronoun"
    if kind == "name":
        return "in the gazetteer" if ontology.gazetteer.lookup(words) else "in no list"
    noun = ontology.nouns.get(lemma)
    return "noun not listed" if noun is None else "noun listed as abstract" if noun.abstract else "noun listed"


# -- identity and class ----------------------------------------------------------------------------------------------


def identity(case: Case, known: Known) -> Iterator[Fault]:
    """B-cubed loss by the kinds of the two mentions that are wrongly apart or wrongly one."""
    items = [
        (case.wanted[i][1]["id"], case.found[j][1], case.kind(case.wanted[i][0]))
        for i, j in case.pairs.items()
        if case.wanted[i][1]["type"] != "MISC"
    ]
    for gold, mine, kind in items:
        alike = [item for item in items if item[0] == gold]
        united = [item for item in items if item[1] == mine]
        for _, _, other in (item for item in alike if item[1] != mine):
            yield Fault("identity", "split", " and ".join(sorted((kind, other))), weight=1 / len(alike))
        for _, _, other in (item for item in united if item[0] != gold):
            yield Fault("identity", "merged", " and ".join(sorted((kind, other))), weight=1 / len(united))


def classes(case: Case, known: Known) -> Iterator[Fault]:
    """Classes that are not the gold's."""
    seen = set()
    for i, j in case.pairs.items():
        entity, mine = case.wanted[i][1], case.seen.entities[case.found[j][1]]["classes"]
        if "class" in entity and entity["id"] not in seen:
            seen.add(entity["id"])
            if entity["class"] not in mine:
                yield Fault("class", "wrong", f"{entity['class']} → {'/'.join(sorted(mine))}")


# -- relations -------------------------------------------------------------------------------------------------------


def relations(case: Case, known: Known) -> Iterator[Fault]:
    """Relations without their like on the other side."""
    if case.gold["relations"] is None:
        return
    stated = {(r["subject"], r["object"]): set(r["predicates"]) for r in case.gold["relations"]}
    gold_ids: dict[str, set[str]] = defaultdict(set)
    for gold, names in case.same.items():
        for name in names:
            gold_ids[name].add(gold)
    held = set()
    for one, predicate, other in sorted(case.seen.relations):
        ends = [(a, b) for a in gold_ids.get(one, ()) for b in gold_ids.get(other, ())]
        right = [end for end in ends if predicate in stated.get(end, ())]
        held.update(right)
        if ends and not right:
            link = known.link(case.gold["id"], one, predicate, other)
            why = "another relation in the gold" if any(end in stated for end in ends) else "none in the gold"
            yield Fault("relation", "spurious", f"{link}: {why}", predicate)
    for (a, b), predicates in stated.items():
        if (a, b) not in held:
            yield Fault("relation", "missed", _unrelated(case, a, b, predicates, known), "/".join(sorted(predicates)))


def _unrelated(case: Case, a: str, b: str, predicates: set[str], known: Known) -> str:
    ones, others = case.same.get(a, set()), case.same.get(b, set())
    if not ones or not others:
        return "an end is not found"
    if ones & others:
        return "both ends are one"
    if any(s in ones and o in others for s, _, o in case.seen.relations):
        return "another relation"
    if any(s in others and o in ones for s, _, o in case.seen.relations):
        return "the other way round"
    steps = predicates & set(_STEPS)
    if any(known.leads(p, one, other) for p in steps for one in ones for other in others):
        return "by a path of several steps"
    return f"not linked: {_apart(case, a, b)}"


def _apart(case: Case, a: str, b: str) -> str:
    """How near the two ever stand."""
    first, second = _sentences(case, a), _sentences(case, b)
    gap = min((abs(i - k) for i in first for k in second), default=99)
    return "in one sentence" if gap == 0 else "next sentence" if gap == 1 else "never near"


def _sentences(case: Case, entity: str) -> set[int]:
    tokens = (case.token(tuple(m)) for m in case.entities[entity]["mentions"])
    starts = [i for i, token in enumerate(case.parsed.doc) if token.is_sent_start]
    return {sum(start <= token.i for start in starts) for token in tokens if token is not None}


ENTITY_FINDERS: tuple[Finder, ...] = (mentions, identity, classes, relations)
