"""``kg review``: corrections that last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED
from kg.cli.rows import add_rows, list_rows, say_taken_back
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.ledger import Ledger, Row

_MOST = 500
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
        list[str] | None,
        typer.Option(metavar="ROW|X", help="Take back a row (r-…, see --list), what is said of X, all that quotes X."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", envvar="KG_BY", help="Who says so.")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why, in a few words.")] = "",
    on: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="When.  [default: today]"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.csv", dir_okay=False, help="Write what is worth a look, to be filled in."),
    ] = None,
    filled: Annotated[
        Path | None,
        typer.Option(
            "--in", metavar="FILE.csv", dir_okay=False, help="Take the verdicts of a filled sheet or a ledger."
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show the ledger, and what became of each row.")] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="The ledger.  [default: ledger.csv beside GRAPH or in it]"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many lines --out writes.")] = _MOST,
) -> None:
    """Correct what was read, once and for all.

    Corrections go into a ledger, a small table (CSV) that every later kg build hears and that you may edit yourself.
    The graph is not rewritten: a wrong claim keeps its evidence, is marked, and is no longer asserted; with the row,
    its effect goes. Confirmed says that the words are there, not that they are true. Claims have ids like
    claim:story-0-40-1a2b3c4d, see kg explain; entities and events may also be given by a name that only one has.

    Where people disagree, the more careful word counts: different before same, wrong before confirmed; of one person's,
    the latest. The ledger quotes the articles: --list tells which rows quote some that are no longer in the graph, and
    --undo article:NAME takes all out that quote one.

    \b
    Examples:
      kg review exports/graph.nq --same "Choe Hae" "Choi Hae" --by Ann --why "one man, two spellings"
      kg review exports/graph.nq --wrong claim:story-0-40-1a2b3c4d --by Ann --why "the police denied it"
      kg review exports/graph.nq --list
      kg review exports/graph.nq --undo r-3f2a91c0
      kg review exports/graph.nq --undo article:story
      kg review exports/graph.nq --out review.csv
      kg review exports/graph.nq --in review.csv --by Ann

    Exit status: 0 all is heard, 1 some of the rows added or shown are not, 2 wrong usage, names or files.
    """
    from kg.keep import load
    from kg.ledger import NAME, Ledger
    from kg.ledger.sheet import answers

    place = ledger or (graph / NAME if graph.is_dir() else graph.parent / NAME)
    book, found = Ledger.load(place, missing_ok=True), load(graph)
    day = (on.date() if on else dt.date.today()).isoformat()
    rows = list(_said(found, same, different, wrong or [], confirmed or [], by, day, why))
    if filled is not None:
        rows += answers(filled, found, by=by, on=day, why=why)
    gone = _undone(book, found, undo or [])
    if gone:
        book.remove(gone)
        say_taken_back(gone)
    heard = True
    if rows or filled is not None:
        heard = add_rows(book, rows, found, _hearing(graph, ledger))
    if out is not None:
        _ask(out, Ledger.load(place, missing_ok=True), found, limit)
    if listed or not (rows or gone or filled or out):
        heard = list_rows(Ledger.load(place, missing_ok=True), found, graph) and heard
    if not heard:
        raise typer.Exit(SKIPPED)


def _hearing(graph: Path, ledger: Path | None) -> str:
    """The command that hears a ledger."""
    if ledger is not None:
        return f"kg build … --ledger {ledger}"
    return f"kg build --store {graph}" if graph.is_dir() else f"kg build … -o {graph.parent}"


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


def _ask(out: Path, book: Ledger, found: Graph, limit: int) -> None:
    from kg.ledger.sheet import check_vacant, questions, write

    check_vacant(out, book.rows)
    asked = questions(found, book.rows)
    write(out, asked[:limit])
    typer.echo(f"{min(len(asked), limit):,} of {len(asked):,} questions written to {out}: fill in the first column")


def _undone(book: Ledger, graph: Graph, wanted: list[str]) -> list[Row]:
    """The rows to take back, each given by its name, by what it alone is about, or with others by what they quote."""
    found: list[Row] = []
    for words in wanted:
        rows = [row for row in book.rows if row.name == words.strip()] or _about(book, graph, words)
        names = {row.name for row in rows}
        if not rows:
            rows = _quoting(book, words)
        elif len(names) > 1:
            msg = f"--undo {words}: {len(names)} rows are about it: {', '.join(sorted(names))}; name one"
            raise StoreError(f"{book.path}: {msg}")
        if not rows:
            msg = f"{book.path}: --undo {words}: no such row; --list shows all"
            raise StoreError(msg)
        found.extend(rows)
    return found


def _quoting(book: Ledger, words: str) -> list[Row]:
    """The rows that quote the article of this id."""
    from kg.ledger.row import local_id

    name = local_id(words)
    return [row for row in book.rows if name and name in (row.article, row.other_article)]


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
