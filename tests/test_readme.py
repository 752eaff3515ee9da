"""Every snippet of the README does what the README says. After a wanted change: ``python -m tests.golden.refresh``."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.graph import Graph
from kg.ontology import Ontology
from kg.rdf.write import prefixes
from kg.terms import BASE, KG
from tests.golden.exports import EXPORTS, FILES, PROGRAM
from tests.golden.readme import README, ROOT, Block, answer, answered, blocks, commands, printed, workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXT = README.read_text(encoding="utf-8")
COMMANDS = list(commands(TEXT))
ROWS = re.findall(r"^\| ([A-Z][^|]+\.) \| yes, ([^|]+) \| (yes|no) \|$", TEXT, re.MULTILINE)
NS = rdflib.Namespace(KG)
INSTALL = "python3 -m venv .venv && .venv/bin/pip install "


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with workplace() as made:
        yield made


@pytest.mark.parametrize(("asked", "shown"), answered(TEXT), ids=lambda block: f"{block.language}@{block.begin}")
def test_answer_is_todays(asked: Block, shown: Block, folder: Path) -> None:
    assert answer(asked, folder) == shown.words


def test_every_block_is_checked() -> None:
    checked = {block for pair in answered(TEXT) for block in pair}
    unchecked = [block for block in blocks(TEXT) if block not in checked and block.language != "sh"]
    assert unchecked == []
    assert [block.language for block, _ in answered(TEXT)].count("sparql") == 3


def test_excerpt_stands_in_the_exports() -> None:
    names = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes(BASE).items())
    every = rdflib.Graph().parse(EXPORTS / "graph.ttl")
    for block in blocks(TEXT):
        if block.language == "turtle":
            shown = rdflib.Graph().parse(data=names + block.words, format="turtle")
            claim = shown.value(predicate=rdflib.RDF.type, object=NS.Claim)
            fact = tuple(
                shown.value(claim, end) for end in (rdflib.RDF.subject, rdflib.RDF.predicate, rdflib.RDF.object)
            )
            assert fact in shown
            assert shown.value(shown.value(claim, NS.evidence), NS.quote)
            assert not list(shown - every)


def test_two_commands_install_and_build_and_test() -> None:
    build, test = COMMANDS[:2]
    assert build == f"{INSTALL}. && .venv/bin/kg build --sample -o exports"
    assert test == f"{INSTALL}'.[test]' && .venv/bin/python -m pytest -q -n 2"
    assert "-m pytest -q -n 2" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_other_commands_succeed(folder: Path) -> None:
    others = COMMANDS[2:]
    shown = {"build", "query", "explain", "verify", "check", "export", "remove", "review", "diff"}
    assert {shlex.split(line)[1] for line in others} == shown
    for line in others:
        program, *arguments = shlex.split(line)
        assert program == "kg"
        printed([*PROGRAM, *arguments], folder)
    made = [folder / "out" / name for name in FILES] + [folder / "actors.graphml"]
    assert [path for path in made if not path.stat().st_size] == []


@pytest.mark.parametrize(("sentence", "how", "fact"), ROWS)
def test_sentence_gives_claim_and_fact(sentence: str, how: str, fact: str, build_text: Callable[..., Graph]) -> None:
    graph = build_text(sentence, date="2024-05-16", publisher="Border Gazette")
    claims = [claim for claim in graph.claims.values() if claim.predicate == "detains"]
    assert claims
    assert {bool(claim.factuality.entitles) for claim in claims} == {fact == "yes"}
    for claim in claims:
        shown = claim.factuality
        told = (
            f"{shown.polarity} {shown.certainty} {shown.temporality} said by {graph.label(claim.attributed_to)}".lower()
        )
        assert any(words in told for words in how.split(" or ")), told


def test_table_of_sentences_is_there() -> None:
    assert len(ROWS) >= 8


def test_figures_are_todays(ontology: Ontology) -> None:
    told = re.search(r"some ([0-9,]+) triggers", TEXT)
    assert told
    assert int(told[1].replace(",", "")) == pytest.approx(len(ontology.lexicon.triggers), rel=0.1)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
