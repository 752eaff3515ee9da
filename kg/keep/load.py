"""A store's graph in memory: made of its readings, and of what was found out about them together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg import graph as nouns
from kg.article import Article
from kg.build import Built
from kg.errors import StoreError
from kg.folder import current, marked
from kg.graph import Background, Graph, Reading
from kg.judgement import Judgement, Review
from kg.keep.about import DamageError
from kg.keep.catalogue import Catalogue, opened
from kg.keep.codec import decode, encode, packed, unpacked
from kg.ontology.types import EventType

__all__ = ["context", "contradicted", "load", "stored", "texts", "without"]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a graph has besides its readings: all that the ontology, the shapes and people have a part in."""

    known: tuple[Background, ...]
    types: tuple[EventType, ...]
    judgements: tuple[Judgement, ...]
    reviews: tuple[Review, ...]
    contradicted: tuple[str, ...]


def load(path: Path | str) -> Graph:
    """The graph in a file that kg wrote (``.nq`` or ``.ttl``) or in a store, exactly as it was built.

    Raises StoreError where it cannot be read or kg did not write it.
    """
    path = Path(path)
    if not path.is_dir():
        return nouns.load(path)
    marked(path)
    current(path)
    with opened(path, readonly=True) as catalogue, catalogue.still():
        try:
            return stored(catalogue)
        except DamageError as error:
            msg = f"{path}: {error}; kg build --store {path} --anew reads it again"
            raise StoreError(msg) from error


def texts(folder: Path) -> Iterator[Article]:
    """The articles of a store, as they were read; raises StoreError, also for a text that is damaged."""
    marked(folder)
    with opened(folder, readonly=True) as catalogue, catalogue.still():
        for name in catalogue.ids():
            try:
                article = catalogue.article(name)
            except DamageError as error:
                msg = f"{folder}: {error}; kg check {folder} finds all that is damaged and says what to do"
                raise StoreError(msg) from error
            yield article


def context(built: Built) -> bytes:
    """What to note of a graph besides its readings."""
    graph = built.graph
    found = _Context(
        tuple(graph.known.values()),
        tuple(graph.types.values()),
        tuple(sorted(graph.judgements)),
        tuple(sorted(graph.reviews)),
        built.contradicted,
    )
    return packed(encode(_Context, found))


def stored(catalogue: Catalogue) -> Graph:
    """The graph that a catalogue holds; raises DamageError."""
    also = _context(catalogue)
    graph = Graph.of(_readings(catalogue), known=also.known, types=also.types).without(also.contradicted)
    return replace(graph, judgements=frozenset(also.judgements), reviews=frozenset(also.reviews))


def without(catalogue: Catalogue, articles: Collection[str]) -> Graph:
    """The graph of all but some articles, given by local id, before it is checked and judged; raises DamageError."""
    also = _context(catalogue)
    return Graph.of(_readings(catalogue, articles), known=also.known, types=also.types)


def contradicted(catalogue: Catalogue) -> tuple[str, ...]:
    """Local ids of what was taken out of the whole graph; raises DamageError."""
    return _context(catalogue).contradicted


def _context(catalogue: Catalogue) -> _Context:
    try:
        return decode(_Context, unpacked(catalogue.state("context") or b""))
    except ValueError as error:
        msg = "what is kept about the whole graph is damaged"
        raise DamageError(msg) from error


def _readings(catalogue: Catalogue, left_out: Collection[str] = ()) -> Iterator[Reading]:
    for article, mark in catalogue.marks():
        if article not in left_out:
            yield catalogue.reading(mark)
