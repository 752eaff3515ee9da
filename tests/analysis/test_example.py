"""The example answers its question, on the sample graph and on one whose answer is known."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from kg.analysis.example import betweenness, main, rises, steps
from kg.export import export
from kg.graph import Graph
from tests.analysis.made import claim, graph
from tests.golden.exports import EXPORTS

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def met(article: str, *pairs: str) -> list:
    return [
        claim(article, triple=(f"person/{one}", "meets", f"person/{other}"), begin=number)
        for number, (one, other) in enumerate(pairs)
    ]


def test_the_go_between_rises() -> None:
    dates = {"a": "2024-01-10", "b": "2024-02-10", "c": "2024-03-10"}
    every = graph(*met("a", "xy", "yz"), *met("b", "xm", "zm", "mv"), *met("c", "mw", "mu"), dates=dates)
    days = steps(every, most=7)
    assert days == [dt.date(2024, 1, 10), dt.date(2024, 2, 10), dt.date(2024, 3, 10)]
    found = rises(every, days)
    assert found[0].label == "M"
    assert "Y" not in {rise.label for rise in found}
    assert found[0].values[0] == 0
    assert found[0].values[1] < found[0].values[2]
    assert betweenness(every)["person/m"] == pytest.approx(found[0].values[2])


def test_places_are_no_actors() -> None:
    every = graph(claim("a", triple=("person/x", "locatedIn", "place/town")), *met("a", "xy"))
    assert set(betweenness(every)) == {"person/x", "person/y"}


def test_it_runs_as_a_program_and_draws_the_same_again(tmp_path: Path) -> None:
    drawings = []
    for name in ("one.svg", "two.svg"):
        command = [sys.executable, "-W", "error", "-m", "kg.analysis.example", EXPORTS / "graph.ttl", tmp_path / name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        drawings.append((tmp_path / name).read_bytes())
    assert drawings[0] == drawings[1]
    root = ElementTree.fromstring(drawings[0])
    lines = root.findall(f"{SVG}polyline")
    assert lines
    texts = [text.text or "" for text in root.findall(f"{SVG}text")]
    points = {len((line.get("points") or "").split()) for line in lines}
    assert points == {sum(text.startswith("20") and text.count("-") == 2 for text in texts)}
    assert len(lines) == len(root.findall(f"{SVG}circle"))


def test_a_graph_of_nothing_and_hostile_names_are_drawn(tmp_path: Path) -> None:
    export(Graph(), tmp_path / "empty.ttl")
    assert main([str(tmp_path / "empty.ttl"), str(tmp_path / "empty.svg")]) == 0
    ElementTree.parse(tmp_path / "empty.svg")
    dates = {"a": "2024-01-10", "b": "2024-02-10"}
    every = graph(*met("a", "xy"), *met("b", "ym", "mz"), dates=dates)
    hostile = {
        name: type(one)(name, one.cls, frozenset({"<b> & \x00\x1b " + name * 30}), one.mentions)
        for name, one in every.entities.items()
    }
    export(Graph(every.articles, hostile, claims=every.claims), tmp_path / "hostile.nq")
    assert main([str(tmp_path / "hostile.nq"), str(tmp_path / "hostile.svg")]) == 0
    texts = [text.text or "" for text in ElementTree.parse(tmp_path / "hostile.svg").getroot().findall(f"{SVG}text")]
    assert any("<b> &" in text for text in texts)


def test_what_is_wrong_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "none.ttl"), str(tmp_path / "o.svg")]) == 2
    assert main([str(EXPORTS / "graph.ttl"), str(tmp_path / "none" / "o.svg")]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("usage: ")
    assert "none.ttl" in told[1]
    assert "cannot be written" in told[2]
    assert len(told) == 3
