"""What of a graph articles can contradict each other in: that which touches things that readings tell apart.

Each article satisfies the shapes by itself. So a constraint that all of them together violate is violated through
something that is not the same in the whole as it was in an article: a thing whose class two readings do not agree on,
or of which several of them say what the constraint asks for. A query is asked only of what leads there, and of all
that can be reached from it, as a graph of its own. Where a query goes in ways that are not followed here, it is asked
of all that it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.claim import Claim
from kg.graph import Graph, Reading
from kg.rdf.write import kg
from kg.shapes.compile import Query
from kg.shapes.ways import ASSERTS, CLAIM, MENTION, OBJECT, OWN, SUBJECT, VOICE, Ways

_ENDS: Mapping[str, Callable[[Claim], object]] = {
    SUBJECT: lambda claim: claim.subject,
    OBJECT: lambda claim: claim.object,
    VOICE: lambda claim: claim.attributed_to,
    ASSERTS: lambda claim: claim.event,
}
"""What leads from a claim to other things."""
_KNOWN = ("within", "partOf", "memberOf", "nationality")
"""Predicates of facts that were known beforehand."""


class Shared:
    """The things that more than one reading names, by local id: give it each reading once."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.unlike: set[str] = set()
        """Those to which readings give different classes."""
        self._first: dict[str, str] = {}

    def see(self, reading: Reading) -> None:
        """Note what a reading names."""
        named: dict[str, str] = {}
        for claim in reading.claims:
            named.update((end, "") for end in (*claim.triple, claim.attributed_to) if isinstance(end, str))
        for entity in reading.entities:
            if named.get(entity.id, "") not in ("", entity.cls):
                self.unlike.add(entity.id)
            named[entity.id] = entity.cls
        for name, cls in named.items():
            first = self._first.get(name)
            if first is not None:
                self.ids.add(name)
                if cls and first and cls != first:
                    self.unlike.add(name)
            self._first[name] = first or cls

    def differs(self, graph: Graph) -> set[str]:
        """What is of another class in the graph than in some reading, and events of several readings."""
        changed = {
            name
            for name in self.ids
            if name in graph.events or (name in graph.entities and graph.entities[name].cls != self._first[name])
        }
        return changed | self.unlike


def relevant(
    graph: Graph, queries: Iterable[Query], shared: Shared | None
) -> Iterator[tuple[list[Query], Iterator[str]]]:
    """Queries, each with the statements without which they find no less; see :meth:`kg.graph.Graph.slices`.

    ``shared`` has seen the readings that the graph is made of; None where these are not known.
    """
    plain = {kg(name) for name in {*_KNOWN, *(claim.predicate for claim in graph.claims.values())}}
    rest: dict[Query, Ways] = {}
    for query in queries:
        ways = Ways.of(query)
        if shared is not None and ways.known(plain):
            yield [query], _statements(_Part(graph, ways, shared).graph(), ways.predicates)
        else:
            rest[query] = ways
    if rest:
        yield list(rest), _statements(graph, frozenset[str]().union(*(one.predicates for one in rest.values())))


def _statements(graph: Graph, predicates: Collection[str]) -> Iterator[str]:
    for _, lines in graph.slices() if graph.articles else ():
        yield from (line for line in lines if line.split(" ", 2)[1] in predicates)


@dataclass
class _Part:
    """The part of a graph that a query is asked of: whatever is in it is in it with all that the query asks for."""

    whole: Graph
    ways: Ways
    shared: Shared
    claims: dict[str, Claim] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)
    _plain: defaultdict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    _links: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What leads from one thing to others, in one step along what the query asks for."""

    def graph(self) -> Graph:
        """That part, as a graph: empty where nothing can be contradicted."""
        self._link()
        leading = _closure(self._told_apart(), self._reversed())
        if not leading:
            return Graph()
        self.things = {name for name in leading if self._class(name) in self.ways.targets}
        if CLAIM in self.ways.targets:
            self.claims = {one.id: one for one in self.whole.claims.values() if not leading.isdisjoint(self._ends(one))}
        while self._grows():
            pass
        return self._cut() if self.things else Graph()

    def _link(self) -> None:
        asked = self.ways.predicates - OWN
        names = {claim.predicate for claim in self.whole.claims.values()}
        plain = {name for name in names if kg(name) in asked}
        for claim in self.whole.claims.values() if plain else ():
            if claim.predicate in plain:
                self._plain[claim.subject].append(claim)
                self._links[claim.subject].update(end for end in (claim.object,) if isinstance(end, str))
        if not asked.isdisjoint(map(kg, _KNOWN)):
            for fact in self.whole.known.values():
                if fact.refers_to:
                    self._links[fact.id].update(fact.refers_to)

    def _told_apart(self) -> set[str]:
        """Where a reading may have had less, or other than the whole has."""
        found = self.shared.differs(self.whole)
        found.update(name for name in self._links if name in self.shared.ids or name in self.whole.known)
        if MENTION in self.ways.predicates:
            found.update(name for name in self.shared.ids if name in self.whole.entities)
        return found

    def _reversed(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one, others in self._links.items():
            for other in others:
                found[other].add(one)
        return found

    def _class(self, name: str) -> str:
        if name in self.whole.events:
            return kg("Event" if self.whole.realized(name) else "UnrealizedEvent")
        nouns = (nouns[name] for nouns in (self.whole.entities, self.whole.known) if name in nouns)
        return next((kg(noun.cls) for noun in nouns), "")

    def _ends(self, claim: Claim) -> Iterator[str]:
        for predicate, end in _ENDS.items():
            if predicate in self.ways.predicates and isinstance(name := end(claim), str):
                yield name

    def _grows(self) -> bool:
        """Add what is said of the things, and what the claims name; an event comes with all claims of it."""
        before = len(self.claims), len(self.things)
        named = {name for one in self.claims.values() for name in (one.subject, one.object, one.attributed_to)}
        self.things |= {name for name in named if isinstance(name, str)}
        self.things = _closure(self.things, self._links)
        for name in self.things & self._plain.keys():
            self.claims.update((one.id, one) for one in self._plain[name])
        events = {name for name in self.things if name in self.whole.events}
        events.update(one.event for one in self.claims.values() if one.event)
        if events:
            whole = self.whole.claims.values()
            self.claims.update((one.id, one) for one in whole if one.event in events or one.subject in events)
        return before != (len(self.claims), len(self.things))

    def _cut(self) -> Graph:
        whole, things = self.whole, self.things
        entities = {name: whole.entities[name] for name in things if name in whole.entities}
        if MENTION not in self.ways.predicates:
            entities = {name: replace(entity, mentions=frozenset()) for name, entity in entities.items()}
        events = {name: whole.events[name] for name in things if name in whole.events}
        named = {one.article for one in self.claims.values()} | {one.article for one in events.values()}
        named |= {found.article for one in entities.values() for found in one.mentions}
        named.add(min(whole.articles, default=""))  # where that stands which no article mentions
        articles = {name: info for name, info in whole.articles.items() if name in named or name in things}
        return Graph(articles, entities, events, self.claims, whole.known, reviews=whole.reviews)


def _closure(names: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    found, todo = set(names), list(names)
    while todo:
        for name in links.get(todo.pop(), ()):
            if name not in found:
                found.add(name)
                todo.append(name)
    return found
