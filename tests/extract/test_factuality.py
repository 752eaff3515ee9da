"""Factuality: unit cases for what is composed, and the floors on sentences of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.claim import CERTAINTIES, POLARITIES, TEMPORALITIES, Factuality
from kg.errors import OntologyError
from kg.extract.factuality import factuality
from kg.extract.parse import load_model
from kg.ontology.cues import FILE, Cues
from kg.resources import ontology_folder

QUALITY = Path(__file__).parent.parent / "quality"
SENTENCES = "factuality.tsv"
UNSEEN = "factuality-unseen.tsv"
"""Batches that were written before a look at the rules; what of them is read wrong stays in."""
LOST = 0.05
"""The most that may be lost of what is plainly stated."""
UNSEEN_LEAKED, UNSEEN_LOST = 0.025, 0.025
"""The most that may be read wrong of :data:`UNSEEN`, now that it has been seen."""


class Row(NamedTuple):
    sentence: str
    kind: str
    entitles: bool


@cache
def model() -> Language:
    return load_model()


@cache
def cues() -> Cues:
    return Cues.load(ontology_folder())


@cache
def rows(name: str) -> list[Row]:
    lines = (QUALITY / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert cells[0] == ["sentence", "kind", "entitles"]
    return [Row(sentence, kind, {"yes": True, "no": False}[entitles]) for sentence, kind, entitles in cells[1:]]


@cache
def parsed(name: str) -> dict[str, Doc]:
    """The sentences of a file without their marks, each parsed once."""
    plain = list(dict.fromkeys(row.sentence.replace("*", "") for row in rows(name)))
    return dict(zip(plain, model().pipe(plain, batch_size=128), strict=True))


def trigger(sentence: str, docs: Mapping[str, Doc] = MappingProxyType({})) -> Token:
    before, word, after = sentence.split("*")
    text = before + word + after
    doc = docs[text] if text in docs else model()(text)
    return next(token for token in doc if token.idx <= len(before) < token.idx + len(token))


def read(sentence: str, docs: Mapping[str, Doc] = MappingProxyType({})) -> Factuality:
    token = trigger(sentence, docs)
    return factuality(token, cues(), nominal=token.pos_ in ("NOUN", "PROPN"))


def wrong(name: str, *, entitling: bool) -> Iterator[str]:
    for row in rows(name):
        if row.entitles is entitling and read(row.sentence, parsed(name)).entitles is not entitling:
            yield row.sentence


@pytest.mark.parametrize(("name", "least"), [(SENTENCES, 800), (UNSEEN, 1100)])
def test_the_sentences_are_many_and_apart(name: str, least: int) -> None:
    sentences = [row.sentence for row in rows(name)]
    assert len(sentences) == len(set(sentences)) >= least
    assert sum(row.entitles for row in rows(name)) >= least / 3
    assert all(sentence.count("*") == 2 for sentence in sentences)


def test_nothing_unrealized_entitles() -> None:
    assert list(wrong(SENTENCES, entitling=False)) == []


def test_little_of_what_is_stated_is_lost() -> None:
    lost = list(wrong(SENTENCES, entitling=True))
    assert len(lost) <= LOST * sum(row.entitles for row in rows(SENTENCES)), lost


@pytest.mark.parametrize(("entitling", "most"), [(False, UNSEEN_LEAKED), (True, UNSEEN_LOST)])
def test_little_is_wrong_in_what_was_written_blind(*, entitling: bool, most: float) -> None:
    found = list(wrong(UNSEEN, entitling=entitling))
    assert len(found) <= most * sum(row.entitles is entitling for row in rows(UNSEEN)), found


@pytest.mark.parametrize(
    ("sentence", "polarity", "certainty", "temporality", "hedge"),
    [
        ("Police *arrested* Kim.", "positive", "certain", "past", None),
        ("Police are *questioning* Kim.", "positive", "certain", "present", None),
        ("Police will *arrest* Kim.", "positive", "underspecified", "future", "will"),
        ("Police did not *arrest* Kim.", "negative", "certain", "past", "not"),
        ("No *arrests* were made.", "negative", "certain", "past", "No"),
        ("Kim was reportedly *arrested*.", "positive", "probable", "past", "reportedly"),
        ("Kim was allegedly *arrested*.", "positive", "possible", "past", "allegedly"),
        ("Kim is said to have *fled*.", "positive", "probable", "past", "said"),
        ("Kim denied that he *fled*.", "negative", "certain", "past", "denied"),
        ("Kim denied that he did not *pay*.", "positive", "certain", "past", "not"),
        ("Kim did not fail to *pay*.", "positive", "certain", "past", "not"),
        ("Kim denied failing to *pay*.", "positive", "certain", "past", "denied"),
        ("Kim was not forced to *sign*.", "negative", "certain", "past", "not"),
        ("Kim may have managed to *escape*.", "positive", "possible", "past", "may"),
        ("If police *arrest* him, he will talk.", "positive", "underspecified", "conditional", "If"),
        ("The guards did not prevent him from *leaving*.", "positive", "certain", "past", "not"),
        ("Kim did not deny that he *fled*.", "positive", "underspecified", "past", "deny"),
        ("The paper dismissed a rumor that he had *called* the police.", "negative", "certain", "past", "dismissed"),
        ("The paper dismissed a *rumor* that he had called the police.", "positive", "certain", "past", None),
        ("The miners face *criticism*.", "positive", "certain", "present", None),
        ("The miners face *trial*.", "positive", "possible", "future", "face"),
        ("They hid until the guards *left*.", "positive", "certain", "past", None),
        ("They will hide until the guards *leave*.", "positive", "underspecified", "future", "until"),
        ("If you complain, they *fire* you.", "positive", "underspecified", "conditional", "If"),
    ],
)
def test_composition(sentence: str, polarity: str, certainty: str, temporality: str, hedge: str | None) -> None:
    shown = read(sentence)
    assert (shown.polarity, shown.certainty, shown.temporality) == (polarity, certainty, temporality)
    assert shown.hedge == hedge


@pytest.mark.parametrize("sentence", ["*Attack* " * 3, "*attack* attack raid " + "attack raid " * 400])
def test_fragments_do_not_crash(sentence: str) -> None:
    before, word, after = sentence.split("*", 2)
    for token in model()((before + word + after).replace("*", "")):
        assert factuality(token, cues()).polarity in POLARITIES


WORDS = [
    *("police", "arrested", "not", "if", "said", "that", "to", "denied", "plans", "Kim", "attack", "will", "no", "the"),
    *("raid", "from", "of", "?", "!", "“", "”", ",", "and", "who", "anyone"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.booleans())
def test_any_words_in_any_order(words: list[str], nominal: bool) -> None:
    for token in (doc := model()(" ".join(words))):
        shown = factuality(token, cues(), nominal=nominal)
        assert shown.polarity in POLARITIES
        assert shown.certainty in CERTAINTIES
        assert shown.temporality in TEMPORALITIES
        assert shown.hedge is None or shown.hedge in doc.text


HEADER = "cue\tpos\tkind\tslots\teffect\tnegated\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("say\tx\treport\tthat\tkeep", "part of speech 'x'"),
        ("say\tv\treprot\tthat\tkeep", "Did you mean 'report'"),
        ("say\tv\treport\t\tkeep", "needs a slot"),
        ("say\tv\treport\tThat\tkeep", "unknown slot 'That'"),
        ("say\tv\treport\tthat\t", "no effect"),
        ("say\tv\treport\tthat\tposible", "Did you mean 'possible'"),
        ("say\tv\treport\tthat\tprobable possible", "two things at once"),
        ("say||tell\tv\treport\tthat\tkeep", "empty cue"),
        (
            "say\tv\treport\tthat\tkeep\nsay\tv\tembed\tthat inf\tnegative",
            "line 3: the slot 'that' of 'say' is decided",
        ),
        ("say\tv\treport\tthat\tkeep\tmaybe", "unknown negated 'maybe'"),
        ("face\tv\tembed\tobj~trial\tkeep\nface\tv\tembed\tobj~charge\tfuture", "line 3: the slot 'obj~' of 'face'"),
    ],
)
def test_a_bad_table_names_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    (tmp_path / FILE).write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=FILE + " line") as caught:
        Cues.load(tmp_path)
    assert problem in str(caught.value)


def test_a_slot_may_be_limited_to_some_nouns(tmp_path: Path) -> None:
    rows = "face\tv\tembed\tobj ing\tpossible\nface\tv\tembed\tobj~trial,charge to~-ing\tnegative\n"
    (tmp_path / FILE).write_text(HEADER + rows, encoding="utf-8")
    limited, free = Cues.load(tmp_path).governors("v", "face")
    assert limited.effect.negative
    assert [limited.takes("obj", noun) for noun in ("trial", "protest", None)] == [True, False, False]
    assert [free.takes("obj", noun) for noun in ("trial", "protest", None)] == [True, True, True]
    assert (limited.takes("to", "-ing"), limited.takes("ing", None), free.takes("ing", None)) == (True, False, True)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=FILE):
        Cues.load(tmp_path)
