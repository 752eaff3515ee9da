"""Near-duplicates: against the exact measure, and against what editors do to a wire story."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import duplicates, near_duplicates, quoted_texts
from kg.graph import Graph
from tests.analysis.made import claim, graph
from tests.conftest import make_article

WORDS = [f"w{number}" for number in range(4000)]


def story(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def exact(one: str, other: str) -> float:
    """Containment as it is defined: the shingles shared, of those of the smaller set."""
    sets = [{tuple(words[n : n + 5]) for n in range(max(1, len(words) - 4))} for words in (one.split(), other.split())]
    return len(sets[0] & sets[1]) / min(map(len, sets))


@given(st.integers(0, 10_000), st.integers(50, 1500), st.integers(50, 1500), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_the_estimate_is_near_the_exact_measure(seed: int, first: int, second: int, shared: float) -> None:
    common = story(seed, int(min(first, second) * shared))
    one = " ".join(common + story(seed + 1, first - len(common)))
    other = " ".join(common + story(seed + 2, second - len(common)))
    estimate = duplicates._containment(duplicates._sketch(one), duplicates._sketch(other))
    shorter_share = min(first, second) / (first + second)
    assert estimate == pytest.approx(exact(one, other), abs=0.04 + 0.12 * (1 / shorter_share - 1) ** 0.5)


def test_copies_edited_and_cut_are_found_and_other_stories_are_not() -> None:
    wire = story(1)
    edited = ["X" if number % 40 == 0 else word for number, word in enumerate(wire)]
    texts = {
        "wire": " ".join(wire),
        "loud": "BREAKING! " + " ".join(wire).upper(),
        "edited": "Our own staff. " + ", ".join(edited),
        "cut": " ".join(wire[:90]),
        "other": " ".join(story(2)),
        "quoting": " ".join(story(3) + wire[100:140]),
        "empty": "",
        "blank": " \n",
        "short": "Three little words",
        "shorter": "three little words!",
    }
    assert near_duplicates(texts) == (("cut", "edited", "loud", "wire"), ("short", "shorter"))
    strict = {name: texts[name] for name in ("wire", "loud", "edited")}
    assert near_duplicates(strict, threshold=0.95) == (("loud", "wire"),)


def test_order_machine_and_hash_seed_make_no_difference() -> None:
    code = (
        "import random; from kg.analysis import near_duplicates\n"
        "words = random.Random(5).choices([str(n) for n in range(99)], k=600)\n"
        "texts = [(str(n), ' '.join(words[n * 20 : n * 20 + 60])) for n in range(25)]\n"
        "random.shuffle(texts); print(near_duplicates(dict(texts), threshold=0.6))"
    )
    told = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                       capture_output=True, text=True, check=True).stdout
        for seed in "123"
    }  # fmt: skip
    assert len(told) == 1
    assert "('0', '1'" in told.pop()


def test_crowds_of_copies_and_of_boilerplate_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "CROWD", 20)
    footer = story(0, 12)
    texts = {f"own{n:02}": " ".join(story(100 + n, 80) + footer) for n in range(40)}
    texts |= {f"copy{n:02}": " ".join([*story(500 + n, 5), *story(7, 80), *footer]) for n in range(40)}
    assert near_duplicates(texts) == (tuple(f"copy{n:02}" for n in range(40)),)


def test_articles_are_taken_too_and_named_by_their_ids() -> None:
    articles = [make_article(" ".join(story(1)), identifier=name) for name in ("b", "a")]
    assert near_duplicates(articles) == (("article/a", "article/b"),)


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        near_duplicates({}, threshold=threshold)


def test_evidence_stands_in_for_texts() -> None:
    every = graph(claim("a"), claim("b"), claim("b", begin=7))
    texts = quoted_texts(every)
    assert texts == {"article/a": "Police held Kim in Town.", "article/b": "Police held Kim in Town."}
    assert near_duplicates(texts) == (("article/a", "article/b"),)
    assert quoted_texts(Graph()) == {}
