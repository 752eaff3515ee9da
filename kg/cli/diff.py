"""``kg diff``: what changed between two graphs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED
from kg.cli.places import base_of

if TYPE_CHECKING:
    from kg.diff import Change
    from kg.graph import Graph

_SHOWN = 40
_MARKS = {"added": "+", "removed": "-", "withdrawn": "-"}
_PLURALS = {"entity": "entities", **{noun: f"{noun}s" for noun in ("article", "claim", "voice", "date", "detail")}}
_GRAPH = "A graph that kg wrote, .ttl or .nq, or a store: "


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help=f"{_GRAPH}the earlier one.")],
    after: Annotated[Path, typer.Argument(metavar="B", help=f"{_GRAPH}the later one.")],
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="How many changes to show.")] = _SHOWN,
    everything: Annotated[bool, typer.Option("--all", help="Show all changes, details as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write all changes as JSON.")] = False,
    patch: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write an RDF patch that makes B of A, for Jena, rdflib …"),
    ] = None,
) -> None:
    """Show what changed between two graphs.

    First how many changes of which kind, then each in words, by article: what is said now and was not before, what is
    no longer said, what is denied now instead of asserted, who says so, when it happened, who is one with whom, what
    people corrected. Details (confidence, places of evidence) are counted and shown with --all.

    \b
    Examples:
      kg diff yesterday/graph.nq exports/graph.nq
      kg diff yesterday/graph.nq exports/graph.nq --all
      kg diff yesterday/graph.nq exports/graph.nq --json > changes.json
      kg diff yesterday/graph.nq exports/graph.nq --patch changes.rdfp

    Exit status: 0 the same, 1 different, 2 something cannot be compared.
    """
    from kg.diff import changes
    from kg.keep import load

    graphs = load(before), load(after)
    found = changes(*graphs)
    patched = _patch((before, after), graphs, patch) if patch is not None else 0
    if as_json:
        told = [{**asdict(one), "words": one.words} for one in found]
        summary = {"same": not found, "summary": _counts(found), "changes": told}
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        shown = [one for one in found if everything or one.kind != "detail"]
        for line in _report(graphs[1], graphs[0], found, shown if everything else shown[:limit]):
            typer.echo(line)
    if patch is not None and not as_json:
        typer.echo(f"{patched:,} quads to delete or add, written to {patch}")
    if found or patched:
        raise typer.Exit(SKIPPED)


def _patch(paths: tuple[Path, Path], graphs: tuple[Graph, Graph], out: Path) -> int:
    """Write the patch; gives the number of its quads."""
    from kg.diff import patch
    from kg.errors import StoreError
    from kg.export import atomic

    if len({path.is_dir() or path.suffix == ".nq" for path in paths}) > 1:
        msg = f"{paths[0]} and {paths[1]}: only one of them has named graphs; give two .nq, two .ttl or two stores"
        raise StoreError(msg)
    before, after = map(_quads, paths, graphs)
    rows = 0
    with atomic(out) as stream:
        for line in patch(before, after):
            rows += line.startswith(("A ", "D "))
            stream.write(line.encode())
    return rows


def _quads(path: Path, graph: Graph) -> frozenset[str]:
    """What a file says, or a store in its named graphs."""
    from kg.diff import quads_of

    if not path.is_dir():
        return quads_of(path)
    return frozenset(line.removesuffix(" .\n") for line in graph.nquads(base=base_of(path)))


def _counts(found: tuple[Change, ...]) -> dict[str, int]:
    from kg.diff import KINDS

    counts = Counter(one.kind for one in found)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def _plural(kind: str) -> str:
    """What several changes of a kind are called: "claims added", "other voices", "details"."""
    return " ".join(_PLURALS.get(word, word) for word in kind.split())


def _report(after: Graph, before: Graph, found: tuple[Change, ...], shown: list[Change]) -> Iterator[str]:
    from kg.ledger.row import tidy

    if not found:
        yield "the same"
        return
    yield ", ".join(f"{number:,} {_plural(kind) if number > 1 else kind}" for kind, number in _counts(found).items())
    for article, group in groupby(shown, key=lambda one: one.article):
        graph = after if article in after.articles else before
        yield ""
        yield typer.style(
            f"{tidy(graph.label(article))} ({article})" if article else "In several articles or none", bold=True
        )
        for one in group:
            quote = f"  “{one.quote}”" if one.quote else ""
            yield f"  {_MARKS.get(one.kind.split()[-1], '~')} {one.kind}: {one.words}{quote}"
    if rest := len(found) - len(shown):
        yield ""
        yield f"… and {rest:,} more; --all shows them"
