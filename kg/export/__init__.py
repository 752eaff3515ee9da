"""Graphs as files: pick a writer by the file's suffix.

======== ===========================================================================
suffix   what
======== ===========================================================================
.ttl     Turtle: all triples
.nq      N-Quads: each article's statements in that article's named graph
.graphml a view, for Gephi, networkx, igraph, graph-tool, Cytoscape, graphology
.gexf    a view with time, for Gephi's time slider
======== ===========================================================================

Others can add suffixes through the entry-point group ``kg.writers``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.errors import ExportError
from kg.export import gexf, graphml, nquads, turtle
from kg.graph import Graph
from kg.ontology.tables import did_you_mean
from kg.terms import BASE

__all__ = ["WRITERS", "Writer", "atomic", "export", "writers"]


class Writer(Protocol):
    """Writes a graph to a binary stream: the same graph gives the same bytes, on every machine."""

    def __call__(self, graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
        """``view`` is one of :data:`kg.views.VIEWS`, for writers of property graphs; ``base`` begins all IRIs."""


WRITERS: Mapping[str, Writer] = {
    ".ttl": turtle.write,
    ".nq": nquads.write,
    ".graphml": graphml.write,
    ".gexf": gexf.write,
}


def writers() -> dict[str, Writer]:
    """All writers by suffix, plug-ins included; kg's own cannot be replaced."""
    return {point.name: point.load() for point in entry_points(group="kg.writers")} | dict(WRITERS)


def export(graph: Graph, path: Path | str, *, view: str = "full", base: str = BASE) -> None:
    """Write a graph to a file, whole or not at all.

    Raises ExportError for an unknown suffix or view, or where the file cannot be written.
    """
    path = Path(path)
    table = writers()
    if path.suffix not in table:
        msg = f"{path}: no writer for '{path.suffix}'. {did_you_mean(path.suffix, table)}"
        raise ExportError(msg)
    with atomic(path) as out:
        table[path.suffix](graph, out, view=view, base=base)


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A stream to a new file beside ``path``, which takes its place once all is written and on the disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error}); choose another folder or free some space"
        raise ExportError(msg) from error
    finally:
        beside.unlink(missing_ok=True)
