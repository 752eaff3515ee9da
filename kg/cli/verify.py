"""``kg verify``: does every quote stand in the sources, word for word?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.cli.places import GraphFile
from kg.folder import is_store

if TYPE_CHECKING:
    from kg.article import Article
    from kg.read import Skipped

_SHOWN = 50


def verify(
    graph: GraphFile,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE",
            help="The files and folders that it was built from, or a store.  [default: a store's own texts]",
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The six sample articles that come with kg.")] = False,
) -> None:
    """Compare every quote of a graph with the sources.

    Every article's hash must be the same; each mention, trigger and piece of evidence must stand in its article at
    the very place that the graph gives, character by character. A source that cannot be read is named, and skipped.

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
    from kg.resources import sample_folder
    from kg.verify import verify as compare

    found, places = load(graph), [*(sources or []), *([sample_folder()] if sample else [])]
    unread: list[Skipped] = []
    verdict = compare(found, _articles(places or [graph], unread))
    for one in unread[:_SHOWN]:
        complain(f"skipped {one}")
    for failure in verdict.failures[:_SHOWN]:
        typer.echo(str(failure))
    if len(verdict.failures) > _SHOWN:
        typer.echo(f"… and {len(verdict.failures) - _SHOWN:,} more")
    typer.echo(
        f"{verdict.verified:,} of {verdict.total:,} quotes stand in the sources, {len(found.articles):,} articles"
    )
    if verdict.failures:
        remedy = "name all that it was built from, or build it again from them"
        complain(f"{graph}: {len(verdict.failures):,} do not fit these sources; {remedy}")
        raise typer.Exit(SKIPPED)


def _articles(places: list[Path], unread: list[Skipped]) -> Iterator[Article]:
    """The articles of some files, folders and stores; what is none goes to ``unread``."""
    from kg.build import read
    from kg.keep import texts
    from kg.read import Skipped

    stores = [place for place in places if is_store(place)]
    for store in stores:
        yield from texts(store)
    files = [place for place in places if place not in stores]
    for item in read(*files) if files else ():
        if isinstance(item, Skipped):
            unread.append(item)
        else:
            yield item
