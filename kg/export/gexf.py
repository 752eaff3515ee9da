"""GEXF 1.3 with time: nodes and edges have spells, in full days, both ends inclusive.

An edge is there when what it says happened, or else when that was published. A node is there in its own time and in
that of its edges, so that no edge is without its ends; it has no spell, and is always there, where one of its edges
has none, as what was known beforehand has.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO

from kg.export.look import EDGE_COLUMNS, NODE_COLUMNS, Column, Drawn, cells, colour, fact_columns, title, token, xml
from kg.graph import Graph
from kg.views import Edge, Node, View
from kg.views import view as view_of

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
"""
_TYPES = {"int": "integer"}


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write a view; see :class:`kg.export.Writer`."""
    write_drawn(Drawn.of(view_of(graph, view, base=base)), out)


def write_drawn(drawn: Drawn, out: BinaryIO) -> None:
    """Write what is drawn, line by line: but for a list of edges in the order of their targets, nothing is kept."""
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
    every = zip(drawn.view.nodes, drawn.places, drawn.sizes, lives(drawn.view), strict=True)
    for node, (x, y), size, life in every:
        red, green, blue = colour(node.cls)
        yield (
            f'      <node id="{token(node.id)}" label="{title(node)}">{_values(node, columns)}'
            f"{_spells(life)}"
            f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:position x="{x:.2f}" y="{y:.2f}" z="0.0"/>'
            f'<viz:size value="{size:.2f}"/></node>\n'
        )


def _edges(drawn: Drawn) -> Iterator[str]:
    for number, edge in enumerate(drawn.view.edges):
        kind, time = xml(edge.predicate), _time(edge, drawn.view)
        yield (
            f'      <edge id="e{number}" source="{token(edge.source)}" target="{token(edge.target)}" '
            f'label="{kind}" kind="{kind}" weight="{edge.weight:.1f}">'
            f"{_values(edge, EDGE_COLUMNS)}{_spells([time] if time else [])}</edge>\n"
        )


def _values(noun: Node | Edge, columns: list[Column] | tuple[Column, ...]) -> str:
    values = "".join(f'<attvalue for="{column.name}" value="{value}"/>' for column, value in cells(noun, columns))
    return f"<attvalues>{values}</attvalues>"


# -- time ------------------------------------------------------------------------------------------------------------

Time = tuple[dt.date, dt.date]
"""First and last day; the first and the last day of all stand for an open end."""
Life = list[Time]
"""Times in order, apart from each other; none for always."""
_NONE: tuple[str, Iterable[Edge]] = ("", ())


def lives(view: View) -> Iterator[Life]:
    """When each node is there, in the order of the nodes."""
    leaving = groupby(view.edges, key=attrgetter("source"))
    arriving = groupby(sorted(view.edges, key=attrgetter("target")), key=attrgetter("target"))
    # nodes and edges are in order: a group is that of the next node that has any
    out, into = next(leaving, _NONE), next(arriving, _NONE)
    for node in view.nodes:
        times = []
        if out[0] == node.id:
            times += [_time(edge, view) for edge in out[1]]
            out = next(leaving, _NONE)
        if into[0] == node.id:
            times += [_time(edge, view) for edge in into[1]]
            into = next(arriving, _NONE)
        yield [] if None in times else _merged([time for time in (_ends(node.start, node.end), *times) if time])


def _time(edge: Edge, view: View) -> Time | None:
    """The time of an edge: that of the event at one of its ends where it has none itself."""
    own = _ends(edge.first, edge.last)
    if own:
        return own
    ends = (view.nodes[bisect_left(view.nodes, end, key=attrgetter("id"))] for end in (edge.source, edge.target))
    return next((time for node in ends if (time := _ends(node.start, node.end))), None)


def _ends(first: dt.date | None, last: dt.date | None) -> Time | None:
    return (first or dt.date.min, last or dt.date.max) if first or last else None


def _merged(times: list[Time]) -> Life:
    """Times in order, those that overlap as one."""
    found: Life = []
    for first, last in sorted(times):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return [] if found == [(dt.date.min, dt.date.max)] else found


def _spells(times: Life) -> str:
    return f"<spells>{''.join(map(_spell, times))}</spells>" if times else ""


def _spell(time: Time) -> str:
    start = "" if time[0] == dt.date.min else f' start="{time[0].isoformat()}"'
    end = "" if time[1] == dt.date.max else f' end="{time[1].isoformat()}"'
    return f"<spell{start}{end}/>"
