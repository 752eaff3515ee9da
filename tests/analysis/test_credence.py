"""Belief grows with independent accounts and with nothing else, and falls with denials."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import belief, beliefs
from kg.claim import Claim
from kg.graph import Graph
from kg.judgement import Judgement
from tests.analysis.made import DENIES, DOUBTS, KIM, LEE, MINISTRY, PAPER, PLANS, POLICE, SAYS, TIMES, claim, graph

TRIPLE = (POLICE, "detains", KIM)
VOICES = [f"outlet/{number}" for number in range(4)]


def worth(*claims: Claim, groups: tuple[tuple[str, ...], ...] = (), **options: float) -> float:
    return belief(graph(*claims), TRIPLE, groups=groups, **options).belief


def test_one_account_is_believed_as_far_as_it_was_read_surely() -> None:
    assert worth(claim("a", confidence=800)) == pytest.approx(0.8)
    assert worth(claim("a", confidence=990)) == pytest.approx(0.99)
    assert worth() == 0


def test_independent_accounts_are_weighed_by_the_formula() -> None:
    two = worth(claim("a", PAPER, confidence=800), claim("b", TIMES, confidence=700))
    assert two == pytest.approx(1 - (0.05 + 0.15 * 0.25))
    plain = worth(claim("a", PAPER, confidence=800), claim("b", TIMES, confidence=700), systematic=0)
    assert plain == pytest.approx(1 - 0.2 * 0.3)


def test_copies_and_repetitions_are_one_account() -> None:
    one = claim("a", PAPER, confidence=800)
    assert worth(one, claim("b", TIMES, confidence=700), groups=(("article/a", "article/b"),)) == pytest.approx(0.8)
    assert worth(one, claim("b", PAPER, confidence=700)) == pytest.approx(0.8)
    assert worth(one, claim("a", TIMES, confidence=700, begin=3)) == pytest.approx(0.8)
    linked = (one, claim("b", MINISTRY), claim("c", TIMES), claim("d", TIMES))
    groups = (("article/a", "article/b"), ("article/b", "article/c"))
    assert belief(graph(*linked), TRIPLE, groups=groups).accounts == 1
    assert belief(graph(*linked), TRIPLE, groups=groups[:1]).accounts == 2


def test_voices_that_are_judged_one_are_one_account() -> None:
    every = graph(claim("a", PAPER), claim("b", TIMES))
    same = Graph(
        every.articles,
        every.entities,
        every.events,
        every.claims,
        judgements=frozenset({Judgement(PAPER, TIMES, "same", "Ann", "one house", 1000)}),
    )
    assert (belief(every, TRIPLE).accounts, belief(same, TRIPLE).accounts) == (2, 1)


def test_denials_lower_belief_and_doubts_and_plans_count_for_nothing() -> None:
    one = claim("a", PAPER, confidence=800)
    assert worth(one, claim("b", MINISTRY, DENIES, confidence=600)) == pytest.approx(0.8 * 0.4)
    assert worth(one, claim("b", MINISTRY, DOUBTS), claim("c", TIMES, PLANS)) == pytest.approx(0.8)
    denied = belief(graph(claim("b", MINISTRY, DENIES)), TRIPLE)
    assert (denied.belief, denied.accounts, denied.denials) == (0, 0, 1)
    assert not beliefs(graph(claim("b", MINISTRY, DOUBTS)))


def test_all_triples_the_most_believed_first_as_each_by_itself() -> None:
    every = graph(
        claim("a"), claim("b", TIMES), claim("a", triple=(POLICE, "monitors", LEE)), claim("c", MINISTRY, DENIES)
    )
    found = beliefs(every)
    assert [one.predicate for one in found] == ["monitors", "detains"]
    assert found == tuple(belief(every, (one.subject, one.predicate, one.object)) for one in found)
    assert found[1].articles == ("article/a", "article/b", "article/c")


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(VOICES), st.booleans(), st.integers(0, 1000)), max_size=6),
    st.sets(st.integers(0, 5), max_size=3),
    st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_belief_is_a_chance_that_more_accounts_raise_and_joining_them_does_not(
    told: list[tuple[int, str, bool, int]], copies: set[int], systematic: float
) -> None:
    claims = [
        claim(f"a{article}", voice, DENIES if no else SAYS, confidence=sure, begin=number)
        for number, (article, voice, no, sure) in enumerate(told)
    ]
    groups = (tuple(f"article/a{number}" for number in sorted(copies)),)
    free = belief(graph(*claims), TRIPLE, systematic=systematic)
    bound = belief(graph(*claims), TRIPLE, groups=groups, systematic=systematic)
    more = belief(graph(*claims, claim("z", TIMES, confidence=500)), TRIPLE, systematic=systematic)
    assert all(0 <= one <= 1 for one in (free.belief, free.support, free.denial))
    assert bound.support <= free.support + 1e-9
    assert bound.accounts <= free.accounts
    assert more.support >= free.support - 1e-9
    assert more.denial == free.denial


def test_a_chance_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        worth(claim("a"), systematic=2)
