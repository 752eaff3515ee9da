"""``kg page``: a graph as one HTML page, to look at and to pass on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
_MANY = 500_000
_SECONDS, _MEMORY = 30, 1.5
"""What a browser takes to open a page, by million claims: seconds and GB, as measured on two slow cores."""
_Several = list[str] | None


def page(
    graph: GraphFile,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="What the graph was built from: quotes then stand in whole sentences."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = _OUT,
    view: Annotated[View, typer.Option(help="What is in the page at all.")] = _CLAIMS,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what happened on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what happened on this day or before.")] = None,
    place: Annotated[
        _Several, typer.Option(metavar="NAME", help="Only what happened there, or in places within.")
    ] = None,
    voice: Annotated[_Several, typer.Option(metavar="NAME", help="Only what somebody or some outlet says.")] = None,
    kind: Annotated[
        _Several, typer.Option("--type", metavar="TYPE", help="Only events of this type, or of one below it.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands above it.")] = "Knowledge graph",
    sample: Annotated[bool, typer.Option("--sample", help="The sources are the six sample articles.")] = False,
) -> None:
    """Write a graph as one HTML page to explore in a browser.

    The page is one file that needs no other and no network: the drawn network, a table of all claims, search, filters,
    and for each claim the words of the article, who says so, how surely, when and where. It holds quotes from the
    articles and the names in them: pass it on as you would pass on the articles.

    Views: claims has all that is said, what is not asserted marked so; full has what is asserted alone; actors has the
    asserted facts between entities alone. A page of a large graph is slow, and one of some millions of claims is none:
    choose a part by time (YYYY-MM-DD; what has no date counts for the day of its article), place, voice or type of
    event, each of the last three as often as you like. The page says which part it is.

    \b
    Examples:
      kg page exports/graph.nq -o graph.html
      kg page exports/graph.nq --sample
      kg page graph.ttl articles/ -o facts.html --view full --title "Workers abroad"
      kg page graph.nq -o spring.html --since 2024-03-01 --until 2024-05-31 --place Vladivostok

    Exit status: 0 all is well, 1 an article of the graph is not among the sources as it was read, 2 the graph cannot
    be read, has nothing of that part, has more than a page can hold, or the page not be written.
    """
    from kg.export import atomic
    from kg.keep import load
    from kg.page import write
    from kg.resources import sample_folder

    asked = _Part(since, until, tuple(place or ()), tuple(voice or ()), tuple(kind or ()))
    found = asked.of(load(graph))
    given = [*(sources or ()), *([sample_folder()] if sample else ())]
    articles = {article.id: article for article in _sources(found, given)}
    _warn(out, found, view.value)
    with atomic(out) as stream:
        write(
            found,
            stream,
            view=view.value,
            base=base_of(graph),
            title=title,
            articles=articles.values(),
            part=asked.words,
        )
    lost = len(found.articles) - len(articles)
    if given and lost:
        told = f"{lost:,} of {len(found.articles):,} articles are not among the sources as they were read"
        complain(f"{told}; their quotes stand alone")
        raise typer.Exit(SKIPPED)


@dataclass(frozen=True)
class _Part:
    """The part of a graph that is asked for; nothing asked is the whole."""

    since: str | None
    until: str | None
    places: tuple[str, ...]
    voices: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is asked, for people."""
        days = (("since", self.since), ("until", self.until))
        named = (("in", self.places), ("said by", self.voices), ("of type", self.types))
        told = [f"{word} {day}" for word, day in days if day is not None]
        return ", ".join([*told, *(f"{word} {' or '.join(names)}" for word, names in named if names)])

    def of(self, graph: Graph) -> Graph:
        """The part of a graph; raises StoreError where it is not to be had, or has nothing in it."""
        from kg.analysis import slice as part
        from kg.errors import StoreError

        if not self.words:
            return graph
        found = part(
            graph,
            since=self.since,
            until=self.until,
            undated="published",
            place=self.places or None,
            voices=self.voices or None,
            types=self.types or None,
        )
        if not found.claims:
            msg = f"the graph has nothing {self.words}; ask for a larger part"
            raise StoreError(msg)
        return found


def _warn(out: Path, graph: Graph, view: str) -> None:
    """Say beforehand that a page will be slow."""
    from kg.page import MOST, size

    if _MANY < (claims := size(graph, view)) <= MOST:
        millions = claims / 1_000_000
        needs = (
            f"a browser takes some {_SECONDS * millions:.0f} s and {_MEMORY * millions:.1f} GB of memory to open them"
        )
        smaller = "--since, --until, --place, --voice, --type or --view actors make a smaller page"
        complain(f"{out}: {claims:,} claims; {needs}; {smaller}")


def _sources(graph: Graph, given: list[Path]) -> Iterator[Article]:
    """The articles of the graph that are among the sources, unchanged."""
    from kg.build import read
    from kg.page import is_source
    from kg.read import Skipped

    if given:
        yield from (item for item in read(*given) if not isinstance(item, Skipped) and is_source(graph, item))
