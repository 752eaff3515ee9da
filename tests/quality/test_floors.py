"""Quality does not fall: F1 on each gold set is at least its floor (``python -m tests.quality.floors`` raises them)."""

from __future__ import annotations

import pytest

from kg.build import Desk
from kg.extract import Extractor, reader
from kg.ontology import Ontology
from tests.quality.floors import failures, floors, raised, table
from tests.quality.goldsets import NAMES, GoldSet


@pytest.mark.parametrize("name", NAMES)
def test_f1_is_at_least_its_floor(name: str, ontology: Ontology, rule_reader: Extractor) -> None:
    gold, known = GoldSet(name), floors()[name]
    if not gold.present:
        pytest.skip(f"no gold set at {gold.path}")
    assert gold.sha256 == known["sha256"], f"{gold.path.name} is not the gold that the floors were measured on"
    extractor = rule_reader if gold.extractor == "rules" else reader(gold.extractor, ontology)
    reached = gold.f1(gold.graph(Desk(ontology, extractor)))
    assert not failures(reached, known["f1"]), "\n" + table(name, reached, known["f1"])


def test_every_set_has_floors() -> None:
    assert set(floors()) == set(NAMES)
    assert all(0 < floor < 1 for entry in floors().values() for floor in entry["f1"].values())


def test_floors_only_rise() -> None:
    least = {"mention": 0.9, "trigger": 0.5, "gone": 0.4}
    assert raised({"mention": 0.857, "trigger": 0.779, "date": 0.8}, least, 0.01) == {
        "mention": 0.9,
        "trigger": 0.76,
        "gone": 0.4,
        "date": 0.79,
    }


def test_what_is_below_or_missing_fails_and_is_marked() -> None:
    least = {"mention": 0.9, "trigger": 0.5, "gone": 0.4}
    reached = {"mention": 0.899, "trigger": 0.5}
    assert failures(reached, least) == ["mention", "gone"]
    assert [line.split()[0] for line in table("x", reached, least).splitlines() if "BELOW" in line] == [
        "mention",
        "gone",
    ]
