"""Corrections and the laws of the graph, on random graphs and random opinions about them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.export import export
from kg.graph import Graph, load
from kg.ledger import VERDICTS, Row, reviewed
from kg.ledger.row import IDENTITIES
from kg.ledger.sheet import row_of
from kg.resolve import resolved
from kg.shapes import Shapes
from kg.store import ask
from kg.views import VIEWS
from tests.properties.strategies import KNOWN, readings, vocabulary
from tests.properties.test_laws import store_of

few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SHAPES = Shapes.load()
DAYS = st.sampled_from(["", "2024-08-01", "2024-08-02"])


@st.composite
def reviewed_graphs(draw: st.DrawFn) -> tuple[Graph, list[Row]]:
    """A graph, and what people say of things in it."""
    lot = draw(readings(most=3))
    graph = resolved(Graph.of(lot, known=KNOWN, types=vocabulary().event_types.values()))
    things = sorted({*graph.claims, *graph.events, *graph.entities})
    entities = sorted(graph.entities)
    rows = []
    for _ in range(draw(st.integers(0, 6)) if len(entities) > 1 else 0):
        verdict = draw(st.sampled_from([*VERDICTS, "wrong", "wrong"]))
        said = {"by": draw(st.sampled_from(["Ann", "Bob"])), "on": draw(DAYS), "why": draw(st.sampled_from("xy"))}
        if verdict in IDENTITIES:
            ends = draw(st.lists(st.sampled_from(entities), min_size=2, max_size=2, unique=True))
            rows.append(row_of(graph, verdict, *ends, **said))
        else:
            rows.append(row_of(graph, verdict, draw(st.sampled_from(things)), **said))
    return graph, rows


def bytes_of(graph: Graph) -> str:
    return "".join(graph.nquads())


@given(reviewed_graphs(), st.randoms(use_true_random=False))
@few
def test_order_and_repetition_make_no_difference(made: tuple[Graph, list[Row]], random) -> None:  # type: ignore[no-untyped-def]
    graph, rows = made
    once = reviewed(graph, rows)
    assert reviewed(graph, random.sample([*rows, *rows], 2 * len(rows))) == once
    assert reviewed(once.graph, rows) == once
    assert {fate.row for fate in once.fates} == set(rows), "no row is lost silently"
    assert [fate for fate in once.fates if not fate.counts and fate.state != "refused"] == []


@given(reviewed_graphs())
@few
def test_6_without_its_rows_the_graph_is_what_it_was(made: tuple[Graph, list[Row]]) -> None:
    graph, rows = made
    after = reviewed(graph, rows).graph
    assert replace(after, judgements=graph.judgements, reviews=frozenset()) == graph, "nothing is rewritten"
    for number in range(len(rows)):
        fewer = rows[:number] + rows[number + 1 :]
        assert bytes_of(reviewed(after, fewer).graph) == bytes_of(reviewed(graph, fewer).graph)
    assert bytes_of(reviewed(after, []).graph) == bytes_of(graph)


@given(reviewed_graphs())
@few
def test_2_what_was_found_misread_entitles_to_nothing(made: tuple[Graph, list[Row]]) -> None:
    graph, rows = made
    after = reviewed(graph, rows).graph
    right = [claim for claim in after.claims.values() if claim.factuality.entitles and not after.rejected(claim.id)]
    assert after.asserted() == {
        claim.triple for claim in right if isinstance(claim.object, str) and claim.subject not in after.events
    }
    assert {name for name in after.events if after.realized(name)} == {claim.event for claim in right if claim.event}
    store = store_of(after)
    rejected = set(ask(store, "SELECT ?c { ?c a kg:Claim ; kg:rejectedBy ?j }"))
    assert len(rejected) == sum(map(after.rejected, after.claims))
    assert len(ask(store, "SELECT ?c { ?c a kg:Claim }")) == len(graph.claims), "claims stay, with their evidence"
    assert not ask(
        store,
        """SELECT ?c { ?c a kg:Claim ; kg:rejectedBy ?j ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o .
            FILTER(?p != kg:eventType) FILTER NOT EXISTS { ?s schema:name ?known }
            FILTER NOT EXISTS { ?d rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
                FILTER NOT EXISTS { ?d kg:rejectedBy ?k } } }""",
    ).rows


@given(reviewed_graphs())
@few
def test_confirming_changes_no_fact(made: tuple[Graph, list[Row]]) -> None:
    graph, rows = made
    after = reviewed(graph, [row for row in rows if row.verdict == "confirmed"]).graph
    assert after.asserted() == graph.asserted()
    assert [after.realized(name) for name in graph.events] == [graph.realized(name) for name in graph.events]


@given(reviewed_graphs(), st.sampled_from([".nq", ".ttl"]))
@few
def test_judgements_are_read_again_and_satisfy_the_shapes(made: tuple[Graph, list[Row]], suffix: str) -> None:
    graph, rows = made
    after = reviewed(graph, rows).graph
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        export(after, path, base="https://example.org/base/")
        assert load(path) == after
    assert set(SHAPES.violations(after.ntriples())) <= set(SHAPES.violations(graph.ntriples()))


@given(reviewed_graphs(), st.sampled_from(VIEWS))
@few
def test_views_hold_together(made: tuple[Graph, list[Row]], view: str) -> None:
    graph, rows = made
    after = reviewed(graph, [row for row in rows if not row.identity]).graph
    shown = after.to_networkx(view)
    assert all("label" in told for _, told in shown.nodes(data=True)), "every end is a node"
    for _, _, told in shown.edges(data=True):
        assert told.get("review") != "wrong" or (view == "claims" and not told["asserted"])
    if view != "claims":
        assert not any(after.rejected(name) for name in shown.nodes)
