"""A slice is a graph of its own, an element below its graph, and slicing agrees with union."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analysis import slice as part
from kg.claim import CERTAINTIES
from kg.export import export
from kg.graph import Graph, Reading, load
from kg.shapes import Shapes
from tests.properties.strategies import DAYS, KNOWN, OUTLET, articles_read, vocabulary

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SHAPES = Shapes.load()


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    """One or two things to ask of claims, by local ids and names that readings may have."""
    every = {
        "since": DAYS,
        "until": DAYS,
        "voices": st.sampled_from([OUTLET, "article/a-1", [OUTLET, "article/b"]]),
        "certainty": st.sets(st.sampled_from(CERTAINTIES), min_size=1),
        "types": st.sets(st.sampled_from(sorted(vocabulary().event_types)), min_size=5, max_size=40),
        "classes": st.sampled_from(["Actor", "Person", ["City", "Artifact"]]),
        "articles": st.sampled_from(["article/a-1", ["article/a-1", "article/b"]]),
    }
    names = draw(st.lists(st.sampled_from(sorted(every)), min_size=1, max_size=2, unique=True))
    found = {name: draw(every[name]) for name in names}
    if "since" in found and "until" in found:
        found["since"], found["until"] = sorted((found["since"], found["until"]))
    return found | {"undated": draw(st.sampled_from(["drop", "keep", "published"]))}


def graph_of(lot: list[Reading]) -> Graph:
    return Graph.of(lot, known=KNOWN, types=vocabulary().event_types.values())


def nameless(graph: Graph) -> Graph:
    """The graph with no labels: which of them an article gave is known only where they stand in it."""
    return replace(graph, entities={name: replace(one, labels=frozenset()) for name, one in graph.entities.items()})


@given(articles_read(), asked())
@few
def test_a_slice_is_a_graph_that_satisfies_the_shapes_and_is_read_again(
    read: tuple[dict[str, str], list[Reading]], question: dict[str, Any]
) -> None:
    found = part(graph_of(read[1]), **question)
    assert list(SHAPES.violations(found.ntriples())) == []
    with tempfile.TemporaryDirectory() as folder:
        export(found, Path(folder) / "slice.nq")
        assert load(Path(folder) / "slice.nq") == found


@given(articles_read(), asked())
@few
def test_a_slice_adds_nothing_and_is_its_own_slice(
    read: tuple[dict[str, str], list[Reading]], question: dict[str, Any]
) -> None:
    graph = graph_of(read[1])
    found = part(graph, **question)
    assert graph.union(found) == graph
    assert part(found, **question) == found


@given(articles_read(), asked(), st.data())
@few
def test_the_slice_of_a_union_is_the_union_of_slices(
    read: tuple[dict[str, str], list[Reading]], question: dict[str, Any], data: Any
) -> None:
    one, other = (graph_of([reading for reading in read[1] if data.draw(st.booleans())]) for _ in range(2))
    together, apart = part(one.union(other), **question), part(one, **question).union(part(other, **question))
    assert nameless(together) == nameless(apart)


@given(articles_read(), st.data())
@few
def test_slices_by_articles_add_up(read: tuple[dict[str, str], list[Reading]], data: Any) -> None:
    graph = graph_of(read[1])
    some, others = (data.draw(st.sets(st.sampled_from(sorted(graph.articles)), min_size=1)) for _ in range(2))
    assert part(graph, articles=some).union(part(graph, articles=others)) == part(graph, articles=some | others)


@given(articles_read(), st.sampled_from(["place/here", "place/land", "place/city-1"]), st.data())
@few
def test_slices_by_place_lose_nothing_in_a_union(
    read: tuple[dict[str, str], list[Reading]], place: str, data: Any
) -> None:
    one, other = (graph_of([reading for reading in read[1] if data.draw(st.booleans())]) for _ in range(2))
    together = part(one.union(other), place=place)
    assert together.union(part(one, place=place)).union(part(other, place=place)) == together


@given(articles_read())
@few
def test_a_slice_leaves_out_nothing_that_is_asked_for(read: tuple[dict[str, str], list[Reading]]) -> None:
    graph = graph_of(read[1])
    found = part(graph, certainty=("certain", "possible"), voices=OUTLET)
    wanted = {
        name
        for name, claim in graph.claims.items()
        if claim.attributed_to == OUTLET and claim.factuality.certainty in ("certain", "possible")
    }
    assert found.claims.keys() <= wanted
    told = {claim.event for claim in found.claims.values()}
    lost = [graph.claims[name] for name in wanted - found.claims.keys()]
    assert all(claim.subject in graph.events and claim.subject not in told for claim in lost)
