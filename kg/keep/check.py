"""Is a store as it was written? Its database, texts, readings, quotes, its graph, and the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.build import known_to
from kg.errors import StoreError
from kg.folder import current, marked, unfinished
from kg.graph import Graph, Reading
from kg.keep import graphs, marks
from kg.keep.about import DamageError
from kg.keep.catalogue import Catalogue, opened
from kg.keep.load import contradicted, stored
from kg.ontology import Ontology
from kg.rdf.write import node
from kg.shapes import Shapes, Shared
from kg.store import ask
from kg.verify import quotes, verbatim

__all__ = ["Health", "check"]

_BATCH = 100
"""Readings that are tested against the shapes at a time, for memory."""


@dataclass
class Health:
    """What was looked at, and what is wrong, each with the remedy."""

    articles: int = 0
    quotes: int = 0
    triples: int = 0
    waiting: int = 0
    """Readings of articles that are not here: of a build that was broken off."""
    problems: list[str] = field(default_factory=list)
    remedies: dict[str, None] = field(default_factory=dict)

    def found(self, problem: str, remedy: str) -> None:
        """Note what is wrong."""
        self.problems.append(problem)
        self.remedies[remedy] = None


def check(folder: Path, *, ontology: Path | None = None, on_stage: Callable[[str], None] = lambda _: None) -> Health:
    """Look at all of a store; ``ontology`` is that whose shapes it must fit, by default the one that it was read by.

    Raises StoreError where it cannot be opened at all, or its first build was broken off.
    """
    marked(folder)
    with opened(folder, readonly=True) as catalogue, catalogue.still():
        if catalogue.state("graph") is None:
            raise unfinished(folder)
        looked = _Look(folder, catalogue, Health(articles=len(catalogue), waiting=catalogue.waiting()))
        on_stage("looking at the database")
        looked.database()
        on_stage("looking at texts and readings")
        looked.articles(Ontology.load(ontology or catalogue.ontology()))
        on_stage("looking at the graph")
        looked.graph(ontology or catalogue.ontology())
    return looked.health


@dataclass
class _Look:
    folder: Path
    catalogue: Catalogue
    health: Health
    shared: Shared = field(default_factory=Shared)
    gone: tuple[str, ...] = ()
    """Local ids of what was taken out of the whole, because articles contradict each other in it."""

    @property
    def _backup(self) -> str:
        return f"take {self.folder} from a backup, or build a new store from your sources"

    @property
    def _from_source(self) -> str:
        return f"kg build SOURCE --store {self.folder} --anew, with the source of the article, puts it in its place"

    @property
    def _again(self) -> str:
        return f"run kg build --store {self.folder} --anew: it reads again what is damaged, and makes the graph again"

    def database(self) -> None:
        """SQLite's own look at its pages."""
        for words in self.catalogue.integrity():
            self.health.found(f"articles.sqlite: {words}", self._backup)

    def articles(self, ontology: Ontology) -> None:
        """Whether texts and readings are as they were kept, fit each other, and fit the shapes."""
        shapes, batch = Shapes.load(ontology.folder), list[Reading]()
        with suppress(DamageError):  # of this the look at the graph tells
            self.gone = contradicted(self.catalogue)
        for article in self.catalogue.ids():
            reading = self._reading(article)
            batch += [] if reading is None else [reading]
            if len(batch) == _BATCH:
                self._shapes(shapes, batch, ontology)
                batch = []
        self._shapes(shapes, batch, ontology)

    def _reading(self, article: str) -> Reading | None:
        try:
            text = self.catalogue.article(article)
            kept = self.catalogue.kept(article)
            if marks.of_reading(text, kept.way) != kept.mark:
                self.health.found(f"{article}: what is kept about it is not as it was", self._backup)
        except DamageError as error:
            self.health.found(str(error), f"{self._from_source}; or {self._backup}")
            return None
        if kept.failed is not None:
            return None
        try:
            reading = self.catalogue.reading(kept.mark)
        except DamageError as error:
            self.health.found(str(error), self._again)
            return None
        self.shared.see(reading)
        self.health.quotes += len(set(quotes(reading.entities, reading.events, reading.claims)))
        if reading.article != text.info or verbatim(reading, text) != reading:
            self.health.found(f"{article}: what was read in it does not stand in its text", self._again)
        return reading

    def _shapes(self, shapes: Shapes, batch: list[Reading], ontology: Ontology) -> None:
        graph = Graph.of(batch, known=known_to(ontology, batch)).without(self.gone)
        for violation in shapes.violations(graph.ntriples()):
            self.health.found(str(violation), f"{self._again}; if that does not help, correct the ontology")

    def graph(self, ontology: Path | None) -> None:
        """Whether the graph follows from the readings, and its database holds just that."""
        try:
            graph = stored(self.catalogue)
        except DamageError as error:
            self.health.found(str(error), self._again)
            return
        base = marked(self.folder)["base"]
        if graphs.digests(graph, base=base) != self.catalogue.graphs():
            self.health.found("the graph is not what follows from the readings", self._again)
        for violation in Shapes.load(ontology).across(graph, self.shared):
            self.health.found(str(violation), f"{self._again}; if that does not help, correct the ontology")
        try:
            for problem in self._differences(graph, base):
                self.health.found(f"{current(self.folder)}: {problem}", self._again)
        except StoreError as error:
            self.health.found(str(error), self._again)
        except (OSError, RuntimeError) as error:
            self.health.found(f"{self.folder / 'graph'}: damaged ({error})", self._again)

    def _differences(self, graph: Graph, base: str) -> Iterator[str]:
        store, names = ox.Store.read_only(str(current(self.folder))), set[ox.NamedNode]()
        for name, lines in graph.slices(base=base):
            named = ox.NamedNode(node(name, base)[1:-1])
            names.add(named)
            triples = graphs.triples(lines)
            self.health.triples += len(triples)
            found = {quad.triple for quad in store.quads_for_pattern(None, None, None, named)}
            if found != triples:
                yield f"<{named.value}> lacks {len(triples - found):,} triples, {len(found - triples):,} are too many"
            lost = sum(ox.Quad(t.subject, t.predicate, t.object) not in store for t in triples)
            if lost:
                yield f"{lost:,} triples of <{named.value}> are missing among all"
        if strange := set(store.named_graphs()) - names:
            yield f"{len(strange):,} named graphs are there that should not be"
        if (surplus := ask(store, _SURPLUS).rows[0][0]) != "0":
            yield f"{surplus} triples are there that no article has"


_SURPLUS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
