"""Confidence says how often a reading is right: the arithmetic, and that claims are judged as by the scorer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.build import Desk
from kg.extract import reader
from kg.ontology import Ontology
from kg.ontology.confidence import Confidence, read_confidence
from kg.resources import ontology_folder
from tests.quality.calibrate import COMPLETE, PRIOR, Cases, confidence, fit, gap, reliability
from tests.quality.judging import MARKED, Judged, judged

PRIORS = Confidence({"default": 500, "verb": 800, "subject": 900, "shared-event": 600, "pronoun": 800})


def roles(right: int, wrong: int, *steps: str, matched: bool = True) -> list[Judged]:
    return [Judged("a", "role", (steps,), one < right, matched) for one in range(right + wrong)]


def test_counts_are_weighed_against_the_prior() -> None:
    values, counts = fit(Cases(roles(5, 5, "verb", "subject"), []), PRIORS)
    assert counts["subject"] == (5, 10)
    assert values["subject"] == pytest.approx((5 + 10 * 0.9) / 20)
    assert values["shared-event"] == pytest.approx(0.6)


def test_roles_of_unmatched_events_say_nothing_about_constructions() -> None:
    values, _ = fit(Cases(roles(0, 50, "verb", "subject", matched=False), []), PRIORS)
    assert values["subject"] == pytest.approx(0.9)


def test_constructions_without_a_row_are_counted_as_default() -> None:
    _, counts = fit(Cases(roles(3, 1, "verb", "unheard-of"), []), PRIORS)
    assert counts["default"] == (3, 4)


def test_pronoun_is_a_factor_on_top_of_its_construction() -> None:
    values, counts = fit(
        Cases([*roles(90, 10, "verb", "subject"), *roles(9, 11, "verb", "subject", "pronoun")], []), PRIORS
    )
    assert counts["pronoun"] == (9, pytest.approx(20 * values["subject"]))
    assert values["pronoun"] == pytest.approx((9 + 8) / (20 * values["subject"] + 10))


def test_sparse_gold_tells_constructions_apart_but_not_how_good_all_are() -> None:
    complete = [*roles(90, 10, "verb", "subject"), *roles(45, 5, "verb", "other")]
    sparse = [*roles(30, 30, "verb", "subject"), *roles(0, 40, "verb", "shared-event")]
    alone, _ = fit(Cases(complete, []), PRIORS)
    both, counts = fit(Cases(complete, sparse), PRIORS)
    assert both["subject"] == pytest.approx(alone["subject"], abs=0.01)
    assert counts["shared-event"] == (0, 0)


def test_a_fact_is_as_sure_as_its_less_sure_end() -> None:
    fact = Judged("a", "fact", (("verb", "subject"), ("verb", "object", "pronoun")), right=True)
    values = {"default": 0.5, "verb": 0.8, "subject": 0.9, "object": 0.7, "pronoun": 0.5}
    assert confidence(fact, values) == pytest.approx(0.8 * 0.7 * 0.5)


def test_reliability_and_gap() -> None:
    pairs = [(0.85, True)] * 8 + [(0.85, False)] * 2 + [(0.55, False)] * 10
    assert [(n, share) for _, n, _, share in reliability(pairs)] == [(10, 0.0), (10, 0.8)]
    assert gap(pairs) == pytest.approx((0.55 + 0.05) / 2)


def test_the_table_has_the_rows_of_the_prior() -> None:
    shipped, prior = read_confidence(ontology_folder() / "confidence.tsv"), read_confidence(PRIOR)
    assert list(shipped.by_how) == list(prior.by_how)


@pytest.mark.skipif(not COMPLETE.present, reason=f"no gold set at {COMPLETE.path}")
def test_claims_are_judged_as_the_scorer_judges_them(ontology: Ontology) -> None:
    marked = replace(ontology, confidence=MARKED)
    desk = Desk(marked, reader("rules", marked))
    cases = list(judged(COMPLETE, desk, complete=True))
    tallies = COMPLETE.tallies(COMPLETE.graph(desk))
    found = {kind: sum(case.right for case in cases if case.kind == kind) for kind in ("event", "relation", "role")}
    assert found["event"] == tallies["trigger"].tp_p
    assert found["relation"] == pytest.approx(tallies["relation"].tp_p, rel=0.1)  # here claims, there pairs
    assert found["role"] == pytest.approx(tallies["argument"].tp_p, rel=0.05)  # here claims, there gold arguments
