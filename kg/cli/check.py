"""``kg check``: is a graph, or an ontology, as it should be?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.guard import SKIPPED, complain

_SHOWN = 50


def check(
    graph: Annotated[
        Path | None, typer.Argument(metavar="GRAPH", help="A file of RDF: .ttl, .nq, .nt, .trig or .jsonld.")
    ] = None,
    ontology: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The ontology to check; with GRAPH, the one that it must fit.")
    ] = None,
) -> None:
    """Check a graph, or an ontology.

    A graph is checked against the shapes (SHACL) of the ontology that comes with kg, or of your own. An ontology is
    read whole: every table, every event type, the marks in every example of the lexicon, the shapes, the saved
    questions. What is wrong is named with file and line.

    \b
    Examples:
      kg check exports/graph.nq
      kg check --ontology my-ontology
      kg check exports/graph.nq --ontology my-ontology

    Exit status: 0 all is well, 1 the graph violates shapes, 2 the ontology or a file is wrong.
    """
    if graph is None and ontology is None:
        msg = "nothing to check: name a graph, or an ontology with --ontology"
        raise typer.BadParameter(msg)
    if ontology is not None:
        _ontology(ontology)
    if graph is not None:
        _graph(graph, ontology)


def _ontology(folder: Path) -> None:
    from kg.ontology import Ontology
    from kg.queries import questions
    from kg.shapes import Shapes

    known = Ontology.load(folder)
    Shapes.load(folder)
    asked = questions(folder)
    parts = [
        (len(known.vocabulary.event_types), "event types"),
        (len(known.lexicon.triggers), "triggers"),
        (len(known.gazetteer), "known actors and places"),
        (len(asked), "saved questions"),
    ]
    typer.echo(f"{folder}: all is well; {', '.join(f'{number:,} {what}' for number, what in parts)}")


def _graph(path: Path, folder: Path | None) -> None:
    from kg.shapes import check as violations_of

    found = violations_of(path, folder=folder)
    if not found:
        typer.echo(f"{path}: all is well")
        return
    for violation in found[:_SHOWN]:
        typer.echo(str(violation))
    if len(found) > _SHOWN:
        typer.echo(f"… and {len(found) - _SHOWN:,} more")
    complain(f"{path}: {len(found):,} violations of the shapes; build it again, or correct what wrote it")
    raise typer.Exit(SKIPPED)
