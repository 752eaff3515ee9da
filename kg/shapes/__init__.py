"""Shapes: what a graph must satisfy, and what happens to that which does not.

Shapes are SHACL, in ``ontology/shapes.ttl``. They are translated to SPARQL and run on pyoxigraph, which takes a
fraction of the time of reading; where a file of shapes uses more of SHACL than can be translated, pySHACL runs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.claim import Claim
from kg.errors import OntologyError, StoreError
from kg.graph import Background, Graph, Reading
from kg.ontology.types import CORE, TYPES, Vocabulary
from kg.outside import asks_outside
from kg.rdf import clean
from kg.resources import ontology_folder
from kg.shapes.across import Shared, relevant
from kg.shapes.compile import Query, Unsupported, compile_shapes
from kg.terms import BASE, KG, PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["SHAPES", "Shapes", "Shared", "Violation", "check"]

SHAPES = "shapes.ttl"
_ROUNDS = 5
_VALUED = ox.NamedNode | ox.BlankNode | ox.Literal
_PREFIXES = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
_USED = frozenset(PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf", "domain", "range", "label")) | {
    PREFIXES["rdf"] + "type"
}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What violates a shape: the thing's IRI, what is wrong, and the property and value where these are to blame."""

    focus: str
    message: str
    path: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        where = f"<{self.focus}>" if self.path is None else f"<{self.focus}>, {self.path.rsplit('#')[-1]}"
        return f"{where}: {self.message}" + (f" ({self.value})" if self.value else "")


@dataclass(frozen=True)
class Shapes:
    """The shapes of an ontology folder, ready to test data; ``triples`` is what they need to know of the vocabulary."""

    path: Path
    triples: bytes = field(repr=False)
    queries: tuple[Query, ...] | None = field(repr=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Shapes:
        """The shapes of an ontology folder, of that which ships with kg if none is given.

        Raises OntologyError, naming the file, where it is missing or is no good Turtle.
        """
        folder = folder or ontology_folder()
        vocabulary = Vocabulary.load(folder)
        lines = sorted(line for name in (CORE, TYPES) for line in _vocabulary_lines(folder / name))

        def subclasses(cls_iri: str) -> list[str]:
            names = vocabulary.subclasses(cls_iri.removeprefix(KG)) if cls_iri.startswith(KG) else ()
            return [KG + name for name in names] or [cls_iri]

        try:
            queries = tuple(compile_shapes(_parsed(folder / SHAPES), subclasses))
        except Unsupported:
            return cls(folder / SHAPES, "".join(lines).encode(), None)
        _stay_here(folder / SHAPES, (query.sparql for query in queries))
        return cls(folder / SHAPES, "".join(lines).encode(), queries)

    def violations(self, lines: Iterable[str]) -> Iterator[Violation]:
        """What violates the shapes in some data, given as lines of N-Triples."""
        data = "".join(lines).encode()
        if self.queries is None:
            yield from _with_pyshacl(self.path, data, self.triples)
            return
        store = self._store()
        store.bulk_load(data, ox.RdfFormat.N_TRIPLES)
        yield from _found(store, self.queries)

    def across(self, graph: Graph, shared: Collection[str] | None = None) -> Iterator[Violation]:
        """What violates those constraints that articles can violate together, tested on no more than these ask for.

        ``shared`` are local ids of what more than one reading names, which saves time and memory: see :class:`Shared`.
        """
        if self.queries is None:
            yield from self.violations(graph.ntriples())
            return
        queries = [query for query in self.queries if query.across]
        store = self._store()
        for lines in relevant(graph, queries, shared):
            store.extend(ox.parse("".join(f"{line} .\n" for line in lines), ox.RdfFormat.N_TRIPLES))
        yield from _found(store, queries)

    def _store(self) -> ox.Store:
        """One that holds what must be known of the vocabulary."""
        store = ox.Store()
        store.bulk_load(self.triples, ox.RdfFormat.N_TRIPLES)
        return store

    def quarantine(
        self, reading: Reading, *, known: Mapping[str, Background] | None = None, parts: Sequence[Reading] = ()
    ) -> Reading:
        """The reading without what violates the shapes; the reasons are added to its ``quarantined``.

        ``known`` are facts known beforehand, by local id. Where a property's value is to blame, the claims that give it
        go; otherwise the thing itself goes, and with it all claims that speak of it. Where it was joined of ``parts``,
        each without such things already, tested is what these contradict each other in.
        """
        shared = Shared()
        for part in parts:
            shared.see(part)
        for _ in range(_ROUNDS):
            graph = Graph.of([reading], known=known or {})
            found = self.across(graph, shared.ids) if parts else self.violations(graph.ntriples())
            bad = _blamed(graph, found)
            if not bad:
                return reading
            reading = _without(reading, bad)
        left = [*(event.id for event in reading.events), *(entity.id for entity in reading.entities)]
        rest = [(name, "still violates the shapes") for name in left]
        return Reading(reading.article, quarantined=(*reading.quarantined, *rest))

    def quarantine_graph(
        self, graph: Graph, *, shared: Collection[str] | None = None
    ) -> tuple[Graph, tuple[tuple[str, str], ...]]:
        """The graph without what violates the shapes, and the ids of that with the reasons.

        The readings are taken to be quarantined each by itself already: tested here is where articles contradict each
        other. The order of articles and the number of workers make no difference. ``shared`` as in :meth:`across`.
        """
        reasons: dict[str, str] = {}
        for _ in range(_ROUNDS):
            bad = _blamed(graph, self.across(graph, shared))
            if not bad:
                break
            reasons = {**bad, **reasons}
            graph = graph.without(bad)
        return graph, tuple(sorted(reasons.items()))

    @property
    def fast(self) -> bool:
        """Whether the shapes could be translated."""
        return self.queries is not None


def _found(store: ox.Store, queries: Iterable[Query]) -> Iterator[Violation]:
    for query in queries:
        rows = store.query(_PREFIXES + query.sparql)
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101  all of them are SELECT queries
        names = [name.value for name in rows.variables]
        for row in rows:
            cells = {name: str(cell.value) for name in names if isinstance(cell := row[name], _VALUED)}
            path = cells.get("path")
            yield Violation(cells["this"], query.message(path), path, cells.get("value"))


def check(path: Path | str, *, folder: Path | None = None) -> list[Violation]:
    """Everything in a file of RDF that violates the shapes of an ontology folder, sorted.

    Raises StoreError where the file cannot be read.
    """
    path = Path(path)
    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if kind is None:
        msg = f"{path}: cannot check '{path.suffix}'; give .ttl, .nq, .nt, .trig or .jsonld"
        raise StoreError(msg)
    try:
        lines = {f"{quad.triple} .\n" for quad in ox.parse(path=path, format=kind)}
    except (SyntaxError, OSError) as error:
        msg = f"{path}: {error}; correct it there or build it again"
        raise StoreError(msg) from error
    return sorted(set(Shapes.load(folder).violations(lines)), key=str)


def _vocabulary_lines(path: Path) -> Iterator[str]:
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value in _USED or quad.predicate.value.startswith(KG):
            yield f"{quad.triple} .\n"


def _parsed(path: Path) -> rdflib.Graph:
    import rdflib

    try:
        found = rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        msg = f"{path}: cannot be read; copy it from the ontology that ships with kg"
        raise OntologyError(msg) from error
    except Exception as error:  # rdflib has no common root for its syntax errors
        msg = f"{path.name}: bad Turtle: {' '.join(str(error).split())[:200]}"
        raise OntologyError(msg) from error
    _stay_here(path, map(str, found.objects()))
    return found


def _stay_here(path: Path, texts: Iterable[str]) -> None:
    """Raise OntologyError for a query that would send what is tested to another machine: ontologies are passed on."""
    if any(map(asks_outside, texts)):
        msg = f"{path}: a shape asks another machine (SERVICE), and kg works offline; take that constraint out"
        raise OntologyError(msg)


def _with_pyshacl(path: Path, data: bytes, vocabulary: bytes) -> Iterator[Violation]:
    import pyshacl
    import rdflib
    from rdflib import RDF, SH

    tested = rdflib.Graph().parse(data=data + vocabulary, format="nt")
    try:
        _, found, _ = pyshacl.validate(tested, shacl_graph=_parsed(path), advanced=True, inplace=True)
    except Exception as error:  # pySHACL has no common root for what it raises on shapes or values that it cannot take
        msg = f"{path.name}: pySHACL cannot test this data: {' '.join(str(error).split())[:200]}; simplify the shapes"
        raise OntologyError(msg) from error
    for result in found.subjects(RDF.type, SH.ValidationResult):
        cells = {name: found.value(result, SH[name]) for name in ("focusNode", "resultMessage", "resultPath", "value")}
        texts = {name: None if cell is None else str(cell) for name, cell in cells.items()}
        message = texts["resultMessage"] or "violates a shape"
        yield Violation(str(texts["focusNode"]), message, texts["resultPath"], texts["value"])


def _local(iri: str) -> str:
    return iri.removeprefix(f"{BASE}id/")


def _blamed(graph: Graph, violations: Iterable[Violation]) -> dict[str, str]:
    """What to take out, by local id, each with the first reason."""
    found: dict[str, str] = {}
    told: _Told | None = None
    for violation in sorted(set(violations), key=str):
        told = _told(graph) if told is None else told
        focus = _local(violation.focus)
        names = _claims_to_blame(graph, told, focus, violation) or _things_to_blame(graph, focus)
        for name in names:
            found.setdefault(name, violation.message)
    return found


_Told = Mapping[tuple[str, str], list[Claim]]
"""Claims by subject and predicate."""


def _told(graph: Graph) -> _Told:
    found: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in graph.claims.values():
        found[claim.subject, claim.predicate].append(claim)
    return found


def _claims_to_blame(graph: Graph, told: _Told, focus: str, violation: Violation) -> list[str]:
    if violation.path is None or focus in graph.claims:
        return []
    predicate, value = violation.path.removeprefix(KG), violation.value and _local(violation.value)
    return [claim.id for claim in told.get((focus, predicate), ()) if value is None or claim.object == value]


def _things_to_blame(graph: Graph, focus: str) -> list[str]:
    if focus in graph.claims or focus in graph.entities or focus in graph.events:
        return [focus]
    article, _, offsets = focus.partition("#char=")
    if not offsets:
        return [*graph.entities, *graph.events, *graph.claims]
    begin, end = map(int, offsets.split(","))
    here = [(name, mention) for name, entity in graph.entities.items() for mention in entity.mentions]
    here += [(name, event.trigger) for name, event in graph.events.items()]
    told = [(name, span) for name, claim in graph.claims.items() if claim.article == article for span in claim.evidence]
    spans = [(name, mention.span) for name, mention in here if mention.article == article]
    return [name for name, span in (*spans, *told) if (span.begin, span.end) == (begin, end)]


def _without(reading: Reading, bad: Mapping[str, str]) -> Reading:
    reasons = dict(bad)
    kept = []
    for claim in reading.claims:
        name = clean.clean_claim(claim).id
        lost = next(
            (other for other in (claim.subject, claim.object, claim.attributed_to, claim.event) if other in bad), None
        )
        if lost is not None:
            reasons.setdefault(name, f"speaks of {lost}, which was quarantined")
        if name not in reasons:
            kept.append(claim)
    return replace(
        reading,
        entities=tuple(entity for entity in reading.entities if entity.id not in bad),
        events=tuple(event for event in reading.events if event.id not in bad),
        claims=tuple(kept),
        quarantined=(*reading.quarantined, *sorted(reasons.items())),
    )
