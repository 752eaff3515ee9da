"""The graph: claims with their evidence, and the triples that they entitle us to assert.

>>> empty = Graph.of([])
>>> empty.union(empty) == empty
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

import pyoxigraph as ox

from kg import networks
from kg.article import ArticleInfo
from kg.claim import Claim
from kg.errors import StoreError
from kg.judgement import Judgement, Review, counted
from kg.mention import Entity, Event, Mention
from kg.ontology.types import EventType
from kg.rdf import Background, clean, read_back, write
from kg.terms import BASE

if TYPE_CHECKING:
    import igraph
    import networkx
    import rdflib

__all__ = ["Background", "Graph", "Quarantined", "Reading", "load"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Noun = TypeVar("_Noun")
_Named = TypeVar("_Named", bound=_HasId)
_Placed = TypeVar("_Placed", Claim, Event)


@dataclass(frozen=True, slots=True, order=True)
class Quarantined:
    """A claim, an event or an entity that was taken out, by local id: why, and what a person can do about it.

    ``says`` is what it said, in names; ``quote`` its words where they stand, from ``begin`` to ``end`` in the article.
    """

    id: str
    reason: str
    remedy: str = ""
    says: str = ""
    article: str = ""
    begin: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True)
class Reading:
    """What was read in one article, and what was taken out of it since it cannot be right."""

    article: ArticleInfo
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()


@dataclass(frozen=True)
class Graph:
    """Nouns by local id. Make one with :meth:`of`, :meth:`union` or :func:`load`, and do not change the mappings.

    ``known`` are the facts about entities that were known beforehand, ``types`` the event types by name. ``judgements``
    say which entities are one, ``reviews`` what people found misread or rightly read; they stand beside the rest and
    change nothing of it, see :mod:`kg.judgement`.
    """

    articles: Mapping[str, ArticleInfo] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    known: Mapping[str, Background] = field(default_factory=dict)
    types: Mapping[str, EventType] = field(default_factory=dict)
    judgements: frozenset[Judgement] = frozenset()
    reviews: frozenset[Review] = frozenset()

    @classmethod
    def of(
        cls,
        readings: Iterable[Reading],
        *,
        known: Iterable[Background] | Mapping[str, Background] = (),
        types: Iterable[EventType] = (),
    ) -> Self:
        """The graph of some readings, in any order.

        Of what is ``known`` (a mapping by local id saves time), only the entities that the readings name are kept, and
        those that these lead to.
        """
        articles: dict[str, ArticleInfo] = {}
        entities = _Entities()
        events: dict[str, Event] = {}
        claims: dict[str, Claim] = {}
        for reading in readings:
            _put(articles, [clean.clean_article(reading.article)], _greater)
            entities.add(map(clean.clean_entity, reading.entities))
            _put(events, map(clean.clean_event, reading.events), _greater)
            _put(claims, map(clean.clean_claim, reading.claims), Claim.union)
        every = known if isinstance(known, Mapping) else {fact.id: fact for fact in known}
        background = _closure(every, [*entities.ids, *(name for claim in claims.values() for name in _named(claim))])
        named = {kind.name: clean.clean_type(kind) for kind in types}
        return cls(articles, _informed(entities.all(), background), events, claims, background, named)

    def union(self, other: Graph) -> Graph:
        """Both graphs as one: associative, commutative, idempotent.

        It has the judgements of both; :func:`kg.resolve.resolved` judges anew what now stands side by side.
        """
        known = _both(self.known, other.known, _greater)
        return Graph(
            articles=_both(self.articles, other.articles, _greater),
            entities=_informed(_both(self.entities, other.entities, Entity.union), known),
            events=_both(self.events, other.events, _greater),
            claims=_both(self.claims, other.claims, Claim.union),
            known=known,
            types=_both(self.types, other.types, _greater),
            judgements=self.judgements | other.judgements,
            reviews=self.reviews | other.reviews,
        )

    def without(self, ids: Iterable[str]) -> Graph:
        """The graph without these claims, entities and events, and without what speaks of them."""
        gone = frozenset(ids)
        return replace(
            self,
            entities={name: entity for name, entity in self.entities.items() if name not in gone},
            events={name: event for name, event in self.events.items() if name not in gone},
            claims={
                name: claim
                for name, claim in self.claims.items()
                if name not in gone and gone.isdisjoint((*_named(claim), claim.event or ""))
            },
            judgements=frozenset(one for one in self.judgements if gone.isdisjoint((one.left, one.right))),
        ).with_reviews(self.reviews)

    def with_reviews(self, reviews: Iterable[Review]) -> Graph:
        """The graph with these reviews instead of its own, those left out that are about nothing in it."""
        here = (self.claims, self.events, self.entities)
        return replace(self, reviews=frozenset(one for one in reviews if any(one.about in nouns for nouns in here)))

    @cached_property
    def _counted(self) -> Mapping[str, Review]:
        return counted(self.reviews)

    def review(self, local_id: str) -> Review | None:
        """The review that counts of a claim, an event or an entity.

        A claim is wrong, too, where its event, its subject or its object is; and what is plainly said of two
        participants of an event, where the part of one of them was misread.
        """
        if not self.reviews:
            return None
        own, claim = self._counted.get(local_id), self.claims.get(local_id)
        if claim is None or (own is not None and own.verdict == "wrong"):
            return own
        ends = (claim.subject, str(claim.object))
        found = [self._counted.get(name) for name in (claim.event or "", *ends)]
        if claim.event and claim.subject != claim.event:
            found += [self._misread_parts.get((claim.event, end)) for end in ends]
        return next((one for one in found if one is not None and one.verdict == "wrong"), own)

    @cached_property
    def _misread_parts(self) -> Mapping[tuple[str, str], Review]:
        """Events with participants whose part in them a person found misread, wherever it is stated."""
        parts: defaultdict[tuple[str, str], list[Review | None]] = defaultdict(list)
        for claim in self.claims.values():
            if claim.subject == claim.event and isinstance(claim.object, str):
                parts[claim.subject, claim.object].append(self._counted.get(claim.id))
        wrong = {part: [one for one in said if one and one.verdict == "wrong"] for part, said in parts.items()}
        return {part: min(wrong[part]) for part, said in parts.items() if len(wrong[part]) == len(said)}

    def rejected(self, local_id: str) -> bool:
        """Whether a person found a claim, an event or an entity misread, or what a claim rests on."""
        found = self.review(local_id)
        return found is not None and found.verdict == "wrong"

    def entitles(self, claim: Claim) -> bool:
        """Whether a claim entitles us to assert what it says: as the text puts it (law 2), and not found misread."""
        return claim.factuality.entitles and not (self.reviews and self.rejected(claim.id))

    @cached_property
    def _realized(self) -> frozenset[str]:
        return frozenset(claim.event for claim in self.claims.values() if claim.event and self.entitles(claim))

    def realized(self, event: str) -> bool:
        """Whether some claim of this event entitles us to say that it happened, happens or recurs (law 2)."""
        return event in self._realized

    def plain(self, claim: Claim) -> bool:
        """Whether the claim's triple stands in the graph.

        It does where the claim entitles us to assert it; and an unrealized event has all its roles, since its class
        says that it is not real. What a person found misread never stands.
        """
        if self.entitles(claim):
            return True
        return claim.subject in self.events and not self.realized(claim.subject) and not self.rejected(claim.id)

    def asserted(self) -> frozenset[tuple[str, str, str]]:
        """The triples between entities that some claim entitles us to assert, by local ids and names."""
        return frozenset(
            (claim.subject, claim.predicate, claim.object)
            for claim in self.claims.values()
            if isinstance(claim.object, str) and claim.subject not in self.events and self.entitles(claim)
        )

    def label(self, local_id: str) -> str:
        """The name to show for an entity, event or article; the id itself for what is none."""
        if local_id in self.known:
            return self.known[local_id].label
        if local_id in self.entities:
            return write.preferred(self.entities[local_id].labels)
        if local_id in self.events:
            return self.events[local_id].label
        info = self.articles.get(local_id)
        return local_id if info is None else info.title or info.identifier

    def slices(self, *, base: str = BASE) -> Iterator[tuple[str, list[str]]]:
        """Named graphs with their sorted statements, by local id: background, articles, identity, review, vocabulary.

        A statement is a line of N-Triples without its final dot.
        """
        claims, events = _by_article(self.claims.values()), _by_article(self.events.values())
        mentions, homes = self._mentions(), self._homes()
        yield (
            "graph/background",
            sorted({line for fact in self.known.values() for line in write.background_statements(fact, base)}),
        )
        for article in sorted(self.articles):
            lines = set(write.article_statements(self.articles[article], base))
            for name, found in mentions[article].items():
                lines.update(self._entity(self.entities[name], found, homes.get(name, article) == article, base))
            for event in events[article]:
                lines.update(write.event_statements(event, self.realized(event.id), base))
            for claim in claims[article]:
                lines.update(write.claim_statements(claim, base))
                if self.plain(claim):
                    lines.add(write.triple(claim.subject, claim.predicate, claim.object, base))
            yield article, sorted(lines)
        yield "graph/identity", sorted(set(write.identity_statements(self.judgements, self.known, base)))
        yield "graph/review", sorted(set(write.review_statements(self.reviews, self._reviewed(), base)))
        yield "graph/vocabulary", sorted({line for kind in self.types.values() for line in write.type_statements(kind)})

    def _reviewed(self) -> Iterator[tuple[str, Review]]:
        """What was reviewed, and what rests on it, with the review that counts."""
        for name in (*self.claims, *self.events, *self.entities) if self.reviews else ():
            if (found := self.review(name)) is not None:
                yield name, found

    def _mentions(self) -> Mapping[str, dict[str, list[Mention]]]:
        """Mentions by article and entity; an entity without one stands where the claims that name it do."""
        found: defaultdict[str, dict[str, list[Mention]]] = defaultdict(dict)
        for entity in self.entities.values():
            for mention in entity.mentions:
                found[mention.article].setdefault(entity.id, []).append(mention)
        for claim in self.claims.values():
            for name in _named(claim):
                if name in self.entities and not self.entities[name].mentions:
                    found[claim.article].setdefault(name, [])
        placed = {name for entities in found.values() for name in entities}
        for name in self.entities.keys() - placed:
            found[min(self.articles, default="")].setdefault(name, [])
        return found

    def _homes(self) -> Mapping[str, str]:
        """The first article of each entity that has mentions; found once, since some are mentioned everywhere."""
        return {
            entity.id: min(mention.article for mention in entity.mentions)
            for entity in self.entities.values()
            if entity.mentions
        }

    def _entity(self, entity: Entity, mentions: list[Mention], home: bool, base: str) -> Iterator[str]:
        """An entity in one article: the names that stand there, and, in its ``home``, those that stand nowhere."""
        here = {mention.quote for mention in mentions} & entity.labels
        if home:
            seen = {mention.quote for mention in entity.mentions}
            names = self.known[entity.id].names if entity.id in self.known else frozenset()
            here |= entity.labels - seen - names
        return write.entity_statements(entity, self.label(entity.id), here, mentions, base)

    def nquads(self, *, base: str = BASE) -> Iterator[str]:
        """Lines of N-Quads in a fixed order, article by article."""
        for name, lines in self.slices(base=base):
            graph = write.node(name, base)
            for line in lines:
                yield f"{line} {graph} .\n"

    def ntriples(self, *, base: str = BASE) -> list[str]:
        """Sorted lines of N-Triples: all named graphs as one."""
        return sorted({f"{line} .\n" for _, lines in self.slices(base=base) for line in lines})

    def quads(self, *, base: str = BASE) -> Iterator[ox.Quad]:
        """The quads of :meth:`nquads`, for pyoxigraph."""
        for name, lines in self.slices(base=base):
            graph = ox.NamedNode(write.node(name, base)[1:-1])
            for quad in ox.parse("".join(f"{line} .\n" for line in lines), ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)

    def to_rdflib(self, *, base: str = BASE) -> rdflib.Graph:
        """All triples as an rdflib graph."""
        import rdflib

        found = rdflib.Graph()
        found.parse(data="".join(self.ntriples(base=base)), format="nt")
        return found

    def to_networkx(self, view: str = "full", *, base: str = BASE) -> networkx.MultiDiGraph:
        """A property graph of one of :data:`kg.views.VIEWS`, edges keyed by predicate."""
        return networks.networkx_graph(self, view, base=base)

    def to_igraph(self, view: str = "full", *, base: str = BASE) -> igraph.Graph:
        """The same for igraph, vertices by local id in ``name``; raises ExportError where it is not installed.

        Data frames of pandas and polars are had by :func:`kg.analysis.frames`, parts of a graph by
        :func:`kg.analysis.slice`.
        """
        return networks.igraph_graph(self, view, base=base)


def load(path: Path | str) -> Graph:
    """The graph in a file that kg wrote (``.nq``, ``.ttl`` or ``.jsonld``): exactly the one that was exported.

    Raises StoreError where the file cannot be read or kg did not write it.
    """
    path = Path(path)
    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if kind is None:
        msg = f"{path}: cannot load a graph from '{path.suffix}'; give .nq, .ttl or .jsonld"
        raise StoreError(msg)
    try:
        found = read_back(ox.parse(path=path, format=kind))
    except SyntaxError as error:
        msg = f"{path}: {str(error.msg).splitlines()[0]}"
        raise StoreError(msg) from error
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise StoreError(msg) from error
    return Graph(
        articles={info.id: info for info in found.articles},
        entities={entity.id: entity for entity in found.entities},
        events={event.id: event for event in found.events},
        claims={claim.id: claim for claim in found.claims},
        known={fact.id: fact for fact in found.known},
        types={kind.name: kind for kind in found.types},
        judgements=frozenset(found.judgements),
        reviews=frozenset(found.reviews),
    )


def _greater(one: _Noun, other: _Noun) -> _Noun:
    """A choice between two accounts of one thing that does not depend on their order."""
    return one if one == other else max(one, other, key=repr)


def _put(found: dict[str, _Named], nouns: Iterable[_Named], join: Callable[[_Named, _Named], _Named]) -> None:
    for noun in nouns:
        found[noun.id] = join(found[noun.id], noun) if noun.id in found else noun


class _Entities:
    """Entities of ever more readings: an own union for each article that names one would take quadratic time."""

    def __init__(self) -> None:
        self._once: dict[str, Entity] = {}
        self._often: dict[str, tuple[set[str], set[str], set[Mention]]] = {}

    @property
    def ids(self) -> Iterable[str]:
        return self._once

    def add(self, entities: Iterable[Entity]) -> None:
        for entity in entities:
            first = self._once.setdefault(entity.id, entity)
            if first is not entity:
                if entity.id not in self._often:
                    self._often[entity.id] = {first.cls}, set(first.labels), set(first.mentions)
                classes, labels, mentions = self._often[entity.id]
                classes.add(entity.cls)
                labels |= entity.labels
                mentions |= entity.mentions

    def all(self) -> dict[str, Entity]:
        """Each as :meth:`kg.mention.Entity.union` makes it."""
        often = {
            name: Entity(name, min(classes), frozenset(labels), frozenset(mentions))
            for name, (classes, labels, mentions) in self._often.items()
        }
        return self._once | often


def _both(
    mine: Mapping[str, _Noun], others: Mapping[str, _Noun], join: Callable[[_Noun, _Noun], _Noun]
) -> dict[str, _Noun]:
    found = dict(mine)
    for name, noun in others.items():
        found[name] = join(found[name], noun) if name in found else noun
    return found


def _named(claim: Claim) -> tuple[str, ...]:
    """What a claim speaks of: local ids."""
    ends = (claim.subject, claim.object) if isinstance(claim.object, str) else (claim.subject,)
    return (*ends, claim.attributed_to)


def _closure(every: Mapping[str, Background], names: Iterable[str]) -> dict[str, Background]:
    found: dict[str, Background] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in every and name not in found:
            found[name] = clean.clean_background(every[name])
            todo.extend(every[name].refers_to)
    return found


def _informed(entities: Mapping[str, Entity], known: Mapping[str, Background]) -> dict[str, Entity]:
    """Entities with the class and names by which they are known."""
    found = dict(entities)
    for name in entities.keys() & known.keys():
        entity, fact = entities[name], known[name]
        found[name] = Entity(name, fact.cls, entity.labels | fact.names, entity.mentions)
    return found


def _by_article(nouns: Iterable[_Placed]) -> Mapping[str, list[_Placed]]:
    found: defaultdict[str, list[_Placed]] = defaultdict(list)
    for noun in nouns:
        found[noun.article].append(noun)
    return found
