"""Turtle: all triples, sorted, with prefixes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph as ox

from kg.graph import Graph
from kg.rdf.stream import Stream, blocks, sorted_lines
from kg.rdf.write import prefixes


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:  # noqa: ARG001  RDF is whole, it has no views
    """Write all triples; see :class:`kg.export.Writer`. Many wait on disk until all are in order."""
    names = dict(sorted(prefixes(base).items()))
    # pyoxigraph writes the prefixes in an order of its own, which differs from run to run: write them here instead
    out.write("".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in names.items()).encode())
    body = cast("IO[bytes]", _Body(out))
    ox.serialize(_triples(graph, base, _beside(out)), body, ox.RdfFormat.TURTLE, prefixes=names)


def _beside(out: BinaryIO) -> Path | None:
    name = getattr(out, "name", None)
    return Path(name).parent if isinstance(name, str) else None


def _triples(graph: Graph, base: str, folder: Path | None) -> Iterator[ox.Triple]:
    every = (f"{line} ." for _, lines in graph.slices(base=base) for line in lines)
    content = cast("IO[bytes]", Stream(blocks(sorted_lines(every, folder=folder))))
    return (quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES))


class _Body:
    """A file that leaves out the prefixes with which Turtle begins."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._head: bytes | None = b""

    def write(self, some: bytes) -> int:
        """As of a file."""
        if self._head is None:
            return self._out.write(some)
        self._head += some
        while self._head.startswith(_PREFIX) and b"\n" in self._head:
            self._head = self._head.partition(b"\n")[2]
        if len(self._head) >= len(_PREFIX) and not self._head.startswith(_PREFIX):
            self._out.write(self._head)
            self._head = None
        return len(some)

    def flush(self) -> None:
        """As of a file."""
        self._out.flush()


_PREFIX = b"@prefix "
