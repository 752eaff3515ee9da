"""Looking at what articles share finds all that looking at everything finds."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality
from kg.graph import Graph, Reading
from kg.mention import Entity, Mention
from kg.shapes import Shapes, Shared
from kg.text import Span
from tests.properties.strategies import KNOWN

SHAPES = Shapes.load()
ALL = replace(SHAPES, queries=tuple(query for query in SHAPES.queries or () if query.across))
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
)
CLASSES = {
    "place": ("City", "Location", "Facility"),
    "organization": ("Organization", "Agency"),
    "agency": ("Agency",),
    "source": ("AnonymousSource",),
    "person": ("Person", "Artifact"),
}
SAID = st.tuples(
    st.sampled_from(THINGS),
    st.sampled_from(["within", "partOf", "memberOf", "meets", "detains"]),
    st.sampled_from(THINGS),
)
SEEN = st.dictionaries(st.sampled_from(THINGS), st.tuples(st.integers(0, 2), st.booleans()), min_size=len(THINGS))


def reading(name: str, seen: dict[str, tuple[int, bool]], said: list[tuple[str, str, str]]) -> Reading:
    """An article that gives each thing some class, mentions it or not, and makes some claims."""
    info = ArticleInfo(name, text_sha256(TEXT))
    kinds = {thing: CLASSES[thing.partition("/")[0]] for thing in seen}
    entities = tuple(
        Entity(
            thing,
            kinds[thing][which % len(kinds[thing])],
            frozenset({"All"}),
            frozenset({Mention(info.id, SPAN, "All")} if mentioned and thing in str(said) else ()),
        )
        for thing, (which, mentioned) in seen.items()
        if thing in str(said)
    )
    voice = Entity("outlet/paper", "MediaOutlet", frozenset({"The Paper"}))
    claims = (
        Claim(*one, info.id, SPAN, (SPAN,), ("All",), voice.id, Factuality(), 900, "rule")
        for one in said
        if one[0] != one[2]
    )
    return SHAPES.quarantine(Reading(info, (*entities, voice), (), tuple(claims)), known=KNOWN)


@given(st.lists(st.tuples(SEEN, st.lists(SAID, min_size=1, max_size=4)), min_size=2, max_size=4))
@settings(
    max_examples=int(os.environ.get("KG_EXAMPLES", "100")), deadline=None, suppress_health_check=list(HealthCheck)
)
def test_contradictions_between_articles_are_all_found(told: list[tuple[dict, list]]) -> None:  # type: ignore[type-arg]
    readings = [reading(f"a{number}", *one) for number, one in enumerate(told)]
    graph, shared = Graph.of(readings, known=KNOWN), Shared()
    for one in readings:
        shared.see(one)
    found = set(ALL.violations(graph.ntriples()))
    target(float(len(found)))
    assert set(SHAPES.across(graph, shared.ids)) == found
    assert set(SHAPES.across(graph)) == found


def test_there_are_contradictions_to_be_found() -> None:
    seen = dict.fromkeys(THINGS, (0, True))
    ways = (("place/a", "place/b"), ("place/b", "place/a"))
    circle = [reading(f"a{inner[-1]}", seen, [(inner, "within", outer)]) for inner, outer in ways]
    assert len(set(SHAPES.across(Graph.of(circle)))) == 2
    assert not set(SHAPES.across(Graph.of(circle[:1])))
    sources = [reading(name, seen, [("source/e", "meets", "person/f")]) for name in ("a0", "a1")]
    assert [one.focus.rpartition("/id/")[2] for one in SHAPES.across(Graph.of(sources))] == ["source/e"]
