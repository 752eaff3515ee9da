"""``kg review``: corrections that last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.ledger import Ledger, Row

_MOST = 500
_FEW = 5
_PAIR = "A B"
_NOBODY: tuple[str, str] = ("", "")


def review(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph that kg wrote, .ttl or .nq, or a store.")],
    same: Annotated[
        tuple[str, str], typer.Option(metavar=_PAIR, help="Two entities are one.", show_default=False)
    ] = _NOBODY,
    different: Annotated[
        tuple[str, str], typer.Option(metavar=_PAIR, help="Two entities are two.", show_default=False)
    ] = _NOBODY,
    wrong: Annotated[
        list[str] | None,
        typer.Option(metavar="X", help="The article does not say this: a claim, an event or an entity was misread."),
    ] = None,
    confirmed: Annotated[
        list[str] | None,
        typer.Option(metavar="X", help="The article does say this, whether it is true or not."),
    ] = None,
    undo: Annotated[
        list[str] | None, typer.Option(metavar="ROW|X", help="Take back a row (r-…, see --list), or what is said of X.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", envvar="KG_BY", help="Who says so.")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why, in a few words.")] = "",
    on: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="When.  [default: today]"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.csv", help="Write what is worth a look, to be filled in.")
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--in", metavar="FILE.csv", help="Take the verdicts of a filled sheet.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show the ledger, and what became of each row.")] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The ledger.  [default: ledger.csv beside GRAPH or in it]"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many lines --out writes.")] = _MOST,
) -> None:
    """Correct what was read, once and for all.

    Corrections go into a ledger, a small table (CSV) that every later kg build hears and that you may edit yourself.
    The graph is not rewritten: a wrong claim keeps its evidence, is marked, and is no longer asserted; with the row,
    its effect goes. Confirmed says that the words are there, not that they are true. Claims have ids like
    claim:story-0-40-1a2b3c4d, see kg explain; entities and events may also be given by a name that only one has.

    \b
    Examples:
      kg review exports/graph.nq --same "Choe Hae" "Choi Hae" --by Ann --why "one man, two spellings"
      kg review exports/graph.nq --wrong claim:story-0-40-1a2b3c4d --by Ann --why "the police denied it"
      kg review exports/graph.nq --list
      kg review exports/graph.nq --undo r-3f2a91c0
      kg review exports/graph.nq --out review.csv
      kg review exports/graph.nq --in review.csv --by Ann

    Exit status: 0 all was taken, 1 --list shows rows that are not heard, 2 wrong usage, names or files.
    """
    from kg.keep import load
    from kg.ledger import NAME, Ledger
    from kg.ledger.sheet import questions, write

    place = ledger or (graph / NAME if graph.is_dir() else graph.parent / NAME)
    book, found = Ledger.load(place, missing_ok=True), load(graph)
    day = (on.date() if on else dt.date.today()).isoformat()
    rows = list(_said(found, same, different, wrong or [], confirmed or [], by, day, why))
    if filled is not None:
        rows += _filled(filled, found, by, day, why)
    gone = _undone(book, found, undo or [])
    if gone:
        book.remove(gone)
    for row in gone:
        typer.echo(f"taken back  {row.name}  {row.said} ({row.by})")
    if rows or filled is not None:
        _add(book, rows, found, graph)
    if out is not None:
        asked = questions(found, Ledger.load(place, missing_ok=True).rows)
        write(out, asked[:limit])
        typer.echo(f"{min(len(asked), limit):,} of {len(asked):,} questions written to {out}: fill in the first column")
    if listed or not (rows or gone or filled or out):
        _list(Ledger.load(place, missing_ok=True), found)


def _said(
    graph: Graph,
    same: tuple[str, str],
    different: tuple[str, str],
    wrong: list[str],
    confirmed: list[str],
    by: str,
    on: str,
    why: str,
) -> Iterator[Row]:
    from kg.ledger import names
    from kg.ledger.sheet import row_of

    asked = [(verdict, pair) for verdict, pair in (("same", same), ("different", different)) if any(pair)]
    about = [*(("wrong", one) for one in wrong), *(("confirmed", one) for one in confirmed)]
    if (asked or about) and not (by and why):
        msg = "say who and why: --by NAME --why TEXT"
        raise typer.BadParameter(msg)
    said = {"by": by, "on": on, "why": why}
    for verdict, (left, right) in asked:
        yield _checked(graph, row_of(graph, verdict, names.entity(graph, left), names.entity(graph, right), **said))
    for verdict, one in about:
        yield row_of(graph, verdict, names.read(graph, one), **said)


def _checked(graph: Graph, row: Row) -> Row:
    """The row itself, where it may be heard."""
    from kg.ledger import reviewed

    (fate,) = reviewed(graph, [row]).fates
    if not fate.counts:
        msg = f"{row.said}: {fate.reason}"
        raise StoreError(msg)
    return row


def _filled(path: Path, graph: Graph, by: str, on: str, why: str) -> list[Row]:
    from kg.ledger.sheet import answers

    if not by:
        msg = "say who filled it in: --by NAME"
        raise typer.BadParameter(msg)
    return answers(path, graph, by=by, on=on, why=why)


def _add(book: Ledger, rows: list[Row], found: Graph, graph: Path) -> None:
    added = book.add(rows)
    for row in added:
        typer.echo(f"{row.name}  {row.said} ({row.by}, {row.on})")
        for line in _reach(row, found) if row.verdict == "wrong" and len(added) <= _FEW else ():
            typer.echo(f"            {line}")
    known = f", {len(rows) - len(added):,} were there" if len(added) < len(rows) else ""
    typer.echo(f"{_many(len(added), 'row')} added to {book.path}{known}; the next kg build of {graph} hears them")


def _reach(row: Row, graph: Graph) -> Iterator[str]:
    """What a row takes back, so that people see whether they meant it."""
    from kg.ledger import reviewed

    after = reviewed(graph, [row]).graph
    gone = [claim for claim in graph.claims.values() if graph.entitles(claim) and after.rejected(claim.id)]
    articles = {claim.article for claim in gone}
    yield f"no longer asserted: {_many(len(gone), 'claim')} of {_many(len(articles), 'article')}"
    claim = graph.claims.get(row.about)
    if claim is not None and claim.event:
        rest = f"what else is said of “{graph.label(claim.event)}” stands"
        yield f"{rest}; --wrong {claim.event.replace('/', ':', 1)} takes it all back"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _undone(book: Ledger, graph: Graph, wanted: list[str]) -> list[Row]:
    """The rows to take back, each given by its name or, where it is the only one, by what it is about."""
    found: list[Row] = []
    for words in wanted:
        rows = [row for row in book.rows if row.name == words.strip()] or _about(book, graph, words)
        names = {row.name for row in rows}
        if len(names) != 1:
            many = f"{len(names)} rows are about it: {', '.join(sorted(names))}; name one" if names else "no such row"
            msg = f"{book.path}: --undo {words}: {many}; --list shows all"
            raise StoreError(msg)
        found.extend(rows)
    return found


def _about(book: Ledger, graph: Graph, words: str) -> list[Row]:
    from kg.ledger import names
    from kg.ledger.row import local_id

    wanted = {local_id(words)}
    try:
        wanted.add(names.read(graph, words))
    except StoreError:
        wanted |= {end for row in book.rows for end, label in _named(row) if label.casefold() == words.casefold()}
    return [row for row in book.rows if wanted & {row.about, row.other}]


def _named(row: Row) -> Iterator[tuple[str, str]]:
    yield row.about, row.label
    if row.other:
        yield row.other, row.other_label


def _list(book: Ledger, graph: Graph) -> None:
    from kg.ledger import reviewed

    fates = reviewed(graph, book.rows).fates
    if not fates:
        typer.echo(f"{book.path}: no corrections yet; see kg review --help")
        return
    for fate in fates:
        row = fate.row
        when = f", {row.on}" if row.on else ""
        typer.echo(f"{row.name}  {row.said} ({row.by}{when}: {row.why})")
        if row.quote and not row.identity:
            typer.echo(f"            “{row.quote}” in {row.article}")
        if fate.reason:
            typer.echo(f"            {fate.state}: {fate.reason}")
    lost = sum(not fate.counts for fate in fates)
    typer.echo(f"{_many(len(fates), 'row')}, {len(fates) - lost:,} heard")
    if lost:
        complain(f"{book.path}: {_many(lost, 'row')} not heard; look at each again, or take it back with --undo")
        raise typer.Exit(SKIPPED)
