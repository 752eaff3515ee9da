"""``python -m tests.quality.floors`` measures kg on the gold sets and shows each F1 beside its floor.

With ``--raise`` it raises the floors in ``floors.json`` to what the code reaches now less ``--margin`` (0 by default),
rounded down to two decimals. It never lowers one. A set that ``floors.json`` does not know is entered; a set whose gold
has changed is left alone until its entry is removed by hand, since its figures cannot be compared.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from kg.build import Desk
from kg.extract import reader
from kg.ontology import Ontology
from tests.quality.goldsets import NAMES, GoldSet

FLOORS = Path(__file__).with_name("floors.json")


def floors() -> dict[str, Any]:
    """By set: ``sha256`` of its gold file, and ``f1``, the floor of each measure."""
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def failures(reached: dict[str, float], least: dict[str, float]) -> list[str]:
    """Measures below their floor or without a figure."""
    return [measure for measure, floor in least.items() if reached.get(measure, -1.0) < floor]


def table(name: str, reached: dict[str, float], least: dict[str, float]) -> str:
    """F1 by measure with its floor, what is below marked."""
    below = failures(reached, least)
    lines = [f"{name:16} {'F1':>6} {'floor':>6}"]
    for measure in dict.fromkeys([*reached, *least]):
        floor = f"{least[measure]:6.2f}" if measure in least else "  none"
        figure = f"{reached[measure]:6.3f}" if measure in reached else "  none"
        lines.append(f"  {measure:14} {figure} {floor}{'  BELOW' if measure in below else ''}")
    return "\n".join(lines)


def raised(reached: dict[str, float], least: dict[str, float], margin: float) -> dict[str, float]:
    """The floors, none lower than it was."""
    now = {measure: max(0.0, math.floor((f1 - margin) * 100 + 1e-9) / 100) for measure, f1 in reached.items()}
    return {measure: max(floor, least.get(measure, 0.0)) for measure, floor in {**least, **now}.items()}


def main() -> int:
    """Measure, show, and raise if asked to; 1 where something is below its floor or the gold has changed."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.floors", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to what is reached now")
    parser.add_argument("--margin", type=float, default=0.0, help="how far below that they should stay")
    asked = parser.parse_args()
    ontology = Ontology.load()
    known, wrong = floors(), 0
    for gold in map(GoldSet, NAMES):
        if not gold.present:
            print(f"{gold.name}: not at {gold.path}; skipped")
            continue
        entry = known.get(gold.name, {"sha256": gold.sha256, "f1": {}})
        if entry["sha256"] != gold.sha256:
            print(f"{gold.name}: the gold has changed; remove its entry from {FLOORS.name} to enter it anew")
            wrong = 1
            continue
        reached = gold.f1(gold.graph(Desk(ontology, reader(gold.extractor, ontology))))
        wrong |= bool(failures(reached, entry["f1"]))
        if asked.lift:
            entry["f1"] = raised(reached, entry["f1"], asked.margin)
            known[gold.name] = entry
        print(table(gold.name, reached, entry["f1"]))
    if asked.lift:
        FLOORS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
