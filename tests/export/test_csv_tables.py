"""CSV: two tables, whose text survives a reader and is no formula."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import ExportError
from kg.export import TABLES, export
from kg.graph import Graph
from kg.views import edge_columns, node_columns
from kg.views import view as view_of
from tests.export.sample import CITY, KIM, KNOWN, POLICE, reading, sample

FORMULAS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx")
NAME = 'Kim "the\r\nfox", a; b\n'


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def named(name: str) -> Graph:
    """The sample, where Kim has this name alone."""
    one = reading()
    entities = [
        replace(entity, labels=frozenset({name}), mentions=frozenset()) if entity.id == KIM else entity
        for entity in one.entities
    ]
    return Graph.of([replace(one, entities=tuple(entities))], known=KNOWN)


@pytest.mark.parametrize("view", ["full", "actors", "claims"])
def test_gephis_tables_hold_the_view(view: str, tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.csv", view=view)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g.edges.csv", "g.nodes.csv"]
    nodes, edges = table(tmp_path / "g.nodes.csv"), table(tmp_path / "g.edges.csv")
    shown = sample().to_networkx(view)
    assert {row["Id"].replace(":", "/") for row in nodes} == set(shown.nodes)
    assert [(row["Source"].replace(":", "/"), row["Kind"], row["Target"].replace(":", "/")) for row in edges] == sorted(
        (source, kind, target) for source, target, kind in shown.edges
    )
    assert {row["Type"] for row in edges} == {"Directed"}
    assert len({row["Id"] for row in edges}) == len(edges)
    assert sorted(float(row["Weight"]) for row in edges) == sorted(weight for *_, weight in shown.edges(data="weight"))


def test_headers_are_what_gephi_and_neo4j_look_for(tmp_path: Path) -> None:
    for suffix in TABLES:
        export(sample(), tmp_path / f"g{suffix}")
    head = {path.name: path.read_text(encoding="utf-8").partition("\n")[0].split(",") for path in tmp_path.iterdir()}
    assert head["g.nodes.csv"][:2] == ["Id", "Label"]
    assert head["g.edges.csv"][:5] == ["Source", "Target", "Type", "Kind", "Weight"]
    assert head["g.nodes.neo4j.csv"][0] == "id:ID"
    assert head["g.nodes.neo4j.csv"][-1] == ":LABEL"
    assert head["g.edges.neo4j.csv"][:4] == [":START_ID", ":END_ID", ":TYPE", "weight:double"]
    for names in head.values():
        assert len({name.partition(":")[0].lower() or name for name in names}) == len(names)
    kinds = {name.partition(":")[2] for name in (*head["g.nodes.neo4j.csv"], *head["g.edges.neo4j.csv"])}
    ours = {"ID", "LABEL", "START_ID", "END_ID", "TYPE"}
    assert kinds - ours == {"string", "int", "long", "double", "boolean", "date"}


def test_neo4js_tables_say_the_same_with_labels_and_types(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.neo4j.csv")
    nodes = {row["id:ID"]: row for row in table(tmp_path / "g.nodes.neo4j.csv")}
    assert nodes[POLICE.replace("/", ":")][":LABEL"] == "Agency"
    assert nodes[CITY.replace("/", ":")]["latitude:double"] == "43.1155"
    arrest = next(row for row in nodes.values() if row[":LABEL"] == "Event")
    assert (arrest["start:date"], arrest["realized:boolean"], arrest["count:long"]) == ("2024-07-29", "true", "1")
    edges = table(tmp_path / "g.edges.neo4j.csv")
    ends = {row[end] for row in edges for end in (":START_ID", ":END_ID")}
    assert ends <= set(nodes)
    assert (POLICE.replace("/", ":"), "detains", KIM.replace("/", ":")) in {
        (row[":START_ID"], row[":TYPE"], row[":END_ID"]) for row in edges
    }


@pytest.mark.parametrize("suffix", [".csv", ".neo4j.csv"])
@pytest.mark.parametrize("formula", [*FORMULAS, "＝1"])
def test_no_text_becomes_a_formula(formula: str, suffix: str, tmp_path: Path) -> None:
    export(named(f"{formula} x"), tmp_path / f"g{suffix}")
    for path in tmp_path.iterdir():
        for row in table(path):
            texts = {name: cell for name, cell in row.items() if not name.startswith(("latitude", "longitude"))}
            assert not [cell for cell in texts.values() if cell.startswith((*FORMULAS, *"=+-@\t\r\n＝＋－＠"))]
    labels = [row.get("Label") or row.get("label:string") for row in table(tmp_path / f"g.nodes{suffix}")]
    assert [label for label in labels if label and formula.strip() in label]


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    known = {**KNOWN, CITY: replace(KNOWN[CITY], latitude=-33.86)}
    export(Graph.of([reading()], known=known), tmp_path / "g.csv")
    (row,) = [row for row in table(tmp_path / "g.nodes.csv") if row["Label"] == "Vladivostok"]
    assert math.isclose(float(row["latitude"]), -33.86)


@pytest.mark.parametrize("view", ["full", "claims"])
def test_quotes_line_breaks_and_commas_survive(view: str, tmp_path: Path) -> None:
    graph = named(NAME)
    export(graph, tmp_path / "g.csv", view=view)
    told = graph.to_networkx(view)
    for row in table(tmp_path / "g.nodes.csv"):
        assert row["Label"] == told.nodes[row["Id"].replace(":", "/")]["label"]
    quotes = {row["evidence"] for row in table(tmp_path / "g.edges.csv")}
    # what no table can hold is dropped: control characters
    want = {fact.get("evidence", "") for *_, fact in told.edges(data=True)}
    assert quotes == {quote.replace("\0", "").replace("\b", "") for quote in want}
    assert any("\U0001f600" in quote and '"' in quote for quote in quotes)


def test_every_column_of_the_view_is_there(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.csv", view="claims")
    shown = view_of(sample(), "claims")
    nodes, edges = table(tmp_path / "g.nodes.csv"), table(tmp_path / "g.edges.csv")
    for row, node in zip(nodes, shown.nodes, strict=True):
        assert len([cell for cell in row.values() if cell]) == len(node_columns(node)) + 1
    for row, edge in zip(edges, shown.edges, strict=True):
        assert len([cell for cell in row.values() if cell]) == len(edge_columns(edge)) + 6


def test_both_tables_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "g.edges.csv").mkdir()
    with pytest.raises(ExportError, match=r"g\.edges\.csv: cannot be written"):
        export(sample(), tmp_path / "g.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["g.edges.csv"]


def test_a_name_that_is_only_a_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no writer"):
        export(sample(), tmp_path / ".csv")
    assert list(tmp_path.iterdir()) == []
