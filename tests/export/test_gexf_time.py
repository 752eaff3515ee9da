"""The time slider: who and what is there when, in GEXF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.claim import Claim, Factuality
from kg.export import export
from kg.export.gexf import Time, _merged
from kg.graph import Graph, Reading
from kg.mention import Entity, Event, When
from kg.views import VIEWS
from tests.export.sample import ARREST, CITY, INFO, KNOWN, POLICE, claim, mention, sample
from tests.export.synthetic import synthetic

X = "{http://gexf.net/1.3}"
LEE = "person/lee"


def day(number: int) -> dt.date:
    return dt.date(2024, 7, number)


def dated(*events: tuple[str, When | None], published: dt.date | None = INFO.date) -> Graph:
    """A graph in which police detain Lee in each of the events."""
    claims: list[Claim] = []
    made = []
    for name, when in events:
        made.append(Event(f"event/{name}", "detention", INFO.id, name, mention("arrested"), when))
        for triple in ((f"event/{name}", "actor", POLICE), (f"event/{name}", "target", LEE), (POLICE, "detains", LEE)):
            said = claim(*triple, f"event/{name}", Factuality(), "Police arrested")
            begin = len(claims)
            place = replace(said.place, begin=begin, end=begin + 6)
            claims.append(replace(said, place=place, evidence=(place,), quotes=("Police",)))
    people = (
        Entity(POLICE, "Agency", frozenset({"Police"}), frozenset({mention("Police")})),
        Entity(LEE, "Person", frozenset({"Lee"}), frozenset({mention("Kim")})),
        Entity("outlet/paper", "MediaOutlet", frozenset({"The paper"})),
    )
    return Graph.of([Reading(replace(INFO, date=published), people, tuple(made), tuple(claims))], known=KNOWN)


def times(graph: Graph, folder: Path, name: str = "full") -> tuple[dict[str, list[Time]], dict[str, list[Time]]]:
    """Spells of nodes by id, and of edges by source, kind and target."""
    export(graph, folder / "g.gexf", view=name)
    root = etree.parse(folder / "g.gexf")
    nodes = {node.get("id"): spells(node) for node in root.iter(f"{X}node")}
    edges = {" ".join(map(edge.get, ("source", "kind", "target"))): spells(edge) for edge in root.iter(f"{X}edge")}
    return nodes, edges


def spells(element: etree._Element) -> list[Time]:
    return [
        (
            dt.date.fromisoformat(spell.get("start", "0001-01-01")),
            dt.date.fromisoformat(spell.get("end", "9999-12-31")),
        )
        for spell in element.iter(f"{X}spell")
    ]


def when(first: int | None, last: int | None) -> When:
    return When(day(first) if first else None, day(last) if last else None, "day", "then")


def test_nodes_are_there_in_the_time_of_their_edges(tmp_path: Path) -> None:
    nodes, edges = times(dated(("one", when(3, 3)), ("two", when(20, 22))), tmp_path)
    assert nodes["event:one"] == edges["event:one actor agency:police-ru"] == [(day(3), day(3))]
    assert nodes["event:two"] == edges["event:two target person:lee"] == [(day(20), day(22))]
    # police and Lee have an edge with each other that holds from the first to the last of it
    assert edges["agency:police-ru detains person:lee"] == [(day(3), day(22))]
    assert nodes["person:lee"] == nodes["agency:police-ru"] == [(day(3), day(22))]


def test_a_node_comes_and_goes(tmp_path: Path) -> None:
    graph = dated(("one", when(3, 3)), ("two", when(20, 22)))
    apart = replace(graph, claims={name: one for name, one in graph.claims.items() if one.predicate != "detains"})
    nodes, _ = times(apart, tmp_path)
    assert nodes["person:lee"] == [(day(3), day(3)), (day(20), day(22))]


@pytest.mark.parametrize(
    ("told", "life"),
    [
        (when(3, None), [(day(3), dt.date.max)]),
        (when(None, 3), [(dt.date.min, day(3))]),
        (when(None, None), [(INFO.date, INFO.date)]),
        (None, [(INFO.date, INFO.date)]),
    ],
)
def test_no_end_is_made_up(told: When | None, life: list[Time], tmp_path: Path) -> None:
    nodes, edges = times(dated(("one", told)), tmp_path)
    assert edges["event:one actor agency:police-ru"] == edges["agency:police-ru detains person:lee"] == life
    assert nodes["event:one"] == nodes["person:lee"] == life
    raw = (tmp_path / "g.gexf").read_text(encoding="utf-8")
    assert "0001-" not in raw
    assert "9999-" not in raw


def test_open_ends_of_one_claim_do_not_hide_the_days_of_another(tmp_path: Path) -> None:
    _, edges = times(dated(("one", when(3, 5)), ("two", when(None, 30))), tmp_path)
    assert edges["agency:police-ru detains person:lee"] == [(day(3), day(5))]
    shown = dated(("one", when(3, None)), ("two", when(None, 30))).to_networkx("actors")
    assert not {"first_date", "last_date"} & set(shown.edges[POLICE, LEE, "detains"])


def test_what_is_told_of_no_time_is_always_there(tmp_path: Path) -> None:
    nodes, edges = times(dated(("one", None), published=None), tmp_path)
    assert set(map(tuple, (*nodes.values(), *edges.values()))) == {()}
    assert etree.parse(tmp_path / "g.gexf").find(f"{X}graph").get("mode") == "dynamic"
    nodes, edges = times(dated(("one", when(3, 3))).union(sample()), tmp_path)
    # what was known beforehand has no time, and its ends are always there
    assert edges["place:vladivostok within place:primorsky-krai"] == nodes["place:vladivostok"] == []
    assert nodes["person:lee"] == [(day(3), day(3))]


def test_an_edge_without_a_time_has_that_of_its_event(tmp_path: Path) -> None:
    graph = dated(("one", when(3, 3)), published=None)
    no_event = {name: replace(one, event=None) for name, one in graph.claims.items() if one.predicate == "actor"}
    kept = {name: one for name, one in graph.claims.items() if one.predicate != "detains"}
    nodes, edges = times(replace(graph, claims={**kept, **no_event}), tmp_path)
    assert edges["event:one actor agency:police-ru"] == nodes["agency:police-ru"] == [(day(3), day(3))]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("graph", [sample(), synthetic(600, 1_500)], ids=["sample", "large"])
def test_edges_lie_inside_the_lives_of_their_nodes(graph: Graph, name: str, tmp_path: Path) -> None:
    nodes, edges = times(graph, tmp_path, name)
    always = [(dt.date.min, dt.date.max)]
    for edge, its in edges.items():
        for end in edge.split(" ")[::2]:
            for first, last in its or always:
                assert any(begin <= first and last <= stop for begin, stop in nodes[end] or always), edge
    assert any(edges.values())


def test_the_slider_shows_less_than_all(tmp_path: Path) -> None:
    nodes, edges = times(synthetic(600, 1_500), tmp_path, "full")
    today = dt.date(2024, 5, 1)

    def there(every: Iterable[list[Time]]) -> int:
        return sum(not its or any(first <= today <= last for first, last in its) for its in every)

    assert 0 < there(edges.values()) < len(edges) / 4
    assert 0 < there(nodes.values()) < len(nodes) / 2


def test_networkx_reads_the_spells(tmp_path: Path) -> None:
    export(sample(), tmp_path / "g.gexf")
    told = networkx.read_gexf(tmp_path / "g.gexf")
    assert told.graph["mode"] == "dynamic"
    assert told.nodes[ARREST.replace("/", ":")]["spells"] == [("2024-07-29", "2024-07-29")]
    assert "spells" not in told.nodes[CITY.replace("/", ":")]


@given(st.lists(st.tuples(st.dates(), st.dates()).map(lambda ends: (min(ends), max(ends))), max_size=12), st.dates())
def test_times_are_put_together(spans: list[Time], today: dt.date) -> None:
    found = _merged(spans)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    inside = any(first <= today <= last for first, last in found) or (not found and bool(spans))
    assert inside == any(first <= today <= last for first, last in spans)
