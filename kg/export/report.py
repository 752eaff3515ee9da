"""What is in a graph and what was left out of it, as JSON: counts, skipped articles, quarantined claims.

The report follows from the input alone. What differs from run to run, such as timings, goes into a file of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.export import atomic
from kg.graph import Graph, Quarantined


def summary(
    graph: Graph,
    *,
    skipped: Iterable[tuple[str, str]] = (),
    quarantined: Iterable[Quarantined] = (),
    review: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """The report's content.

    ``skipped`` are the articles that could not be read, each with the reason, and ``quarantined`` what was taken out of
    what was read; ``review`` tells what became of the ledger's rows, where there is a ledger.
    """
    events = graph.events.values()
    claims = graph.claims.values()
    realized = sum(graph.realized(event.id) for event in events)
    asserted = sum(map(graph.entitles, claims))
    return {
        "articles": len(graph.articles),
        "entities": _counts(entity.cls for entity in graph.entities.values()),
        "events": {
            "realized": realized,
            "unrealized": len(graph.events) - realized,
            "types": _counts(event.type for event in events),
        },
        "claims": {
            "asserted": asserted,
            "not asserted": len(graph.claims) - asserted,
            "predicates": _counts(claim.predicate for claim in claims),
            "found by": _counts(claim.found_by for claim in claims),
        },
        "judgements": {
            "identity": _counts(one.verdict for one in graph.judgements),
            "by people": sum(not one.by_rule for one in graph.judgements) + len(graph.reviews),
            "readings": _counts(one.verdict for one in graph.reviews),
            "claims found misread": sum(map(graph.rejected, graph.claims)),
        },
        **({} if review is None else {"review": dict(review)}),
        "skipped": _reasons(skipped),
        "quarantined": [_told(graph, one) for one in sorted(set(quarantined))],
    }


def write_report(
    graph: Graph,
    path: Path,
    *,
    skipped: Iterable[tuple[str, str]] = (),
    quarantined: Iterable[Quarantined] = (),
    review: Mapping[str, object] | None = None,
) -> None:
    """Write :func:`summary` as JSON; raises ExportError where the file cannot be written."""
    write_json(path, summary(graph, skipped=skipped, quarantined=quarantined, review=review))


def write_run(path: Path, run: Mapping[str, Any]) -> None:
    """Write what differs from run to run (times, versions, machine), as JSON beside the report."""
    write_json(path, run)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write either; the same content gives the same bytes."""
    with atomic(path) as out:
        out.write(json.dumps(content, ensure_ascii=True, indent=2).encode() + b"\n")


def with_skipped(content: Mapping[str, Any], skipped: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A report with other articles that could not be read; all else follows from the graph."""
    return {**content, "skipped": _reasons(skipped)}


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}


def _reasons(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"article": name, "reason": reason} for name, reason in sorted(set(pairs))]


def _told(graph: Graph, one: Quarantined) -> dict[str, str | int]:
    """What was taken out: what it said, why it went, where it stands, and what a person can do."""
    content: dict[str, str | int] = {"id": one.id, "says": one.says, "reason": one.reason}
    if one.article:
        content |= {"article": one.article, "title": graph.label(one.article)}
        content |= {"begin": one.begin, "end": one.end, "quote": one.quote}
    return {name: value for name, value in {**content, "remedy": one.remedy}.items() if value != ""}
