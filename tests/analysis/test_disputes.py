"""Contradictions: claimed by one voice, denied by another, of one time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from kg.analysis import belief, contradictions
from kg.graph import Graph, Reading
from kg.judgement import Judgement
from tests.analysis.made import (
    DENIES,
    DOUBTS,
    KIM,
    LEE,
    MINISTRY,
    PAPER,
    PLANS,
    POLICE,
    SAYS,
    TIMES,
    claim,
    event,
    graph,
    on,
)
from tests.properties.strategies import KNOWN, readings, vocabulary

SAID, DENIED = claim("a", PAPER), claim("b", MINISTRY, DENIES)


def test_claim_and_denial_with_articles_and_dates() -> None:
    (found,) = contradictions(graph(SAID, DENIED, dates={"a": "2024-03-05", "b": "2024-03-09"}))
    assert (found.subject, found.predicate, found.claimed_by, found.denied_by) == (POLICE, "detains", PAPER, MINISTRY)
    assert (found.claimed, found.denied) == (SAID, DENIED)
    assert (found.claimed_in, found.denied_in) == (dt.date(2024, 3, 5), dt.date(2024, 3, 9))
    assert (found.claimed_when, found.denied_when) == (None, None)


def test_no_contradiction_of_plans_doubts_other_triples_or_oneself() -> None:
    assert not contradictions(graph(claim("a", PAPER, PLANS), DENIED))
    assert not contradictions(graph(SAID, claim("b", MINISTRY, DOUBTS)))
    assert not contradictions(graph(SAID, claim("b", MINISTRY, DENIES, triple=(POLICE, "detains", LEE))))
    assert not contradictions(graph(SAID, claim("b", PAPER, DENIES)))


def test_voices_that_are_one_do_not_contradict_each_other() -> None:
    one = frozenset({Judgement(MINISTRY, PAPER, "same", "Ann", "why not", 1000)})
    assert not contradictions(replace(graph(SAID, DENIED), judgements=one))


def test_another_time_is_another_matter() -> None:
    def found(first: str, *second: str) -> int:
        held, free = event("a", on(first)), event("b", on(*second))
        said, denied = claim("a", PAPER, event=held.id), claim("b", MINISTRY, DENIES, event=free.id)
        return len(contradictions(graph(said, denied, events=(held, free))))

    assert found("2024-03-04", "2024-06-01") == 0
    assert found("2024-03-04", "2024-03-04", "2024-03-10") == 1
    held = event("a", on("2024-03-04"))
    assert len(contradictions(graph(claim("a", event=held.id), DENIED, events=(held,)))) == 1


def test_one_for_each_pair_of_voices_with_the_surest_claims() -> None:
    sure = claim("c", PAPER, confidence=950)
    every = graph(SAID, sure, claim("d", TIMES), DENIED, claim("e", MINISTRY, DENIES, confidence=100))
    found = contradictions(every)
    assert [(one.claimed_by, one.denied_by) for one in found] == [(PAPER, MINISTRY), (TIMES, MINISTRY)]
    assert (found[0].claimed, found[0].denied) == (sure, DENIED)


def of_events(
    *denied: tuple[str, str], kind: str = "detention", day: str = "2024-03-04", voice: str = MINISTRY
) -> list:
    """Contradictions between "police held Kim" of one article and a denial with these roles in another."""
    held, free = event("a", on("2024-03-04")), event("b", on(day), kind)
    said = [
        claim("a", PAPER, event=held.id, triple=(held.id, role, who))
        for role, who in (("actor", POLICE), ("target", KIM))
    ]
    told = [claim("b", voice, DENIES, event=free.id, triple=(free.id, role, who)) for role, who in denied]
    return list(contradictions(graph(*said, *told, events=(held, free))))


def test_events_of_two_articles_that_may_be_one() -> None:
    (found,) = of_events(("target", KIM))
    assert (found.subject, found.predicate, found.object) == ("event/a-detention-7", "target", KIM)
    assert (found.claimed_by, found.denied_by) == (PAPER, MINISTRY)
    assert found.denied.subject == "event/b-detention-7"
    assert found.claimed_when == on("2024-03-04")
    assert len(of_events(("target", KIM), ("actor", POLICE))) == 1
    assert len(of_events(("target", KIM), ("place", "place/town"))) == 1


def test_events_that_cannot_be_one() -> None:
    assert not of_events(("target", LEE))
    assert not of_events(("actor", POLICE))
    assert not of_events(("target", KIM), ("actor", MINISTRY))
    assert not of_events(("target", KIM), kind="release")
    assert not of_events(("target", KIM), day="2024-03-05")
    assert not of_events(("target", KIM), voice=PAPER)


def test_what_the_plain_triple_says_is_not_said_twice() -> None:
    held, free = event("a"), event("b")
    both = [(held, PAPER, "a", SAYS), (free, MINISTRY, "b", DENIES)]
    claims = [
        claim(article, voice, shown, event=of.id, triple=triple)
        for of, voice, article, shown in both
        for triple in ((POLICE, "detains", KIM), (of.id, "actor", POLICE), (of.id, "target", KIM))
    ]
    (found,) = contradictions(graph(*claims, events=(held, free)))
    assert (found.subject, found.predicate) == (POLICE, "detains")


@given(readings())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_contradiction_stands_in_the_graph_and_lowers_belief(lot: list[Reading]) -> None:
    made = Graph.of(lot, known=KNOWN, types=vocabulary().event_types.values())
    for one in contradictions(made):
        assert {one.claimed.id, one.denied.id} <= made.claims.keys()
        assert one.claimed.triple[1:] == one.denied.triple[1:]
        assert one.claimed.factuality.entitles
        assert one.denied.factuality.polarity == "negative"
        assert one.claimed.attributed_to != one.denied.attributed_to
        weighed = belief(made, one.claimed)
        assert weighed.accounts >= 1
        if one.claimed.triple == one.denied.triple:
            assert weighed.denials >= 1
            assert weighed.belief <= weighed.support
