"""Views of a graph as a property graph: nodes, and one edge for each source, predicate and target.

Articles, spans and claims are no nodes: they ride along as columns. Entities that are judged the same are one node
here, with the canonical id; an edge that only their merging would lead back to its own start is left out.

=========  ================================================================================================
view       what
=========  ================================================================================================
full       entities and realized events; asserted triples, event roles, and what was known beforehand
actors     entities alone, with the asserted triples between them, events collapsed to their plain triple
claims     as full, and also what is not asserted: unrealized events, denied, feared, planned… marked as such, and
           what people found misread
=========  ================================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.article import ArticleInfo
from kg.claim import CERTAINTIES, Claim, Literal
from kg.errors import ExportError
from kg.judgement import Judgement, Review, canonical
from kg.mention import Entity, Event
from kg.rdf.background import Background
from kg.terms import BASE, iri

VIEWS = ("full", "actors", "claims")


class Source(Protocol):
    """What a view is made from: a :class:`kg.graph.Graph`."""

    @property
    def articles(self) -> Mapping[str, ArticleInfo]:
        """Articles by local id."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entities by local id."""

    @property
    def events(self) -> Mapping[str, Event]:
        """Events by local id."""

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by local id."""

    @property
    def known(self) -> Mapping[str, Background]:
        """What was known beforehand, by local id."""

    @property
    def judgements(self) -> frozenset[Judgement]:
        """Which entities are one."""

    def realized(self, event: str) -> bool:
        """Whether the event may be said to be real."""

    def plain(self, claim: Claim) -> bool:
        """Whether the claim's triple stands in the graph."""

    def entitles(self, claim: Claim) -> bool:
        """Whether the claim entitles us to assert its triple."""

    def review(self, local_id: str) -> Review | None:
        """What people found who compared a claim, an event or an entity with the article."""

    def rejected(self, local_id: str) -> bool:
        """Whether they found it misread."""

    def label(self, local_id: str) -> str:
        """The name to show."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity or event.

    ``id`` is a local id; ``cls`` its class, ``kind`` the first part of its id. ``type``, ``realized``, ``start`` and
    ``end`` (days, inclusive) are an event's, ``latitude`` and ``longitude`` a known place's. ``facts`` are the asserted
    literals by predicate, sorted; ``mentions`` and ``articles`` count where it is spoken of. ``merged`` are the IRIs of
    the other entities that are this one, sorted. ``review`` is what people found: ``wrong``, ``confirmed`` or nothing.
    """

    id: str
    label: str
    cls: str
    kind: str
    iri: str
    mentions: int
    articles: int
    type: str | None = None
    realized: bool | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    latitude: float | None = None
    longitude: float | None = None
    facts: tuple[tuple[str, Literal], ...] = ()
    merged: tuple[str, ...] = ()
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """All claims of one triple.

    ``weight`` is their number, 1 for what was known beforehand. ``certainty``, ``polarity``, ``temporality``,
    ``evidence`` and ``claim`` (an IRI) are those of the best one. ``attributed_to`` are labels, ``articles``
    identifiers; ``first`` and ``last`` the earliest and latest day of the events claimed, or else of publication; one
    of them is None where all that the texts say leaves that end open ("since May", "recently").
    Claims that people found misread count only where there is no other; ``review`` is ``wrong`` then, and
    ``confirmed`` where they found one of the claims rightly read.
    """

    source: str
    predicate: str
    target: str
    weight: int
    asserted: bool
    certainty: str | None = None
    polarity: str | None = None
    temporality: str | None = None
    attributed_to: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    evidence: str | None = None
    claim: str | None = None
    review: str | None = None


@dataclass(frozen=True)
class View:
    """A property graph: nodes sorted by id, edges sorted by source, predicate and target; every end is a node."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def view(source: Source, name: str = "full", *, base: str = BASE) -> View:
    """The view of this name; raises ExportError where there is none."""
    if name not in VIEWS:
        msg = f"no view '{name}'; there are: {', '.join(VIEWS)}"
        raise ExportError(msg)
    heads = _heads(source)
    names = set(_node_ids(source, name))
    edges = sorted(
        _edges(source, name, names, heads, base), key=lambda edge: (edge.source, edge.predicate, edge.target)
    )
    if name == "actors":
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        names = {one for one in names if heads.get(one, one) in ends}
    return View(tuple(_nodes(source, names, heads, base)), tuple(edges))


def _heads(source: Source) -> Mapping[str, str]:
    """The canonical id of each entity of the graph that is merged into another one of it."""
    here = source.entities.keys() | source.known.keys()
    return canonical((one for one in source.judgements if {one.left, one.right} <= here), known=source.known)


def _node_ids(source: Source, name: str) -> Iterator[str]:
    yield from (one for one in {**source.entities, **source.known} if name == "claims" or not source.rejected(one))
    if name != "actors":
        yield from (event for event in source.events if name == "claims" or source.realized(event))


def _nodes(source: Source, names: set[str], heads: Mapping[str, str], base: str) -> Iterator[Node]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        members[heads.get(name, name)].append(name)
    facts: defaultdict[str, set[tuple[str, Literal]]] = defaultdict(set)
    for claim in source.claims.values():
        if isinstance(claim.object, Literal) and source.plain(claim):
            facts[heads.get(claim.subject, claim.subject)].add((claim.predicate, claim.object))
    for name in sorted(members):
        told = tuple(sorted(facts[name]))
        if name in source.events:
            yield _event(source, source.events[name], told, base)
        else:
            yield _entity(source, name, members[name], told, base)


def _event(source: Source, event: Event, facts: tuple[tuple[str, Literal], ...], base: str) -> Node:
    realized = source.realized(event.id)
    return Node(
        id=event.id,
        label=event.label,
        cls="Event" if realized else "UnrealizedEvent",
        kind="event",
        iri=iri(event.id, base=base),
        mentions=1,
        articles=1,
        type=event.type,
        realized=realized,
        start=event.when.start if event.when else None,
        end=event.when.end if event.when else None,
        facts=facts,
        review=_verdict(source, [event.id]),
    )


def _entity(source: Source, name: str, members: list[str], facts: tuple[tuple[str, Literal], ...], base: str) -> Node:
    entity, fact = source.entities.get(name), source.known.get(name)
    named = [source.entities[member] for member in members if member in source.entities]
    mentions = {mention for member in named for mention in member.mentions}
    return Node(
        id=name,
        label=source.label(name),
        cls=entity.cls if entity else fact.cls if fact else "Entity",
        kind=name.partition("/")[0],
        iri=iri(name, base=base),
        mentions=len(mentions),
        articles=len({mention.article for mention in mentions}),
        latitude=fact.latitude if fact else None,
        longitude=fact.longitude if fact else None,
        facts=facts,
        merged=tuple(iri(member, base=base) for member in members if member != name),
        review=_verdict(source, members),
    )


def _verdict(source: Source, names: Iterable[str]) -> str | None:
    """What people found about what stands for one node or edge: wrong where nothing of it is right."""
    found = {review.verdict if (review := source.review(name)) else None for name in names}
    return "confirmed" if "confirmed" in found else "wrong" if found == {"wrong"} else None


def _edges(source: Source, name: str, names: set[str], heads: Mapping[str, str], base: str) -> Iterator[Edge]:
    def merged(subject: str, predicate: str, thing: str) -> tuple[str, str, str] | None:
        ends = heads.get(subject, subject), heads.get(thing, thing)
        return None if ends[0] == ends[1] and subject != thing else (ends[0], predicate, ends[1])

    groups: defaultdict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    for told in source.claims.items():
        claim = told[1]
        if not isinstance(claim.object, str) or claim.subject not in names or claim.object not in names:
            continue
        triple = merged(claim.subject, claim.predicate, claim.object)
        if triple is not None and (name == "claims" or source.plain(claim)):
            groups[triple].append(told)
    background = _background(source) if name != "actors" else ()
    known = {triple for found in background if {found[0], found[2]} <= names and (triple := merged(*found)) is not None}
    for triple in groups.keys() | known:
        yield _edge(source, triple, groups.get(triple, []), triple in known, base)


def _background(source: Source) -> Iterator[tuple[str, str, str]]:
    for fact in source.known.values():
        if fact.part_of in source.known:
            yield fact.id, fact.part_predicate, str(fact.part_of)
        if fact.country in source.known and not fact.id.startswith("place/"):
            yield fact.id, "nationality", str(fact.country)


_Told = tuple[str, Claim]
"""A claim with its id, which takes some time to compute."""


def _rank(source: Source, told: _Told) -> tuple[bool, int, int, str]:
    """The best claim has the least rank: entitled, then surest, then read most confidently."""
    name, claim = told
    return not source.entitles(claim), CERTAINTIES.index(claim.factuality.certainty), -claim.confidence, name


def _edge(source: Source, triple: tuple[str, str, str], told: list[_Told], known: bool, base: str) -> Edge:
    if not told:
        return Edge(*triple, weight=1, asserted=True)
    told = [one for one in told if not source.rejected(one[0])] or told
    name, best = min(told, key=lambda one: _rank(source, one)) if len(told) > 1 else told[0]
    claims = [claim for _, claim in told]
    first, last = _hull([span for claim in claims if (span := _span(source, claim)) is not None])
    articles = {claim.article for claim in claims}
    return Edge(
        *triple,
        weight=len(claims),
        asserted=known or any(map(source.plain, claims)),
        certainty=best.factuality.certainty,
        polarity=best.factuality.polarity,
        temporality=best.factuality.temporality,
        attributed_to=tuple(sorted({source.label(claim.attributed_to) for claim in claims})),
        articles=tuple(sorted(source.articles[name].identifier for name in articles if name in source.articles)),
        first=first,
        last=last,
        evidence=_quote(best),
        claim=iri(name, base=base),
        review=_verdict(source, (name for name, _ in told)),
    )


def _quote(claim: Claim) -> str:
    return next(
        (quote for span, quote in zip(claim.evidence, claim.quotes, strict=True) if span == claim.place),
        claim.quotes[0],
    )


_Span = tuple[dt.date | None, dt.date | None]


def _span(source: Source, claim: Claim) -> _Span | None:
    """When what is claimed happened, or else when it was published."""
    event = source.events.get(claim.event or "")
    if event and event.when and (event.when.start or event.when.end):
        return event.when.start, event.when.end
    info = source.articles.get(claim.article)
    return (info.date, info.date) if info and info.date else None


def _hull(spans: list[_Span]) -> _Span:
    """First and last day of some times; those with an open end ("by May") count only where there are no others."""
    spans = [span for span in spans if None not in span] or spans
    first, last = ([span[end] for span in spans] for end in (0, 1))
    return (
        None if None in first else min((day for day in first if day), default=None),
        None if None in last else max((day for day in last if day), default=None),
    )


Value = str | int | float | bool


def node_columns(node: Node) -> dict[str, Value]:
    """A node's columns, missing values left out; whole numbers among the facts are int, the greatest of several."""
    columns: dict[str, Value | None] = {
        "label": node.label,
        "cls": node.cls,
        "kind": node.kind,
        "iri": node.iri,
        "type": node.type,
        "realized": node.realized,
        "start": node.start.isoformat() if node.start else None,
        "end": node.end.isoformat() if node.end else None,
        "mention_count": node.mentions,
        "article_count": node.articles,
        "latitude": node.latitude,
        "longitude": node.longitude,
        "merged": "; ".join(node.merged) or None,
        "review": node.review,
    }
    told: defaultdict[str, list[Literal]] = defaultdict(list)
    for predicate, value in node.facts:
        told[predicate].append(value)
    columns |= {predicate: _told(values) for predicate, values in told.items() if predicate not in columns}
    return {name: value for name, value in columns.items() if value is not None}


def _told(values: list[Literal]) -> Value:
    if all(value.datatype.lower().endswith("integer") and value.value.isdigit() for value in values):
        return max(int(value.value) for value in values)
    return "; ".join(value.value for value in values)


def edge_columns(edge: Edge) -> dict[str, Value]:
    """An edge's columns, missing values left out."""
    columns: dict[str, Value | None] = {
        "predicate": edge.predicate,
        "weight": float(edge.weight),
        "asserted": edge.asserted,
        "certainty": edge.certainty,
        "polarity": edge.polarity,
        "temporality": edge.temporality,
        "attributed_to": "; ".join(edge.attributed_to) or None,
        "articles": "; ".join(edge.articles) or None,
        "first_date": edge.first.isoformat() if edge.first else None,
        "last_date": edge.last.isoformat() if edge.last else None,
        "evidence": edge.evidence,
        "iri": edge.claim,
        "review": edge.review,
    }
    return {name: value for name, value in columns.items() if value is not None}
