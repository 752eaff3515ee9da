"""Graphs as JSON-LD: two readers that know nothing of kg find the triples of the Turtle file."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.cli.places import base_of
from kg.errors import ExportError, StoreError
from kg.export import export
from kg.export.jsonld import write
from kg.graph import Graph, load
from kg.queries import answer, question
from kg.resources import ontology_folder
from kg.shapes import check
from kg.store import query
from kg.terms import BASE
from tests.export.sample import ARREST, CITY, HOSTILE, KIM, POLICE, sample
from tests.golden.exports import EXPORTS

BASES = (BASE, "https://example.org/x/", "urn:example:/")


@pytest.fixture(scope="module")
def example() -> Graph:
    return load(EXPORTS / "graph.nq")


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("which", ["hostile", "example"])
def test_triples_come_back(which: str, base: str, example: Graph, tmp_path: Path) -> None:
    graph = example if which == "example" else sample()
    export(graph, tmp_path / "g.jsonld", base=base)
    lines = "".join(graph.ntriples(base=base))
    quads = list(ox.parse(path=tmp_path / "g.jsonld", format=ox.RdfFormat.JSON_LD))
    assert {str(quad) for quad in quads} == {str(quad) for quad in ox.parse(lines.encode(), ox.RdfFormat.N_TRIPLES)}
    assert len(quads) == len(graph.ntriples())
    theirs = rdflib.Graph().parse(tmp_path / "g.jsonld", format="json-ld")
    assert set(theirs) == set(rdflib.Graph().parse(data=lines, format="nt"))


def test_short_names_are_used(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.jsonld")
    document = json.loads((tmp_path / "g.jsonld").read_text(encoding="utf-8"))
    context = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert document["@context"] == {"@base": f"{BASE}id/", **context}
    things = {thing["id"]: thing for thing in document["@graph"]}
    assert len(things) == len(document["@graph"])
    arrest = things[ARREST]
    assert (arrest["type"], arrest["actor"], arrest["target"], arrest["place"]) == ("Event", POLICE, KIM, CITY)
    assert (arrest["startDate"], arrest["eventType"]) == ("2024-07-29", "event-type/detention")
    assert arrest["mention"] == ["article/a-1#char=7,15"]
    assert things[POLICE]["kg:detains"] == {"id": KIM}
    assert things[CITY]["lat"] == "43.1155"
    claims = [thing for thing in things.values() if thing.get("type") == "Claim"]
    assert {claim["predicate"] for claim in claims if claim["subject"] == POLICE} == {"kg:detains"} | {"kg:attacks"}
    assert {type(claim["object"]) for claim in claims} == {dict}
    assert HOSTILE in things[KIM]["label"] or HOSTILE in things[KIM]["altLabel"]


def test_another_base_leaves_event_types_where_they_are(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.jsonld", base="https://example.org/x/")
    things = {thing["id"]: thing for thing in json.loads((tmp_path / "g.jsonld").read_text())["@graph"]}
    assert things[ARREST]["eventType"] == f"{BASE}id/event-type/detention"


class _Blank(Graph):
    def ntriples(self, *, base: str = BASE) -> list[str]:
        return ["<http://x/a> <http://x/b> _:c .\n"]


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as out, pytest.raises(ExportError, match="only things with an IRI"):
        write(_Blank(), out, view="full", base=BASE)


def test_values_that_the_context_does_not_foresee_are_written_in_full(tmp_path: Path) -> None:
    lines = [
        '<http://x/a> <http://www.w3.org/2000/01/rdf-schema#label> "l"@en .\n',
        "<http://x/a> <http://www.w3.org/2000/01/rdf-schema#label> <http://x/c> .\n",
        '<http://x/a> <https://w3id.org/newskg/ns#startDate> "soon" .\n',
        '<http://x/a> <http://x/unheard-of> "1"^^<http://x/type> .\n',
        "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/k> .\n",
        "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/newskg/ns#Person> .\n",
        "<https://schema.org/> <https://schema.org/url> <https://w3id.org/newskg/id/a:b/c> .\n",
    ]

    class Strange(Graph):
        def ntriples(self, *, base: str = BASE) -> list[str]:
            return lines

    with (tmp_path / "g.jsonld").open("wb") as out:
        write(Strange(), out, view="full", base=BASE)
    found = {str(quad) for quad in ox.parse(path=tmp_path / "g.jsonld", format=ox.RdfFormat.JSON_LD)}
    assert found == {str(quad) for quad in ox.parse("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)}
    theirs = rdflib.Graph().parse(tmp_path / "g.jsonld", format="json-ld")
    assert set(theirs) == set(rdflib.Graph().parse(data="".join(lines), format="nt"))


@pytest.mark.parametrize("base", BASES)
def test_kg_reads_what_it_wrote(base: str, tmp_path: Path) -> None:
    for name in ("g.jsonld", "g.nq"):
        export(sample(), tmp_path / name, base=base)
    assert load(tmp_path / "g.jsonld") == load(tmp_path / "g.nq") == sample()
    assert base_of(tmp_path / "g.jsonld") == base_of(tmp_path / "g.nq") == base
    for name in ("who-detains-whom", "events-in-place", "claims-of-article"):
        found, wanted = (list(answer(tmp_path / file, question(name), {}, base=base)) for file in ("g.jsonld", "g.nq"))
        assert found == wanted != []
    sparql = "SELECT ?p ?o { agency:police-ru ?p ?o } ORDER BY ?p ?o"
    assert list(query(tmp_path / "g.jsonld", sparql, base=base)) == list(query(tmp_path / "g.nq", sparql, base=base))
    assert check(tmp_path / "g.jsonld") == []


def test_a_context_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "g.jsonld").write_text('{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "http://x/a", "name": "b"}')
    with pytest.raises(StoreError, match=r"g\.jsonld: .*remote") as caught:
        query(tmp_path / "g.jsonld", "ASK {}")
    assert "\n" not in str(caught.value)
