"""Common nouns: what they denote, the longest that fits, and what their table may not say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.ontology.nouns import Noun, Nouns
from kg.resources import ontology_folder

NOUNS = Nouns.load(ontology_folder())
LEMMAS = sorted(noun.lemma for noun in NOUNS)


@pytest.mark.parametrize(
    ("lemma", "cls"),
    [
        ("worker", "Person"),
        ("defector", "Person"),
        ("spokeswoman", "Person"),
        ("crew", "Group"),
        ("people", "Group"),
        ("ministry", "Agency"),
        ("police", "Agency"),
        ("embassy", "Agency"),
        ("subsection", "Agency"),
        ("company", "Organization"),
        ("university", "Organization"),
        ("newspaper", "MediaOutlet"),
        ("factory", "Facility"),
        ("hospital", "Facility"),
        ("country", "Country"),
        ("village", "City"),
        ("province", "Region"),
        ("river", "Location"),
        ("website", "Artifact"),
        ("passport", "Artifact"),
    ],
)
def test_classes(lemma, cls):
    assert NOUNS.get(lemma).cls == cls


@pytest.mark.parametrize("word", ["attack", "meeting", "bribery", "Worker", "workers", ""])
def test_what_is_not_listed(word):
    assert NOUNS.get(word) is None


@pytest.mark.parametrize(
    ("word", "abstract"), [("danger", True), ("commitment", True), ("worker", False), ("prison", False)]
)
def test_nouns_that_could_take_part_in_no_event_are_marked(word, abstract):
    assert NOUNS.get(word).abstract is abstract


@pytest.mark.parametrize(
    ("trait", "having", "lacking"),
    [
        ("unit", {"bureau", "department", "subsection", "company", "ministry"}, {"police", "worker", "prison"}),
        ("source", {"official", "resident", "witness", "diplomat"}, {"soldier", "prisoner", "ministry"}),
        ("head", {"director", "president", "chairwoman", "leader"}, {"deputy director", "vice president", "officer"}),
        ("member", {"officer", "agent", "spokesman", "soldier"}, {"prisoner", "refugee"}),
        ("title", {"president", "general", "captain"}, {"worker", "refugee"}),
        ("female", {"wife", "spokeswoman", "niece"}, {"husband", "worker"}),
        ("male", {"husband", "spokesman", "nephew"}, {"wife", "worker"}),
        ("collective", {"crew", "team", "family", "crowd"}, {"worker", "bureau"}),
    ],
)
def test_traits(trait, having, lacking):
    found = NOUNS.having(trait)
    assert having <= found
    assert not lacking & found


def test_traits_keep_to_their_classes():
    for noun in NOUNS:
        if noun.traits & {"head", "member", "title", "female", "male"}:
            assert noun.cls == "Person", noun
        if "unit" in noun.traits:
            assert noun.cls in {"Agency", "Organization", "MediaOutlet"}, noun
        if "collective" in noun.traits:
            assert noun.cls == "Group", noun
        assert not {"female", "male"} <= noun.traits, noun
        assert not {"head", "member"} <= noun.traits, noun


def test_there_are_enough():
    assert len(NOUNS) >= 900


@given(st.lists(st.sampled_from(["the", "in", "xyzzy"]), max_size=3), st.sampled_from(LEMMAS), st.data())
def test_the_longest_noun_that_ends_there_is_found(before, lemma, data):
    words = lemma.split(" ")
    after = data.draw(st.lists(st.sampled_from(LEMMAS), max_size=2))
    sentence = [*before, *words, *after]
    found = NOUNS.longest(sentence, len(before) + len(words) - 1)
    assert found == NOUNS.get(lemma)


def test_a_longer_noun_hides_a_shorter():
    small = Nouns([Noun("site", "Facility"), Noun("construction site", "Facility"), Noun("web site", "Artifact")])
    assert small.longest(["a", "construction", "site"], 2).lemma == "construction site"
    assert small.longest(["a", "new", "site"], 2).lemma == "site"
    assert small.longest(["web", "site"], 0) is None
    assert small.longest(["web", "site"], 1).cls == "Artifact"


@pytest.mark.parametrize("end", [-1, 2])
def test_there_must_be_a_word(end):
    with pytest.raises(IndexError):
        NOUNS.longest(["a", "worker"], end)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("worker\tPersn\n", "nouns.en.tsv line 2: unknown class 'Persn'. Did you mean 'Person'?"),
        ("worker\t\n", "nouns.en.tsv line 2: unknown class ''"),
        ("worker\tPerson\tsuorce\n", "nouns.en.tsv line 2: unknown trait 'suorce'. Did you mean 'source'?"),
        ("Worker\tPerson\n", "nouns.en.tsv line 2: noun 'Worker': write the lemma in lower case"),
        ("war  crime\tPerson\n", "nouns.en.tsv line 2: noun 'war  crime': write the lemma in lower case"),
        ("\tPerson\n", "nouns.en.tsv line 2: noun ''"),
        ("# a comment\nworker\tPerson\n\nworker\tGroup\n", "nouns.en.tsv line 5: noun 'worker' was given in line 3"),
    ],
)
def test_errors_name_the_line(tmp_path, rows, message):
    (tmp_path / "nouns.en.tsv").write_text("noun\tclass\ttraits\n" + rows, encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(message)):
        Nouns.load(tmp_path)
