"""Fuzzing of the readers and of the whole pipeline: nothing that comes in may break a law, or the program.

The quick profile runs with the other tests. ``KG_FUZZ=100 pytest tests/fuzz/test_fuzz.py`` tries a hundred times as
many inputs, and ``python -m tests.fuzz --help`` says how to let coverage guide them.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.build import Desk, known_to
from kg.errors import ArticleError
from kg.extract import Extractor, parts
from kg.graph import Graph, Reading
from kg.ontology import Ontology
from kg.ontology.zones import load_zones
from kg.read import Source, readers
from kg.read.dates import coarse_date, full_date, month_and_day
from kg.read.decode import decode
from kg.read.facts import split_names
from kg.read.stdin import ahead
from kg.resources import ontology_folder
from tests.fuzz.inputs import FILES, Dripping, damaged, texts
from tests.fuzz.invariants import check_graph, read_all, read_whole

TIMES = float(os.environ.get("KG_FUZZ", "1"))
ZONES = load_zones(ontology_folder() / "zones.tsv")
TABLE = readers()


def tries(number: int):
    """So many inputs, times ``KG_FUZZ``."""
    health = list(HealthCheck)
    return settings(
        max_examples=max(1, int(number * TIMES)), deadline=None, suppress_health_check=health, database=None
    )


@pytest.mark.parametrize("suffix", FILES)
@given(st.data())
@tries(25)
def test_readers(suffix: str, data: st.DataObject) -> None:
    read_all(TABLE[suffix], data.draw(damaged(FILES[suffix])), ZONES)


@pytest.mark.parametrize("suffix", FILES)
@given(st.binary(max_size=400))
@tries(15)
def test_readers_of_noise(suffix: str, data: bytes) -> None:
    read_all(TABLE[suffix], data, ZONES)


@given(st.one_of(st.binary(max_size=300), damaged(FILES[".txt"])))
@tries(50)
def test_decoding(data: bytes) -> None:
    with suppress(ArticleError):
        assert isinstance(decode(data), str)


DATES = st.one_of(
    st.text(max_size=100),
    st.from_regex(r"(?:Mon, )?\d{1,4}[-/. ](?:\d{1,2}|[A-Z][a-z]{2,8})[-/., ]+\d{1,4}(?:T?\d\d:\d\d(?::\d\d)?Z?)?"),
    st.tuples(texts(most=2), st.sampled_from(("2024-08-01", "March 3, 2024"))).map("".join),
)


@given(DATES)
@tries(100)
def test_dates_and_names(words: str) -> None:
    with suppress(ValueError):
        assert 1 <= full_date(words).year <= 9999
    assert coarse_date(words) is None or coarse_date(words)[0] >= 0
    assert month_and_day(words) is None or 1 <= month_and_day(words)[0] <= 12
    assert all(name.strip() for name in split_names(words))


@pytest.fixture(scope="module")
def desk(ontology: Ontology, rule_reader: Extractor) -> Desk:
    return Desk(ontology, rule_reader)


def read_into_graph(found: list[Article], desk: Desk) -> None:
    lot: list[Reading] = [read_whole(article, desk) for article in found]
    known = known_to(desk.ontology, lot)
    graph = Graph.of(lot, known=known.values(), types=desk.ontology.vocabulary.event_types.values())
    check_graph(graph, found)


@given(data=st.data())
@tries(4)
def test_pipeline_from_files(data: st.DataObject, desk: Desk) -> None:
    suffix = data.draw(st.sampled_from(sorted(FILES)))
    items = read_all(TABLE[suffix], data.draw(damaged(FILES[suffix])), ZONES)
    found = {item.id: item for item in items if isinstance(item, Article)}
    read_into_graph(list(found.values()), desk)


@given(st.data())
@tries(25)
def test_streams(data: st.DataObject) -> None:
    """What comes through a pipe is what stands in a file, however little of it comes at a time."""
    given_bytes = data.draw(damaged(FILES[".jsonl"]))
    from_file = read_all(TABLE[".jsonl"], given_bytes, ZONES)
    stream = ahead(Dripping(given_bytes, data.draw(st.integers(1, 700))), 10_000_000)
    assert list(TABLE[".jsonl"].read(Source("fuzz", lambda: stream, ZONES, "fuzz", 1_000_000))) == from_file


@given(text=texts(most=12), longest=st.integers(30, 600))
@tries(4)
def test_pipeline_in_parts(text: str, longest: int, desk: Desk) -> None:
    items = read_all(TABLE[".txt"], text.encode("utf-8", "replace"), ZONES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "LONGEST_PART", longest)
        read_into_graph([item for item in items if isinstance(item, Article)], desk)


@given(text=texts(most=12))
@tries(4)
def test_pipeline_from_texts(text: str, desk: Desk) -> None:
    items = read_all(TABLE[".txt"], text.encode("utf-8", "replace"), ZONES)
    read_into_graph([item for item in items if isinstance(item, Article)], desk)
