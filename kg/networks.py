"""Views of a graph as others' graphs: networkx and igraph, which are loaded where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ExportError
from kg.terms import BASE
from kg.views import Source, Value, edge_columns, node_columns, view

if TYPE_CHECKING:
    import igraph
    import networkx


def networkx_graph(source: Source, name: str = "full", *, base: str = BASE) -> networkx.MultiDiGraph:
    """A view as a networkx graph: nodes by local id, edges keyed by predicate, columns as attributes.

    Missing values are left out; days are ISO strings, several values are joined by ``; ``.
    """
    import networkx

    shown = view(source, name, base=base)
    graph = networkx.MultiDiGraph(view=name)
    for node in shown.nodes:
        graph.add_node(node.id, **node_columns(node))
    for edge in shown.edges:
        graph.add_edge(edge.source, edge.target, key=edge.predicate, **edge_columns(edge))
    return graph


def igraph_graph(source: Source, name: str = "full", *, base: str = BASE) -> igraph.Graph:
    """A view as a directed igraph graph.

    Vertices have their local id as ``name``, vertices and edges the columns of the view as attributes, None where there
    is nothing to say. Raises ExportError where igraph is not installed or there is no such view.
    """
    try:
        import igraph
    except ImportError as error:
        msg = "igraph: not installed here; run pip install 'newskg[igraph]', or use graph.to_networkx"
        raise ExportError(msg) from error
    found = view(source, name, base=base)
    number = {node.id: place for place, node in enumerate(found.nodes)}
    nodes, edges = [node_columns(node) for node in found.nodes], [edge_columns(edge) for edge in found.edges]
    made = igraph.Graph(directed=True)
    made.add_vertices(len(nodes), attributes=_attributes(nodes) | {"name": list(number)})
    made.add_edges([(number[edge.source], number[edge.target]) for edge in found.edges], attributes=_attributes(edges))
    return made


def _attributes(rows: list[dict[str, Value]]) -> dict[str, list[Value | None]]:
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}
