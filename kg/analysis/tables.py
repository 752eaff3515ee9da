"""A graph as four tables: plain columns, and data frames of pandas or polars where these are installed.

>>> sorted(frames(Graph()).edges)[:4]
['articles', 'asserted', 'attributed_to', 'certainty']
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kg.analysis.stance import heads
from kg.claim import Claim
from kg.errors import ExportError
from kg.graph import Graph
from kg.terms import BASE, iri
from kg.views import Edge, view

if TYPE_CHECKING:
    import pandas
    import polars

Cell = str | int | float | bool | dt.date | None
Columns = Mapping[str, list[Cell]]
"""Values by name of column, all of one length, rows in a fixed order; None where there is nothing to say."""

_ENTITY = ("id", "iri", "label", "cls", "same_as", "names", "mentions", "articles", "latitude", "longitude")
_EVENT = ("id", "iri", "label", "type", "realized", "article", "published", "start", "end", "precision", "date_text")
_CLAIM = (
    *("id", "iri", "subject", "subject_label", "predicate", "object", "object_label", "event", "article", "published"),
    *("attributed_to", "voice", "polarity", "certainty", "temporality", "hedge", "asserted", "confidence"),
    *("found_by", "begin", "end", "evidence", "review"),
)
_EDGE = (
    *("source", "source_label", "predicate", "target", "target_label", "weight", "asserted", "certainty", "polarity"),
    *("temporality", "attributed_to", "articles", "first_date", "last_date", "evidence", "iri"),
)
_DAYS = frozenset({("events", "start"), ("events", "end"), ("events", "published"), ("claims", "published")}) | {
    ("edges", "first_date"),
    ("edges", "last_date"),
}
_WHOLE = frozenset({("entities", "mentions"), ("entities", "articles"), ("claims", "begin"), ("claims", "end")}) | {
    ("edges", "weight")
}
_REAL = frozenset({("entities", "latitude"), ("entities", "longitude"), ("claims", "confidence")})
_TRUE = frozenset({("events", "realized"), ("claims", "asserted"), ("edges", "asserted")})


@dataclass(frozen=True)
class Frames:
    """The tables of a graph, each row in the order of ids.

    ``entities``: one row each; ``same_as`` is the canonical id where it is judged to be another one, ``names`` all
    names, ``mentions`` and ``articles`` count. ``events``: ``start`` and ``end`` are days, inclusive, and a column for
    each role, named ``role_actor``…, holds labels of its fillers. ``claims``: ``object`` is a local id or a value,
    ``confidence`` 0 to 1, ``begin`` and ``end`` code points in the article, ``review`` what people who compared
    it with the article found, ``wrong`` or ``confirmed``. ``edges``: as in a view's files. Several values in one cell
    are separated by "; ".
    """

    entities: Columns
    events: Columns
    claims: Columns
    edges: Columns

    def to_pandas(self) -> dict[str, pandas.DataFrame]:
        """A data frame by name of table; missing values are NA. Raises ExportError where pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        return {
            name: pandas.DataFrame(
                {column: pandas.Series(cells, dtype=_PANDAS[_kind(name, column)]) for column, cells in columns.items()}
            )
            for name, columns in self._tables()
        }

    def to_polars(self) -> dict[str, polars.DataFrame]:
        """A data frame by name of table; missing values are null. Raises ExportError where polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        kinds: dict[type, Any] = {
            str: polars.String,
            int: polars.Int64,
            float: polars.Float64,
            bool: polars.Boolean,
            dt.date: polars.Date,
        }
        return {
            name: polars.DataFrame(dict(columns), schema={column: kinds[_kind(name, column)] for column in columns})
            for name, columns in self._tables()
        }

    def _tables(self) -> list[tuple[str, Columns]]:
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


_PANDAS: Mapping[type, str] = {
    str: "string",
    int: "Int64",
    float: "Float64",
    bool: "boolean",
    dt.date: "datetime64[s]",
}


def frames(graph: Graph, *, view: str = "full", base: str = BASE) -> Frames:
    """The tables of a graph; edges are those of one of :data:`kg.views.VIEWS`.

    Raises ExportError for a view that there is not.
    """
    return Frames(
        entities=_columns(_ENTITY, _entities(graph, base)),
        events=_columns((*_EVENT, *_roles(graph)), _events(graph, base)),
        claims=_columns(_CLAIM, (_claim(graph, claim, base) for _, claim in sorted(graph.claims.items()))),
        edges=_columns(_EDGE, _edges(graph, view, base)),
    )


def _missing(library: str) -> ExportError:
    return ExportError(f"{library}: not installed here; run pip install 'newskg[{library}]', or use the plain columns")


def _kind(table: str, column: str) -> type:
    place = (table, column)
    kinds: tuple[tuple[frozenset[tuple[str, str]], type], ...] = (
        (_DAYS, dt.date),
        (_WHOLE, int),
        (_REAL, float),
        (_TRUE, bool),
    )
    return next((kind for places, kind in kinds if place in places), str)


def _columns(names: Iterable[str], rows: Iterable[Mapping[str, Cell]]) -> Columns:
    found = list(rows)
    return {name: [row.get(name) for row in found] for name in names}


def _entities(graph: Graph, base: str) -> Iterable[Mapping[str, Cell]]:
    one = heads(graph)
    for name, entity in sorted(graph.entities.items()):
        fact = graph.known.get(name)
        yield {
            "id": name,
            "iri": iri(name, base=base),
            "label": graph.label(name),
            "cls": entity.cls,
            "same_as": one.get(name),
            "names": "; ".join(sorted(entity.labels)),
            "mentions": len(entity.mentions),
            "articles": len({mention.article for mention in entity.mentions}),
            "latitude": fact.latitude if fact else None,
            "longitude": fact.longitude if fact else None,
        }


def _fillers(graph: Graph) -> Iterable[tuple[str, str, str]]:
    """Event, column and label of each role that stands in the graph."""
    for claim in graph.claims.values():
        thing = claim.object
        named = isinstance(thing, str) and (thing in graph.entities or thing in graph.events)
        if named and claim.subject in graph.events and graph.plain(claim):
            yield claim.subject, f"role_{claim.predicate}", graph.label(str(thing))


def _roles(graph: Graph) -> list[str]:
    return sorted({column for _, column, _ in _fillers(graph)})


def _events(graph: Graph, base: str) -> Iterable[Mapping[str, Cell]]:
    filled: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for event, column, label in _fillers(graph):
        filled[event, column].add(label)
    roles = _roles(graph)
    for name, told in sorted(graph.events.items()):
        when = told.when
        row: dict[str, Cell] = {
            "id": name,
            "iri": iri(name, base=base),
            "label": told.label,
            "type": told.type,
            "realized": graph.realized(name),
            "article": told.article,
            "published": _published(graph, told.article),
            "start": when.start if when else None,
            "end": when.end if when else None,
            "precision": when.precision if when else None,
            "date_text": when.words if when else None,
        }
        yield row | {column: "; ".join(sorted(filled[name, column])) for column in roles if (name, column) in filled}


def _published(graph: Graph, article: str) -> dt.date | None:
    info = graph.articles.get(article)
    return info.date if info else None


def _claim(graph: Graph, claim: Claim, base: str) -> Mapping[str, Cell]:
    shown, thing = claim.factuality, claim.object
    return {
        "id": claim.id,
        "iri": iri(claim.id, base=base),
        "subject": claim.subject,
        "subject_label": graph.label(claim.subject),
        "predicate": claim.predicate,
        "object": thing if isinstance(thing, str) else thing.value,
        "object_label": graph.label(thing) if isinstance(thing, str) else thing.value,
        "event": claim.event,
        "article": claim.article,
        "published": _published(graph, claim.article),
        "attributed_to": claim.attributed_to,
        "voice": graph.label(claim.attributed_to),
        "polarity": shown.polarity,
        "certainty": shown.certainty,
        "temporality": shown.temporality,
        "hedge": shown.hedge,
        "asserted": graph.plain(claim),
        "confidence": claim.confidence / 1000,
        "found_by": claim.found_by,
        "begin": claim.place.begin,
        "end": claim.place.end,
        "evidence": " … ".join(claim.quotes),
        "review": review.verdict if (review := graph.review(claim.id)) else None,
    }


def _edges(graph: Graph, name: str, base: str) -> Iterable[Mapping[str, Cell]]:
    for edge in view(graph, name, base=base).edges:
        yield _edge(graph, edge)


def _edge(graph: Graph, edge: Edge) -> Mapping[str, Cell]:
    return {
        "source": edge.source,
        "source_label": graph.label(edge.source),
        "predicate": edge.predicate,
        "target": edge.target,
        "target_label": graph.label(edge.target),
        "weight": edge.weight,
        "asserted": edge.asserted,
        "certainty": edge.certainty,
        "polarity": edge.polarity,
        "temporality": edge.temporality,
        "attributed_to": "; ".join(edge.attributed_to) or None,
        "articles": "; ".join(edge.articles) or None,
        "first_date": edge.first,
        "last_date": edge.last,
        "evidence": edge.evidence,
        "iri": edge.claim,
    }
