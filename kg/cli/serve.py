"""``kg serve``: a graph as a SPARQL endpoint on this machine."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import complain
from kg.cli.places import base_of

if TYPE_CHECKING:
    from kg.serve import Server


def serve(
    graph: Annotated[
        Path, typer.Argument(metavar="GRAPH", help="A file of RDF, .ttl, .nq, .nt, .trig, .jsonld, or a store.")
    ],
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any that is free.")] = 7878,
    limit: Annotated[
        float, typer.Option("--timeout", min=1, max=86_400, metavar="SECONDS", help="How long a query may take.")
    ] = 60,
) -> None:
    """Serve a graph to SPARQL clients and to your browser.

    A SPARQL 1.1 Protocol endpoint, which rdflib, SPARQLWrapper, Protégé, R and others know how to ask, and a page with
    a query editor. Only programs on this machine reach it; it is read-only and asks nobody else. Prefixes are bound
    already, as in kg query. Ctrl-C ends it.

    \b
    Examples:
      kg serve exports/graph.nq
      kg serve news.kg
      kg serve exports/graph.nq --port 0 --timeout 300
    """
    from kg.serve import Server

    try:
        with Server(graph, port=port, base=base_of(graph), limit=limit) as server:
            _tell(graph, server)
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: no process is left behind
            with suppress(KeyboardInterrupt):
                server.serve_forever()
    except KeyboardInterrupt:
        pass
    complain("stopped serving")


def _tell(graph: Path, server: Server) -> None:
    typer.echo(f"{graph}: {server.engine.triples:,} triples, read-only, for this machine alone")
    typer.echo(f"  page      {server.address}")
    typer.echo(f"  endpoint  {server.endpoint}")
    question = "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class"
    typer.echo(f"  try       curl -H 'Accept: text/csv' --data-urlencode 'query={question}' {server.endpoint}")
    typer.echo("Ctrl-C ends it.")
