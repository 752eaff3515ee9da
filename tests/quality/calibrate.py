"""``python -m tests.quality.calibrate`` compares what kg is sure of with how often the gold sets bear it out.

A claim's confidence is a product of steps, each a row of ``ontology/confidence.tsv``: the trigger (``verb``, ``noun``),
the construction that fills the role, and ``pronoun`` where the filler is one; or a relation's link alone. A step's
accuracy is counted where the steps before it are right:

- triggers: the events of nk-dev that match a gold event, as the scorer matches them;
- constructions: the role claims of matched events, of nk-dev and wikievents-dev, that the gold has;
- pronoun: how much rarer that is where the filler is a pronoun, other things being equal;
- links: the relation claims of nk-dev between gold entities, as the scorer judges them.

wikievents-dev leaves many arguments out. Its cases tell constructions from each other, not how good all are: each
counts as that part of a case which it takes for the set to be as right on the whole as nk-dev says. Arguments shared
between mentions of an event (``shared-…``) are not counted there: the set marks arguments where they are stated.

Counts are weighed against ``confidence-prior.tsv``, which counts as ten cases a row (the mean of a Beta posterior), so
that few cases move little; constructions without a row are counted together, as ``default``. It prints the counts and
how well confidence and accuracy agree on nk-dev, by the prior, by the fitted table, and by tables fitted without the
article in question. ``--write`` writes the fitted table.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from kg.build import Desk
from kg.extract import reader
from kg.ontology import Ontology
from kg.ontology.confidence import COLUMNS, DEFAULT, Confidence, read_confidence
from kg.ontology.tables import read_table
from kg.resources import ontology_folder
from tests.quality.goldsets import GoldSet
from tests.quality.judging import MARKED, Judged, judged

PRIOR = Path(__file__).with_name("confidence-prior.tsv")
COMPLETE, SPARSE = GoldSet("nk-dev"), GoldSet("wikievents-dev")
WEIGHT = 10
MOST = 0.98
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
HEADER = """\
# How often each construction reads right, from 0 to 1. how: a name as it stands in foundBy.
# verb, noun: the trigger. pronoun: a further factor where the filler is one. Others: a role's construction, a link.
# Written by python -m tests.quality.calibrate --write; edit tests/quality/confidence-prior.tsv and run that.
"""


# -- fitting ---------------------------------------------------------------------------------------------------------

Counts = Mapping[str, tuple[float, float]]
"""By row of the table: how many were right, of how many (for ``pronoun``: of how many expected without it)."""


def row_of(how: str, prior: Confidence) -> str:
    """The row that a construction has its value from."""
    return how if how in prior.by_how else DEFAULT


@dataclass(frozen=True)
class Cases:
    """Judged claims of the set whose gold is complete, and roles of the one whose gold is sparse."""

    complete: Sequence[Judged]
    sparse: Sequence[Judged]

    def without(self, article: str) -> Cases:
        return replace(self, complete=[case for case in self.complete if case.article != article])


def fit(cases: Cases, prior: Confidence) -> tuple[dict[str, float], Counts]:
    """Probabilities by row, and the counts behind them."""
    whole = [(case, 1.0) for case in cases.complete if case.kind != "fact" and (case.matched or case.kind != "role")]
    part = [case for case in cases.sparse if case.matched and not case.ways[0][1].startswith("shared-")]
    first, _ = fit_weighted(whole, prior)
    expected = sum(math.prod(first[row_of(step, prior)] for step in case.ways[0][1:]) for case in part)
    share = sum(case.right for case in part) / max(1.0, expected)
    return fit_weighted([*whole, *((case, min(1.0, share)) for case in part)], prior)


def fit_weighted(cases: Iterable[tuple[Judged, float]], prior: Confidence) -> tuple[dict[str, float], Counts]:
    """Probabilities by row, and the counts behind them; each case counts as so much of a case."""
    right: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(float)
    pronouns = []
    for case, weight in cases:
        steps = case.ways[0]
        if steps[-1] == "pronoun":
            pronouns.append((case, weight))
            continue
        row = row_of(steps[-1], prior)
        right[row] += case.right
        seen[row] += weight
    found = {row: mean(right[row], seen[row], prior.by_how[row] / 1000) for row in prior.by_how}
    seen["pronoun"] = sum(weight * found[row_of(case.ways[0][1], prior)] for case, weight in pronouns)
    right["pronoun"] = sum(case.right for case, _ in pronouns)
    found["pronoun"] = mean(right["pronoun"], seen["pronoun"], prior.of("pronoun") / 1000)
    return found, {row: (right[row], seen[row]) for row in prior.by_how}


def mean(right: float, seen: float, before: float) -> float:
    """The posterior mean, never certain; parts of cases may be fewer than those right."""
    return min(MOST, (right + WEIGHT * before) / (max(seen, right) + WEIGHT))


def confidence(case: Judged, values: Mapping[str, float]) -> float:
    """What kg says of the claim: the product of its steps; of a fact, that of the less sure end."""
    return min(math.prod(values.get(step, values[DEFAULT]) for step in way) for way in case.ways)


# -- reliability -----------------------------------------------------------------------------------------------------

Pair = tuple[float, bool]


def reliability(pairs: Sequence[Pair]) -> list[tuple[str, int, float, float]]:
    """By bin of confidence: how many claims, their mean confidence, and how many in a hundred are right."""
    lines = []
    for low, high in pairwise(EDGES):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high]
        if inside:
            sure = sum(s for s, _ in inside) / len(inside)
            share = sum(r for _, r in inside) / len(inside)
            lines.append((f"{low:.1f} to {min(high, 1):.1f}", len(inside), sure, share))
    return lines


def gap(pairs: Sequence[Pair]) -> float:
    """Expected calibration error: the mean distance of confidence and accuracy over the bins, by their sizes."""
    return sum(n * abs(sure - share) for _, n, sure, share in reliability(pairs)) / max(1, len(pairs))


def brier(pairs: Sequence[Pair]) -> float:
    """Mean squared distance of confidence from what turned out."""
    return sum((sure - right) ** 2 for sure, right in pairs) / max(1, len(pairs))


def show(title: str, pairs: Sequence[Pair]) -> None:
    """Print the bins."""
    print(f"\n{title}: calibration error {gap(pairs):.3f}, Brier {brier(pairs):.3f}")
    print(f"  {'confidence':12} {'claims':>6} {'mean':>6} {'right':>6}")
    for name, n, sure, share in reliability(pairs):
        print(f"  {name:12} {n:6} {sure:6.2f} {share:6.2f}")


def held_out(cases: Cases, prior: Confidence) -> Callable[[Judged], float]:
    """Confidence by a table that was fitted without the claim's own article."""
    tables = {article: fit(cases.without(article), prior)[0] for article in {case.article for case in cases.complete}}
    return lambda case: confidence(case, tables[case.article])


# -- the table -------------------------------------------------------------------------------------------------------


def write(path: Path, values: Mapping[str, float]) -> None:
    """The fitted table, rows as in the prior."""
    rows = "".join(f"{row['how']}\t{values[row['how']]:.2f}\n" for row in read_table(PRIOR, COLUMNS))
    path.write_text(HEADER + "\t".join(COLUMNS) + "\n" + rows, encoding="utf-8", newline="\n")


def gather() -> Cases:
    """What can be judged of kg's claims on both sets."""
    ontology = replace(Ontology.load(), confidence=MARKED)
    desk = Desk(ontology, reader("rules", ontology))
    return Cases(list(judged(COMPLETE, desk, complete=True)), list(judged(SPARSE, desk, complete=False)))


def main() -> None:
    """Count, fit, show, and write if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.calibrate", description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write ontology/confidence.tsv")
    asked = parser.parse_args()
    if missing := [str(gold.path) for gold in (COMPLETE, SPARSE) if not gold.present]:
        parser.exit(1, f"no gold set at {', '.join(missing)}: there is nothing to count\n")
    prior = read_confidence(PRIOR)
    target = ontology_folder() / "confidence.tsv"
    cases = gather()
    values, counts = fit(cases, prior)
    now = read_confidence(target)
    print(f"{'construction':20} {'right':>6} {'of':>7} {'prior':>6} {'now':>6} {'fitted':>6}")
    for row, (right, seen) in counts.items():
        was, is_now = prior.of(row) / 1000, now.of(row) / 1000
        print(f"{row:20} {right:6.0f} {seen:7.1f} {was:6.2f} {is_now:6.2f} {values[row]:6.2f}")
    before = {row: value / 1000 for row, value in prior.by_how.items()}
    apart = held_out(cases, prior)
    for title, sure in (
        ("By the prior", lambda case: confidence(case, before)),
        ("By the fitted table", lambda case: confidence(case, values)),
        ("By tables fitted without the article", apart),
    ):
        show(f"{title}, all kinds", [(sure(case), case.right) for case in cases.complete])
        for kind in ("event", "role", "fact", "relation"):
            pairs = [(sure(case), case.right) for case in cases.complete if case.kind == kind]
            told = sum(s for s, _ in pairs) / max(1, len(pairs)), sum(r for _, r in pairs) / max(1, len(pairs))
            print(f"  {kind:9} {len(pairs):4} claims, mean confidence {told[0]:.2f}, right {told[1]:.2f}")
    if asked.write:
        write(target, values)
        print(f"\nwrote {target}")


if __name__ == "__main__":
    main()
