"""Shapes: what a graph must satisfy, and what happens to that which does not.

Shapes are SHACL, in ``ontology/shapes.ttl``. They are translated to SPARQL and run on pyoxigraph, which takes a
fraction of the time of reading; where a file of shapes uses more of SHACL than can be translated, pySHACL runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import OntologyError, StoreError
from kg.graph import Background, Graph, Quarantined, Reading
from kg.ontology.types import CORE, TYPES, Vocabulary
from kg.outside import asks_outside
from kg.quarantine import account, taken_out
from kg.resources import ontology_folder
from kg.shapes.across import Shared, relevant
from kg.shapes.blame import Violation, blamed, without
from kg.shapes.compile import Query, Unsupported, compile_shapes, remedies
from kg.shapes.words import resting_on
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


@dataclass(frozen=True)
class Shapes:
    """The shapes of an ontology folder, ready to test data; ``triples`` is what they need to know of the vocabulary."""

    path: Path
    triples: bytes = field(repr=False)
    queries: tuple[Query, ...] | None = field(repr=False)
    remedies: Mapping[str, str] = field(repr=False, default_factory=dict)
    """What a person can do, by what is wrong."""

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

        parsed, vocabulary_lines = _parsed(folder / SHAPES), "".join(lines).encode()
        try:
            queries = tuple(compile_shapes(parsed, subclasses))
        except Unsupported:
            return cls(folder / SHAPES, vocabulary_lines, None, remedies(parsed))
        _stay_here(folder / SHAPES, (query.sparql for query in queries))
        return cls(folder / SHAPES, vocabulary_lines, queries, remedies(parsed))

    def violations(self, lines: Iterable[str]) -> Iterator[Violation]:
        """What violates the shapes in some data, given as lines of N-Triples."""
        data = "".join(lines).encode()
        if self.queries is None:
            yield from _with_pyshacl(self.path, data, self.triples)
            return
        store = self._store()
        store.bulk_load(data, ox.RdfFormat.N_TRIPLES)
        yield from _found(store, self.queries)

    def across(self, graph: Graph, shared: Shared | None = None) -> Iterator[Violation]:
        """What violates those constraints that articles can violate together, tested on no more than these ask for.

        ``shared`` has seen the readings that the graph is made of, which saves nearly all time and memory.
        """
        if self.queries is None:
            yield from self.violations(graph.ntriples())
            return
        for queries, lines in relevant(graph, [query for query in self.queries if query.across], shared):
            if data := "".join(f"{line} .\n" for line in lines).encode():
                store = self._store()
                store.bulk_load(data, ox.RdfFormat.N_TRIPLES)
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
            found = self.across(graph, shared) if parts else self.violations(graph.ntriples())
            bad = blamed(graph, found, self.remedies)
            if not bad:
                return reading
            reading = without(reading, taken_out(graph, bad)[1])
        left = [*(event.id for event in reading.events), *(entity.id for entity in reading.entities)]
        rest = account(Graph.of([reading]), dict.fromkeys(left, ("still violates the shapes", "")))
        return Reading(reading.article, quarantined=(*reading.quarantined, *rest))

    def quarantine_each(self, readings: Iterable[tuple[Reading, Mapping[str, Background]]]) -> list[Reading]:
        """Readings, each with what is known, as :meth:`quarantine` leaves them; short ones in half the time.

        So that they have nothing in common, the things of each are named apart. Shapes that kg does not know might
        ask of several things at once what nothing but their values links: these are tested one by one.
        """
        lot = {f"{BASE}apart/{number}/": both for number, both in enumerate(readings)}
        bad = set(lot)
        if self.queries is not None and len(lot) > 1 and self._ours:
            graphs = ((name, Graph.of([reading], known=known)) for name, (reading, known) in lot.items())
            lines = (line for name, graph in graphs for line in graph.ntriples(base=name))
            found = {violation.focus.partition("id/")[0] for violation in self.violations(lines)}
            bad = found if found <= bad else bad  # else the vocabulary violates the shapes
        return [
            self.quarantine(reading, known=known) if name in bad else reading for name, (reading, known) in lot.items()
        ]

    @cached_property
    def _ours(self) -> bool:
        return self.path.read_bytes() == (ontology_folder() / SHAPES).read_bytes()

    def quarantine_graph(self, graph: Graph, *, shared: Shared | None = None) -> tuple[Graph, tuple[Quarantined, ...]]:
        """The graph without what violates the shapes, and an account of all that is gone.

        The readings are taken to be quarantined each by itself already: tested here is where articles contradict each
        other. The order of articles and the number of workers make no difference. ``shared`` as in :meth:`across`.
        """
        gone: list[Quarantined] = []
        while bad := blamed(graph, self.across(graph, shared), self.remedies):
            graph, lost = taken_out(graph, bad)
            gone += lost
        return graph, tuple(sorted(gone))

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
    found = sorted(set(Shapes.load(folder).violations(lines)), key=str)
    words = resting_on(lines, {violation.focus for violation in found}) if found else {}
    return [replace(violation, words=words.get(violation.focus)) for violation in found]


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
