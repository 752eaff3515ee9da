"""Graphs as files: pick a writer by the file's suffix.

========== ===========================================================================
suffix     what
========== ===========================================================================
.ttl       Turtle: all triples
.nq        N-Quads: each article's statements in that article's named graph
.jsonld    JSON-LD: all triples, in the short names of ``ontology/context.jsonld``
.graphml   a view, for Gephi, networkx, igraph, graph-tool, Cytoscape, graphology
.gexf      a view with time, for Gephi's time slider
.csv       a view as two tables for Gephi: x.csv gives x.nodes.csv and x.edges.csv
.neo4j.csv the same for Neo4j: x.neo4j.csv gives x.nodes.neo4j.csv, x.edges.neo4j.csv
========== ===========================================================================

One table alone is had by its own suffix, ``.nodes.csv`` and so on.

Others can add suffixes through the entry-point group ``kg.writers``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.errors import ExportError
from kg.export import csv_tables, gexf, graphml, jsonld, nquads, turtle
from kg.graph import Graph
from kg.ontology.tables import did_you_mean
from kg.terms import BASE

__all__ = ["TABLES", "WRITERS", "Writer", "atomic", "export", "writers"]


class Writer(Protocol):
    """Writes a graph to a binary stream: the same graph gives the same bytes, on every machine."""

    def __call__(self, graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
        """``view`` is one of :data:`kg.views.VIEWS`, for writers of property graphs; ``base`` begins all IRIs."""


WRITERS: Mapping[str, Writer] = {
    ".ttl": turtle.write,
    ".nq": nquads.write,
    ".graphml": graphml.write,
    ".gexf": gexf.write,
    ".jsonld": jsonld.write,
    ".nodes.csv": csv_tables.gephi_nodes,
    ".edges.csv": csv_tables.gephi_edges,
    ".nodes.neo4j.csv": csv_tables.neo4j_nodes,
    ".edges.neo4j.csv": csv_tables.neo4j_edges,
}
TABLES: Mapping[str, tuple[str, str]] = {
    ".csv": (".nodes.csv", ".edges.csv"),
    ".neo4j.csv": (".nodes.neo4j.csv", ".edges.neo4j.csv"),
}
"""Suffixes that stand for two files."""


def writers() -> dict[str, Writer]:
    """All writers by suffix, plug-ins included; kg's own cannot be replaced."""
    return {point.name: point.load() for point in entry_points(group="kg.writers")} | dict(WRITERS)


def export(graph: Graph, path: Path | str, *, view: str = "full", base: str = BASE) -> None:
    """Write a graph to a file, whole or not at all; ``x.csv`` is two files, see above.

    Raises ExportError for an unknown suffix or view, or where the file cannot be written.
    """
    path = Path(path)
    with ExitStack() as all_or_none:
        files = [(writer, all_or_none.enter_context(atomic(place))) for place, writer in _files(path)]
        for writer, out in files:
            writer(graph, out, view=view, base=base)


def _files(path: Path) -> list[tuple[Path, Writer]]:
    """What to write, and where: of all known suffixes the longest counts."""
    table = writers()
    fitting = [suffix for suffix in (*table, *TABLES) if path.name.endswith(suffix)]
    if not fitting or not (stem := path.name.removesuffix(suffix := max(fitting, key=len))):
        msg = f"{path}: no writer for '{path.suffix}'. {did_you_mean(path.suffix, (*table, *TABLES))}"
        raise ExportError(msg)
    if suffix in table:
        return [(path, table[suffix])]
    return [(path.with_name(f"{stem}{part}"), table[part]) for part in TABLES[suffix]]


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A stream to a new file beside ``path``, which takes its place once all is written and on the disk.

    A link stays, and the file that it leads to is replaced; devices and pipes are written to as they are.
    """
    through = path.exists() and not path.is_file()
    place = path if through else Path(os.path.realpath(path))
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with (place if through else beside).open("wb") as out:
            yield out
            out.flush()
            if not through:
                os.fsync(out.fileno())
        if not through:
            beside.replace(place)
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror or error}); choose another folder or free some space"
        raise ExportError(msg) from error
    finally:
        beside.unlink(missing_ok=True)
