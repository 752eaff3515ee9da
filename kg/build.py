"""The whole flow on one screen: sources → articles → readings → checked → one graph."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.article import Article
from kg.extract import reader
from kg.graph import Background, Graph, Reading
from kg.ontology import Ontology
from kg.read import Skipped, read
from kg.shapes import Shapes

ReadAll = Callable[[Iterable[Article]], Iterator[Reading]]
"""How articles are read: here, or in a pool of processes (:mod:`kg.run`)."""


@dataclass(frozen=True)
class Built:
    """A graph and how it came about: what was skipped or quarantined and why, and seconds by stage."""

    graph: Graph
    skipped: tuple[Skipped, ...] = ()
    quarantined: tuple[tuple[str, str, str], ...] = ()
    """Article, what was taken out of its reading, and the reason."""
    seconds: dict[str, float] = field(default_factory=dict)


def build(*sources: str | Path, ontology: str | Path | Ontology | None = None, extractor: str = "rules") -> Graph:
    """The graph of some files, folders, globs or ``-``; what cannot be read is skipped with a warning that says why.

    Raises OntologyError for a wrong ontology and ExtractionError where the language model is missing.
    """
    known = ontology if isinstance(ontology, Ontology) else Ontology.load(ontology)
    built = assemble(read(*sources, zones=known.zones), known, reader(extractor, known).read)
    for skipped in built.skipped:
        warnings.warn(f"{skipped.source}: {skipped.reason}", stacklevel=2)
    return built.graph


def assemble(
    items: Iterable[Article | Skipped],
    ontology: Ontology,
    read_all: ReadAll,
    *,
    on_reading: Callable[[Reading], None] = lambda _: None,
    on_skip: Callable[[Skipped], None] = lambda _: None,
) -> Built:
    """Read articles, check every reading against the shapes, and unite them; the order of ``items`` does not matter."""
    started = time.perf_counter()
    skipped: list[Skipped] = []
    shapes = Shapes.load(ontology)
    checked: list[Reading] = []
    for reading in shapes.quarantine(read_all(_articles(items, skipped, on_skip))):
        checked.append(reading)
        on_reading(reading)
    read_in = time.perf_counter()
    graph = Graph.of(checked, known=map(Background.of, ontology.known()), types=ontology.vocabulary.event_types.values())
    quarantined = tuple(sorted((r.article.id, thing, why) for r in checked for thing, why in r.quarantined))
    seconds = {"read": read_in - started, "unite": time.perf_counter() - read_in}
    return Built(graph, tuple(sorted(skipped, key=lambda s: (s.source, s.reason))), quarantined, seconds)


def _articles(
    items: Iterable[Article | Skipped], skipped: list[Skipped], on_skip: Callable[[Skipped], None]
) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Skipped):
            skipped.append(item)
            on_skip(item)
        else:
            yield item
