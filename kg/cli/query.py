"""``kg query``: SPARQL on a graph, and saved questions."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.places import base_of
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.queries import Question
    from kg.store import Rows


class Format(StrEnum):
    """How an answer is shown."""

    table = "table"
    csv = "csv"
    json = "json"


def query(
    graph: Annotated[
        Path | None,
        typer.Argument(metavar="GRAPH", help="A file of RDF, .ttl, .nq, .nt, .trig, .jsonld, or a store."),
    ] = None,
    sparql: Annotated[
        str | None,
        typer.Argument(metavar="SPARQL", help="The query; @FILE reads it from a file, - from standard input."),
    ] = None,
    saved: Annotated[
        str | None, typer.Option("--ask", metavar="NAME", help="Ask a saved question instead of giving a query.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter of the saved question: a name, or an IRI."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the saved questions; with --ask, show that one's file.")
    ] = False,
    ontology: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Your own ontology, whose folder queries/ has the questions.")
    ] = None,
    shown_as: Annotated[Format, typer.Option("--format", "-f", help="How to show the answer.")] = Format.table,
    width: Annotated[
        int, typer.Option("--limit-width", min=0, metavar="N", help="Cut a table's cells at N characters; 0: never.")
    ] = 0,
) -> None:
    """Ask a graph a question in SPARQL, or a saved one.

    SELECT, ASK, CONSTRUCT and DESCRIBE are understood. Prefixes are bound already: kg: rdf: rdfs: owl: xsd: skos:
    prov: schema: wgs: and one for each kind of thing (agency: person: place: event: article: …, etype: for event
    types). A plain triple is asserted by some article; what is denied, feared or planned is in kg:Claim and
    kg:UnrealizedEvent alone. Places nest: query kg:within*.

    Things are shown by short IRIs; ask for their rdfs:label to see names. A saved question's parameter without a value
    has its default, or leaves open what it would narrow.

    \b
    Examples:
      kg query --list
      kg query exports/graph.nq --ask who-detains-whom
      kg query exports/graph.nq --ask timeline --set who="Nurlan Asekeev"
      kg query exports/graph.nq 'SELECT ?who ?whom { ?who kg:detains ?whom }'
      kg query exports/graph.nq 'ASK { agency:police-ru kg:detains ?anyone }'
      kg query exports/graph.nq @sent-abroad.rq --format csv > sent-abroad.csv
      kg query exports/graph.nq 'SELECT ?said ?by { ?c a kg:Claim ; kg:certainty "possible" ;
          kg:evidence/kg:quote ?said ; kg:attributedTo/rdfs:label ?by }' --limit-width 60
    """
    _consistent(graph, sparql, saved, given, listed=listed)
    if listed:
        _list(saved, ontology)
    elif graph is not None:
        _show(_rows(graph, sparql, saved, given or [], ontology), shown_as, base_of(graph), width)


def _consistent(
    graph: Path | None, sparql: str | None, saved: str | None, given: list[str] | None, *, listed: bool
) -> None:
    """Raise BadParameter where the arguments do not go together."""
    problems = {
        "name a graph, and a query or a saved question with --ask": not listed
        and (graph is None or (sparql is None and saved is None)),
        "give a query or --ask, not both": sparql is not None and saved is not None,
        "--set is for saved questions; name one with --ask": bool(given) and saved is None,
    }
    for problem, holds in problems.items():
        if holds:
            raise typer.BadParameter(problem)


def _rows(graph: Path, sparql: str | None, saved: str | None, given: list[str], ontology: Path | None) -> Rows:
    from kg import queries, store

    if saved is None:
        return store.query(graph, _text(sparql or ""), base=base_of(graph))
    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            msg = f"--set {pair}: write NAME=VALUE, like place=place:vladivostok"
            raise typer.BadParameter(msg)
        values[name.strip()] = value
    return queries.answer(graph, queries.question(saved, ontology), values, base=base_of(graph))


def _list(saved: str | None, ontology: Path | None) -> None:
    from kg import queries

    if saved is not None:
        typer.echo(queries.question(saved, ontology).sparql, nl=False)
        return
    found = queries.questions(ontology).values()
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        typer.echo(f"{one.name:<{width}}  {one.title}")
        for line in _parameters(one):
            typer.echo(f"{'':<{width}}  {line}")


def _parameters(asked: Question) -> Iterator[str]:
    for one in asked.parameters:
        yield f"  --set {one.name}={one.default or '…'}: {one.words}"


def _show(rows: Rows, shown_as: Format, base: str, width: int) -> None:
    if shown_as is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([rows.names, *rows])
    elif shown_as is Format.json:
        found = [{name: cell for name, cell in zip(rows.names, row, strict=True) if cell is not None} for row in rows]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _table(rows, base, width)


def _text(sparql: str) -> str:
    if sparql == "-":
        return sys.stdin.read()
    if not sparql.startswith("@"):
        return sparql
    try:
        return Path(sparql[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or error
        msg = f"{sparql[1:]}: cannot be read ({problem}); give @ and a file of SPARQL in UTF-8"
        raise StoreError(msg) from error


def _table(rows: Rows, base: str, width: int) -> None:
    if rows.names == ("answer",):
        typer.echo("yes" if next(iter(rows)) == ("true",) else "no")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows.names:
        shown.add_column(name, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_cut(_short(cell or "", base), width)) for cell in row))
    console = Console() if sys.stdout.isatty() else Console(width=1_000_000, force_terminal=False)
    console.print(shown)
    typer.echo(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if not width or len(line) <= width else line[: width - 1] + "…"


def _short(value: str, base: str) -> str:
    """An IRI with its prefix, as it may be written in a query."""
    from kg.rdf.write import prefixes

    for name, namespace in prefixes(base).items():
        rest = value.removeprefix(namespace)
        if rest != value and rest and not set(rest) & set("/#=,?"):
            return f"{name}:{rest}"
    return value
