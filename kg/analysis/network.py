"""A view of a graph for igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ExportError
from kg.graph import Graph
from kg.terms import BASE
from kg.views import edge_columns, node_columns, view

if TYPE_CHECKING:
    import igraph


def to_igraph(graph: Graph, name: str = "full", *, base: str = BASE) -> igraph.Graph:
    """A directed igraph graph of one of :data:`kg.views.VIEWS`.

    Vertices have their local id as ``name``, vertices and edges the columns of the view as attributes, None where there
    is nothing to say. Raises ExportError where igraph is not installed or there is no such view.
    """
    try:
        import igraph
    except ImportError as error:
        msg = "igraph: not installed here; run pip install 'newskg[igraph]', or use graph.to_networkx"
        raise ExportError(msg) from error
    found = view(graph, name, base=base)
    number = {node.id: place for place, node in enumerate(found.nodes)}
    nodes, edges = [node_columns(node) for node in found.nodes], [edge_columns(edge) for edge in found.edges]
    made = igraph.Graph(directed=True)
    made.add_vertices(len(nodes), attributes=_attributes(nodes) | {"name": list(number)})
    made.add_edges([(number[edge.source], number[edge.target]) for edge in found.edges], attributes=_attributes(edges))
    return made


def _attributes(rows: list[dict[str, str | int | float | bool]]) -> dict[str, list[str | int | float | bool | None]]:
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}
