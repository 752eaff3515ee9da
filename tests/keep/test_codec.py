"""What is kept is got back: the very same, and nothing that was not kept."""

from __future__ import annotations

import datetime as dt
import json
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import ArticleInfo, Fields
from kg.claim import Literal
from kg.graph import Background, Reading
from kg.judgement import Judgement
from kg.keep.codec import Unfit, decode, encode, packed, unpacked
from kg.mention import When
from tests.properties.strategies import KNOWN, readings, vocabulary

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ANY_TEXT = st.text(st.characters(codec=None))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=6),
)


@given(readings())
@few
def test_readings_are_got_back(lot: list[Reading]) -> None:
    for reading in lot:
        assert decode(Reading, unpacked(packed(encode(Reading, reading)))) == reading


@given(readings())
@few
def test_equal_readings_give_equal_bytes(lot: list[Reading]) -> None:
    for reading in lot:
        again = decode(Reading, encode(Reading, reading))
        assert encode(Reading, again) == encode(Reading, reading)


@given(ANY_TEXT, st.none() | ANY_TEXT, st.lists(ANY_TEXT).map(tuple))
def test_text_is_kept_to_the_code_point(one: str, other: str | None, many: tuple[str, ...]) -> None:
    fields = Fields(one, other, authors=many)
    assert decode(Fields, encode(Fields, fields)) == fields


def test_a_pair_of_lone_surrogates_stays_a_pair() -> None:
    assert decode(str, encode(str, "\ud83d" + "\ude00")) == "\ud83d" + "\ude00" != "\U0001f600"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((Background, fact) for fact in KNOWN.values()),
        (str | Literal, "agency/a"),
        (str | Literal, Literal("5", "integer")),
        (When, When(dt.date(2024, 1, 2), None, "after", "since")),
        (ArticleInfo, ArticleInfo("a", "0" * 64, date=dt.date(1999, 12, 31), authors=("A", "B"))),
        (Judgement, Judgement("a/a", "a/b", "same", "Ann", "I know", 1000)),
    ],
)
def test_nouns_are_got_back(kind: type, value: object) -> None:
    assert decode(kind, encode(kind, value)) == value


def test_event_types_are_got_back() -> None:
    for kind in vocabulary().event_types.values():
        assert decode(type(kind), encode(type(kind), kind)) == kind


@given(JSON)
def test_what_is_no_reading_is_refused(value: object) -> None:
    with pytest.raises(Unfit, match="no Reading"):
        decode(Reading, json.dumps(value).encode())


@given(st.binary())
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        decode(Reading, content)
    with pytest.raises(Unfit):
        unpacked(content)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Unfit):
        decode(Reading, b"[" * 100_000 + b"]" * 100_000)


def test_what_claims_to_be_enormous_is_refused() -> None:
    bomb = zlib.compressobj()
    block = bytes(1 << 20)
    content = b"".join([*(bomb.compress(block) for _ in range(1100)), bomb.flush()])
    with pytest.raises(Unfit):
        unpacked(content)


@pytest.mark.parametrize("content", [b"", packed(b"words")[:-1], packed(b"words") + b"x", b"x" + packed(b"words")])
def test_damage_is_noticed(content: bytes) -> None:
    with pytest.raises(Unfit):
        unpacked(content)
