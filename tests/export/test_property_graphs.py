"""GraphML and GEXF: valid, readable by others, safe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import igraph
import networkx
import pytest
from lxml import etree

from kg.claim import Factuality
from kg.export import export
from kg.export.look import COLOURS, colour
from kg.graph import Graph
from kg.views import VIEWS, view
from tests.export.sample import ARREST, BEATING, HOSTILE, KIM, POLICE, claim, reading, sample

SCHEMAS = Path(__file__).parents[3] / "shared" / "design" / "schemas"
"""Others' schemas, beside the checkout: their tests are skipped where they are not there."""
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of GraphML and GEXF are not here")
G = "{http://graphml.graphdrawing.org/xmlns}"
X = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
SHOWN = 'Kim <b>" & e\u0301\u202e \U0001f600'


def parallel() -> Graph:
    """The sample, with a second predicate between two nodes."""
    more = claim(POLICE, "monitors", KIM, ARREST, Factuality(), "Police arrested")
    return sample().union(Graph.of([type(reading())(reading().article, claims=(more,))]))


@pytest.mark.parametrize("name", VIEWS)
def test_graphml_is_valid_and_read_alike(name: str, tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    export(parallel(), path, view=name)
    shown = view(parallel(), name)
    theirs, others = networkx.read_graphml(path, force_multigraph=True), igraph.Graph.Read_GraphML(str(path))
    assert theirs.is_directed()
    assert others.is_directed()
    assert theirs.number_of_nodes() == others.vcount() == len(shown.nodes) > 1
    assert theirs.number_of_edges() == others.ecount() == len(shown.edges) > 1
    weights = sorted(weight for *_, weight in theirs.edges(data="weight"))
    assert weights == sorted(others.es["weight"]) == sorted(float(edge.weight) for edge in shown.edges)
    assert {kind for _, kind in theirs.nodes(data="cls")} == set(others.vs["cls"]) == {node.cls for node in shown.nodes}
    assert theirs.nodes["person:kim-1"]["label"] == SHOWN


def test_graphml_keys_ids_and_reserved_names(tmp_path: Path) -> None:
    export(parallel(), tmp_path / "g.graphml", view="claims")
    root = etree.parse(tmp_path / "g.graphml").getroot()
    keys = root.findall(f"{G}key")
    assert [child.tag for child in root] == [f"{G}key"] * len(keys) + [f"{G}graph"]
    assert len({key.get("id") for key in keys}) == len(keys)
    for key in keys:
        assert key.get("id") == key.get("attr.name") == key.get("attr.name").lower()
        assert key.get("attr.type") in ("boolean", "int", "long", "float", "double", "string")
        assert key.get("for") in ("node", "edge")
    tags = [child.tag for child in root.find(f"{G}graph")]
    assert tags == sorted(tags, key=[f"{G}node", f"{G}edge"].index)
    edges = root.findall(f".//{G}edge")
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for edge in edges:
        told = {data.get("key"): data.text for data in edge}
        assert (told["edgeid"], told["edgelabel"], told["predicate"]) == (
            edge.get("id"),
            edge.get("label"),
            edge.get("label"),
        )
        assert float(told["weight"]) >= 1
        assert None not in told.values()
    assert len({(edge.get("source"), edge.get("label"), edge.get("target")) for edge in edges}) == len(edges)


def test_columns_tell_where_an_edge_comes_from(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.graphml")
    told = networkx.read_graphml(tmp_path / "g.graphml")
    edge = told.edges["agency:police-ru", "person:kim-1"]
    assert edge["weight"] == 2.0
    assert (edge["certainty"], edge["attributed_to"], edge["articles"]) == ("certain", "The paper", "a-1")
    assert (edge["first_date"], edge["last_date"]) == ("2024-07-29", "2024-07-29")
    assert edge["edgeiri"].startswith("https://w3id.org/newskg/id/claim/a-1-")
    assert edge["evidence"] in (
        "Police arrested",
        sample().claims[edge["edgeiri"].split("/id/")[1]].quotes[0].replace("\0\b", ""),
    )
    node = told.nodes["event:a-1-detention-7"]
    assert (node["type"], node["realized"], node["start"], node["end"], node["count"]) == (
        "detention", "true", "2024-07-29", "2024-07-29", 1,
    )  # fmt: skip
    assert "event:a-1-attack-104" not in told
    assert told.nodes["place:vladivostok"]["latitude"] == 43.1155
    assert "latitude" not in told.nodes["person:kim-1"]


def test_claims_view_marks_what_is_not_asserted() -> None:
    shown = sample().to_networkx("claims")
    assert shown.edges[POLICE, KIM, "attacks"]["asserted"] is False
    assert shown.edges[POLICE, KIM, "attacks"]["polarity"] == "negative"
    assert shown.edges[POLICE, KIM, "detains"]["asserted"] is True
    assert shown.nodes[BEATING]["realized"] is False
    assert "attacks" not in {key for *_, key in sample().to_networkx("full").edges(keys=True)}
    assert set(sample().to_networkx("actors").nodes) == {POLICE, KIM}


def test_sizes_and_colours(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.graphml")
    nodes = networkx.read_graphml(tmp_path / "g.graphml").nodes(data=True)
    sizes = [node["size"] for _, node in nodes]
    assert (min(sizes), max(sizes)) == (4.0, 100.0)
    assert len({(node["x"], node["y"]) for _, node in nodes}) == len(nodes)
    assert all((node["r"], node["g"], node["b"]) == COLOURS[node["cls"]] for _, node in nodes)
    assert len(set(COLOURS.values())) == len(COLOURS)
    assert all(0 <= part <= 255 for part in colour("Something of one's own"))


@pytest.mark.parametrize("name", VIEWS)
def test_gexf_is_valid_and_dated(name: str, tmp_path: Path) -> None:
    path = tmp_path / "g.gexf"
    export(parallel(), path, view=name)
    tree = etree.parse(path)
    graph = tree.find(f"{X}graph")
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("defaultedgetype")) == ("dynamic", "date", "directed")
    for spell in tree.iter(f"{X}spell"):
        assert spell.attrib
        assert all(dt.date.fromisoformat(day) for day in spell.attrib.values())
    for edge in tree.iter(f"{X}edge"):
        assert edge.get("kind") == edge.get("label")
    for size in tree.iter(f"{VIZ}size"):
        assert next(iter(size.attrib)) == "value"
    shown = view(parallel(), name)
    theirs = networkx.read_gexf(path)
    assert (theirs.number_of_nodes(), theirs.number_of_edges()) == (len(shown.nodes), len(shown.edges))


def test_hostile_labels_stay_text(tmp_path: Path) -> None:
    for suffix in (".graphml", ".gexf"):
        export(sample(), tmp_path / f"g{suffix}", view="claims")
        raw = (tmp_path / f"g{suffix}").read_bytes()
        assert raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
        assert b"<b>" not in raw
        assert b"\0" not in raw
        tree = etree.fromstring(raw)
        texts = {text for element in tree.iter() for text in (element.text, *element.attrib.values())}
        assert SHOWN in texts
    assert HOSTILE in sample().entities[KIM].labels


@needs_schemas
@pytest.mark.parametrize("name", VIEWS)
def test_the_files_follow_their_schemas(name: str, tmp_path: Path) -> None:
    export(parallel(), tmp_path / "g.graphml", view=name)
    export(parallel(), tmp_path / "g.gexf", view=name)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "graphml" / "graphml-kg.xsd"))
    schema.assertValid(etree.parse(tmp_path / "g.graphml"))
    etree.RelaxNG(etree.parse(SCHEMAS / "gexf" / "gexf.rng")).assertValid(etree.parse(tmp_path / "g.gexf"))
