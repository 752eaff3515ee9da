"""Tables hold the whole graph, in plain columns and in data frames alike."""

from __future__ import annotations

import builtins
import datetime as dt
from typing import Any

import networkx as nx
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from kg.analysis import frames, to_igraph
from kg.errors import ExportError
from kg.graph import Graph, Reading
from kg.views import VIEWS, view
from tests.analysis.made import DENIES, KIM, POLICE, claim, event, graph, on
from tests.properties.strategies import KNOWN, readings, vocabulary

few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
HELD = event("a", on("1066-10-14"))
WHOLE = graph(
    claim("a", event=HELD.id),
    claim("a", event=HELD.id, triple=(HELD.id, "target", KIM)),
    claim("b", shown=DENIES),
    events=(HELD,),
    dates={"a": "2024-03-05"},
)


@given(readings())
@few
def test_tables_have_a_row_for_each_thing_and_frames_are_the_tables(lot: list[Reading]) -> None:
    made = Graph.of(lot, known=KNOWN, types=vocabulary().event_types.values())
    tables = frames(made, view="claims")
    for name, nouns in (("entities", made.entities), ("events", made.events), ("claims", made.claims)):
        assert getattr(tables, name)["id"] == sorted(nouns)
    edges = zip(*(tables.edges[end] for end in ("source", "predicate", "target")), strict=True)
    assert list(edges) == [(edge.source, edge.predicate, edge.target) for edge in view(made, "claims").edges]
    for name, frame in tables.to_polars().items():
        assert frame.to_dict(as_series=False) == getattr(tables, name)
    for name, frame in tables.to_pandas().items():
        columns = getattr(tables, name)
        assert list(frame.columns) == list(columns)
        assert {column: [plain(cell) for cell in frame[column]] for column in frame} == columns


def plain(cell: Any) -> Any:
    return None if pd.isna(cell) else cell.date() if isinstance(cell, pd.Timestamp) else cell


def test_columns_have_one_type_whether_or_not_there_are_rows() -> None:
    full, empty = frames(WHOLE), frames(Graph())
    for name, frame in empty.to_pandas().items():
        assert not len(frame)
        assert frame.dtypes.to_dict().items() <= full.to_pandas()[name].dtypes.to_dict().items()
    assert full.to_polars()["events"].schema["start"] == pl.Date
    assert empty.to_polars()["claims"].schema["confidence"] == pl.Float64


def test_events_show_when_and_who() -> None:
    row = frames(WHOLE).to_polars()["events"].to_dicts()[0]
    assert (row["start"], row["published"]) == (dt.date(1066, 10, 14), dt.date(2024, 3, 5))
    assert (row["role_target"], row["realized"]) == ("Kim", True)
    assert str(frames(WHOLE).to_pandas()["events"]["start"][0].date()) == "1066-10-14"


def test_claims_show_who_says_what_and_how() -> None:
    claims = frames(WHOLE).to_pandas()["claims"]
    denied = claims[claims["polarity"] == "negative"]
    assert denied[["subject", "object_label", "voice", "certainty"]].to_numpy().tolist() == [
        [POLICE, "Kim", "Paper", "underspecified"]
    ]
    assert not denied["asserted"].any()
    assert claims["confidence"].mean() == pytest.approx(0.8)


@given(readings())
@few
def test_igraph_and_networkx_agree(lot: list[Reading]) -> None:
    made = Graph.of(lot, known=KNOWN, types=vocabulary().event_types.values())
    for name in VIEWS:
        one, other = to_igraph(made, name), made.to_networkx(name)
        assert one.is_directed()
        assert one.vs["name"] == list(other) if len(other) else not one.vcount()
        ends = [(one.vs[edge.source]["name"], one.vs[edge.target]["name"], edge["predicate"]) for edge in one.es]
        assert sorted(ends) == sorted(other.edges(keys=True))


def test_igraph_computes_what_networkx_computes() -> None:
    every = graph(*(claim("a", triple=(f"person/{a}", "tells", f"person/{b}")) for a, b in ("xy", "yz", "zw")))
    one, other = every.to_igraph("actors"), every.to_networkx("actors")
    found = dict(zip(one.vs["name"], one.betweenness(), strict=True))
    assert found == pytest.approx(nx.betweenness_centrality(nx.DiGraph(other), normalized=False))


@pytest.mark.parametrize(
    ("library", "use"),
    [
        ("pandas", lambda: frames(WHOLE).to_pandas()),
        ("polars", lambda: frames(WHOLE).to_polars()),
        ("igraph", lambda: to_igraph(WHOLE)),
        ("igraph", WHOLE.to_igraph),
    ],
)
def test_a_missing_library_is_named_with_the_remedy(library: str, use: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ExportError, match=rf"{library}: not installed here; run pip install 'newskg\[{library}\]'"):
        use()


def test_a_view_that_there_is_not_is_named() -> None:
    with pytest.raises(ExportError, match="no view 'ful'"):
        frames(WHOLE, view="ful")
    with pytest.raises(ExportError, match="no view 'ful'"):
        to_igraph(WHOLE, "ful")
