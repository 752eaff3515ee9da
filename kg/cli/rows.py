"""What ``kg review`` says of the ledger's rows: which are added, taken back, heard, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.guard import complain

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.ledger import Fate, Ledger, Row

_FEW = 5


def many(number: int, what: str) -> str:
    """A number of things, in words.

    >>> many(1, "row"), many(2_000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def add_rows(book: Ledger, rows: list[Row], found: Graph, command: str) -> bool:
    """Add rows, and tell of each what will become of it; whether all of them are heard."""
    from kg.ledger import Ledger, reviewed

    added = book.add(rows)
    fates = {fate.row: fate for fate in reviewed(found, Ledger.load(book.path, missing_ok=True).rows).fates}
    say_taken_back(added.replaced)
    for row in added.rows:
        typer.echo(row.told)
        for line in _reach(row, found) if row.verdict == "wrong" and len(added.rows) <= _FEW else ():
            typer.echo(f"            {line}")
        _say_fate(fates[row])
    known = len(rows) - len(added.rows)
    were = f", {known:,} {'was' if known == 1 else 'were'} there" if known else ""
    hears = f"; the next {command} hears {'it' if len(added.rows) == 1 else 'them'}" if added.rows else ""
    typer.echo(f"{many(len(added.rows), 'row')} added to {book.path}{were}{hears}")
    lost = sum(not fates[row].counts for row in added.rows)
    if lost:
        complain(f"{book.path}: {many(lost, 'row')} not heard; look at each again, or take it back with --undo")
    return not lost


def say_taken_back(rows: Iterable[Row]) -> None:
    """Show rows that are no longer in the ledger."""
    for row in rows:
        typer.echo(f"taken back  {row.told}")


def _say_fate(fate: Fate) -> None:
    if fate.reason:
        typer.echo(f"            {fate.state}: {fate.reason}")


def _reach(row: Row, graph: Graph) -> Iterator[str]:
    """What a row takes back, so that people see whether they meant it."""
    from kg.ledger import reviewed

    after = reviewed(graph, [row]).graph
    gone = [claim for claim in graph.claims.values() if graph.entitles(claim) and after.rejected(claim.id)]
    articles = {claim.article for claim in gone}
    yield f"no longer asserted: {many(len(gone), 'claim')} of {many(len(articles), 'article')}"
    claim = graph.claims.get(row.about)
    if claim is not None and claim.event:
        rest = f"what else is said of “{graph.label(claim.event)}” stands"
        yield f"{rest}; --wrong {claim.event.replace('/', ':', 1)} takes it all back"


def list_rows(book: Ledger, graph: Graph, place: Path) -> bool:
    """Show the rows; whether all are heard."""
    from kg.ledger import reviewed
    from kg.ledger.apply import OUTWEIGHED

    fates = reviewed(graph, book.rows).fates
    if not fates:
        typer.echo(f"{book.path}: no corrections yet; see kg review --help")
        return True
    for fate in fates:
        row = fate.row
        typer.echo(row.told)
        if row.quote and not row.identity:
            typer.echo(f"            “{row.quote}” in {row.article}")
        _say_fate(fate)
    lost = sum(not fate.counts for fate in fates)
    less = sum(fate.state == OUTWEIGHED for fate in fates)
    typer.echo(
        f"{many(len(fates), 'row')}, {len(fates) - lost:,} heard{f', {less:,} of them outweighed' if less else ''}"
    )
    if lost:
        complain(f"{book.path}: {many(lost, 'row')} not heard; look at each again, or take it back with --undo")
    _say_stale(book, graph, place)
    return not lost


def _say_stale(book: Ledger, graph: Graph, place: Path) -> None:
    """Name articles that are quoted and not there: who removed one, may want its words out of the ledger, too."""
    quoted = Counter(name for row in set(book.rows) for name in {row.article, row.other_article} - {""})
    for name, number in sorted(quoted.items()):
        if name not in graph.articles:
            short = name.replace("/", ":", 1)
            rows = f"{many(number, 'row')} {'quotes' if number == 1 else 'quote'}"
            complain(f"{book.path}: {rows} {short}, which is not in {place}; --undo {short} takes out all that do")
