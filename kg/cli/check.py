"""``kg check``: is a graph, or an ontology, as it should be?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.cli.progress import Progress
from kg.cli.rows import many
from kg.errors import StoreError

_SHOWN = 50


def check(
    graph: Annotated[
        Path | None, typer.Argument(metavar="GRAPH", help="A file of RDF, .ttl, .nq, .nt or .trig, or a store.")
    ] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help="A store: the same as naming it as GRAPH.")] = None,
    ontology: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The ontology to check; with GRAPH, the one that it must fit.")
    ] = None,
) -> None:
    """Check a graph, or an ontology.

    A graph is checked against the shapes (SHACL) of the ontology that comes with kg, or of your own. An ontology is
    read whole: every table, every event type, the marks in every example of the lexicon, the shapes, the saved
    questions. What is wrong is named with file and line. Of a store the database, each text, reading and quote, and
    the graph on disk are looked at as well, and what to do is said.

    \b
    Examples:
      kg check exports/graph.nq
      kg check news.kg
      kg check --ontology my-ontology
      kg check exports/graph.nq --ontology my-ontology

    Exit status: 0 all is well, 1 the graph violates shapes or the store is damaged, 2 the ontology or a file is wrong.
    """
    if graph is not None and store is not None:
        msg = "GRAPH and --store are two names of one thing: give one of them"
        raise typer.BadParameter(msg)
    graph = graph or store
    if graph is None and ontology is None:
        msg = "nothing to check: name a graph, or an ontology with --ontology"
        raise typer.BadParameter(msg)
    if ontology is not None:
        _ontology(ontology)
    if graph is not None and graph.is_dir():
        _store(graph, ontology)
    elif graph is not None:
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


def _store(folder: Path, ontology: Path | None) -> None:
    from kg.keep.check import check as health_of

    with Progress(quiet=False) as progress:
        found = health_of(folder, ontology=ontology, on_stage=progress.now)
    looked = f"{found.articles:,} articles, {found.quotes:,} quotes, {found.triples:,} triples"
    waiting = f"; {found.waiting:,} readings wait for a broken-off build to go on" if found.waiting else ""
    if not found.problems:
        typer.echo(f"{folder}: all is well; {looked}{waiting}")
        return
    for problem in found.problems[:_SHOWN]:
        typer.echo(problem)
    if len(found.problems) > _SHOWN:
        typer.echo(f"… and {len(found.problems) - _SHOWN:,} more")
    complain(f"{folder}: {many(len(found.problems), 'problem')}")
    for remedy in found.remedies:
        complain(remedy)
    raise typer.Exit(SKIPPED)


def _graph(path: Path, folder: Path | None) -> None:
    from kg.shapes import check as violations_of

    if problem := _no_graph(path):
        msg = f"{path}: {problem}; name a graph that kg wrote, or a store"
        raise StoreError(msg)
    found = violations_of(path, folder=folder)
    if not found:
        typer.echo(f"{path}: all is well")
        return
    for violation in found[:_SHOWN]:
        typer.echo(str(violation))
        if violation.place:
            typer.echo(f"    {violation.place}")
    if len(found) > _SHOWN:
        typer.echo(f"… and {len(found) - _SHOWN:,} more")
    complain(f"{path}: {many(len(found), 'violation')} of the shapes; build it again, or correct what wrote it")
    raise typer.Exit(SKIPPED)


def _no_graph(path: Path) -> str:
    """Why there is nothing to check in a file; nothing where there is, or where more is to be said of it."""
    import pyoxigraph as ox

    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if kind is None or not path.exists():
        return "" if path.exists() else "there is no such file"
    try:
        return "" if any(True for _ in ox.parse(path=path, format=kind)) else "nothing of RDF is in it"
    except (SyntaxError, OSError):
        return ""
