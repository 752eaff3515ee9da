"""N-Quads: each article's statements in that article's named graph, streamed graph by graph, each one sorted."""

from __future__ import annotations

from typing import BinaryIO

from kg.graph import Graph


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:  # noqa: ARG001  RDF is whole, it has no views
    """Write all quads; see :class:`kg.export.Writer`."""
    for line in graph.nquads(base=base):
        out.write(line.encode())
