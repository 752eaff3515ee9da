"""The ledger's rows as judgements about a graph: on what the rows name, or on what is found again by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from kg.claim import Claim
from kg.graph import Graph
from kg.judgement import Judgement, Review, canonical, counted, settled
from kg.ledger import trace
from kg.ledger.row import Row, tidy
from kg.mention import Entity, Event

COUNTS, AGAIN, OUTWEIGHED = "counts", "found again", "outweighed"
LOST, CHANGED, REFUSED = "no longer found", "read differently now", "refused"
STATES = (COUNTS, AGAIN, OUTWEIGHED, LOST, CHANGED, REFUSED)
"""What may become of a row. The last three are not heard; what is outweighed is, and somebody else counts more."""

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
        return self.state in (COUNTS, AGAIN, OUTWEIGHED)


@dataclass(frozen=True)
class Reviewed:
    """A graph with what people say of it, and what became of each row, sorted."""

    graph: Graph
    fates: tuple[Fate, ...] = ()

    def summary(self) -> dict[str, object]:
        """How many rows count, by verdict, and which do not or were found under another id, for a report."""
        counting = [fate.row.verdict for fate in self.fates if fate.state in (COUNTS, AGAIN)]
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
    fates = [finder.fate(row) for row in set(rows)]
    heard = [fate for fate in fates if fate.counts]
    people = {judged for fate in heard if (judged := _judgement(fate)) is not None}
    reviews = {fate.row.review(fate.about) for fate in heard if not fate.row.identity}
    rules = {one for one in graph.judgements if one.by_rule}
    with_them = replace(graph, judgements=frozenset(rules | people), reviews=frozenset(reviews))
    weighed = _Scales(graph, people, reviews)
    return Reviewed(with_them, tuple(sorted(weighed.fate(one) if one.counts else one for one in fates)))


def _judgement(fate: Fate) -> Judgement | None:
    """What a row that is heard says of two entities; nothing where they have become one."""
    if not fate.row.identity or fate.about == fate.other:
        return None
    return fate.row.judgement(fate.about, fate.other)


class _Scales:
    """Weighs people's opinions against each other, see :mod:`kg.judgement`."""

    def __init__(self, graph: Graph, people: Iterable[Judgement], reviews: Iterable[Review]) -> None:
        self._label = graph.label
        self._pairs, self._readings = settled(people), counted(reviews)
        self._heads = canonical(self._pairs.values(), known=graph.known)

    def fate(self, fate: Fate) -> Fate:
        """The fate of a row that is heard: as it was, or outweighed."""
        reason = self._against(fate)
        return (
            replace(fate, state=OUTWEIGHED, reason="; ".join(filter(None, (fate.reason, reason)))) if reason else fate
        )

    def _against(self, fate: Fate) -> str:
        mine = _judgement(fate)
        counts = self._pairs[mine.left, mine.right] if mine else self._readings.get(fate.about)
        if counts is not None and counts.verdict != fate.row.verdict:
            return f"{counts.by} says {counts.verdict}{', ' + counts.on if counts.on else ''}: {counts.why}"
        if mine is None or mine.verdict != "same" or self._head(mine.left) == self._head(mine.right):
            return ""
        apart = {self._head(mine.left), self._head(mine.right)}
        for one in self._pairs.values():
            if one.verdict == "different" and {self._head(one.left), self._head(one.right)} == apart:
                return f"{one.by} says that {tidy(self._label(one.left))} is not {tidy(self._label(one.right))}"
        return ""

    def _head(self, name: str) -> str:
        return self._heads.get(name, name)


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
        if row.reading and not trace.reads_alike(self.graph, claim, row.reading):
            raise _Gone(CHANGED, f"then: {row.reading}; now: {trace.reading(claim)}; look at it again")
        return claim.id

    def _claim_again(self, row: Row) -> Claim:
        wanted = (trace.stem(row.subject), row.predicate, trace.stem(row.object))

        def stated(claim: Claim) -> bool:
            return trace.triple(claim) == wanted

        fitting = [
            claim
            for claim in self._claims[row.article]
            if row.predicate == claim.predicate
            and (stated(claim) or trace.statement(self.graph, claim) == row.label)
            and row.quote
            and trace.overlap(claim.quotes, row.quote)
        ]
        likest = _narrowed(
            fitting,
            lambda claim: trace.says(claim, row.quote),
            stated,
            lambda claim: trace.reads_alike(self.graph, claim, row.reading),
        )
        return self._only(likest, row.article, "claim")

    def _event(self, row: Row) -> str:
        event = self.graph.events.get(row.about)
        if event is not None and self._tells(event, row.quote):
            return event.id
        fitting = [
            event
            for event in self._events[row.article]
            if trace.event_type(event) == row.object and row.quote and self._tells(event, row.quote)
        ]
        likest = _narrowed(
            fitting,
            lambda event: self._clauses.get(event.id) == row.quote,
            lambda event: tidy(event.label) == row.label,
        )
        return self._only(likest, row.article, "event").id

    def _tells(self, event: Event, quote: str) -> bool:
        """Whether these words, if any, tell of the event: its trigger alone, or its clause, more or less of it."""
        trigger = tidy(event.trigger.quote)
        return quote in ("", trigger) or trace.overlap([self._clauses.get(event.id, trigger)], quote)

    def _entity(self, name: str, label: str, article: str, quote: str, *, known: bool = True) -> str:
        if known and name in self.graph.known:
            return name
        entity = self.graph.entities.get(name)
        if entity is not None and self._as_it_was(entity, label, article, quote):
            return name
        fitting = [one for one in self._entities[article] if trace.mentioned(one.mentions, article, quote)]
        likest = _narrowed(fitting, lambda one: _called(one, label))
        return self._only(likest, article, "entity").id

    def _as_it_was(self, entity: Entity, label: str, article: str, quote: str) -> bool:
        """Ids of what has no name are made of where it stands first, so that another thing may come to bear them."""
        if not article or entity.id in self.graph.known or _called(entity, label):
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
    def _clauses(self) -> Mapping[str, str]:
        return trace.clauses(self.graph.claims.values())

    @cached_property
    def _events(self) -> Mapping[str, list[Event]]:
        return _grouped(self.graph.events.values(), lambda event: [event.article])

    @cached_property
    def _entities(self) -> Mapping[str, list[Entity]]:
        return _grouped(self.graph.entities.values(), lambda entity: {one.article for one in entity.mentions})


def _called(entity: Entity, label: str) -> bool:
    return label in {tidy(name) for name in entity.labels}


def _narrowed(found: list[_Noun], *tests: Callable[[_Noun], bool]) -> list[_Noun]:
    """Those that pass each test in turn; a test that none of them passes is passed over."""
    for test in tests:
        found = [one for one in found if test(one)] or found
    return found


def _grouped(nouns: Iterable[_Noun], articles: Callable[[_Noun], Iterable[str]]) -> Mapping[str, list[_Noun]]:
    found: defaultdict[str, list[_Noun]] = defaultdict(list)
    for noun in nouns:
        for article in articles(noun):
            found[article].append(noun)
    return found
