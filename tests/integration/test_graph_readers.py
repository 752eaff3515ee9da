"""GraphML and GEXF as others read them: networkx, igraph and graphology find every node, edge and value of the view."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import igraph
import networkx
import pytest
from lxml import etree

from kg.claim import Factuality, Literal
from kg.export import export
from kg.export.look import EDGE_COLUMNS, NODE_COLUMNS, Column, Drawn, colour, fact_columns, token
from kg.graph import Graph
from kg.mention import Entity
from kg.views import VIEWS, edge_columns, node_columns, view
from tests.export.sample import ARREST, KNOWN, POLICE, claim, mention, reading
from tests.export.synthetic import synthetic
from tests.export.test_property_graphs import SCHEMAS, needs_schemas
from tests.integration.npm import packages

HERE = Path(__file__).parent / "graphology"
FORBIDDEN = {*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)}
HOSTILE = (
    "<script>alert('x')</script>",
    "]]> <![CDATA[ <!-- --> <?xml?>",
    "&amp; &#0; &lt; & \" '",
    "\r\n two lines \n\t end \r",
    " \u00a0 spaces around \u2003 ",
    "\u0085 \u2028 \u2029 \u200b \ufeff",
    "\u202e right to left \u2066 \u200f",
    "e\u0301 \u1112\u1161\u11ab 한글 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0010ffff",
    "".join(map(chr, range(0x20))) + "x\x7f\x80\x9f\ufffe\uffff\ufffd",
    "=1+1",
    "true",
    "NaN",
    "0012",
    "long " * 20_000,
)

Values = Mapping[str, Any]
Read = tuple[dict[str, Values], dict[str, tuple[str, str, Values]]]
"""Values by id of node, and ends and values by id of edge."""


def hostile() -> Graph:
    """The sample with more predicates between two nodes, and with names, quotes and values that are hard to hold."""
    more = [
        claim(POLICE, word, ARREST_TARGET, ARREST, Factuality(), "Police arrested") for word in ("monitors", "meets")
    ]
    people = []
    for number, text in enumerate(HOSTILE):
        person = Entity(f"person/p-{number}", "Person", frozenset({text}), frozenset({mention("Kim")}))
        people.append(person)
        said = claim(POLICE, "monitors", person.id, None, Factuality(), "Police arrested")
        told = claim(person.id, "title", Literal(text), None, Factuality(), "Police arrested")
        more += [replace(said, quotes=(text,)), told]
    one = reading()
    return Graph.of([replace(one, entities=(*one.entities, *people), claims=(*one.claims, *more))], known=KNOWN)


ARREST_TARGET = "person/kim-1"
GRAPHS: Mapping[str, Callable[[], Graph]] = {"hostile": hostile, "large": lambda: synthetic(1_000, 2_000)}


# -- what the files say ----------------------------------------------------------------------------------------------


def wanted(graph: Graph, name: str, suffix: str) -> Read:
    """What a reader ought to find."""
    drawn = Drawn.of(view(graph, name))
    columns = [*NODE_COLUMNS, *fact_columns(drawn.view.nodes)]
    nodes, edges = {}, {}
    for node, place, size in zip(drawn.view.nodes, drawn.places, drawn.sizes, strict=True):
        seen = {"label": clean(node.label) or token(node.id), "x": place[0], "y": place[1], "size": size}
        told = values(node_columns(node), columns)
        if suffix == ".graphml" and "realized" in told:  # true, false or nothing
            told["realized"] = str(told["realized"]).lower()
        nodes[token(node.id)] = {**seen, **dict(zip("rgb", colour(node.cls), strict=True)), **told}
    for number, edge in enumerate(drawn.view.edges):
        told = {"weight": float(edge.weight), "label": edge.predicate, **values(edge_columns(edge), EDGE_COLUMNS)}
        edges[f"e{number}"] = (token(edge.source), token(edge.target), told)
    return nodes, edges


def values(told: Values, columns: Iterable[Column]) -> dict[str, Any]:
    cells = ((column.name, told.get(column.source), column.type) for column in columns)
    texts = ((name, clean(value) if isinstance(value, str) else value, kind) for name, value, kind in cells)
    return {name: str(value) if kind == "string" else value for name, value, kind in texts if value not in (None, "")}


def clean(text: str) -> str:
    return "".join(sign for sign in text if ord(sign) not in FORBIDDEN)


# -- what others read ------------------------------------------------------------------------------------------------


def by_networkx(path: Path) -> Read:
    read = networkx.read_graphml if path.suffix == ".graphml" else networkx.read_gexf
    found = read(path, force_multigraph=True) if path.suffix == ".graphml" else read(path)
    assert found.is_directed()
    nodes = {name: seen(dict(data)) for name, data in found.nodes(data=True)}
    rows = (
        found.edges(keys=True, data=True)
        if found.is_multigraph()
        else ((a, b, None, d) for a, b, d in found.edges(data=True))
    )
    edges = {str(data.get("id", key)): (source, target, edge_values(dict(data))) for source, target, key, data in rows}
    return nodes, edges


def seen(data: dict[str, Any]) -> dict[str, Any]:
    """Values without what the reader adds, and what is drawn by its name in GraphML."""
    look = data.pop("viz", {})
    flat = {**look.get("position", {}), **look.get("color", {})} | ({"size": look["size"]} if look else {})
    return {key: value for key, value in {**data, **flat}.items() if key not in ("id", "z", "a", "spells")}


def edge_values(data: dict[str, Any]) -> dict[str, Any]:
    """The same for an edge, whose label GraphML has three times and GEXF twice."""
    labels = {data.pop(key) for key in ("edgelabel", "label", "kind") if key in data}
    (label,) = labels
    return {"label": label} | {key: value for key, value in data.items() if key not in ("id", "edgeid", "spells")}


def by_igraph(path: Path) -> Read:
    found = igraph.Graph.Read_GraphML(str(path))
    assert found.is_directed()
    # igraph has one type for a column: nothing is "" or not a number
    nodes = {vertex["id"]: seen(present(vertex.attributes())) for vertex in found.vs}
    names = found.vs["id"]
    # igraph takes ids of nodes for those of edges, which is why edges have theirs in a column, too
    edges = {
        edge["edgeid"]: (names[edge.source], names[edge.target], edge_values(present(edge.attributes())))
        for edge in found.es
    }
    return nodes, edges


def present(data: Values) -> dict[str, Any]:
    return {
        key: value
        for key, value in data.items()
        if value != "" and not (isinstance(value, float) and math.isnan(value))
    }


def by_graphology(path: Path) -> Read:
    command = ["node", HERE / "read.cjs", packages(HERE), path]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr.decode()
    # a message on standard error is xmldom's complaint about what is no XML
    assert ran.stderr == b""
    found = json.loads(ran.stdout)
    assert found["type"] == "directed"
    nodes = {node["key"]: unpainted(seen(node["attributes"])) for node in found["nodes"]}
    edges = {edge["key"]: (edge["source"], edge["target"], edge_values(edge["attributes"])) for edge in found["edges"]}
    return nodes, edges


def unpainted(data: dict[str, Any]) -> dict[str, Any]:
    """Red, green and blue of what graphology made of them."""
    text = data.pop("color")
    if text.startswith("#"):
        numbers = [int(text[place : place + 2], 16) for place in (1, 3, 5)]
    else:
        numbers = [int(part) for part in text.removeprefix("rgb(").removesuffix(")").split(",")]
    return data | dict(zip("rgb", numbers, strict=True))


READERS = [
    (".graphml", by_networkx),
    (".graphml", by_igraph),
    (".graphml", by_graphology),
    (".gexf", by_networkx),
    (".gexf", by_graphology),
]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize(("suffix", "read"), READERS, ids=[f"{suffix[1:]}-{read.__name__}" for suffix, read in READERS])
def test_others_read_what_the_view_has(
    suffix: str, read: Callable[[Path], Read], kind: str, name: str, tmp_path: Path
) -> None:
    graph = GRAPHS[kind]()
    path = tmp_path / f"g{suffix}"
    export(graph, path, view=name)
    nodes, edges = read(path)
    want_nodes, want_edges = wanted(graph, name, suffix)
    assert nodes.keys() == want_nodes.keys()
    assert edges.keys() == want_edges.keys()
    for node, told in nodes.items():
        assert told == want_nodes[node], node
    for edge, told in edges.items():
        assert told == want_edges[edge], edge
    assert len(nodes) > 10
    assert len(edges) > 10


def test_the_hostile_graph_has_what_it_is_made_for() -> None:
    nodes, edges = wanted(hostile(), "claims", ".graphml")
    labels = {told["label"] for told in nodes.values()}
    assert {clean(text) for text in HOSTILE} <= labels
    assert {clean(text) for text in HOSTILE} <= {told.get("title") for told in nodes.values()}
    ends = [(source, target) for source, target, _ in edges.values()]
    assert len(ends) > len(set(ends))


@needs_schemas
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("kind", GRAPHS)
def test_hostile_and_large_files_follow_their_schemas(kind: str, name: str, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "graphml" / "graphml-kg.xsd"))
    rules = etree.RelaxNG(etree.parse(SCHEMAS / "gexf" / "gexf.rng"))
    for suffix, checks in ((".graphml", schema), (".gexf", rules)):
        export(GRAPHS[kind](), tmp_path / f"g{suffix}", view=name)
        checks.assertValid(etree.parse(tmp_path / f"g{suffix}"))
