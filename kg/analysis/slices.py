"""A part of a graph that is itself a graph: by time, article, voice, certainty, place, type of event, class.

Claims are tested one by one, and whatever the claims that stay speak of stays with them. So slices agree with union:
what is sliced from two graphs together is the union of what is sliced from each, as far as both read an article alike
and know the same of places and of who is one.

>>> whole = Graph()
>>> slice(whole, since="2024-03-01", until="2024-03-31") == whole
True
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from kg.analysis.wanted import article_ids, days, entities, event_type, one_of, several, within
from kg.claim import CERTAINTIES, Claim
from kg.graph import Background, Graph
from kg.mention import Entity, Event
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder

Several = str | Iterable[str] | None
Undated = Literal["drop", "keep", "published"]
_UNDATED = ("drop", "keep", "published")


def slice(  # noqa: A001  the word for it; builtins.slice is not used in this module
    graph: Graph,
    *,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    undated: Undated = "drop",
    articles: Several = None,
    voices: Several = None,
    certainty: Several = None,
    place: Several = None,
    types: Several = None,
    classes: Several = None,
    vocabulary: Vocabulary | None = None,
) -> Graph:
    """The part of a graph whose claims satisfy everything that is asked; where nothing is asked, the graph.

    ``since`` and ``until`` are days, inclusive: an event's time must overlap them, and a claim of no event counts for
    the day of its article. Events that no text dates are dropped, kept, or taken for of the day of their article
    (``undated="published"``). ``articles`` are ids or identifiers. ``voices`` (who says so) and ``place`` (where an
    event was, began or led to, or somebody stays, with all places within) are local ids, IRIs or names, and stand for
    everything that is judged to be the same. ``types`` are names of event types and include those below them.
    ``classes`` keeps what somebody or something of one of these classes, or of one below, takes part in. The
    ``vocabulary`` tells classes and properties of places; it is the shipped one unless given.

    Entities stay where a claim that stays names them, with their mentions in its article, and with those of their names
    that stand there or nowhere; a slice by articles alone keeps all that is mentioned in these. An event is real in a
    slice by the claims of the slice. Judgements stay where both their ends do.

    Raises StoreError for a name that the graph does not have, a bad day, an unknown certainty or way with the undated.
    """
    asked = (since, until, articles, voices, certainty, place, types, classes)
    if all(one is None for one in asked):
        return graph
    ask = _Asked(
        graph=graph,
        days=days(since, until),
        undated=one_of(undated, _UNDATED, "way with the undated"),
        articles=None if articles is None else article_ids(graph, several(articles)),
        voices=None if voices is None else entities(graph, several(voices)),
        certainty=None
        if certainty is None
        else frozenset(one_of(one, CERTAINTIES, "certainty") for one in several(certainty)),
        places=None if place is None else within(graph, entities(graph, several(place))),
        types=None if types is None else frozenset(event_type(graph, one) for one in several(types)),
        classes=None if classes is None else frozenset(several(classes)),
        vocabulary=vocabulary,
    )
    whole = ask.articles if asked.count(None) == len(asked) - 1 else None
    return _part(graph, _closed(graph, filter(ask.keeps, graph.claims.values())), whole or frozenset())


@dataclass(frozen=True)
class _Asked:
    """What is asked of claims; None asks nothing."""

    graph: Graph
    days: tuple[dt.date, dt.date] | None
    undated: str
    articles: frozenset[str] | None
    voices: frozenset[str] | None
    certainty: frozenset[str] | None
    places: frozenset[str] | None
    types: frozenset[str] | None
    classes: frozenset[str] | None
    vocabulary: Vocabulary | None

    def keeps(self, claim: Claim) -> bool:
        """Whether the claim, and every event that it names, is asked for."""
        if not self._said(claim):
            return False
        if events := _events(self.graph, claim):
            return all(event in self._events for event in events)
        return (
            self.types is None and self._timely(None, claim.article) and self._there(claim) and self._takes_part(claim)
        )

    def _said(self, claim: Claim) -> bool:
        if self.articles is not None and claim.article not in self.articles:
            return False
        if self.voices is not None and claim.attributed_to not in self.voices:
            return False
        return self.certainty is None or claim.factuality.certainty in self.certainty

    @cached_property
    def _events(self) -> frozenset[str]:
        claims = defaultdict(list)
        for claim in filter(self._said, self.graph.claims.values()):
            for event in _events(self.graph, claim):
                claims[event].append(claim)
        return frozenset(name for name, event in self.graph.events.items() if self._fits(event, claims[name]))

    def _fits(self, event: Event, claims: list[Claim]) -> bool:
        kind = self.graph.types.get(event.type)
        return (
            (self.types is None or not self.types.isdisjoint((event.type, *(kind.line if kind else ()))))
            and self._timely(event, event.article)
            and (self.places is None or any(self._there(claim) for claim in claims if claim.subject == event.id))
            and (self.classes is None or any(map(self._takes_part, claims)))
        )

    def _timely(self, event: Event | None, article: str) -> bool:
        if self.days is None:
            return True
        when = event.when if event else None
        start, end = (when.start, when.end) if when else (None, None)
        if start is None and end is None:
            if event is not None and self.undated != "published":
                return self.undated == "keep"
            info = self.graph.articles.get(article)
            if info is None or info.date is None:
                return self.undated == "keep"
            start = end = info.date
        return (start or dt.date.min) <= self.days[1] and self.days[0] <= (end or dt.date.max)

    def _there(self, claim: Claim) -> bool:
        return self.places is None or (
            claim.predicate in self._local and isinstance(claim.object, str) and claim.object in self.places
        )

    def _takes_part(self, claim: Claim) -> bool:
        if self.classes is None:
            return True
        ends = (self.graph.entities.get(end) for end in (claim.subject, claim.object) if isinstance(end, str))
        return any(entity is not None and entity.cls in self._below for entity in ends)

    @cached_property
    def _words(self) -> Vocabulary:
        return self.vocabulary or Vocabulary.load(ontology_folder())

    @cached_property
    def _local(self) -> frozenset[str]:
        """Properties that say where: their range is any location."""
        every = (*self._words.roles.values(), *self._words.predicates.values())
        return frozenset(one.name for one in every if one.range == "Location")

    @cached_property
    def _below(self) -> frozenset[str]:
        return frozenset().union(*({cls, *self._words.subclasses(cls)} for cls in self.classes or ()))


def _events(graph: Graph, claim: Claim) -> frozenset[str]:
    """The events that a claim asserts or names."""
    names = (claim.event, claim.subject, claim.object)
    return frozenset(name for name in names if isinstance(name, str) and name in graph.events)


def _closed(graph: Graph, claims: Iterable[Claim]) -> list[Claim]:
    """Those of the claims all of whose events some of the claims assert."""
    kept = list(claims)
    while True:
        told = {claim.event for claim in kept}
        rest = [claim for claim in kept if _events(graph, claim) <= told]
        if len(rest) == len(kept):
            return kept
        kept = rest


def _part(graph: Graph, claims: list[Claim], whole: frozenset[str]) -> Graph:
    """The graph of some claims and of all that is mentioned in whole articles."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for name in (claim.subject, claim.object, claim.attributed_to):
            if isinstance(name, str):
                named[name].add(claim.article)
    for entity in graph.entities.values() if whole else ():
        for mention in entity.mentions:
            if mention.article in whole:
                named[entity.id].add(mention.article)
    articles = {name: info for name, info in graph.articles.items() if name in whole | {one.article for one in claims}}
    for name, info in articles.items():
        if info.publisher:
            named[info.publisher].add(name)
    told = {claim.event for claim in claims}
    entities = {name: one for name, one in graph.entities.items() if name in named}
    known = _known(graph.known, named)
    here = entities.keys() | known.keys()
    return replace(
        graph,
        articles=articles,
        entities={name: _only(one, named[name], known.get(name)) for name, one in entities.items()},
        events={name: event for name, event in graph.events.items() if name in told},
        claims={claim.id: claim for claim in claims},
        known=known,
        judgements=frozenset(one for one in graph.judgements if {one.left, one.right} <= here),
    ).with_reviews(graph.reviews)


def _only(entity: Entity, articles: set[str], fact: Background | None) -> Entity:
    """The entity as some articles mention it."""
    mentions = frozenset(mention for mention in entity.mentions if mention.article in articles)
    elsewhere = (
        {one.quote for one in entity.mentions} - {one.quote for one in mentions} - (fact.names if fact else set())
    )
    return replace(entity, labels=entity.labels - elsewhere or entity.labels, mentions=mentions)


def _known(every: Mapping[str, Background], names: Iterable[str]) -> dict[str, Background]:
    found: dict[str, Background] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in every and name not in found:
            found[name] = every[name]
            todo.extend(every[name].refers_to)
    return found
