"""``kg remove``: articles out of a store, and every trace of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.guard import complain
from kg.cli.progress import Progress
from kg.cli.summary import summarize


def remove(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE", help="Identifier or IRI of an article; or a file or folder: all read there."),
    ],
    store: Annotated[Path, typer.Option(metavar="DIR", help="The store.")],
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show no summary.")] = False,
) -> None:
    """Remove articles from a store, and every trace of them.

    Their text, what was read in them, claims, evidence, and entities that no other article names are gone from the
    store's files, too: it is as if they had never been there. Nothing is read for it. Files that were exported before
    stay as they are; kg build --store DIR -o OUT writes them again. What is still in a folder that you build from
    comes back with the next build.

    \b
    Examples:
      kg remove wages-in-nakhodka --store news.kg
      kg remove article:wages-in-nakhodka stories/2024-08-01/ --store news.kg
      kg remove https://w3id.org/newskg/id/article/wages-in-nakhodka --store news.kg

    Exit status: 0 all were removed, 2 one is not there, and none was removed.
    """
    started = time.time()
    from kg.keep import articles_meant, keeping

    with keeping(store, make=False) as keeper, Progress(quiet=True) as progress:
        done = keeper.remove(articles_meant(keeper.catalogue, articles), on_stage=progress.now)
        stale = keeper.catalogue.folders_written()
    if not quiet:
        summarize(done.report)
        typer.echo(f"{store}: {done} in {time.time() - started:.1f} s")
        for folder in stale:
            typer.echo(f"{folder}: written before; kg build --store {store} -o {folder} writes it again")
    if done.left:
        complain(f"{store}: a program that reads it keeps the former state; end it, and run kg build --store {store}")
