"""Nodes and edges as two tables of CSV, in Gephi's columns and in those of ``neo4j-admin database import``.

UTF-8, RFC 4180 but for line ends, which are ``\\n``. All text is quoted, numbers and truth values never are, and a
missing value is an empty cell. Text may hold line breaks: tell Neo4j ``--multiline-fields=true``. Control characters
other than tabs and line breaks are dropped.

Text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break) gets
an apostrophe before it, as OWASP recommends against CSV injection
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from kg.export.look import EDGE_COLUMNS, NODE_COLUMNS, Column, fact_columns, token
from kg.graph import Graph
from kg.views import Edge, Node, Value, edge_columns, node_columns
from kg.views import view as view_of

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAYS = frozenset({"start", "end", "first_date", "last_date"})


def gephi_nodes(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write the nodes of a view with Gephi's ``Id`` and ``Label`` first; see :class:`kg.export.Writer`."""
    nodes = view_of(graph, view, base=base).nodes
    columns = _node_columns(nodes)
    _write(out, ("Id", "Label", *(column.name for column in columns)), _node_rows(nodes, columns))


def gephi_edges(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write the edges of a view; ``Kind`` keeps parallel edges of different predicates apart.

    See :class:`kg.export.Writer`.
    """
    names = ("Source", "Target", "Type", "Kind", "Weight", "Id", "Label", *(column.name for column in EDGE_COLUMNS))
    _write(out, names, _gephi_edge_rows(view_of(graph, view, base=base).edges))


def neo4j_nodes(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write the nodes of a view, labelled with their class; see :class:`kg.export.Writer`."""
    nodes = view_of(graph, view, base=base).nodes
    columns = _node_columns(nodes)
    names = ("id:ID", "label:string", *map(_typed, columns), ":LABEL")
    rows = ([*row, node.cls] for row, node in zip(_node_rows(nodes, columns), nodes, strict=True))
    _write(out, names, rows)


def neo4j_edges(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:
    """Write the edges of a view as relationships, their type the predicate; see :class:`kg.export.Writer`."""
    names = (":START_ID", ":END_ID", ":TYPE", "weight:double", *map(_typed, EDGE_COLUMNS))
    _write(out, names, _neo4j_edge_rows(view_of(graph, view, base=base).edges))


def _node_columns(nodes: Iterable[Node]) -> list[Column]:
    return [*NODE_COLUMNS, *fact_columns(nodes)]


def _node_rows(nodes: Iterable[Node], columns: Iterable[Column]) -> Iterator[list[Value | None]]:
    for node in nodes:
        yield [token(node.id), node.label, *_cells(node_columns(node), columns)]


def _gephi_edge_rows(edges: Iterable[Edge]) -> Iterator[list[Value | None]]:
    for number, edge in enumerate(edges):
        ends, kind = (token(edge.source), token(edge.target)), edge.predicate
        told = _cells(edge_columns(edge), EDGE_COLUMNS)
        yield [*ends, "Directed", kind, float(edge.weight), f"e{number}", kind, *told]


def _neo4j_edge_rows(edges: Iterable[Edge]) -> Iterator[list[Value | None]]:
    for edge in edges:
        told = _cells(edge_columns(edge), EDGE_COLUMNS)
        yield [token(edge.source), token(edge.target), edge.predicate, float(edge.weight), *told]


def _cells(values: Mapping[str, Value], columns: Iterable[Column]) -> list[Value | None]:
    return [values.get(column.source) for column in columns]


def _typed(column: Column) -> str:
    return f"{column.name}:{'date' if column.name in _DAYS else column.type}"


def _write(out: BinaryIO, names: Iterable[str], rows: Iterable[Iterable[Value | None]]) -> None:
    out.write(f"{','.join(names)}\n".encode())
    for row in rows:
        out.write(f"{','.join(map(_cell, row))}\n".encode())


def _cell(value: Value | None) -> str:
    """A cell. The csv module has no way, before Python 3.12, to quote all text and leave a missing value empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    text = _FORBIDDEN.sub("", value).replace('"', '""')
    return f'"\'{text}"' if text.startswith(_FORMULA) else f'"{text}"'
