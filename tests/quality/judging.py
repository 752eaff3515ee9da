"""Which of kg's claims the gold bears out, by the scorer's own matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.build import Desk
from kg.claim import Claim
from kg.graph import Graph
from kg.ontology.confidence import DEFAULT, Confidence
from kg.terms import iri
from tests.quality.goldsets import GoldSet, scorer

MARKED = Confidence({DEFAULT: 1000, "pronoun": 500})
"""A table by which a role claim's confidence tells whether its filler is a pronoun."""
PARTICIPANT = ("actor", "target", "recipient")


@dataclass(frozen=True)
class Judged:
    """A claim that the gold bears out (``right``) or not.

    ``kind`` is event, role, fact (two roles of an event as one triple) or relation. ``ways`` are the steps, rows of the
    confidence table, that lead to each of its ends: one way but for facts. ``matched`` says whether its event is in the
    gold; of a set that is not complete, only claims of such events say anything.
    """

    article: str
    kind: str
    ways: tuple[tuple[str, ...], ...]
    right: bool
    matched: bool = True


class Judge:
    """Compares the claims of one article with its gold, by the scorer's own functions."""

    def __init__(self, gold: Mapping[str, Any], seen: Any) -> None:
        self._text, self._gold, self._seen = gold["text"], gold, seen
        self._score = scorer()
        self._entities = {entity["id"]: entity for entity in gold["entities"]}
        self._events = self._matched_events()
        self._ids = self._matched_entities()

    def fills(self, entity: str, wanted: str) -> bool:
        """Whether some mention of the entity is one of the gold entity: the scorer's ``fills``."""
        mentions = self._seen.entities[entity]["mentions"] if entity in self._seen.entities else ()
        overlap, head = self._score.overlap, self._score.head
        return any(
            overlap(s, m) and overlap(head(self._text, m), s)
            for s in mentions
            for m in self._entities[wanted]["mentions"]
        )

    def _matched_events(self) -> dict[str, Mapping[str, Any]]:
        """Gold events by the event that matches, each taken once: the one with the most arguments right."""
        found: dict[str, Mapping[str, Any]] = {}
        for event in self._gold["events"]:
            best, most = None, -1
            for name, one in self._seen.events.items():
                near = not event["trigger"] or any(
                    self._score.overlap(tuple(event["trigger"]), span) for span in one["triggers"]
                )
                if name in found or not near or not self._score.matches_code(one["codes"], event["type"]):
                    continue
                got = sum(
                    any(role == a["role"] and self.fills(x, a["entity"]) for role, x in one["args"])
                    for a in event["args"]
                )
                if got > most:
                    best, most = name, got
            if best is not None:
                found[best] = event
        return found

    def _matched_entities(self) -> dict[str, set[str]]:
        """Gold entities by the entity that has a mention of theirs, each mention paired once with the likest."""
        overlap, head = self._score.overlap, self._score.head
        mine = sorted((span, name) for name, entity in self._seen.entities.items() for span in entity["mentions"])
        used: set[int] = set()
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self._gold["entities"]:
            for m in map(tuple, entity["mentions"]):
                near = {
                    j: overlap(m, s) / max(m[1] - m[0], s[1] - s[0])
                    for j, (s, _) in enumerate(mine)
                    if j not in used and overlap(head(self._text, m), s) and overlap(head(self._text, s), m)
                }
                if near:
                    best = max(near, key=lambda j: (near[j], -j))
                    used.add(best)
                    found[mine[best][1]].add(entity["id"])
        return found

    def event(self, event: str) -> bool:
        return event in self._events

    def role(self, event: str, role: str, entity: str) -> bool:
        arguments = self._events[event]["args"] if event in self._events else ()
        return any(
            (role == a["role"] or (a["role"] == "participant" and role in PARTICIPANT))
            and self.fills(entity, a["entity"])
            for a in arguments
        )

    def relation(self, subject: str, predicate: str, thing: str) -> bool | None:
        """None where the scorer does not judge it: another predicate, or an end that is no gold entity."""
        ones, others = self._ids.get(subject), self._ids.get(thing)
        if not ones or not others or predicate not in self._score.RELATIONS:
            return None
        stated = {(r["subject"], r["object"]): r["predicates"] for r in self._gold["relations"]}
        return any(predicate in stated.get((a, b), ()) for a in ones for b in others)


def judged(gold: GoldSet, desk: Desk, *, complete: bool) -> Iterator[Judged]:
    """The claims of a gold set that can be judged: all, or roles alone where the set is not complete.

    ``desk`` must read by the table :data:`MARKED`.
    """
    graph = gold.graph(desk)
    seen = gold.seen(graph)
    judges = {d["id"]: Judge(d, seen[d["id"]]) for d in gold.documents if d["id"] in seen}
    roles = _roles(graph)
    for name in sorted(graph.claims):
        claim = graph.claims[name]
        article = graph.articles[claim.article].identifier
        if not isinstance(claim.object, str) or claim.predicate == "about":
            continue
        if claim.subject == claim.event and claim.predicate != "eventType":
            yield _role(claim, article, judges[article])
        elif complete:
            yield from _other(claim, article, judges[article], roles)


def _roles(graph: Graph) -> Mapping[tuple[str, str, str], Claim]:
    """Role claims by event, filler and construction."""
    return {
        (claim.subject, str(claim.object), _how(claim)): claim
        for claim in graph.claims.values()
        if claim.subject == claim.event and claim.predicate != "eventType"
    }


def _how(claim: Claim) -> str:
    return claim.found_by.split("/")[-1]


def _role(claim: Claim, article: str, judge: Judge) -> Judged:
    event = iri(claim.subject)
    right = judge.role(event, claim.predicate, iri(str(claim.object)))
    return Judged(article, "role", (_steps(claim),), right, judge.event(event))


def _steps(role: Claim) -> tuple[str, ...]:
    return (_trigger(role), _how(role), *(("pronoun",) if role.confidence < 1000 else ()))


def _trigger(claim: Claim) -> str:
    return "noun" if claim.found_by.split("/")[1].endswith(".n") else "verb"


def _other(claim: Claim, article: str, judge: Judge, roles: Mapping[tuple[str, str, str], Claim]) -> Iterator[Judged]:
    """A relation, a fact, or that an event happens; nothing for what cannot be judged."""
    if claim.event is None:
        verdict = judge.relation(iri(claim.subject), claim.predicate, iri(str(claim.object)))
        if verdict is not None:
            yield Judged(article, "relation", ((_how(claim),),), verdict)
    elif claim.predicate == "eventType":
        yield Judged(article, "event", ((_trigger(claim),),), judge.event(iri(claim.event)))
    else:
        ends = zip((claim.subject, str(claim.object)), _how(claim).split("+"), strict=True)
        found = [roles.get((claim.event, end, how)) for end, how in ends]
        both = [one for one in found if one is not None]
        if len(both) == 2:
            right = all(judge.role(iri(claim.event), one.predicate, iri(str(one.object))) for one in both)
            yield Judged(article, "fact", tuple(map(_steps, both)), right, judge.event(iri(claim.event)))
