"""The synthetic corpus: the same for everybody, without end, and such as kg can read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import kg
from tests.scale import corpus


def test_a_seed_gives_one_corpus_of_which_smaller_ones_are_the_beginning() -> None:
    assert list(corpus.stories(200, seed=7)) == list(corpus.stories(300, seed=7))[:200]
    assert list(corpus.stories(50, seed=7)) != list(corpus.stories(50, seed=8))


def test_stories_are_distinct_and_short() -> None:
    found = list(corpus.stories(3_000))
    assert len({one.id for one in found}) == len({one.text for one in found}) == len(found)
    lengths = sorted(len(one.text.split()) for one in found)
    assert 20 < lengths[len(found) // 2] < 50
    assert lengths[-1] < 100


def test_few_recur_all_the_time_and_most_hardly_ever() -> None:
    names = Counter(one.title.partition(" and the ")[0] for one in corpus.stories(3_000))
    counts = sorted(names.values(), reverse=True)
    assert counts[0] > 100
    assert sum(count == 1 for count in counts) > len(counts) / 3


def test_both_kinds_of_output_are_read_as_the_same_articles(tmp_path: Path) -> None:
    corpus.write(tmp_path / "all.jsonl", 40, seed=3)
    corpus.write(tmp_path / "folder", 40, seed=3)
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    told = {(one["title"], one["date"], one["publisher"]) for one in lines}
    for place in ("all.jsonl", "folder"):
        read = [one for one in kg.read(tmp_path / place) if isinstance(one, kg.Article)]
        assert {(one.info.title, str(one.info.date), one.info.publisher) for one in read} == told
