"""The store: queries over all named graphs, and errors in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.export import export
from kg.graph import load
from kg.store import load_store, query, query_text
from tests.export.sample import sample


@pytest.fixture(params=[".ttl", ".nq"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    export(sample(), tmp_path / f"g{request.param}")
    return tmp_path / f"g{request.param}"


def test_prefixes_are_bound(path: Path) -> None:
    rows = query(path, "SELECT ?who ?name { agency:police-ru kg:detains ?who . ?who rdfs:label ?name }")
    assert rows.names == ("who", "name")
    assert [row[0] for row in rows] == ["https://w3id.org/newskg/id/person/kim-1"]


def test_paths_run_over_background_and_articles(path: Path) -> None:
    rows = query(path, "SELECT ?place { ?e a kg:Event ; kg:place/kg:within* ?place } ORDER BY ?place")
    assert [str(row[0]).rsplit("/", 1)[1] for row in rows] == ["primorsky-krai", "russia", "vladivostok"]


def test_unbound_variables_are_none(path: Path) -> None:
    rows = query(path, "SELECT ?a ?b { ?a a kg:Person OPTIONAL { ?a kg:position ?b } }")
    assert list(rows) == [("https://w3id.org/newskg/id/person/kim-1", None)]


def test_ask_and_construct(path: Path) -> None:
    assert list(query(path, "ASK { ?x kg:detains ?y }")) == [("true",)]
    assert query(path, "CONSTRUCT WHERE { ?x kg:detains ?y }").names == ("subject", "predicate", "object")


@pytest.mark.parametrize(
    ("sparql", "problem"),
    [
        ("SELECT ?x {", "line 1"),
        ("SELECT ?x {\n ?x kg:detains }", "query line 2 column 16: not understood at '}'"),
        ("SELECT ?x { ?x nope:p ?y }", "query"),
        ("SELECT * { SERVICE <http://x.org/sparql> { ?s ?p ?o } }", "offline"),
        ("SELECT * { service <http://x.org/sparql> { ?s ?p ?o } }", "offline"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "query line 1"),
    ],
)
def test_bad_queries_are_one_line(sparql: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem) as caught:
        query_text("", sparql)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_service_in_a_string_is_no_service() -> None:
    assert list(query_text("", "SELECT ?x { BIND('a SERVICE' AS ?x) } # SERVICE")) == [("a SERVICE",)]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("g.csv", "a,b", "cannot load"),
        ("g.ttl", "<a> <b> .", "line 1"),
        ("g.nq", "nonsense\n", "line 1"),
        ("missing.ttl", None, "cannot be read"),
    ],
)
def test_bad_files_are_one_line(name: str, content: str | None, problem: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    for read in (load_store, load):
        with pytest.raises(StoreError, match=problem) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "turtle",
    [
        "<https://x.org/id/claim/a-1-2-00> a kg:Claim .",
        "<https://x.org/id/event/e> a kg:Event .",
        "<https://x.org/elsewhere> a kg:Person .",
        "<https://x.org/id/article/a#char=1,0> a kg:Span ; kg:begin 1 ; kg:end 0 ; kg:quote 'x' .",
        "<https://x.org/id/article/a> a kg:Article ; schema:identifier '' ; kg:sha256 '' ; schema:datePublished '5' .",
    ],
)
def test_files_that_kg_did_not_write_are_no_graphs(turtle: str, tmp_path: Path) -> None:
    prefixes = "@prefix kg: <https://w3id.org/newskg/ns#> . @prefix schema: <https://schema.org/> .\n"
    (tmp_path / "g.ttl").write_text(prefixes + turtle)
    with pytest.raises(StoreError, match=r"x\.org") as caught:
        load(tmp_path / "g.ttl")
    assert "\n" not in str(caught.value)
