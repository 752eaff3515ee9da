"""``kg remove``: articles out of a store, and every trace of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import complain
from kg.cli.progress import Progress
from kg.cli.rows import many
from kg.cli.summary import summarize
from kg.folder import LEDGER

if TYPE_CHECKING:
    from kg.ledger.forget import Forgotten


def remove(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE", help="Identifier or IRI of an article; or a file or folder: all read there."),
    ],
    store: Annotated[Path, typer.Option(metavar="DIR", help="The store.")],
    keep_rows: Annotated[
        bool,
        typer.Option("--keep-rows", help="Leave the ledger as it is, though rows of it quote what is removed."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Show corrections that are taken out, but no summary.")
    ] = False,
) -> None:
    """Remove articles from a store, and every trace of them.

    Their text, what was read in them, claims, evidence, and entities that no other article names are gone from the
    store's files, too: it is as if they had never been there. Nothing is read for it. Files that were exported before
    stay as they are; kg build --store DIR -o OUT writes them again. What is still in a folder that you build from
    comes back with the next build.

    Corrections quote what they correct (see kg review). Rows of the store's ledger that speak of nothing but what is
    removed are taken out and shown, so that you can note them; those about something that other articles name, too,
    stay, in words of these. With --keep-rows all stay, for an article that will come back, say. What people wrote
    themselves (why, comments, columns of their own) is not looked into.

    \b
    Examples:
      kg remove wages-in-nakhodka --store news.kg
      kg remove article:wages-in-nakhodka stories/2024-08-01/ --store news.kg
      kg remove https://w3id.org/newskg/id/article/wages-in-nakhodka --store news.kg

    Exit status: 0 all were removed, 2 one is not there, and none was removed.
    """
    started = time.time()
    from kg.keep import articles_meant, keeping, leaving

    with keeping(store, make=False) as keeper, Progress(quiet=True) as progress:
        meant = articles_meant(keeper.catalogue, articles)
        with leaving(store, keeper.catalogue, meant, keep_rows=keep_rows) as forgotten:
            done = keeper.remove(meant, on_stage=progress.now)
        stale = keeper.catalogue.folders_written()
    if not quiet:
        summarize(done.report)
        typer.echo(f"{store}: {done} in {time.time() - started:.1f} s")
        for folder in stale:
            typer.echo(f"{folder}: written before; kg build --store {store} -o {folder} writes it again")
    for line in _left(store, forgotten) if keep_rows else _taken_out(store, forgotten):
        typer.echo(line)  # in any case: nobody else has these rows
    if done.left:
        complain(f"{store}: a program that reads it keeps the former state; end it, and run kg build --store {store}")


def _taken_out(store: Path, forgotten: Forgotten) -> Iterator[str]:
    if forgotten.gone:
        yield f"{store / LEDGER}: {many(len(forgotten.gone), 'correction')} of what was removed taken out:"
    for row in forgotten.gone:
        yield f"  {row.told}"
    if forgotten.retold:
        yield f"{store / LEDGER}: {many(len(forgotten.retold), 'correction')} told in words of other articles now"


def _left(store: Path, forgotten: Forgotten) -> Iterator[str]:
    if rows := sorted(forgotten.changes):
        names = ", ".join(row.name for row in rows)
        yield f"{store / LEDGER}: {many(len(rows), 'correction')} still quote what was removed: {names}"
