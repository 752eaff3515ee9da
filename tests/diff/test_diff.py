"""What differs between two graphs: on random graphs, and in words on a small one."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.claim import Factuality
from kg.diff import KINDS, Change, changes, patch, quads_of
from kg.errors import StoreError
from kg.export import export
from kg.graph import Graph, Reading
from kg.judgement import Judgement
from kg.ledger import reviewed
from kg.ledger.sheet import row_of
from kg.mention import When
from tests.export.sample import ARREST, INFO, KIM, KNOWN, OUTLET, POLICE, reading, sample
from tests.ledger.test_apply import shifted
from tests.ledger.test_laws import reviewed_graphs
from tests.properties.strategies import three_lots
from tests.properties.test_laws import graph_of

few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
DETAINS = next(one.id for one in sample().claims.values() if one.predicate == "detains" and len(one.quotes[0]) > 20)


def applied(quads: frozenset[str], lines: list[str]) -> frozenset[str]:
    """What a patch makes of some quads, by the rules of https://jena.apache.org/documentation/rdf-patch/."""
    found = set(ox.parse("".join(f"{quad} .\n" for quad in quads), ox.RdfFormat.N_QUADS))
    assert lines[0].startswith("H id <uuid:")
    assert [lines[1], lines[-1]] == ["TX .\n", "TC .\n"]
    for line in lines[2:-1]:
        what, _, rest = line.partition(" ")
        (quad,) = ox.parse(rest, ox.RdfFormat.N_QUADS)
        assert (quad in found) == (what == "D")
        (found.remove if what == "D" else found.add)(quad)
    return frozenset(_line(quad) for quad in found)


def _line(quad: ox.Quad) -> str:
    named = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"
    return f"{quad.triple}{named}"


def written(graph: Graph, suffix: str) -> frozenset[str]:
    with tempfile.TemporaryDirectory() as folder:
        export(graph, path := Path(folder) / f"graph{suffix}")
        return quads_of(path)


@given(three_lots(), st.sampled_from([".nq", ".ttl"]))
@few
def test_a_patch_makes_the_second_of_the_first(lots: list[list[Reading]], suffix: str) -> None:
    before, after = (written(graph_of(lot), suffix) for lot in lots[:2])
    lines = list(patch(before, after))
    assert applied(before, lines) == after
    assert lines == list(patch(list(before)[::-1], sorted(after)))
    assert len(list(patch(after, after))) == 3


@given(three_lots())
@few
def test_graphs_are_equal_just_where_nothing_has_changed(lots: list[list[Reading]]) -> None:
    before, after = graph_of(lots[0]), graph_of(lots[1])
    found = changes(before, after)
    assert (found == ()) == (before == after)
    assert changes(before, before) == ()
    assert all(one.kind in KINDS and one.words.strip() for one in found)
    back = changes(after, before)
    for kind, other in (("claim added", "claim withdrawn"), ("article added", "article removed"), ("merged", "split")):
        assert [one.about for one in found if one.kind == kind] == [one.about for one in back if one.kind == other]


@given(reviewed_graphs())
@few
def test_what_people_say_is_told(made) -> None:  # type: ignore[no-untyped-def]
    graph, rows = made
    after = reviewed(graph, rows).graph
    found = changes(graph, after)
    judged = {one.about for one in found if one.kind == "judged"}
    assert judged == {one.left for one in after.judgements if not one.by_rule} | {one.about for one in after.reviews}
    assert {one.kind for one in found} <= {"judged", "read otherwise", "merged", "split"}


def test_rdflib_reads_the_patch() -> None:
    other = graph_with(lambda one: replace(one, factuality=Factuality("negative")))
    before, after = written(sample(), ".nq"), written(other, ".nq")
    data = rdflib.Dataset()
    data.parse(data="".join(f"{quad} .\n" for quad in before), format="nquads")
    data.parse(data="".join(patch(before, after)), format="patch")
    wanted = rdflib.Dataset()
    wanted.parse(data="".join(f"{quad} .\n" for quad in after), format="nquads")
    assert before != after
    assert {quad for quad in data.quads() if quad[3]} == {quad for quad in wanted.quads() if quad[3]}


# -- in words ----------------------------------------------------------------------------------------------------------


def graph_with(change, name: str = DETAINS, **more: object) -> Graph:  # type: ignore[no-untyped-def]
    claims = [change(one) if one.id == name else one for one in reading().claims]
    one = replace(reading(), claims=tuple(one for one in claims if one is not None), **more)
    return Graph.of([one], known=KNOWN, types=sample().types.values())


def told(after: Graph, before: Graph | None = None) -> list[tuple[str, str]]:
    found = changes(before or sample(), after)
    return [(one.kind, one.words) for one in found if one.kind != "detail"]


WHAT = 'Police — detains → Kim <b>" & e\u0301\u202e \U0001f600'


def test_denied_instead_of_asserted() -> None:
    denied = graph_with(lambda one: replace(one, factuality=Factuality("negative")))
    assert told(denied) == [("read otherwise", f"{WHAT}: now denied, was asserted")]
    assert told(sample(), denied) == [("read otherwise", f"{WHAT}: now asserted, was denied")]
    planned = graph_with(lambda one: replace(one, factuality=Factuality("positive", "possible", "future")))
    assert told(planned, denied) == [
        ("read otherwise", f"{WHAT}: now merely possible and planned or expected, was denied")
    ]
    (one,) = (one for one in changes(sample(), denied) if one.kind != "detail")
    assert one.quote.startswith("Police arrested")
    assert one.article == INFO.id


def test_another_voice_and_another_confidence() -> None:
    assert told(graph_with(lambda one: replace(one, attributed_to=POLICE))) == [
        ("other voice", f"{WHAT}: now said by Police, was said by The paper")
    ]
    found = changes(sample(), graph_with(lambda one: replace(one, confidence=100)))
    assert [(one.kind, one.words) for one in found] == [("detail", f"{WHAT}: confidence: now 100, was 850")]


def test_claims_come_and_go() -> None:
    less = graph_with(lambda _: None)
    assert told(less) == [("claim withdrawn", f"{WHAT}: asserted, said by The paper")]
    assert told(sample(), less) == [("claim added", f"{WHAT}: asserted, said by The paper")]


def test_another_date() -> None:
    day = dt.date(2024, 7, 22)
    events = tuple(
        replace(one, when=When(day, None, "after", "since Monday")) if one.id == ARREST else one
        for one in reading().events
    )
    assert told(graph_with(lambda one: one, events=events)) == [
        ("other date", "Police arrest Kim: now “since Monday” (after, 2024-07-22), was “Monday” (day, 2024-07-29)")
    ]


def test_articles() -> None:
    assert told(sample(), Graph()) == [("article added", "Title <script>alert(1)</script>: 12 claims")]
    assert told(Graph(), sample()) == [("article removed", "Title <script>alert(1)</script>: 12 claims")]
    again = graph_with(lambda one: one, article=replace(INFO, title=None, date=None))
    assert told(again) == [
        ("article changed", "date: now nothing, was 2024-08-01"),
        ("article changed", "title: now nothing, was Title <script>alert(1)</script>"),
    ]


def test_an_outlet_comes_with_its_articles() -> None:
    """It is nowhere mentioned: only claims name it."""
    silent = tuple(replace(one, mentions=frozenset()) if one.id == OUTLET else one for one in reading().entities)
    graph = graph_with(lambda one: one, entities=silent)
    assert [kind for kind, _ in told(graph, Graph())] == ["article added"]
    assert [kind for kind, _ in told(Graph(), graph)] == ["article removed"]
    without = graph_with(lambda one: one, entities=tuple(one for one in silent if one.id != OUTLET))
    assert told(graph, without) == [("entity added", "The paper (MediaOutlet)")]


def test_entities() -> None:
    other = tuple(replace(one, cls="Group") if one.id == POLICE else one for one in reading().entities)
    assert told(graph_with(lambda one: one, entities=other)) == [("entity changed", "Police: now Group, was Agency")]
    fewer = tuple(replace(one, labels=frozenset({"Kim"})) if one.id == KIM else one for one in reading().entities)
    ((kind, words),) = told(graph_with(lambda one: one, entities=fewer))
    assert (kind, words.startswith("Kim: no longer called “Kim <b>")) == ("entity changed", True)


def test_merged_and_split() -> None:
    one = Judgement(POLICE, KIM, "same", "Ann", "why not", 1000)
    both = replace(sample(), judgements=frozenset({one}))
    merged, judged = told(both)
    assert merged[0] == "merged"
    assert merged[1].endswith("are one now")
    assert judged[1].startswith("same by Ann: Police and Kim")
    assert [kind for kind, _ in told(sample(), both)] == ["split", "judged"]


def test_found_misread() -> None:
    after = reviewed(sample(), [row_of(sample(), "wrong", DETAINS, by="Ann", on="2024-08-02", why="no")]).graph
    assert told(after) == [
        ("read otherwise", f"{WHAT}: now found misread, was asserted"),
        ("judged", f"wrong by Ann: {WHAT} (no, 2024-08-02)"),
    ]


@given(st.integers(1, 300))
@settings(max_examples=10, deadline=None)
def test_what_only_moves_is_a_detail(by: int) -> None:
    after = Graph.of([shifted(reading(), by)], known=KNOWN, types=sample().types.values())
    assert told(after) == []
    assert changes(sample(), after)


def test_a_phrase_for_what_has_no_before_and_after() -> None:
    assert Change("", "split", "x", "A and B are two").words == "A and B are two"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.nq", "<a> <b> .", "cannot be read"),
        ("x.csv", "", "cannot compare '.csv'; give .nq"),
        ("x.nt", "_:b <http://p.org/> <http://o.org/> .", "has blank nodes"),
        ("none.nq", None, "cannot be read"),
    ],
)
def test_what_cannot_be_compared(name: str, content: str | None, problem: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(StoreError, match=problem):
        quads_of(tmp_path / name)
