"""What becomes of a ledger's rows when articles are removed: none of their words stays in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kg.graph import Graph
from kg.ledger.row import Row, tidy
from kg.ledger.sheet import row_of


@dataclass(frozen=True)
class Forgotten:
    """Rows that are about nothing any more, and others with the same opinion told in words of other articles."""

    gone: tuple[Row, ...] = ()
    retold: Mapping[Row, Row] = field(default_factory=dict)

    @property
    def changes(self) -> Mapping[Row, Row | None]:
        """What to put into the place of each of the rows."""
        return {**dict.fromkeys(self.gone), **self.retold}


def touched(rows: Iterable[Row], articles: Collection[str], named: Collection[str]) -> list[Row]:
    """The rows that quote some articles, or are about what is ``named`` in them; all by local id."""
    return [
        row
        for row in rows
        if not {row.article, row.other_article}.isdisjoint(articles) or not {row.about, row.other}.isdisjoint(named)
    ]


def forgotten(rows: Iterable[Row], rest: Graph, articles: Collection[str]) -> Forgotten:
    """What becomes of rows, each of them :func:`touched`, when only the ``rest`` of a graph is left."""
    gone, retold = list[Row](), dict[Row, Row]()
    for row in rows:
        ends = [name for name in (row.about, row.other) if name]
        if not all(_there(rest, name) for name in ends):
            gone.append(row)
        elif not {row.article, row.other_article}.isdisjoint(articles) or not _called_so(rest, row):
            retold[row] = row_of(rest, row.verdict, *ends, by=row.by, on=row.on, why=row.why)
    return Forgotten(tuple(gone), retold)


def _there(graph: Graph, name: str) -> bool:
    return any(name in nouns for nouns in (graph.claims, graph.events, graph.entities, graph.known))


def _called_so(graph: Graph, row: Row) -> bool:
    """Whether what a row is about still bears the names that the row gives it; claims and events are no names."""
    return all(
        not label or name not in graph.entities or label in {tidy(one) for one in graph.entities[name].labels}
        for name, label in ((row.about, row.label), (row.other, row.other_label))
    )
