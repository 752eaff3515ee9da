"""GEXF 1.3 with time: events and dated edges have spells, in full days, both ends inclusive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from kg.export.look import EDGE_COLUMNS, NODE_COLUMNS, Column, Drawn, cells, colour, fact_columns, token, xml
from kg.graph import Graph
from kg.views import Edge, Node
from kg.views import view as view_of

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
"""
_TYPES = {"int": "integer"}


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write a view; see :class:`kg.export.Writer`."""
    drawn = Drawn.of(view_of(graph, view, base=base))
    columns = [*NODE_COLUMNS, *fact_columns(drawn.view.nodes)]
    out.write(_HEAD.encode())
    for kind, these in (("node", columns), ("edge", EDGE_COLUMNS)):
        out.write(f'    <attributes class="{kind}" mode="static">\n'.encode())
        for column in these:
            title, type_ = column.name, _TYPES.get(column.type, column.type)
            out.write(f'      <attribute id="{title}" title="{title}" type="{type_}"/>\n'.encode())
        out.write(b"    </attributes>\n")
    for kind, count, lines in (
        ("nodes", len(drawn.view.nodes), _nodes(drawn, columns)),
        ("edges", len(drawn.view.edges), _edges(drawn)),
    ):
        out.write(f'    <{kind} count="{count}">\n'.encode())
        for line in lines:
            out.write(line.encode())
        out.write(f"    </{kind}>\n".encode())
    out.write(b"  </graph>\n</gexf>\n")


def _nodes(drawn: Drawn, columns: list[Column]) -> Iterator[str]:
    for node, (x, y), size in zip(drawn.view.nodes, drawn.places, drawn.sizes, strict=True):
        red, green, blue = colour(node.cls)
        yield (
            f'      <node id="{token(node.id)}" label="{xml(node.label)}">{_values(node, columns)}'
            f"{_spell(node.start, node.end)}"
            f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:position x="{x:.2f}" y="{y:.2f}" z="0.0"/>'
            f'<viz:size value="{size:.2f}"/></node>\n'
        )


def _edges(drawn: Drawn) -> Iterator[str]:
    for number, edge in enumerate(drawn.view.edges):
        yield (
            f'      <edge id="e{number}" source="{token(edge.source)}" target="{token(edge.target)}" '
            f'label="{edge.predicate}" kind="{edge.predicate}" weight="{edge.weight:.1f}">'
            f"{_values(edge, EDGE_COLUMNS)}{_spell(edge.first, edge.last)}</edge>\n"
        )


def _values(noun: Node | Edge, columns: list[Column] | tuple[Column, ...]) -> str:
    values = "".join(f'<attvalue for="{column.name}" value="{value}"/>' for column, value in cells(noun, columns))
    return f"<attvalues>{values}</attvalues>"


def _spell(start: dt.date | None, end: dt.date | None) -> str:
    ends = (("start", start), ("end", end))
    days = "".join(f' {name}="{day.isoformat()}"' for name, day in ends if day)
    return f"<spells><spell{days}/></spells>" if days else ""
