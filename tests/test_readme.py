"""Every snippet of the README does what the README says. After a wanted change: ``python -m tests.golden.refresh``."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.rdf.write import prefixes
from kg.terms import BASE
from tests.golden.exports import EXPORTS, FILES, PROGRAM
from tests.golden.readme import README, ROOT, Block, answer, answered, blocks, commands, printed, workplace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = README.read_text(encoding="utf-8")
COMMANDS = list(commands(TEXT))
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
            assert len(shown) >= 10
            assert not list(shown - every)


def test_two_commands_install_and_build_and_test() -> None:
    build, test = COMMANDS[:2]
    assert build == f"{INSTALL}. && .venv/bin/kg build --sample -o exports"
    assert test == f"{INSTALL}'.[test]' && .venv/bin/python -m pytest -q -n 2"
    assert "-m pytest -q -n 2" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_other_commands_succeed(folder: Path) -> None:
    others = COMMANDS[2:]
    assert {shlex.split(line)[1] for line in others} == {"build", "query", "explain", "verify", "check", "export"}
    for line in others:
        program, *arguments = shlex.split(line)
        assert program == "kg"
        printed([*PROGRAM, *arguments], folder)
    made = [folder / "out" / name for name in FILES] + [folder / "actors.graphml"]
    assert [path for path in made if not path.stat().st_size] == []


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
