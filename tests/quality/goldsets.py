"""The gold sets beside the checkout: kg's graph of their texts, and the scorer's verdict on it.

The sets and ``score.py`` lie in ``../shared/bench`` next to the repository and are not part of it: they may be measured
with, and nothing else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from kg.build import Desk, assemble, read
from kg.export import export
from kg.graph import Graph

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
NAMES = ("nk-dev", "wikievents-dev", "dwie-dev")
NAMES_ONLY = frozenset({"dwie-dev"})
"""Sets without gold for descriptions and pronouns, which would count as spurious there."""


@dataclass(frozen=True)
class GoldSet:
    """One gold set by name."""

    name: str

    @property
    def path(self) -> Path:
        return BENCH / "gold" / f"{self.name}.jsonl"

    @property
    def present(self) -> bool:
        return self.path.is_file() and (BENCH / "score.py").is_file()

    @property
    def extractor(self) -> str:
        """The reader that marks what the set marks: of names alone, or of all mentions."""
        return "named" if self.name in NAMES_ONLY else "rules"

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def graph(self, desk: Desk) -> Graph:
        """kg's graph of the set's texts; raises RuntimeError where a text was skipped."""
        with TemporaryDirectory() as folder:
            source = Path(folder) / f"{self.name}.jsonl"
            known = [{key: d[key] for key in ("id", "text", "date") if d.get(key)} for d in self.documents]
            source.write_text("".join(f"{json.dumps(one)}\n" for one in known), encoding="utf-8")
            built = assemble(read(source, zones=desk.ontology.zones), desk.ontology, desk.read)
        if built.skipped:
            msg = f"{self.name}: {len(built.skipped)} texts were skipped, the first: {built.skipped[0]}"
            raise RuntimeError(msg)
        return built.graph

    def seen(self, graph: Graph) -> Mapping[str, Any]:
        """The graph as the scorer reads it: its ``Doc`` by the identifier of the document."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "graph.nq"
            export(graph, path)
            return scorer().read_graph(path, [d["id"] for d in self.documents])

    def tallies(self, graph: Graph) -> Mapping[str, Any]:
        """The scorer's ``Tally`` of each measure."""
        return scorer().score(self.documents, self.seen(graph))

    def f1(self, graph: Graph) -> dict[str, float]:
        """F1 of every measure that the set has gold for; of the mentions of a set of names, the recall, too."""
        tallies = self.tallies(graph)
        found = {measure: tally.row()[2] for measure, tally in tallies.items() if tally.n_r}
        if self.name in NAMES_ONLY:
            found["mention recall"] = tallies["mention"].row()[1]
        return found


@cache
def scorer() -> ModuleType:
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location("bench_score", BENCH / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
