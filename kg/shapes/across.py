"""What of a graph articles can contradict each other in: that which touches things that several of them speak of.

Each article satisfies the shapes by itself. So a constraint that is violated by all of them together is violated
through something that more than one of them describes, and what leads to no such thing need not be tested again. What
is said of shared things anywhere is kept, apart from where they are mentioned, which is by far the most: of that, what
stands in the articles where a query begins or comes by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.graph import Graph, Reading
from kg.rdf.write import node
from kg.shapes.compile import Query
from kg.terms import PREFIXES

_NAMES = re.compile(r"\b([a-z]+):([A-Za-z]+)")
_INVERSE = re.compile(r"\^\s*(?:<|[a-z]+:|\()")
_SPAN = "#char="
_A = f"<{PREFIXES['rdf']}type>"

_Facts = Mapping[str, list[tuple[str, str, str]]]
"""Predicate, object and line, by subject."""


@dataclass(frozen=True)
class Wanted:
    """What a query asks for: where it begins, and along which predicates it goes on; as terms."""

    targets: frozenset[str]
    predicates: frozenset[str]
    forward: bool

    @classmethod
    def by(cls, query: Query) -> Wanted:
        """What this query asks for."""
        named = {f"<{PREFIXES[p]}{name}>" for p, name in _NAMES.findall(query.sparql) if p in PREFIXES}
        targets = frozenset(f"<{iri}>" for iri in query.targets)
        return cls(targets, frozenset({*named, _A}), bool(targets) and not _INVERSE.search(query.sparql))


class Shared:
    """Local ids of the things that more than one reading names: give it each reading once."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self._first: dict[str, int] = {}
        self._readings = 0

    def see(self, reading: Reading) -> None:
        """Note what a reading names."""
        self._readings += 1
        named = {entity.id for entity in reading.entities}
        for claim in reading.claims:
            named.update(end for end in (*claim.triple, claim.attributed_to) if isinstance(end, str))
        for name in named:
            if self._first.setdefault(name, self._readings) != self._readings:
                self.ids.add(name)


def relevant(graph: Graph, queries: Iterable[Query], shared: Collection[str] | None) -> Iterator[list[str]]:
    """Statements, article by article, without which no query finds less; see :meth:`kg.graph.Graph.slices`.

    ``shared`` are local ids of what more than one article names, None where that is not known.
    """
    wanted = [Wanted.by(query) for query in queries]
    predicates = frozenset[str]().union(*(one.predicates for one in wanted))
    names = (*graph.entities, *graph.events) if shared is None else shared
    things = frozenset(node(name) for name in (*names, *graph.known) if "/" in name)
    for _, lines in graph.slices():
        found: set[str] = set()
        facts = _facts(lines, predicates)
        for one in wanted:
            found.update(_asked(facts, one, things))
        for name in things & facts.keys():
            found.update(line for _, thing, line in facts[name] if _SPAN not in thing)
        yield sorted(found)


def _facts(lines: Iterable[str], predicates: frozenset[str]) -> _Facts:
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in lines:
        subject, predicate, thing = line.split(" ", 2)
        if predicate in predicates:
            found[subject].append((predicate, thing, line))
    return found


def _asked(facts: _Facts, wanted: Wanted, shared: frozenset[str]) -> Iterator[str]:
    for subject, about in facts.items():
        if not wanted.forward:
            yield from (line for predicate, _, line in about if predicate in wanted.predicates)
        elif any(predicate == _A and thing in wanted.targets for predicate, thing, _ in about):
            lines, nodes = _reached(subject, facts, wanted.predicates)
            if not shared.isdisjoint(nodes):
                yield from lines


def _reached(start: str, facts: _Facts, predicates: frozenset[str]) -> tuple[list[str], set[str]]:
    """What is said of a thing, and of all that this leads to."""
    lines: list[str] = []
    nodes, todo = {start}, [start]
    while todo:
        for predicate, thing, line in facts.get(todo.pop(), ()):
            if predicate in predicates:
                lines.append(line)
                if thing not in nodes:
                    nodes.add(thing)
                    todo.append(thing)
    return lines, nodes
