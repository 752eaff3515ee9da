"""The difference between two sets of quads as an RDF patch.

The format is RDF Patch of Apache Jena (https://jena.apache.org/documentation/rdf-patch/): a header ``H id``, one
transaction ``TX`` … ``TC``, and in it a line ``D`` for each quad to delete and ``A`` for each to add, terms as in
N-Quads; Fuseki, RDF Delta and rdflib read it. Lines are in a fixed order, and the id is made of them: the same two
graphs give the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import BASE

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}patch")


def quads_of(path: Path | str) -> frozenset[str]:
    """What a file says, a line of N-Quads each, without its dot.

    Raises StoreError where it cannot be read, or has blank nodes: a patch cannot say which of these is which.
    """
    path = Path(path)
    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if kind is None:
        msg = f"{path}: cannot compare '{path.suffix}'; give .nq or .ttl"
        raise StoreError(msg)
    try:
        return frozenset(_line(path, quad) for quad in ox.parse(path=path, format=kind))
    except (SyntaxError, OSError) as error:
        msg = f"{path}: cannot be read ({' '.join(str(error).split())})"
        raise StoreError(msg) from error


def _line(path: Path, quad: ox.Quad) -> str:
    if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
        msg = f"{path}: has blank nodes, which a patch cannot name; kg writes none"
        raise StoreError(msg)
    named = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"
    return f"{quad.triple}{named}"


def patch(before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Lines of a patch that makes of the first quads, as of :func:`quads_of`, the second."""
    old, new = frozenset(before), frozenset(after)
    rows = [*(f"D {quad} .\n" for quad in sorted(old - new)), *(f"A {quad} .\n" for quad in sorted(new - old))]
    yield f"H id <uuid:{uuid.uuid5(_SPACE, ''.join(rows))}> .\n"
    yield "TX .\n"
    yield from rows
    yield "TC .\n"
