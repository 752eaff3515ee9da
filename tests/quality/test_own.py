"""Quality on our own articles does not fall: F1 on each file of ``own/`` is at least its floor."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kg.build import Desk, assemble, read
from kg.export import export
from kg.extract import Extractor
from kg.ontology import Ontology
from tests.quality.floors import failures, table
from tests.quality.goldsets import BENCH, scorer
from tests.quality.own.marked import bound, document, documents, unmarked

OWN = Path(__file__).parent / "own"
FLOORS = json.loads((OWN / "floors.json").read_text(encoding="utf-8"))


def reached(gold: list[dict[str, Any]], desk: Desk) -> dict[str, float]:
    """F1 by measure."""
    with TemporaryDirectory() as folder:
        source, graph = Path(folder) / "own.jsonl", Path(folder) / "graph.nq"
        known = [{key: one[key] for key in ("id", "text", "date", "publisher") if one[key]} for one in gold]
        source.write_text("".join(f"{json.dumps(one)}\n" for one in known), encoding="utf-8")
        export(assemble(read(source, zones=desk.ontology.zones), desk.ontology, desk.read).graph, graph)
        tallies = scorer().score(gold, scorer().read_graph(graph, [one["id"] for one in gold]))
    return {measure: tally.row()[2] for measure, tally in tallies.items() if tally.n_r}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_f1_is_at_least_its_floor(name: str, ontology: Ontology, rule_reader: Extractor) -> None:
    if not (BENCH / "score.py").is_file():
        pytest.skip(f"no scorer at {BENCH}")
    found = reached(documents(OWN / f"{name}.txt"), Desk(ontology, rule_reader))
    assert not failures(found, FLOORS[name]), "\n" + table(name, found, FLOORS[name])


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_marks_fit_their_table(name: str, ontology: Ontology) -> None:
    gold = documents(OWN / f"{name}.txt")
    assert len({one["id"] for one in gold}) == len(gold)
    for one in gold:
        assert not set("[]{}|") & set(one["text"])
        assert {entity["class"] for entity in one["entities"]} <= set(ontology.vocabulary.classes)
        assert {event["type"].removeprefix("KG:") for event in one["events"]} <= set(ontology.vocabulary.event_types)
        assert {a["role"] for event in one["events"] for a in event["args"]} <= set(ontology.vocabulary.roles)


def test_marks_nest() -> None:
    text, mentions, triggers = unmarked("[a|the [b|Russian] police] {v|fled}")
    assert text == "the Russian police fled"
    assert mentions == {"b": [[4, 11]], "a": [[0, 18]]}
    assert triggers == {"v": [[19, 23]]}


def test_an_unknown_entity_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing in the text is b"):
        document("# x 2024-01-01\n[a|Police] {v|fled}.\n---\nAgency: a\nv escape actor=b")


def test_bounds_of_months_and_years() -> None:
    assert (bound("2024-02", last=False), bound("2024-02", last=True)) == ("2024-02-01", "2024-02-29")
    assert (bound("2019", last=False), bound("2019", last=True), bound("", last=True)) == (
        "2019-01-01",
        "2019-12-31",
        None,
    )
