"""Looking at what articles share finds all that looking at everything finds."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality
from kg.graph import Graph, Reading
from kg.mention import Entity, Event, Mention
from kg.resources import ontology_folder
from kg.shapes import SHAPES as FILE
from kg.shapes import Shapes, Shared, Violation
from kg.shapes.ways import Ways
from kg.text import Span
from tests.properties.strategies import KNOWN

HELD = tempfile.TemporaryDirectory()
EXAMPLES = int(os.environ.get("KG_EXAMPLES", "100"))
TEXT = "All that is said here."
SPAN = Span(0, 3)
THINGS = (
    "place/a",
    "place/b",
    "place/here",
    "organization/c",
    "organization/d",
    "agency/guard",
    "source/e",
    "person/f",
    "thing/g",
    "thing/h",
)
CLASSES = {
    "place": ("City", "Location", "Facility"),
    "organization": ("Organization", "Agency"),
    "agency": ("Agency",),
    "source": ("AnonymousSource",),
    "person": ("Person", "Artifact"),
    "thing": ("City", "Organization", "Person"),
}
OWN_SHAPES = """
kg:OwnClaimShape a sh:NodeShape ; sh:targetClass kg:Claim ;
    sh:sparql [ kg:acrossArticles true ; sh:message "who does it is no person" ; sh:prefixes <https://w3id.org/newskg/shapes> ;
        sh:select "SELECT $this ?value WHERE { $this rdf:subject ?e . ?e kg:actor ?value . FILTER NOT EXISTS { ?value a kg:Person } }" ] .
kg:OwnEventShape a sh:NodeShape ; sh:targetClass kg:Event ;
    sh:sparql [ kg:acrossArticles true ; sh:message "who does it is part of something" ; sh:prefixes <https://w3id.org/newskg/shapes> ;
        sh:select "SELECT $this ?value WHERE { $this kg:actor/kg:partOf ?value }" ] .
kg:OwnPlaceShape a sh:NodeShape ; sh:targetClass kg:Location ;
    sh:sparql [ kg:acrossArticles true ; sh:message "lies deep" ; sh:prefixes <https://w3id.org/newskg/shapes> ;
        sh:select "SELECT $this ?value WHERE { $this kg:within/kg:within ?value . FILTER NOT EXISTS { ?value a kg:Country } }" ] ;
    sh:sparql [ kg:acrossArticles true ; sh:message "holds several" ; sh:prefixes <https://w3id.org/newskg/shapes> ;
        sh:select "SELECT $this WHERE { ?x kg:within $this . ?y kg:within $this . FILTER(?x != ?y) }" ] .
kg:OwnPersonShape a sh:NodeShape ; sh:targetClass kg:Person ;
    sh:sparql [ kg:acrossArticles true ; sh:message "has several names" ; sh:prefixes <https://w3id.org/newskg/shapes> ;
        sh:select "SELECT $this ?value WHERE { $this rdfs:label ?value . $this kg:mention/kg:reportedIn ?x , ?y . FILTER(?x != ?y) }" ] ;
    sh:property [ kg:acrossArticles true ; sh:path kg:memberOf ; sh:class kg:Organization ] .
"""  # noqa: E501
SAID = st.tuples(
    st.sampled_from(THINGS),
    st.sampled_from(["within", "partOf", "memberOf", "meets", "detains", "actor", "place"]),
    st.sampled_from(THINGS),
    st.sampled_from(["outlet/paper", "outlet/paper", "thing/g", "source/e"]),
)
SEEN = st.fixed_dictionaries({thing: st.tuples(st.integers(0, 2), st.booleans()) for thing in THINGS})
TOLD = st.lists(st.tuples(SEEN, st.lists(SAID, min_size=1, max_size=5)), min_size=2, max_size=4)
Seen = dict[str, tuple[int, bool]]
Said = tuple[str, str, str, str]


@cache
def shapes(more: str) -> Shapes:
    """The shapes that ship, and more of one's own."""
    folder = shutil.copytree(ontology_folder(), Path(HELD.name) / f"ontology-{len(more)}")
    with (folder / FILE).open("a", encoding="utf-8") as out:
        out.write(more)
    return Shapes.load(folder)


def unchecked(name: str, seen: Seen, said: list[Said]) -> Reading:
    """An article that gives each thing some class, mentions it or not, and makes some claims and tells of a meeting."""
    info = ArticleInfo(name, text_sha256(TEXT))
    event = Event(f"event/{name}-meeting-0", "meeting", info.id, "Meeting", Mention(info.id, SPAN, "All"))
    kinds = {thing: CLASSES[thing.partition("/")[0]] for thing in seen}
    here = [thing for thing in seen if thing in str(said)]
    entities = [
        Entity(
            thing,
            kinds[thing][seen[thing][0] % len(kinds[thing])],
            frozenset({"All"}),
            frozenset({Mention(info.id, SPAN, "All")} if seen[thing][1] else ()),
        )
        for thing in here
    ]
    entities.append(Entity("outlet/paper", "MediaOutlet", frozenset({"The Paper"})))

    def claim(subject: str, predicate: str, thing: str, voice: str, about: str | None) -> Claim:
        return Claim(
            subject, predicate, thing, info.id, SPAN, (SPAN,), ("All",), voice, Factuality(), 900, "rule", about
        )

    claims = [claim(event.id, "eventType", "event-type/meeting", said[0][3], event.id)]
    for subject, predicate, thing, voice in said:
        if predicate in ("actor", "place"):
            claims.append(claim(event.id, predicate, thing, voice, event.id))
        elif subject != thing:
            claims.append(claim(subject, predicate, thing, voice, None))
    return Reading(info, tuple(entities), (event,), tuple(claims))


def reading(name: str, seen: Seen, said: list[Said], tests: Shapes) -> Reading:
    """The same without what violates the shapes."""
    return tests.quarantine(unchecked(name, seen, said), known=KNOWN)


def united(told: list[tuple[Seen, list[Said]]], tests: Shapes) -> tuple[Graph, Shared]:
    readings, shared = [reading(f"a{number}", *one, tests) for number, one in enumerate(told)], Shared()
    for one in readings:
        shared.see(one)
    return Graph.of(readings, known=KNOWN), shared


def everything(tests: Shapes, graph: Graph) -> set[Violation]:
    """What the same queries find in the whole graph."""
    across = replace(tests, queries=tuple(query for query in tests.queries or () if query.across))
    return set(across.violations(graph.ntriples()))


@pytest.mark.parametrize("more", ["", OWN_SHAPES], ids=["ours", "own"])
@given(TOLD)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_contradictions_between_articles_are_all_found(more: str, told: list[tuple[Seen, list[Said]]]) -> None:
    tests = shapes(more)
    graph, shared = united(told, tests)
    found = everything(tests, graph)
    target(float(len(found)))
    assert set(tests.across(graph, shared)) == found
    assert set(tests.across(graph)) == found


@pytest.mark.parametrize("more", ["", OWN_SHAPES], ids=["ours", "own"])
@given(TOLD)
@settings(max_examples=max(5, EXAMPLES // 20), deadline=None, suppress_health_check=list(HealthCheck))
def test_pyshacl_finds_no_other_contradictions(more: str, told: list[tuple[Seen, list[Said]]]) -> None:
    tests = shapes(more)
    graph, shared = united(told, tests)
    messages = {query.message(None) for query in tests.queries or () if query.across}
    slow = {(one.focus, one.message) for one in replace(tests, queries=None).violations(graph.ntriples())}
    fast = {(one.focus, one.message) for one in tests.across(graph, shared)}
    assert fast == {pair for pair in slow if pair[1] in messages}


@given(TOLD)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_left_satisfies_all_shapes(told: list[tuple[Seen, list[Said]]]) -> None:
    tests = shapes("")
    graph, shared = united(told, tests)
    kept, lost = tests.quarantine_graph(graph, shared=shared)
    assert not set(tests.violations(kept.ntriples()))
    before = {*graph.claims, *graph.events, *graph.entities}
    after = {*kept.claims, *kept.events, *kept.entities}
    assert before - after == {one.id for one in lost}
    assert all(one.reason and (one.says or one.id not in before) for one in lost)


@pytest.mark.parametrize("more", ["", OWN_SHAPES], ids=["ours", "own"])
def test_our_constraints_are_followed_and_others_too(more: str) -> None:
    plain = {f"<https://w3id.org/newskg/ns#{name}>" for name in ("within", "partOf", "memberOf", "actor")}
    queries = [query for query in shapes(more).queries or () if query.across]
    known = {query.message(None): Ways.of(query).known(plain) for query in queries}
    others = {"holds several", "has several names"}
    assert {message for message, follows in known.items() if not follows} == (others if more else set())


@given(TOLD)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_readings_that_are_tested_in_one_go_lose_the_same(told: list[tuple[Seen, list[Said]]]) -> None:
    lot = [unchecked(f"a{number}", *one) for number, one in enumerate(told)]
    ways = [{}, {name: KNOWN[name] for name in ("place/here", "outlet/paper")}, KNOWN, {}]
    both = list(zip(lot, ways, strict=False))
    ours = Shapes.load()
    assert ours.quarantine_each(both) == [ours.quarantine(one, known=known) for one, known in both]
    own = shapes(OWN_SHAPES)
    assert own.quarantine_each(both) == [own.quarantine(one, known=known) for one, known in both]


def test_there_are_contradictions_to_be_found() -> None:
    tests, seen = shapes(""), dict.fromkeys(THINGS, (0, True))
    ways = (("place/a", "place/b"), ("place/b", "place/a"))
    circle = [
        reading(f"a{inner[-1]}", seen, [(inner, "within", outer, "outlet/paper")], tests) for inner, outer in ways
    ]
    assert len(set(tests.across(Graph.of(circle)))) == 2
    assert not set(tests.across(Graph.of(circle[:1])))
    sources = [reading(name, seen, [("source/e", "meets", "person/f", "outlet/paper")], tests) for name in ("a0", "a1")]
    assert [one.focus.rpartition("/id/")[2] for one in tests.across(Graph.of(sources))] == ["source/e"]


def test_a_voice_that_another_article_takes_for_a_place_is_found() -> None:
    seen = dict.fromkeys(THINGS, (0, True))
    told = [
        (seen | {"thing/g": (1, True)}, [("person/f", "meets", "organization/c", "thing/g")]),
        (seen, [("thing/g", "within", "place/a", "outlet/paper")]),
    ]
    tests = shapes("")
    graph, shared = united(told, tests)
    assert {one.message[:14] for one in tests.across(graph, shared)} == {"who says so is"}


def test_what_contradicts_known_facts_goes_and_nothing_else() -> None:
    tests, seen = shapes(""), dict.fromkeys((*THINGS, "place/land"), (0, True))
    said = [
        ("place/land", "within", "place/here", "outlet/paper"),
        ("person/f", "meets", "organization/c", "outlet/paper"),
    ]
    told = reading("a0", seen, said, tests)
    assert {"place/land", "place/here"} <= {entity.id for entity in told.entities}
    assert {claim.predicate for claim in told.claims} == {"eventType", "meets"}
    (lost,) = told.quarantined
    assert (lost.reason, lost.says) == (
        "lies within itself: a circle of kg:within",
        "The Land — within → Here, says The Paper",
    )
    assert (lost.article, lost.begin, lost.end, lost.quote) == ("article/a0", 0, 3, "All")
    assert "part_of" in lost.remedy
