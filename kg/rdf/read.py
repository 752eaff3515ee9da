"""RDF that kg wrote, as nouns again.

Only what cannot be derived is read: a graph's plain triples and its events' realization follow from the claims.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import pyoxigraph as ox

from kg.article import ArticleInfo
from kg.claim import Claim, Factuality, Literal
from kg.errors import StoreError
from kg.judgement import Judgement, Review
from kg.mention import Entity, Event, Mention, When
from kg.ontology.types import EventType
from kg.rdf.background import Background
from kg.terms import KG, PREFIXES
from kg.text import Span

_INSTANCE = re.compile(r".*/id/([^/#]+/[^/#]+)")
_PLACE = re.compile(r"-([0-9]+)-([0-9]+)-[0-9a-f]+$")
_A = PREFIXES["rdf"] + "type"
_NAME = PREFIXES["schema"] + "name"
_ALT, _PREF = PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "prefLabel"
_JUDGEMENTS = ("IdentityJudgement", "ReadingJudgement")
_NOT_ENTITIES = frozenset(
    {"Article", "Span", "Claim", "Event", "UnrealizedEvent", "EventType", "ExtractionRun", *_JUDGEMENTS}
)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Found:
    """The nouns in a file."""

    articles: tuple[ArticleInfo, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    known: tuple[Background, ...]
    types: tuple[EventType, ...]
    judgements: tuple[Judgement, ...] = ()
    reviews: tuple[Review, ...] = ()


def read_back(quads: Iterable[ox.Quad]) -> Found:
    """The nouns that some quads describe; named graphs make no difference, other vocabularies are passed over.

    Raises StoreError where something that kg always writes is missing.
    """
    nodes: defaultdict[str, _Node] = defaultdict(_Node)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            nodes[quad.subject.value].add(quad.predicate.value, quad.object)
    by_class: defaultdict[str, list[str]] = defaultdict(list)
    for iri, facts in nodes.items():
        for cls in facts.classes():
            by_class[cls].append(iri)
    spans = {iri: _span(iri, nodes[iri]) for iri in by_class["Span"]}
    read = _Reader(nodes, spans)
    judged = [nodes[iri] for iri in by_class["IdentityJudgement"]]
    merged = {pair for one in judged for pair in product(one.all("kg:judgedLeft"), one.all("kg:judgedRight"))}
    return Found(
        articles=tuple(map(read.article, by_class["Article"])),
        entities=tuple(
            read.entities((cls, iri) for cls in by_class if cls not in _NOT_ENTITIES for iri in by_class[cls])
        ),
        events=tuple(map(read.event, [*by_class["Event"], *by_class["UnrealizedEvent"]])),
        claims=tuple(map(read.claim, by_class["Claim"])),
        known=tuple(
            read.background(cls, iri, merged) for cls in by_class for iri in by_class[cls] if _NAME in nodes[iri].facts
        ),
        types=tuple(_with_lines({kind.name: kind for kind in map(read.type, by_class["EventType"])})),
        judgements=tuple(map(read.judgement, by_class["IdentityJudgement"])),
        reviews=tuple(map(read.review, by_class["ReadingJudgement"])),
    )


class _Node:
    """What a file says about one thing: objects by predicate, each once, in the order of the file."""

    __slots__ = ("facts",)

    def __init__(self) -> None:
        self.facts: dict[str, dict[Term, None]] = {}

    def add(self, predicate: str, value: Term) -> None:
        self.facts.setdefault(predicate, {})[value] = None

    def classes(self) -> Iterator[str]:
        for value in self.facts.get(_A, ()):
            if isinstance(value, ox.NamedNode) and value.value.startswith(KG):
                yield value.value.removeprefix(KG)

    def all(self, name: str) -> list[str]:
        prefix, _, local = name.partition(":")
        return [
            value.value for value in self.facts.get(PREFIXES[prefix] + local, ()) if not isinstance(value, ox.Triple)
        ]

    def first(self, name: str) -> str | None:
        values = self.all(name)
        return values[0] if values else None


def _need(iri: str, facts: _Node, name: str) -> str:
    if (value := facts.first(name)) is None:
        msg = f"<{iri}>: no {name}; only files that kg wrote can be loaded as a graph, query others as they are"
        raise StoreError(msg)
    return value


def _local(iri: str) -> str:
    if match := _INSTANCE.fullmatch(iri):
        return match[1]
    msg = f"<{iri}>: no IRI that kg makes (…/id/kind/slug); query the file as it is"
    raise StoreError(msg)


def _number(iri: str, facts: _Node, name: str) -> int:
    value = _need(iri, facts, name)
    try:
        return int(value)
    except ValueError as error:
        msg = f"<{iri}>: {name} is '{value[:40]}', not a number"
        raise StoreError(msg) from error


def _span(iri: str, facts: _Node) -> Mention:
    begin, end = _number(iri, facts, "kg:begin"), _number(iri, facts, "kg:end")
    if not 0 <= begin < end:
        msg = f"<{iri}>: kg:begin {begin} is not before kg:end {end}"
        raise StoreError(msg)
    return Mention(_local(_need(iri, facts, "kg:reportedIn")), Span(begin, end), _need(iri, facts, "kg:quote"))


@dataclass(frozen=True)
class _Reader:
    nodes: defaultdict[str, _Node]
    spans: dict[str, Mention]

    def article(self, iri: str) -> ArticleInfo:
        facts = self.nodes[iri]
        publisher, day = facts.first("schema:publisher"), facts.first("schema:datePublished")
        match = _INSTANCE.fullmatch(publisher) if publisher else None
        return ArticleInfo(
            identifier=_need(iri, facts, "schema:identifier"),
            sha256=_need(iri, facts, "kg:sha256"),
            title=facts.first("schema:headline"),
            date=_day(iri, day),
            publisher=match[1] if match and match[1].startswith("outlet/") else publisher,
            authors=tuple(sorted(facts.all("schema:author"))),
            url=facts.first("schema:url"),
            language=facts.first("schema:inLanguage"),
        )

    def mentions(self, iri: str, name: str = "kg:mention") -> list[Mention]:
        names = self.nodes[iri].all(name)
        if lost := [span for span in names if span not in self.spans]:
            msg = f"<{iri}>: {name} <{lost[0]}> is no kg:Span of this file"
            raise StoreError(msg)
        return [self.spans[span] for span in names]

    def entities(self, typed: Iterable[tuple[str, str]]) -> Iterator[Entity]:
        for cls, iri in typed:
            facts = self.nodes[iri]
            mentions = self.mentions(iri)
            if mentions or _NAME not in facts.facts or _PREF in facts.facts:
                labels = frozenset([*facts.all("rdfs:label"), *facts.all("skos:altLabel")])
                yield Entity(_local(iri), cls, labels, frozenset(mentions))

    def event(self, iri: str) -> Event:
        facts = self.nodes[iri]
        triggers = self.mentions(iri)
        if not triggers:
            _need(iri, facts, "kg:mention")
        when = None
        if precision := facts.first("kg:datePrecision"):
            start, end = (_day(iri, facts.first(f"kg:{which}Date")) for which in ("start", "end"))
            when = When(start, end, precision, facts.first("kg:dateText") or "")
        return Event(
            id=_local(iri),
            type=_local(_need(iri, facts, "kg:eventType")).removeprefix("event-type/"),
            article=_local(_need(iri, facts, "kg:reportedIn")),
            label=_need(iri, facts, "rdfs:label"),
            trigger=min(triggers),
            when=when,
        )

    def claim(self, iri: str) -> Claim:
        facts = self.nodes[iri]
        evidence = sorted((mention.span, mention.quote) for mention in self.mentions(iri, "kg:evidence"))
        place = _PLACE.search(iri)
        if not evidence or place is None:
            msg = f"<{iri}>: no claim that kg wrote; query the file as it is"
            raise StoreError(msg)
        asserts = facts.first("kg:assertsEvent")
        return Claim(
            subject=_local(_need(iri, facts, "rdf:subject")),
            predicate=_need(iri, facts, "rdf:predicate").removeprefix(KG),
            object=self._object(iri),
            article=_local(_need(iri, facts, "kg:reportedIn")),
            place=Span(int(place[1]), int(place[2])),
            evidence=tuple(span for span, _ in evidence),
            quotes=tuple(quote for _, quote in evidence),
            attributed_to=_local(_need(iri, facts, "kg:attributedTo")),
            factuality=_factuality(iri, facts),
            confidence=round(float(_need(iri, facts, "kg:confidence")) * 1000),
            found_by=_need(iri, facts, "kg:foundBy"),
            event=_local(asserts) if asserts else None,
        )

    def _object(self, iri: str) -> str | Literal:
        _need(iri, self.nodes[iri], "rdf:object")
        value = next(iter(self.nodes[iri].facts[PREFIXES["rdf"] + "object"]))
        if isinstance(value, ox.Literal):
            return Literal(value.value, value.datatype.value.removeprefix(PREFIXES["xsd"]))
        return _local(str(getattr(value, "value", value)))

    def background(self, cls: str, iri: str, merged: Collection[tuple[str, str]]) -> Background:
        facts = self.nodes[iri]
        part = next(
            (
                name
                for term in ("containedInPlace", "parentOrganization", "memberOf")
                for name in facts.all(f"schema:{term}")
            ),
            None,
        )
        country, latitude, longitude = (facts.first(name) for name in ("schema:addressCountry", "wgs:lat", "wgs:long"))
        return Background(
            id=_local(iri),
            cls=cls,
            label=_need(iri, facts, "schema:name"),
            aliases=tuple(sorted(facts.all("schema:alternateName"))),
            part_of=_local(part) if part else None,
            country=_local(country) if country else None,
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
            same_as=next((other for other in facts.all("owl:sameAs") if (iri, other) not in merged), None),
        )

    def judgement(self, iri: str) -> Judgement:
        facts = self.nodes[iri]
        left, right = (_local(_need(iri, facts, f"kg:judged{side}")) for side in ("Left", "Right"))
        confidence = round(float(_need(iri, facts, "kg:confidence")) * 1000)
        verdict, by, why, on = self._opinion(iri)
        try:
            return Judgement(left, right, verdict, by, why, confidence, on)
        except ValueError as error:
            msg = f"<{iri}>: {error}"
            raise StoreError(msg) from error

    def review(self, iri: str) -> Review:
        about = _local(_need(iri, self.nodes[iri], "kg:judged"))
        try:
            return Review(about, *self._opinion(iri))
        except ValueError as error:
            msg = f"<{iri}>: {error}"
            raise StoreError(msg) from error

    def _opinion(self, iri: str) -> tuple[str, str, str, str]:
        """Verdict, who, why, and the day, if any."""
        facts = self.nodes[iri]
        verdict, by, why = (_need(iri, facts, f"kg:{name}") for name in ("verdict", "judgedBy", "reason"))
        return verdict, by, why, facts.first("kg:judgedOn") or ""

    def type(self, iri: str) -> EventType:
        facts = self.nodes[iri]
        broader, predicate, edge = (facts.first(name) for name in ("skos:broader", "kg:directPredicate", "kg:edgeFrom"))
        return EventType(
            name=_local(iri).removeprefix("event-type/"),
            label=_need(iri, facts, "rdfs:label"),
            broader=_local(broader).removeprefix("event-type/") if broader else None,
            notations=tuple(sorted(facts.all("skos:notation"))),
            predicate=predicate.removeprefix(KG) if predicate else None,
            edge_from=edge.removeprefix(KG) if edge else None,
            edge_to=tuple(sorted(role.removeprefix(KG) for role in facts.all("kg:edgeTo"))),
        )


def _day(iri: str, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        msg = f"<{iri}>: '{value[:40]}' is no date (YYYY-MM-DD)"
        raise StoreError(msg) from error


def _factuality(iri: str, facts: _Node) -> Factuality:
    return Factuality(
        polarity=_need(iri, facts, "kg:polarity"),
        certainty=_need(iri, facts, "kg:certainty"),
        temporality=_need(iri, facts, "kg:temporality"),
        hedge=facts.first("kg:hedge"),
    )


def _with_lines(types: dict[str, EventType]) -> Iterator[EventType]:
    for kind in types.values():
        line = [kind.name]
        while (above := types[line[-1]].broader) in types and above not in line:
            line.append(above)
        yield replace(kind, line=tuple(line))
