"""The whole flow on one screen: sources → articles → readings → checked → one graph."""

from __future__ import annotations

import datetime as dt
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.article import Article
from kg.extract import Extractor, reader
from kg.extract.parts import joined, lots, parts
from kg.graph import Background, Graph, Quarantined, Reading
from kg.ledger import Row, reviewed
from kg.ontology import Ontology
from kg.ontology.zones import ZonePatterns, load_zones
from kg.read import LIMIT_BYTES, Skipped
from kg.read import read as read_sources
from kg.resolve import resolved
from kg.resources import ontology_folder
from kg.verify import verbatim

if TYPE_CHECKING:
    from kg.shapes import Shapes

__all__ = ["Built", "Desk", "ReadAll", "assemble", "build", "known_to", "read", "unite", "with_defaults"]

ReadAll = Callable[[Iterable[Article]], Iterator[Reading | Skipped]]
"""How articles are read: in this process, or in a pool of processes (:mod:`kg.run`); in any order."""

_LOT = 16
"""Articles that share the language model's batches; what one of them breaks is read again one by one."""


def read(
    *sources: str | Path, zones: ZonePatterns | None = None, limit_bytes: int = LIMIT_BYTES
) -> Iterator[Article | Skipped]:
    """The articles of files, folders, patterns and ``-``, with the zones of the ontology that ships with kg by default.

    What is missing, empty, binary, malformed or larger than ``limit_bytes`` comes as :class:`Skipped`.
    """
    patterns = zones if zones is not None else load_zones(ontology_folder() / "zones.tsv")
    return read_sources(*sources, zones=patterns, limit_bytes=limit_bytes)


def build(
    *sources: str | Path,
    ontology: str | Path | Ontology | None = None,
    extractor: str = "rules",
    model: str | None = None,
) -> Graph:
    """The graph of some files, folders, patterns or ``-``; what cannot be read is skipped with a warning that says why.

    Raises OntologyError for a wrong ontology and ExtractionError where the extractor or its language model is missing.
    """
    known = ontology if isinstance(ontology, Ontology) else Ontology.load(ontology)
    desk = Desk(known, reader(extractor, known, model=model))
    built = assemble(read(*sources, zones=known.zones), known, desk.read)
    for skipped in built.skipped:
        warnings.warn(str(skipped), stacklevel=2)
    return built.graph


@dataclass(frozen=True)
class Built:
    """A graph and how it came about: what was skipped or quarantined and why, and seconds by stage."""

    graph: Graph
    skipped: tuple[Skipped, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    contradicted: tuple[str, ...] = ()
    """Those of what articles contradict each other in."""
    review: Mapping[str, object] | None = None
    """What became of the ledger's rows, where there is a ledger; see :class:`kg.ledger.Reviewed`."""
    seconds: Mapping[str, float] = field(default_factory=dict)


def assemble(
    items: Iterable[Article | Skipped],
    ontology: Ontology,
    read_all: ReadAll,
    *,
    ledger: Iterable[Row] | None = None,
    on_result: Callable[[Reading | Skipped], None] = lambda _: None,
) -> Built:
    """Read articles, unite their readings, check the whole, judge who is who; the order of ``items`` is free.

    ``ledger`` is what people say of it. ``on_result`` is told of each reading and of each article that is skipped.
    """
    skipped: list[Skipped] = []

    def skip(one: Skipped) -> None:
        skipped.append(one)
        on_result(one)

    def readings() -> Iterator[Reading]:
        for result in read_all(_articles(items, skip)):
            if isinstance(result, Skipped):
                skip(result)
            else:
                on_result(result)
                yield result

    return replace(unite(readings(), ontology, ledger=ledger), skipped=tuple(sorted(set(skipped), key=str)))


def unite(readings: Iterable[Reading], ontology: Ontology, *, ledger: Iterable[Row] | None = None) -> Built:
    """One graph of some readings, which are gone through once and may come in any order: checked, and judged.

    What people say in the ``ledger`` is heard first: what they found misread contradicts nothing.
    """
    from kg.shapes import Shapes, Shared  # loads rdflib

    clock = _Clock()
    shared = Shared()
    known: dict[str, Background] = {}
    quarantined: set[Quarantined] = set()

    def noted() -> Iterator[Reading]:
        for reading in readings:
            _know(ontology, reading, known)
            shared.see(reading)
            quarantined.update(reading.quarantined)
            yield reading
        clock.stop("read")

    # ``known`` is looked into when all readings have passed, so none of them need be kept
    graph = Graph.of(noted(), known=known, types=ontology.vocabulary.event_types.values())
    review = None
    if ledger is not None:
        told = reviewed(graph, ledger)
        graph, review = told.graph, told.summary()
    clock.stop("unite")
    graph, contradictions = Shapes.load(ontology.folder).quarantine_graph(graph, shared=shared)
    quarantined.update(contradictions)
    clock.stop("check")
    graph = resolved(graph, known={entry.id: Background.of(entry) for entry in ontology.gazetteer})
    clock.stop("resolve")
    against = tuple(sorted({one.id for one in contradictions}))
    return Built(graph, (), tuple(sorted(quarantined)), against, review, clock.seconds)


class _Clock:
    """Seconds by stage: from the end of the stage before."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self._since = now - self._since, now


def _articles(items: Iterable[Article | Skipped], skip: Callable[[Skipped], None]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Skipped):
            skip(item)
        else:
            yield item


@dataclass(frozen=True)
class Desk:
    """Where articles are read: an ontology and an extractor at work in this process."""

    ontology: Ontology
    extractor: Extractor

    @cached_property
    def _shapes(self) -> Shapes:
        from kg.shapes import Shapes  # loads rdflib

        return Shapes.load(self.ontology.folder)

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """Checked readings, in the order of the articles; an article that the extractor fails on is skipped."""
        for lot in lots(articles, _LOT):
            if len(lot) == 1:
                yield self._alone(lot[0])
                continue
            try:
                checked = self._checked(zip(self.extractor.read(lot), lot, strict=True))
            except Exception:  # noqa: BLE001  whatever it was, it must not cost the other articles
                yield from map(self._alone, lot)
            else:
                yield from checked

    def _alone(self, article: Article) -> Reading | Skipped:
        try:
            found = [one for part in parts(article) for one in self._checked([(self._part(part), article)])]
            if len(found) == 1:
                return found[0]
            return self._shapes.quarantine(joined(found), known=known_to(self.ontology, found), parts=found)
        except Exception as error:  # noqa: BLE001  an article must not end the run, a plug-in may raise anything
            return Skipped(article.source or article.info.identifier, failure(error))

    def _part(self, part: Article) -> Reading:
        (reading,) = self.extractor.read([part])
        return reading

    def _checked(self, readings: Iterable[tuple[Reading, Article]]) -> list[Reading]:
        """Readings of articles without what is not verbatim or violates the shapes."""
        sound = (verbatim(reading, article) for reading, article in readings)
        return self._shapes.quarantine_each((reading, known_to(self.ontology, [reading])) for reading in sound)


def failure(error: BaseException) -> str:
    """Why the extractor could not read an article, in one line."""
    words = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"the extractor failed on it ({what}); it is left out, the other articles are not affected"


def known_to(ontology: Ontology, readings: Iterable[Reading]) -> dict[str, Background]:
    """What was known beforehand about the entities of some readings, and about those that this leads to."""
    found: dict[str, Background] = {}
    for reading in readings:
        _know(ontology, reading, found)
    return found


def _know(ontology: Ontology, reading: Reading, found: dict[str, Background]) -> None:
    """Add to ``found`` what was known beforehand about a reading's entities."""
    names = {entity.id: entity.labels for entity in reading.entities}
    for name in {name for claim in reading.claims for name in (claim.attributed_to, claim.subject, claim.object)}:
        if isinstance(name, str):
            names.setdefault(name, frozenset())
    todo = [name for name in names if name not in found]
    while todo:
        name = todo.pop()
        fact = found.get(name) or _fact(ontology, name, names.get(name, frozenset()))
        if fact is not None and name not in found:
            found[name] = fact
            todo.extend(fact.refers_to)


def _fact(ontology: Ontology, name: str, labels: Iterable[str]) -> Background | None:
    """An entry of the gazetteer, or else the city whose local id this is: found by its names, in its country."""
    entry = ontology.gazetteer.get(name)
    if entry is None and name.startswith("place/"):
        country = name.rpartition("-")[2].upper()
        cities = (ontology.places.lookup(label, prior=[country]) for label in sorted(labels))
        entry = next((city for city in cities if city is not None and city.id == name), None)
    return None if entry is None else Background.of(entry)


def with_defaults(
    items: Iterable[Article | Skipped], *, date: dt.date | None = None, publisher: str | None = None
) -> Iterator[Article | Skipped]:
    """The articles with this publication date and publisher where their sources give none."""
    for item in items:
        if isinstance(item, Skipped):
            yield item
        else:
            info = replace(item.info, date=item.info.date or date, publisher=item.info.publisher or publisher)
            yield replace(item, info=info)
