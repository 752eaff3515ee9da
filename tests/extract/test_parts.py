"""Long articles: read in parts that lose nothing, and no more of them in memory than a part takes."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article
from kg.build import Desk, read
from kg.claim import Claim, Factuality
from kg.extract import Extractor
from kg.extract import parts as cutting
from kg.extract.parts import joined, lots, parts
from kg.graph import Reading
from kg.mention import Entity, Mention
from kg.ontology import Ontology
from kg.read import Skipped
from kg.resources import sample_folder
from kg.text import Span
from kg.verify import quotes
from tests.conftest import make_article

ROOT = Path(__file__).resolve().parents[2]
STORY = "Police arrested Anna Brown in Vladivostok on Monday. The ministry released John Smith.\n\n"


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(cutting, "LONGEST_PART", 300)
    return 300


def test_an_ordinary_article_is_one_part_and_stays_as_it_is() -> None:
    for item in read(sample_folder()):
        assert isinstance(item, Article)
        (part,) = parts(item)
        assert part is item


@given(st.text(st.sampled_from("ab. \n\r\t“”…\U0001f600"), max_size=1500), st.integers(1, 400))
def test_parts_hold_all_words_where_they_stood(text: str, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "LONGEST_PART", longest)
        found = list(parts(make_article(text)))
    ends = [0, *(len(part.text) for part in found)]
    assert "".join(part.text[begin:] for part, begin in zip(found, ends, strict=False)) == text
    assert all(not part.text[:begin].strip() for part, begin in zip(found, ends, strict=False))
    assert all(end - begin <= longest for begin, end in pairwise(ends))


@pytest.mark.parametrize(
    ("between", "cut"),
    [("\n\n", "\n\n"), (". ", ". "), (" ", " "), ("", "")],
)
def test_a_part_ends_with_a_paragraph_else_a_sentence_else_a_word(between: str, cut: str, short_parts) -> None:
    text = between.join(["words here"] * 60)
    for part in list(parts(make_article(text)))[:-1]:
        assert part.text.endswith(cut)
        assert len(part.text.strip()) > 0


def test_what_is_read_in_parts_is_what_is_read_at_once(
    ontology: Ontology, rule_reader: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article(STORY * 12, ontology=ontology)
    desk = Desk(ontology, rule_reader)
    (whole,) = desk.read([article])
    monkeypatch.setattr(cutting, "LONGEST_PART", 3 * len(STORY))
    assert len(list(parts(article))) > 3
    (found,) = desk.read([article])
    assert isinstance(whole, Reading)
    assert isinstance(found, Reading)
    assert {(c.predicate, c.place, c.quotes) for c in found.claims} == {
        (c.predicate, c.place, c.quotes) for c in whole.claims
    }
    assert [event.trigger for event in found.events] == [event.trigger for event in whole.events]
    for mention in quotes(found.entities, found.events, found.claims):
        assert mention.span.of(article.text) == mention.quote


class Within:
    """Reads ``A in B.`` as A lying within B."""

    name = "within"

    def read(self, articles):
        for article in articles:
            entities, claims = {}, []
            for begin in (i for i in range(len(article.text)) if article.text.startswith(" in ", i)):
                span = Span(begin - 1, begin + 5)
                ends = [f"place/{letter}" for letter in span.of(article.text).split(" in ")]
                for name in ends:
                    mention = Mention(article.id, span, span.of(article.text))
                    entity = Entity(name, "City", frozenset({name}), frozenset({mention}))
                    entities[name] = entities[name].union(entity) if name in entities else entity
                factuality = Factuality(temporality="present")
                claims.append(
                    Claim(ends[0], "within", ends[1], article.id, span, (span,), (span.of(article.text),), article.id,
                          factuality, 900, "within")
                )  # fmt: skip
            yield Reading(article.info, tuple(entities.values()), (), tuple(claims))


def test_parts_that_contradict_each_other_lose_what_does(ontology: Ontology, short_parts) -> None:
    fill = "x " * 140 + "\n\n"
    desk = Desk(ontology, Within())
    (sound,) = desk.read([make_article(f"a in b. {fill}b in c. {fill}c in d.")])
    assert {(claim.subject, claim.object) for claim in sound.claims} == {
        ("place/a", "place/b"), ("place/b", "place/c"), ("place/c", "place/d"),
    }  # fmt: skip
    (circle,) = desk.read([make_article(f"a in b. {fill}b in a. {fill}c in d.")])
    assert {(claim.subject, claim.object) for claim in circle.claims} == {("place/c", "place/d")}
    assert any("lies within itself" in one.reason for one in circle.quarantined)


def test_a_part_that_fails_costs_the_article_and_no_other(ontology: Ontology, short_parts) -> None:
    class Failing(Within):
        def read(self, articles):
            for article in articles:
                if "boom" in article.text:
                    raise ValueError("boom")
                yield from super().read([article])

    long = make_article("a in b. " + "x " * 300 + "boom")
    found = list(Desk(ontology, Failing()).read([make_article("a in b."), long, make_article("b in c.")]))
    assert [isinstance(one, Skipped) for one in found] == [False, True, False]


def test_joining_is_union(ontology: Ontology, rule_reader: Extractor) -> None:
    (reading,) = Desk(ontology, rule_reader).read([make_article(STORY, ontology=ontology)])
    once, twice = joined([reading]), joined([reading, reading])
    assert once == twice
    assert set(once.claims) == set(reading.claims)


@given(st.lists(st.integers(1, 400_000), max_size=30), st.integers(1, 16))
def test_lots_are_in_order_and_not_too_large(lengths: list[int], most: int) -> None:
    texts = {length: " " * length for length in lengths}
    articles = [make_article(texts[length], identifier=str(n)) for n, length in enumerate(lengths)]
    found = list(lots(articles, most))
    assert [article for lot in found for article in lot] == articles
    for lot in found:
        assert 1 <= len(lot) <= most
        size = sum(len(article.text) for article in lot)
        assert len(lot) == 1 or (size <= cutting.LONGEST_PART and all(len(a.text) <= cutting.LONGEST_PART for a in lot))


_MEMORY = """
import sys, json
from pathlib import Path
from kg.build import Desk
from kg.extract import parts, reader
from kg.ontology import Ontology
from tests.conftest import make_article

def peak(afresh=False):
    if afresh:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024

parts.LONGEST_PART = 15_000
ontology = Ontology.load()
desk = Desk(ontology, reader("rules", ontology))
found = []
for length in (15_000, 15_000, 90_000):
    before = peak(afresh=True)
    (reading,) = desk.read([make_article(("Police arrested two men in the city on Monday. " * 2000)[:length])])
    assert len(reading.claims) > length // 50
    found.append(peak() - before)
print(json.dumps(found))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured by what Linux says of it")
def test_memory_does_not_grow_with_the_length_of_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", _MEMORY], cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    first, _, long = json.loads(done.stdout)
    assert long < 0.7 * first + 60, (first, long)
