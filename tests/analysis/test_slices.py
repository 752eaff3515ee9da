"""Slices: what each thing asked for keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kg.analysis import slice as part
from kg.errors import StoreError
from kg.graph import Graph
from kg.judgement import Judgement
from kg.mention import When
from tests.analysis.made import DOUBTS, KIM, LEE, MINISTRY, PAPER, POLICE, TIMES, claim, event, graph, on

MARCH, UNDATED, WEEK = event("a", on("2024-03-04")), event("b"), event("c", on("2024-03-29", "2024-04-04"))


def told(article: str, held: object, *more: object) -> list:
    name = held.id
    return [
        claim(article, event=name),
        claim(article, event=name, triple=(name, "eventType", f"event-type/{held.type}")),
        claim(article, event=name, triple=(name, "place", "place/town")),
        claim(article, triple=(LEE, "locatedIn", "place/town"), begin=3),
    ]


@pytest.fixture(scope="module")
def whole() -> Graph:
    claims = [*told("a", MARCH), *told("b", UNDATED), *told("c", WEEK)]
    return graph(*claims, events=(MARCH, UNDATED, WEEK), dates={"a": "2024-03-05", "b": "2024-03-06"})


@pytest.mark.parametrize(
    ("undated", "events"),
    [("drop", {MARCH.id}), ("keep", {MARCH.id, UNDATED.id}), ("published", {MARCH.id, UNDATED.id})],
)
def test_time(whole: Graph, undated: str, events: set[str]) -> None:
    assert set(part(whole, since="2024-03-01", until="2024-03-07", undated=undated).events) == events


def test_days_count_on_both_ends_and_weeks_where_they_overlap(whole: Graph) -> None:
    assert set(part(whole, since="2024-03-04", until="2024-03-04").events) == {MARCH.id}
    assert set(part(whole, since="2024-04-04").events) == {WEEK.id}
    assert set(part(whole, since="2024-04-05").events) == set()
    assert set(part(whole, until="2024-03-03").events) == set()


def test_facts_of_no_event_count_for_the_day_of_their_article(whole: Graph) -> None:
    found = part(whole, since="2024-03-06", until="2024-03-06")
    assert {one.article for one in found.claims.values()} == {"article/b"}
    assert {one.predicate for one in found.claims.values()} == {"locatedIn"}


def test_articles_by_identifier_keep_all_that_they_mention(whole: Graph) -> None:
    found = part(whole, articles="a")
    assert set(found.articles) == {"article/a"}
    assert {mention.article for one in found.entities.values() for mention in one.mentions} == {"article/a"}
    assert len(found.claims) == 4
    assert part(whole, articles=["a", "b", "c"]) == whole


def test_voices_by_name_with_all_that_are_one_with_them() -> None:
    every = graph(claim("a", PAPER), claim("b", TIMES), claim("c", MINISTRY))
    assert {one.attributed_to for one in part(every, voices="paper").claims.values()} == {PAPER}
    one = Judgement(PAPER, TIMES, "same", "Ann", "one house", 1000)
    merged = replace(every, judgements=frozenset({one}))
    assert {one.attributed_to for one in part(merged, voices=TIMES).claims.values()} == {PAPER, TIMES}


def test_places_hold_what_lies_in_them(whole: Graph) -> None:
    assert part(whole, place="The Land").claims == part(whole, place="place/town").claims
    assert set(part(whole, place="The Land").events) == {MARCH.id, UNDATED.id, WEEK.id}
    assert not part(graph(claim("a")), place="place/town").claims


def test_types_include_those_below_them() -> None:
    sent = event("a", None, "dispatch")
    every = graph(*told("a", sent), *told("b", UNDATED), events=(sent, UNDATED))
    assert set(part(every, types="movement").events) == {sent.id}
    assert all(one.event == sent.id for one in part(every, types="movement").claims.values())


def test_classes_include_those_below_them_and_whole_events(whole: Graph) -> None:
    agencies = part(whole, classes="Organization")
    assert {one.predicate for one in agencies.claims.values()} == {"detains", "eventType", "place"}
    assert LEE not in agencies.entities
    assert {POLICE, KIM} <= agencies.entities.keys()


def test_an_open_time_goes_on(whole: Graph) -> None:
    after = event("a", When(dt.date(2024, 3, 4), None, "after", "since Monday"))
    before = event("b", When(None, dt.date(2024, 3, 4), "before", "by Monday"))
    every = graph(*told("a", after), *told("b", before), events=(after, before))
    assert set(part(every, since="2024-05-01").events) == {after.id}
    assert set(part(every, until="2024-02-01").events) == {before.id}


def test_what_is_said_about_an_event_goes_where_nobody_kept_asserts_it() -> None:
    held, said = event("a"), event("a", None, "statement")
    told_by_paper = claim("a", PAPER, event=held.id, triple=(held.id, "eventType", "event-type/detention"))
    about = claim("a", MINISTRY, event=said.id, triple=(said.id, "about", held.id), begin=3)
    every = graph(told_by_paper, about, events=(held, said))
    assert not part(every, voices=MINISTRY).claims
    assert part(every, voices=[PAPER, MINISTRY]).claims == every.claims


def test_the_outlet_stays_with_its_article() -> None:
    every = graph(claim("a", MINISTRY), claim("b", PAPER))
    info = replace(every.articles["article/a"], publisher=PAPER)
    every = replace(every, articles={**every.articles, info.id: info})
    assert PAPER in part(every, voices=MINISTRY).entities
    assert PAPER not in part(every, voices=MINISTRY, articles="b").entities


def test_an_event_is_real_by_the_claims_of_the_slice() -> None:
    held = event("a")
    sure, doubt = told("a", held)[:2], claim("a", MINISTRY, DOUBTS, event=held.id, begin=3)
    every = graph(*sure, doubt, events=(held,))
    assert every.realized(held.id)
    found = part(every, certainty="possible")
    assert set(found.claims) == {doubt.id}
    assert not found.realized(held.id)
    assert not found.asserted()


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"voices": "papr"}, "nothing in the graph is called 'papr'. Did you mean 'Paper'"),
        ({"types": "detension"}, "no event type 'detension'. Did you mean 'detention'"),
        ({"certainty": "sure"}, "no certainty 'sure'"),
        ({"articles": "z"}, "no article 'z' in the graph"),
        ({"since": "March"}, "'March' is no day; write it as 2024-03-31"),
        ({"since": "2024-03-02", "until": "2024-03-01"}, "swap them"),
        ({"since": "2024-03-02", "undated": "perhaps"}, "no way with the undated 'perhaps'"),
    ],
)
def test_what_cannot_be_is_said(whole: Graph, question: dict[str, str], message: str) -> None:
    with pytest.raises(StoreError, match="slice: ") as caught:
        part(whole, **question)
    assert message in str(caught.value)
