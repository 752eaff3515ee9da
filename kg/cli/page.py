"""``kg page``: a graph as one HTML page, to look at and to pass on."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.cli.places import GraphFile, base_of
from kg.views import VIEWS

if TYPE_CHECKING:
    from kg.article import Article
    from kg.graph import Graph

View = StrEnum("View", [(name, name) for name in VIEWS])  # type: ignore[misc]
_CLAIMS = View("claims")
_OUT = Path("graph.html")
_MANY = 100_000


def page(
    graph: GraphFile,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="What the graph was built from: quotes then stand in whole sentences."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = _OUT,
    view: Annotated[View, typer.Option(help="What is in the page at all.")] = _CLAIMS,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands above it.")] = "Knowledge graph",
    sample: Annotated[bool, typer.Option("--sample", help="The sources are the six sample articles.")] = False,
) -> None:
    """Write a graph as one HTML page to explore in a browser.

    The page is one file that needs no other and no network: the drawn network, a table of all claims, search, filters,
    and for each claim the words of the article, who says so, how surely, when and where. It holds quotes from the
    articles and the names in them: pass it on as you would pass on the articles.

    Views: claims has all that is said, what is not asserted marked so; full has what is asserted alone; actors has the
    asserted facts between entities alone.

    \b
    Examples:
      kg page exports/graph.nq -o graph.html
      kg page exports/graph.nq --sample
      kg page graph.ttl articles/ -o facts.html --view full --title "Workers abroad"

    Exit status: 0 all is well, 1 an article of the graph is not among the sources as it was read, 2 the graph cannot
    be read or the page not be written.
    """
    from kg.export import atomic
    from kg.keep import load
    from kg.page import write
    from kg.resources import sample_folder

    found = load(graph)
    given = [*(sources or ()), *([sample_folder()] if sample else ())]
    articles = {article.id: article for article in _sources(found, given)}
    with atomic(out) as stream:
        write(found, stream, view=view.value, base=base_of(graph), title=title, articles=articles.values())
    nodes = len(found.entities) + len(found.events)
    if nodes > _MANY:
        complain(f"{out}: {nodes:,} nodes are many for a browser; --view actors has fewer, kg.analysis.slice a part")
    lost = len(found.articles) - len(articles)
    if given and lost:
        told = f"{lost:,} of {len(found.articles):,} articles are not among the sources as they were read"
        complain(f"{told}; their quotes stand alone")
        raise typer.Exit(SKIPPED)


def _sources(graph: Graph, given: list[Path]) -> Iterator[Article]:
    """The articles of the graph that are among the sources, unchanged."""
    from kg.build import read
    from kg.page import is_source
    from kg.read import Skipped

    if given:
        yield from (item for item in read(*given) if not isinstance(item, Skipped) and is_source(graph, item))
