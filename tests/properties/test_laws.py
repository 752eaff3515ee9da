"""The laws of the graph, on random readings."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kg.export import WRITERS, export
from kg.graph import Graph, Reading, load
from kg.shapes import Shapes
from kg.store import ask
from tests.properties.strategies import KNOWN, articles_read, readings, three_lots, vocabulary

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
fewer = settings(few, max_examples=12)
SHAPES = Shapes.load()
PLAIN = """SELECT DISTINCT ?s ?p ?o {
    ?s ?p ?o ; rdfs:label ?l . ?o rdfs:label ?m . FILTER(STRSTARTS(STR(?p), STR(kg:)))
    FILTER NOT EXISTS { ?s kg:eventType ?t } FILTER(?p NOT IN (kg:directPredicate, kg:edgeFrom, kg:edgeTo)) }"""
ENTITLED = """SELECT DISTINCT ?s ?p ?o {
    ?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:polarity "positive" ; kg:certainty ?k ;
       kg:temporality ?w . FILTER(?k IN ("certain", "probable") && ?w IN ("past", "present")) FILTER(isIRI(?o))
    FILTER NOT EXISTS { ?s kg:eventType ?t } }"""


def graph_of(lot: list[Reading], *, informed: bool = True) -> Graph:
    return Graph.of(lot, known=KNOWN if informed else {}, types=vocabulary().event_types.values())


def store_of(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(graph.quads())
    return store


def written(graph: Graph, suffix: str, view: str = "full") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        export(graph, path, view=view)
        assert [found.name for found in path.parent.iterdir()] == [path.name]
        return path.read_bytes()


@given(articles_read())
@few
def test_1_evidence_is_verbatim(read: tuple[dict[str, str], list[Reading]]) -> None:
    told, lot = read
    rows = ask(
        store_of(graph_of(lot)),
        """SELECT ?i ?b ?e ?q {
            ?s a kg:Span ; kg:quote ?q ; kg:begin ?b ; kg:end ?e ; kg:reportedIn/schema:identifier ?i }""",
    )
    assert len(rows) > 0
    for identifier, begin, end, quote in rows:
        text = told[str(identifier)][int(str(begin)) : int(str(end))]
        assert quote == "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


@given(readings())
@few
def test_2_claims_before_facts(lot: list[Reading]) -> None:
    graph = graph_of(lot, informed=False)
    store = store_of(graph)
    plain, entitled = set(ask(store, PLAIN)), set(ask(store, ENTITLED))
    assert plain == entitled
    names = {tuple(name.split("/id/")[-1].split("#")[-1] for name in row if name) for row in entitled}
    assert names == set(graph.asserted())


@given(readings())
@few
def test_2_events_are_real_only_by_claims(lot: list[Reading]) -> None:
    store = store_of(graph_of(lot))
    real = set(ask(store, "SELECT ?e { ?e a kg:Event }"))
    unreal = set(ask(store, "SELECT ?e { ?e a kg:UnrealizedEvent }"))
    entitled = set(
        ask(
            store,
            """SELECT DISTINCT ?e {
                ?c kg:assertsEvent ?e ; kg:polarity "positive" ; kg:certainty ?k ; kg:temporality ?w .
                FILTER(?k IN ("certain", "probable") && ?w IN ("past", "present")) }""",
        )
    )
    assert real == entitled
    assert not real & unreal
    assert real | unreal == set(ask(store, "SELECT ?e { ?e kg:reportedIn ?a ; kg:eventType ?t }"))


@given(three_lots())
@few
def test_3_union_is_a_semilattice(lots: list[list[Reading]]) -> None:
    one, two, three = map(graph_of, lots)
    assert one.union(one) == one
    assert one.union(two) == two.union(one)
    assert one.union(two).union(three) == one.union(two.union(three))
    assert one.union(two).union(three) == graph_of([reading for lot in lots for reading in lot])


@given(three_lots(), st.tuples(st.booleans(), st.booleans(), st.booleans()))
@few
def test_3_union_when_some_know_more(lots: list[list[Reading]], informed: tuple[bool, bool, bool]) -> None:
    one, two, three = (graph_of(lot, informed=knows) for lot, knows in zip(lots, informed, strict=True))
    assert one.union(two) == two.union(one)
    assert one.union(two).union(three) == one.union(two.union(three))


@pytest.mark.parametrize("suffix", sorted(WRITERS))
@pytest.mark.parametrize("view", ["full", "claims", "actors"])
@given(readings(), st.randoms(use_true_random=False))
@settings(fewer, max_examples=5)
def test_4_same_in_same_bytes_out(suffix: str, view: str, lot: list[Reading], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = []
    for reading in random.sample(lot, len(lot)):
        entities, events, claims = (
            random.sample(nouns, len(nouns)) for nouns in (reading.entities, reading.events, reading.claims)
        )
        shuffled.append(Reading(reading.article, tuple(entities), tuple(events), tuple(claims)))
    assert written(graph_of(lot), suffix, view) == written(graph_of(shuffled), suffix, view)


@pytest.mark.parametrize("suffix", [".ttl", ".nq"])
@given(readings())
@few
def test_what_is_written_is_read_again(suffix: str, lot: list[Reading]) -> None:
    graph = graph_of(lot)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        export(graph, path, base="https://example.org/base/")
        again = load(path)
    assert again == graph


@given(readings())
@fewer
def test_what_an_extractor_could_make_satisfies_the_shapes(lot: list[Reading]) -> None:
    for reading in lot:
        assert SHAPES.quarantine(reading, known=KNOWN) == reading


@given(readings())
@fewer
def test_views_agree_with_the_graph(lot: list[Reading]) -> None:
    graph = graph_of(lot)
    full, actors, claims = (graph.to_networkx(view) for view in ("full", "actors", "claims"))
    assert {(s, key, o) for s, o, key in actors.edges(keys=True)} == set(graph.asserted())
    assert not any(kind == "event" for _, kind in actors.nodes(data="kind"))
    assert {name for name, cls in full.nodes(data="cls") if cls in ("Event", "UnrealizedEvent")} == {
        name for name in graph.events if graph.realized(name)
    }
    assert set(full.edges(keys=True)) <= set(claims.edges(keys=True))
    assert all(weight >= 1 for *_, weight in claims.edges(data="weight"))
    for source, target, key, asserted in claims.edges(keys=True, data="asserted"):
        assert asserted == (full.has_edge(source, target, key) or not (full.has_node(source) and full.has_node(target)))


@given(articles_read())
@fewer
def test_6_anonymous_sources_never_merge_across_articles(read: tuple[dict[str, str], list[Reading]]) -> None:
    lot = read[1]
    graph = graph_of(lot)
    sources = [one for one in graph.entities.values() if one.cls == "AnonymousSource"]
    assert all(len({found.article for found in one.mentions}) == 1 for one in sources)
    kept, reasons = SHAPES.quarantine_graph(graph)
    assert (kept, reasons) == (graph, ())
    foreign = [
        one for one in sources if any(found.article != reading.article.id for found in one.mentions for reading in lot)
    ]
    assume(foreign)
    other = next(
        reading for reading in lot if reading.article.id not in {found.article for found in foreign[0].mentions}
    )
    theirs = next(one for one in other.entities if one.mentions)
    merged = Reading(other.article, (type(theirs)(foreign[0].id, foreign[0].cls, theirs.labels, theirs.mentions),))
    kept, reasons = SHAPES.quarantine_graph(graph.union(graph_of([merged])))
    assert foreign[0].id not in kept.entities
    assert foreign[0].id in {one.id for one in reasons}
