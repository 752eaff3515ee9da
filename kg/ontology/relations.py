"""Relation patterns: which link between two entities' words gives which predicate (``relations.en.tsv``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.tables import Row, did_you_mean, read_table

COLUMNS = ("link", "subject", "object", "predicate")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one end of a relation must be: a class, and a trait of its noun where one is asked for."""

    cls: str
    trait: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A link that gives predicates from subject to object."""

    link: str
    subject: tuple[Kind, ...]
    object: tuple[Kind, ...]
    predicates: tuple[str, ...]


def read_relations(
    path: Path, *, predicates: Collection[str], classes: Collection[str]
) -> dict[str, tuple[Relation, ...]]:
    """Relations by link, in file order; raises OntologyError, naming the line, for unknown classes or predicates."""
    found: dict[str, tuple[Relation, ...]] = {}
    for row in read_table(path, COLUMNS):
        names = tuple(row["predicate"].split("|"))
        for name in names:
            if name not in predicates:
                raise row.error(f"unknown predicate '{name}'. {did_you_mean(name, predicates)}")
        ends = (_kinds(row, "subject", classes), _kinds(row, "object", classes))
        relation = Relation(row["link"], *ends, names)
        found[relation.link] = (*found.get(relation.link, ()), relation)
    return found


def _kinds(row: Row, column: str, classes: Collection[str]) -> tuple[Kind, ...]:
    kinds = []
    for part in row[column].split("|"):
        cls, _, trait = part.partition("@")
        if cls not in classes:
            raise row.error(f"unknown class '{cls}'. {did_you_mean(cls, classes)}")
        kinds.append(Kind(cls, trait))
    return tuple(kinds)
