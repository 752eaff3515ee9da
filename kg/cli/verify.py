"""``kg verify``: does every quote stand in the sources, word for word?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.cli.places import GraphFile

if TYPE_CHECKING:
    from kg.article import Article

_SHOWN = 50


def verify(
    graph: GraphFile,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE",
            help="The files and folders that it was built from.  [default: a store's own texts]",
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The six sample articles that come with kg.")] = False,
) -> None:
    """Compare every quote of a graph with the sources.

    Every article's hash must be the same; each mention, trigger and piece of evidence must stand in its article at
    the very place that the graph gives, character by character.

    \b
    Examples:
      kg verify exports/graph.nq articles/
      kg verify exports/graph.ttl --sample
      kg verify news.kg

    Exit status: 0 all stand, 1 some do not or an article is missing, 2 the graph cannot be read.
    """
    if not sources and not sample and not graph.is_dir():
        msg = "no sources: name the files or folders that the graph was built from, or give --sample"
        raise typer.BadParameter(msg)
    from kg.keep import load
    from kg.verify import verify as compare

    found = load(graph)
    verdict = compare(found, _articles(graph, sources or [], sample))
    for failure in verdict.failures[:_SHOWN]:
        typer.echo(str(failure))
    if len(verdict.failures) > _SHOWN:
        typer.echo(f"… and {len(verdict.failures) - _SHOWN:,} more")
    typer.echo(
        f"{verdict.verified:,} of {verdict.total:,} quotes stand in the sources, {len(found.articles):,} articles"
    )
    if verdict.failures:
        complain(f"{graph}: {len(verdict.failures):,} do not fit these sources; build it again from them")
        raise typer.Exit(SKIPPED)


def _articles(graph: Path, sources: list[Path], sample: bool) -> Iterator[Article]:
    from kg.build import read
    from kg.keep import texts
    from kg.read import Skipped
    from kg.resources import sample_folder

    if not sources and not sample:
        yield from texts(graph)
        return
    items = read(*sources, *([sample_folder()] if sample else ()))
    yield from (item for item in items if not isinstance(item, Skipped))
