"""Reading takes time in proportion to length, whatever a text is made of; no sentence grows beyond bounds.

Each shape is read at some length and at four times that: quadratic work would take sixteen times as long. Processor
time is compared, since other programs run too.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kg.build import Desk
from kg.extract import Extractor
from kg.extract.parse import parse
from kg.graph import Reading
from kg.ontology import Ontology
from tests.conftest import make_article

STORY = "Police arrested two men in the city of Vladivostok on Monday, the ministry said. "
SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "one line": (50, lambda n: STORY * n),
    "paragraphs": (50, lambda n: f"{STORY}\n\n" * n),
    "one sentence": (80, lambda n: "The workers " + "and the officials who were sent to Russia by the ministry " * n),
    "relative clauses": (250, lambda n: "the man who saw " * n + "him fled."),
    "nested reports": (250, lambda n: "The source said that " * n + "police fled."),
    "coordinated nouns": (350, lambda n: "police and " * n + "soldiers arrested him."),
    "coordinated verbs": (350, lambda n: "They " + "fled and " * n + "died."),
    "units": (180, lambda n: "the Bureau of the " * n + "Ministry of State Security."),
    "list of names": (250, lambda n: "Police arrested " + ", ".join(f"Kim Chol {i}" for i in range(n)) + "."),
    "people": (80, lambda n: "".join(f"John Smith{i} told Mary Jones{i} that he fled. " for i in range(n))),
    "surnames": (120, lambda n: "".join(f"John{i} Smith fled. Smith said. " for i in range(n))),
    "one name": (200, lambda n: "Kim Jong Un met. " * n),
    "pronouns": (120, lambda n: "He said that she told him. " * n),
    "ministries": (60, lambda n: "The Foreign Ministry in Russia told the ministry of France. " * n),
    "quotations": (150, lambda n: "“We will go,” said Kim. " * n),
    "open quotations": (150, lambda n: "“We will go, said Kim. " * n),
    "brackets": (200, lambda n: "The ministry (" * n + "police" + ")" * n + " fled."),
    "dates": (120, lambda n: "On March 3, 2020 they fled. " * n),
    "numbers": (700, lambda n: " ".join(map(str, range(n)))),
    "punctuation": (600, lambda n: ".,;:!?" * n),
    "letters": (20_000, lambda n: "a" * n),
    "digits": (20_000, lambda n: "1" * n),
    "blanks": (20_000, lambda n: "a" + " " * n + "b."),
    "line ends": (700, lambda n: "a\n" * n),
}


@pytest.fixture(scope="module")
def cost(ontology: Ontology, rule_reader: Extractor):
    """A function that reads a text as a build does and gives seconds of processor time."""
    desk = Desk(ontology, rule_reader)

    def seconds(text: str) -> float:
        started = time.process_time()
        (reading,) = desk.read([make_article(text, ontology=ontology)])
        assert isinstance(reading, Reading), reading
        return time.process_time() - started

    seconds(STORY)
    return seconds


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_length_takes_four_times_as_long(shape: str, cost) -> None:
    size, make = SHAPES[shape]
    for _ in range(2):  # a pause of the machine may spoil one, not two
        short, long = cost(make(size)), cost(make(4 * size))
        print(f"{shape}: {len(make(4 * size)):,} characters, {short:.2f} s and {long:.2f} s")
        if long < 8 * short + 0.5:
            return
    pytest.fail(f"{shape}: {short:.2f} s, and {long:.2f} s for four times as much")


@pytest.mark.parametrize("shape", ["list of names", "units", "people"])
def test_names_are_found_in_linear_time(shape: str, rule_reader: Extractor) -> None:
    """Of many names that begin alike, and of one that has many words, each is compared with what it may be alone."""
    size, make = SHAPES[shape]
    for _ in range(2):
        taken = []
        for times in (4, 16):
            (parsed,) = parse([make_article(make(times * size))], rule_reader.nlp)  # type: ignore[attr-defined]
            started = time.process_time()
            assert rule_reader._names.find(parsed)  # type: ignore[attr-defined]
            taken.append(time.process_time() - started)
        if taken[1] < 8 * taken[0] + 0.3:
            return
    pytest.fail(f"{shape}: {taken[0]:.2f} s, and {taken[1]:.2f} s for four times as much")


@pytest.mark.parametrize("shape", ["one sentence", "relative clauses", "coordinated nouns", "nested reports", "units"])
def test_no_sentence_is_longer_than_400_tokens_and_no_tree_is_deeper(shape: str, rule_reader: Extractor) -> None:
    _, make = SHAPES[shape]
    (parsed,) = parse([make_article(make(600))], rule_reader.nlp)  # type: ignore[attr-defined]
    assert max(len(sentence) for sentence in parsed.doc.sents) <= 400
    assert "".join(parsed.article.text.split()) == "".join(token.text.strip() for token in parsed.doc)
    for token, start in zip(parsed.doc, parsed.starts, strict=True):
        assert parsed.article.text[start : start + len(token)] == token.text


def test_a_long_word_is_cut_and_nothing_of_it_is_lost(rule_reader: Extractor) -> None:
    text = f"They fled to {'x' * 1000}. Police {'ab-' * 400}arrested them."
    (parsed,) = parse([make_article(text)], rule_reader.nlp)  # type: ignore[attr-defined]
    assert "".join(text.split()) == "".join(token.text.strip() for token in parsed.doc)
    assert max(map(len, parsed.doc)) <= 300
