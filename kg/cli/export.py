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


def export(
    graph: GraphFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .ttl, .nq, .graphml or .gexf.")],
    view: Annotated[View, typer.Option(help="What to show, for .graphml and .gexf.")] = _FULL,
) -> None:
    """Write a graph in another format or view.

    The suffix of OUT says which format.

    Views: full has entities and realized events; actors has entities alone, each event collapsed to an edge between
    actor and target, and is the one for centrality; claims has also what is not asserted, marked so.

    \b
    Examples:
      kg export exports/graph.nq actors.graphml --view actors
      kg export exports/graph.nq everything-said.gexf --view claims
      kg export exports/graph.ttl graph.nq
    """
    from kg.export import export as write
    from kg.graph import load

    write(load(graph), out, view=view.value, base=base_of(graph))
