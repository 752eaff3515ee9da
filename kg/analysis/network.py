"""A view of a graph for igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import Graph
from kg.terms import BASE

if TYPE_CHECKING:
    import igraph


def to_igraph(graph: Graph, name: str = "full", *, base: str = BASE) -> igraph.Graph:
    """The same as :meth:`kg.graph.Graph.to_igraph`."""
    return graph.to_igraph(name, base=base)
