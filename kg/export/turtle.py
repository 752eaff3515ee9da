"""Turtle: all triples, sorted, with prefixes."""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg.graph import Graph
from kg.rdf.write import prefixes


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:  # noqa: ARG001  RDF is whole, it has no views
    """Write all triples; see :class:`kg.export.Writer`."""
    names = dict(sorted(prefixes(base).items()))
    lines = "".join(graph.ntriples(base=base)).encode()
    triples = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    found = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=names) or b""
    # pyoxigraph writes the prefixes in an order of its own, which differs from run to run: write them here instead
    body = 0
    while found.startswith(b"@prefix ", body):
        body = found.index(b"\n", body) + 1
    out.write("".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in names.items()).encode())
    out.write(memoryview(found)[body:])
