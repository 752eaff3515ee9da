"""The ledger's rows as judgements about a graph: on what the rows name, or on what is found again by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from kg.claim import Claim
from kg.graph import Graph
from kg.judgement import Judgement, Review
from kg.ledger import trace
from kg.ledger.row import Row, tidy
from kg.mention import Entity, Event

COUNTS, AGAIN, LOST, CHANGED, REFUSED = "counts", "found again", "no longer found", "read differently now", "refused"
STATES = (COUNTS, AGAIN, LOST, CHANGED, REFUSED)
"""What may become of a row; of the last three nothing follows."""

_Noun = TypeVar("_Noun", Claim, Event, Entity)


@dataclass(frozen=True, slots=True, order=True)
class Fate:
    """What becomes of a row in a graph: one of :data:`STATES`, why, and the ids that it is about now."""

    row: Row
    state: str
    reason: str = ""
    about: str = ""
    other: str = ""

    @property
    def counts(self) -> bool:
        """Whether the row is heard."""
        return self.state in (COUNTS, AGAIN)


@dataclass(frozen=True)
class Reviewed:
    """A graph with what people say of it, and what became of each row, sorted."""

    graph: Graph
    fates: tuple[Fate, ...] = ()

    def summary(self) -> dict[str, object]:
        """How many rows count, by verdict, and which do not or were found under another id, for a report."""
        counting = [fate.row.verdict for fate in self.fates if fate.counts]
        told = {verdict: counting.count(verdict) for verdict in sorted(set(counting))}
        return {
            "rows": len(self.fates),
            "counting": told,
            **{
                state: [_told(fate) for fate in self.fates if fate.state == state]
                for state in STATES[1:]
                if any(fate.state == state for fate in self.fates)
            },
        }


def _told(fate: Fate) -> dict[str, str]:
    return {"row": fate.row.name, "by": fate.row.by, "said": fate.row.said, "reason": fate.reason}


def reviewed(graph: Graph, rows: Iterable[Row]) -> Reviewed:
    """The graph with what these rows, and they alone, say of it; their order does not matter.

    People's earlier judgements and reviews go, so applying a ledger twice is applying it once. Rules' judgements stay.
    """
    finder = _Finder(graph)
    fates = tuple(sorted(finder.fate(row) for row in set(rows)))
    heard = [fate for fate in fates if fate.counts]
    people: set[Judgement] = {
        fate.row.judgement(fate.about, fate.other) for fate in heard if fate.row.identity and fate.about != fate.other
    }
    reviews: set[Review] = {fate.row.review(fate.about) for fate in heard if not fate.row.identity}
    rules = {one for one in graph.judgements if one.by_rule}
    return Reviewed(replace(graph, judgements=frozenset(rules | people), reviews=frozenset(reviews)), fates)


class _Gone(Exception):  # noqa: N818  a signal within this module, not an error
    """What a row is about is not there, or not as it was; carries state and reason."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(state, reason)
        self.state, self.reason = state, reason


@dataclass(frozen=True)
class _Finder:
    """Finds what rows are about in a graph."""

    graph: Graph

    def fate(self, row: Row) -> Fate:
        try:
            about = self._about(row)
            other = self._entity(row.other, row.other_label, row.other_article, row.other_quote) if row.identity else ""
            if row.identity:
                self._may_be_judged(row.verdict, about, other)
        except _Gone as gone:
            return Fate(row, gone.state, gone.reason)
        moved = [f"{old} is now {new}" for old, new in ((row.about, about), (row.other, other)) if old != new]
        return Fate(row, AGAIN if moved else COUNTS, "; ".join(moved), about, other)

    def _about(self, row: Row) -> str:
        kind = row.about.partition("/")[0]
        if kind == "claim":
            return self._claim(row)
        if kind == "event":
            return self._event(row)
        return self._entity(row.about, row.label, row.article, row.quote, known=row.identity)

    def _claim(self, row: Row) -> str:
        claim = self.graph.claims.get(row.about)
        if claim is None or not trace.says(claim, row.quote):
            claim = self._claim_again(row)
        if row.reading and trace.reading(claim) != row.reading:
            raise _Gone(CHANGED, f"then: {row.reading}; now: {trace.reading(claim)}; look at it again")
        return claim.id

    def _claim_again(self, row: Row) -> Claim:
        wanted = (trace.stem(row.subject), row.predicate, trace.stem(row.object))
        fitting = [
            claim
            for claim in self._claims[row.article]
            if row.predicate == claim.predicate
            and (trace.triple(claim) == wanted or trace.statement(self.graph, claim) == row.label)
        ]
        exact = [claim for claim in fitting if row.quote and trace.says(claim, row.quote)]
        near = [claim for claim in fitting if row.quote and trace.overlaps(claim, row.quote)]
        return self._only(exact or near, row.article, "claim")

    def _event(self, row: Row) -> str:
        event = self.graph.events.get(row.about)
        if event is not None and trace.triggered(event, row.quote):
            return event.id
        fitting = [
            event
            for event in self._events[row.article]
            if f"event-type/{event.type}" == row.object and row.quote and trace.triggered(event, row.quote)
        ]
        alike = [event for event in fitting if tidy(event.label) == row.label]
        return self._only(alike or fitting, row.article, "event").id

    def _entity(self, name: str, label: str, article: str, quote: str, *, known: bool = True) -> str:
        if known and name in self.graph.known:
            return name
        entity = self.graph.entities.get(name)
        if entity is not None and self._as_it_was(entity, label, article, quote):
            return name
        fitting = [one for one in self._entities[article] if trace.mentioned(one.mentions, article, quote)]
        alike = [one for one in fitting if label in {tidy(name) for name in one.labels}]
        return self._only(alike if len(fitting) > 1 else fitting, article, "entity").id

    def _as_it_was(self, entity: Entity, label: str, article: str, quote: str) -> bool:
        """Ids of what has no name are made of where it stands first, so that another thing may come to bear them."""
        if not article or entity.id in self.graph.known or label in {tidy(name) for name in entity.labels}:
            return True
        return trace.mentioned(entity.mentions, article, quote)

    def _only(self, found: list[_Noun], article: str, what: str) -> _Noun:
        if len(found) == 1:
            return found[0]
        if article not in self.graph.articles:
            raise _Gone(LOST, f"{article or 'its article'} is not in the graph")
        why = f"{len(found)} of them fit" if found else f"no {what} in {article} has its words"
        raise _Gone(LOST, why)

    def _may_be_judged(self, verdict: str, about: str, other: str) -> None:
        if about == other and verdict == "different":
            raise _Gone(LOST, f"both are {about} now, which was read as one")
        pair = [self.graph.entities.get(name) for name in (about, other)]
        articles = {mention.article for one in pair if one is not None for mention in one.mentions}
        if verdict == "same" and len(articles) > 1 and any(one and one.cls == "AnonymousSource" for one in pair):
            raise _Gone(REFUSED, "an anonymous source belongs to its article and is nothing that another one speaks of")

    @cached_property
    def _claims(self) -> Mapping[str, list[Claim]]:
        return _grouped(self.graph.claims.values(), lambda claim: [claim.article])

    @cached_property
    def _events(self) -> Mapping[str, list[Event]]:
        return _grouped(self.graph.events.values(), lambda event: [event.article])

    @cached_property
    def _entities(self) -> Mapping[str, list[Entity]]:
        return _grouped(self.graph.entities.values(), lambda entity: {one.article for one in entity.mentions})


def _grouped(nouns: Iterable[_Noun], articles: Callable[[_Noun], Iterable[str]]) -> Mapping[str, list[_Noun]]:
    found: defaultdict[str, list[_Noun]] = defaultdict(list)
    for noun in nouns:
        for article in articles(noun):
            found[article].append(noun)
    return found
