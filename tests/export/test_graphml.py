"""What tools need of GraphML, point by point: each was the cause of a file that one of them opened wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.claim import Claim, Factuality, Literal
from kg.export import export
from kg.export.look import COLOURS, sizes, token, xml
from kg.graph import Graph
from kg.mention import Entity
from kg.terms import article_id, slug
from kg.views import VIEWS, Edge, Node, View
from tests.export.sample import ARREST, CITY, KIM, KNOWN, POLICE, claim, mention, reading, sample

G = "{http://graphml.graphdrawing.org/xmlns}"
NMTOKEN = re.compile(r"[-.:_A-Za-z0-9\u00b7\u00c0-\ufffd]+")
TYPES = {"boolean", "int", "long", "float", "double", "string"}


def told(subject: str, predicate: str, thing: str | Literal) -> Claim:
    return claim(subject, predicate, thing, None, Factuality(), "Police arrested")


def with_claims(*claims: Claim, entities: Iterable[Entity] = ()) -> Graph:
    one = reading()
    return Graph.of([replace(one, entities=(*one.entities, *entities), claims=(*one.claims, *claims))], known=KNOWN)


def written(graph: Graph, folder: Path, name: str = "claims") -> etree._Element:
    export(graph, folder / "g.graphml", view=name)
    return etree.parse(folder / "g.graphml").getroot()


def typed(root: etree._Element) -> dict[str, tuple[str, str]]:
    return {key.get("id"): (key.get("for"), key.get("attr.type")) for key in root.findall(f"{G}key")}


# 1: ids of edges
def test_edges_of_one_pair_of_nodes_have_ids_of_their_own(tmp_path: Path) -> None:
    graph = with_claims(told(POLICE, "monitors", KIM), told(POLICE, "meets", KIM), told(KIM, "meets", POLICE))
    edges = written(graph, tmp_path).findall(f".//{G}edge")
    assert max(Counter((edge.get("source"), edge.get("target")) for edge in edges).values()) > 2
    ids = [edge.get("id") for edge in edges]
    assert len(set(ids)) == len(ids)
    assert ids == [edge.findtext(f"{G}data[@key='edgeid']") for edge in edges]
    assert not set(ids) & {node.get("id") for node in edges[0].getparent().findall(f"{G}node")}


# 2: keys
def test_a_column_has_one_type_and_a_name_of_its_own(tmp_path: Path) -> None:
    facts = [
        told(KIM, "age", Literal("41", "nonNegativeInteger")),
        told(POLICE, "age", Literal("about forty")),
        told(KIM, "count", Literal("7", "nonNegativeInteger")),
        told(KIM, "birthDate", Literal("1980-01-01", "date")),
        told(KIM, "birthdate", Literal("around 1980")),
        # names that files or other columns have already
        *(told(KIM, name, Literal("x")) for name in ("x", "Weight", "label", "edgelabel", "predicate", "iri", "id")),
        told(POLICE, "much", Literal(str(2**63), "nonNegativeInteger")),
    ]
    root = written(with_claims(*facts), tmp_path)
    keys = root.findall(f"{G}key")
    names = [key.get("id") for key in keys]
    assert len({name.lower() for name in names}) == len(names)
    assert names == [key.get("attr.name") for key in keys] == [name.lower() for name in names]
    found = typed(root)
    assert {kind for _, kind in found.values()} <= TYPES
    assert found["age"] == ("node", "string")
    assert found["count"] == ("node", "long")
    assert found["much"] == ("node", "string")
    node = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True).nodes[token(KIM)]
    assert (node["age"], node["count"], node["fact_weight"], node["fact_x"]) == ("41", 7, "x", "x")
    assert {node["birthdate"], node["fact_birthdate"]} == {"1980-01-01", "around 1980"}
    assert isinstance(node["x"], float)
    assert node["iri"].endswith(KIM)
    assert {data.get("key") for data in root.iter(f"{G}data")} <= set(names)


def test_nothing_stands_between_keys_and_graph(tmp_path: Path) -> None:
    root = written(sample(), tmp_path)
    tags = [child.tag for child in root]
    assert tags == [f"{G}key"] * (len(tags) - 1) + [f"{G}graph"]


# 3: missing values
@pytest.mark.parametrize("name", VIEWS)
def test_what_is_missing_is_left_out(name: str, tmp_path: Path) -> None:
    # of a name and a quote of control characters alone, XML holds nothing
    empty = Entity("person/none", "Person", frozenset({"\x01\x02"}), frozenset({mention("Kim")}))
    said = replace(told(POLICE, "monitors", empty.id), quotes=("\x03",))
    root = written(with_claims(said, told(empty.id, "title", Literal("\x04")), entities=[empty]), tmp_path, name)
    for data in root.iter(f"{G}data"):
        assert data.text, data.get("key")
    nodes = {node.get("id"): node for node in root.iter(f"{G}node")}
    assert nodes["person:none"].findtext(f"{G}data[@key='label']") == "person:none"
    assert all(len(node) < len(typed(root)) for node in nodes.values())


def test_true_false_or_nothing_is_text(tmp_path: Path) -> None:
    root = written(sample(), tmp_path)
    every = {"node": root.findall(f".//{G}node"), "edge": root.findall(f".//{G}edge")}
    for key, (kind, type_) in typed(root).items():
        if type_ == "boolean":
            assert all(one.find(f"{G}data[@key='{key}']") is not None for one in every[kind])
    assert {data.text for data in root.iter(f"{G}data") if data.get("key") == "realized"} == {"true", "false"}


# 4: reserved names
def test_reserved_names_have_the_types_that_gephi_wants(tmp_path: Path) -> None:
    root = written(with_claims(told(KIM, "locatedIn", CITY)), tmp_path)
    found = typed(root)
    assert {name: found[name] for name in ("label", "x", "y", "size", "r", "g", "b")} == {
        "label": ("node", "string"),
        **dict.fromkeys(("x", "y", "size"), ("node", "double")),
        **dict.fromkeys("rgb", ("node", "int")),
    }
    assert (found["edgelabel"], found["weight"]) == (("edge", "string"), ("edge", "double"))
    weights = [data.text for data in root.iter(f"{G}data") if data.get("key") == "weight"]
    assert len(weights) == len(root.findall(f".//{G}edge"))
    assert all(re.fullmatch(r"[1-9][0-9]*\.0", weight) for weight in weights)


# 5: one edge for each source, predicate and target
def test_parallel_edges_differ_in_their_label(tmp_path: Path) -> None:
    twice = [told(POLICE, "monitors", KIM), replace(told(POLICE, "monitors", KIM), place=mention("Police").span)]
    twice[1] = replace(twice[1], evidence=(twice[1].place,), quotes=("Police",))
    root = written(with_claims(*twice), tmp_path)
    edges = root.findall(f".//{G}edge")
    triples = [(edge.get("source"), edge.get("label"), edge.get("target")) for edge in edges]
    assert len(set(triples)) == len(triples)
    weight = dict(zip(triples, (float(edge.findtext(f"{G}data[@key='weight']")) for edge in edges), strict=True))
    assert weight[token(POLICE), "monitors", token(KIM)] == 2
    assert weight[token(POLICE), "detains", token(KIM)] == 2
    assert weight[token(POLICE), "attacks", token(KIM)] == 1


# 6: ids, direction
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_ids_are_name_tokens_and_stay_apart(one: str, other: str) -> None:
    ids = {article_id(one), article_id(other), f"person/{slug(one) or 'x'}~2", f"person/{slug(one) or 'x'}-2"}
    tokens = {token(local) for local in ids}
    assert len(tokens) == len(ids)
    assert all(NMTOKEN.fullmatch(name) for name in tokens)


@pytest.mark.parametrize("name", VIEWS)
def test_all_is_directed_and_in_one_graph(name: str, tmp_path: Path) -> None:
    root = written(sample(), tmp_path, name)
    (graph,) = root.iter(f"{G}graph")
    assert graph.get("edgedefault") == "directed"
    assert not root.xpath("//@directed")
    tags = [child.tag for child in graph]
    assert tags == [f"{G}node"] * tags.count(f"{G}node") + [f"{G}edge"] * tags.count(f"{G}edge")
    ids = {node.get("id") for node in graph.iter(f"{G}node")}
    assert {end for edge in graph.iter(f"{G}edge") for end in (edge.get("source"), edge.get("target"))} <= ids
    for node in graph.iter(f"{G}node"):
        assert NMTOKEN.fullmatch(node.get("id"))
        iri = node.findtext(f"{G}data[@key='iri']")
        assert iri == f"https://w3id.org/newskg/id/{node.get('id').replace(':', '/')}"


# 7: first sight
def test_sizes_follow_the_weights_of_edges() -> None:
    nodes = tuple(Node(f"person/{name}", name, "Person", "person", "x:", 1, 1) for name in "abcd")
    edges = (
        Edge("person/a", "meets", "person/b", 1, asserted=True),
        Edge("person/a", "monitors", "person/b", 1, asserted=True),
        Edge("person/c", "meets", "person/d", 7, asserted=True),
        Edge("person/d", "meets", "person/a", 1, asserted=True),
    )
    a, b, c, d = sizes(View(nodes, edges))
    assert (b, d) == (4.0, 100.0)
    assert b < a < c < d
    assert sizes(View((), ())) == []
    assert sizes(View(nodes, ())) == [4.0] * 4


@pytest.mark.parametrize("name", VIEWS)
def test_first_sight_is_readable(name: str, tmp_path: Path) -> None:
    told = networkx.read_graphml(_file(tmp_path, name), force_multigraph=True)
    nodes = [node for _, node in told.nodes(data=True)]
    assert (min(node["size"] for node in nodes), max(node["size"] for node in nodes)) == (4.0, 100.0)
    assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
    colours = {(node["cls"], (node["r"], node["g"], node["b"])) for node in nodes}
    assert colours <= set(COLOURS.items())
    assert all(node["label"] for node in nodes)
    assert all(edge["edgelabel"] for *_, edge in told.edges(data=True))


def _file(folder: Path, name: str) -> Path:
    export(with_claims(told(KIM, "locatedIn", CITY)), folder / "g.graphml", view=name)
    return folder / "g.graphml"


def test_places_are_the_same_again(tmp_path: Path) -> None:
    bytes_ = {_file(tmp_path, "full").read_bytes() for _ in range(2)}
    assert len(bytes_) == 1


# 8: what XML cannot hold
@given(st.text())
def test_xml_holds_all_text_but_what_it_forbids(text: str) -> None:
    for form in ('<a b="{}"/>', "<a>{}</a>"):
        element = etree.fromstring(form.format(xml(text)).encode("utf-8"))
        kept = "".join(sign for sign in text if allowed(ord(sign)))
        assert (element.get("b") if element.get("b") is not None else element.text or "") == kept


def allowed(code: int) -> bool:
    """Char of XML 1.0, fifth edition."""
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def test_every_sign_there_is() -> None:
    every = "".join(map(chr, range(0x110000)))
    kept = "".join(sign for sign in every if allowed(ord(sign)))
    assert etree.fromstring(f"<a>{xml(every)}</a>".encode()).text == kept


def test_the_file_says_that_it_is_utf8_and_days_are_plain_columns(tmp_path: Path) -> None:
    root = written(sample(), tmp_path)
    raw = (tmp_path / "g.graphml").read_bytes()
    assert raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml')
    assert any(ord(sign) > 0xFFFF for sign in raw.decode("utf-8"))
    found = typed(root)
    assert (found["start"], found["end"]) == (("node", "string"), ("node", "string"))
    arrest = next(node for node in root.iter(f"{G}node") if node.get("id") == token(ARREST))
    assert arrest.findtext(f"{G}data[@key='start']") == "2024-07-29"
