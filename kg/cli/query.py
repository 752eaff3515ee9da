"""``kg query``: SPARQL on a graph."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.places import base_of
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.store import Rows


class Format(StrEnum):
    """How an answer is shown."""

    table = "table"
    csv = "csv"
    json = "json"


def query(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A file of RDF: .ttl, .nq, .nt or .trig.")],
    sparql: Annotated[
        str, typer.Argument(metavar="SPARQL", help="The query; @FILE reads it from a file, - from standard input.")
    ],
    shown_as: Annotated[Format, typer.Option("--format", "-f", help="How to show the answer.")] = Format.table,
    width: Annotated[
        int, typer.Option("--limit-width", min=0, metavar="N", help="Cut a table's cells at N characters; 0: never.")
    ] = 0,
) -> None:
    """Ask a graph a question in SPARQL.

    SELECT, ASK, CONSTRUCT and DESCRIBE are understood. Prefixes are bound already: kg: rdf: rdfs: owl: xsd: skos:
    prov: schema: wgs: and one for each kind of thing (agency: person: place: event: article: …, etype: for event
    types). A plain triple is asserted by some article; what is denied, feared or planned is in kg:Claim and
    kg:UnrealizedEvent alone. Places nest: query kg:within*.

    \b
    Examples:
      kg query exports/graph.nq 'SELECT ?who ?whom { ?who kg:detains ?whom }'
      kg query exports/graph.nq 'ASK { agency:police-ru kg:detains ?anyone }'
      kg query exports/graph.nq @sent-abroad.rq --format csv > sent-abroad.csv
      kg query exports/graph.nq 'SELECT ?said ?by { ?c a kg:Claim ; kg:certainty "possible" ;
          kg:evidence/kg:quote ?said ; kg:attributedTo/rdfs:label ?by }' --limit-width 60
    """
    from kg import store

    rows = store.query(graph, _text(sparql), base=base_of(graph))
    if shown_as is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([rows.names, *rows])
    elif shown_as is Format.json:
        found = [{name: cell for name, cell in zip(rows.names, row, strict=True) if cell is not None} for row in rows]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _table(rows, base_of(graph), width)


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
