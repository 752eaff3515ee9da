"""Adjunct slots: prepositions that fill the same role with every trigger (``adjuncts.tsv``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.tables import did_you_mean, read_table

COLUMNS = ("slot", "class", "role", "types")


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A preposition whose filler of class ``cls`` fills ``role``; ``types`` limits it to these event types' lines."""

    slot: str
    cls: str
    role: str
    types: frozenset[str]


def read_adjuncts(
    path: Path, *, types: Collection[str], roles: Collection[str], classes: Collection[str]
) -> dict[str, tuple[Adjunct, ...]]:
    """Adjuncts by slot, in file order; raises OntologyError, naming the line, for unknown classes, roles or types."""
    found: dict[str, tuple[Adjunct, ...]] = {}
    for row in read_table(path, COLUMNS):
        for value, known, what in ((row["class"], classes, "class"), (row["role"], roles, "role")):
            if value not in known:
                raise row.error(f"unknown {what} '{value}'. {did_you_mean(value, known)}")
        limits = frozenset(row["types"].split())
        if unknown := sorted(limits - set(types)):
            raise row.error(f"unknown event type '{unknown[0]}'. {did_you_mean(unknown[0], types)}")
        adjunct = Adjunct(row["slot"], row["class"], row["role"], limits)
        found[adjunct.slot] = (*found.get(adjunct.slot, ()), adjunct)
    return found
