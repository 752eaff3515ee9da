"""GraphML that Gephi, networkx, igraph, graph-tool, Cytoscape and graphology all open right.

Edge ids are unique; keys are declared first, one per name, and named as their column; missing values are left out;
nodes come before edges, all directed. The ``label`` attribute on an edge is read by Gephi as the kind of the edge, so
that parallel edges of different predicates stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.export.look import EDGE_COLUMNS, NODE_COLUMNS, Column, Drawn, cells, colour, fact_columns, title, token, xml
from kg.graph import Graph
from kg.views import view as view_of

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_DRAWN = (
    ("label", "string"),
    ("x", "double"),
    ("y", "double"),
    ("size", "double"),
    ("r", "int"),
    ("g", "int"),
    ("b", "int"),
)
_WEIGHED = (("edgelabel", "string"), ("edgeid", "string"), ("weight", "double"))


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write a view; see :class:`kg.export.Writer`."""
    write_drawn(Drawn.of(view_of(graph, view, base=base)), out)


def write_drawn(drawn: Drawn, out: BinaryIO) -> None:
    """Write what is drawn, line by line: nothing is kept in memory."""
    columns = [*map(_three_valued, NODE_COLUMNS), *fact_columns(drawn.view.nodes)]
    out.write(_HEAD.encode())
    for name, kind in (*_DRAWN, *((column.name, column.type) for column in columns)):
        out.write(f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    for name, kind in (*_WEIGHED, *((column.name, column.type) for column in EDGE_COLUMNS)):
        out.write(f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    out.write(b'  <graph id="kg" edgedefault="directed">\n')
    for lines in (_nodes(drawn, columns), _edges(drawn)):
        for line in lines:
            out.write(line.encode())
    out.write(b"  </graph>\n</graphml>\n")


def _three_valued(column: Column) -> Column:
    """A column of true, false and nothing as text: where nothing is said, igraph reads a boolean as false."""
    return replace(column, type="string") if column.type == "boolean" else column


def _nodes(drawn: Drawn, columns: list[Column]) -> Iterator[str]:
    for node, (x, y), size in zip(drawn.view.nodes, drawn.places, drawn.sizes, strict=True):
        red, green, blue = colour(node.cls)
        values = "".join(f'<data key="{column.name}">{value}</data>' for column, value in cells(node, columns))
        yield (
            f'    <node id="{token(node.id)}"><data key="label">{title(node)}</data>'
            f'<data key="x">{x:.2f}</data><data key="y">{y:.2f}</data><data key="size">{size:.2f}</data>'
            f'<data key="r">{red}</data><data key="g">{green}</data><data key="b">{blue}</data>{values}</node>\n'
        )


def _edges(drawn: Drawn) -> Iterator[str]:
    for number, edge in enumerate(drawn.view.edges):
        name, kind = f"e{number}", xml(edge.predicate)
        values = "".join(f'<data key="{column.name}">{value}</data>' for column, value in cells(edge, EDGE_COLUMNS))
        yield (
            f'    <edge id="{name}" source="{token(edge.source)}" target="{token(edge.target)}" '
            f'label="{kind}"><data key="edgelabel">{kind}</data>'
            f'<data key="edgeid">{name}</data><data key="weight">{edge.weight:.1f}</data>{values}</edge>\n'
        )
