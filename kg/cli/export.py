"""``kg export``: a graph in another format or view."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.places import GraphFile, base_of
from kg.views import VIEWS

View = StrEnum("View", [(name, name) for name in VIEWS])  # type: ignore[misc]
_FULL = View("full")
_SUFFIXES = "The file to write: .ttl, .nq, .jsonld, .graphml, .gexf, .csv or .neo4j.csv."


def export(
    graph: GraphFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help=_SUFFIXES)],
    view: Annotated[View, typer.Option(help="What to show, for .graphml, .gexf and .csv.")] = _FULL,
) -> None:
    """Write a graph in another format or view.

    The suffix of OUT says which format. A table of nodes and one of edges are written for x.csv (x.nodes.csv,
    x.edges.csv: Gephi, spreadsheets) and for x.neo4j.csv (x.nodes.neo4j.csv, x.edges.neo4j.csv: neo4j-admin database
    import with --multiline-fields=true). In them, text that a spreadsheet would take for a formula has an apostrophe
    before it.

    Views: full has entities and realized events; actors has entities alone, each event collapsed to an edge between
    actor and target, and is the one for centrality; claims has also what is not asserted, marked so.

    \b
    Examples:
      kg export exports/graph.nq actors.graphml --view actors
      kg export exports/graph.nq everything-said.gexf --view claims
      kg export exports/graph.nq actors.csv --view actors
      kg export exports/graph.ttl graph.jsonld
    """
    from kg.export import export as write
    from kg.keep import load

    write(load(graph), out, view=view.value, base=base_of(graph))
